"""记录: what is kept. One append-only table of entries, the files they came from, and the desk's working state."""
