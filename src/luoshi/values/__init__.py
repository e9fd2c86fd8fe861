"""度量: the small values everything else is made of. Imports nothing of ours (floor 1)."""
