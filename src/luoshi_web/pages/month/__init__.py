"""本期: which periods are in and locked, what is asked of each unit, and the sheets that units send."""
