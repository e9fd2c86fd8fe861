"""立账: what a register is, from one TOML file: fields, stages, checks, measures, lights (floor 2)."""
