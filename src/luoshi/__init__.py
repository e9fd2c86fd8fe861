"""落实 (Luoshi), the core: from what was said to what got done.

Pure: no Django, no network, no clock. Time and place are arguments; what is wrong with what a person
gave comes back as a value (`values.problem.Problem`). ARCHITECTURE.md draws the floors.
"""
