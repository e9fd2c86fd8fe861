"""流水: facts are appended, never edited; each with the day it held and the instant it was told (floor 2)."""
