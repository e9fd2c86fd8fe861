"""台账目录: the declared registers, one TOML file each. Data, and the tuple that orders it (floor 3)."""
