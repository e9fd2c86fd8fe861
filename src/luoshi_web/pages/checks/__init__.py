"""核对: what the five checks found, the money at stake, and who settles it."""
