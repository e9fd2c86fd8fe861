"""填报: forms out, sheets in. Hands over raw cells with their places; what they mean is the desk's word (floor 3)."""
