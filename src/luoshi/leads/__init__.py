"""招商线索: which leads are the same, which are valid, which lie too long, and what a contract may not promise."""
