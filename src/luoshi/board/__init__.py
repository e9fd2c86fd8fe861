"""看板: states as of two dates, measures, lights, flips, drill. DuckDB lives here and nowhere else (floor 3)."""
