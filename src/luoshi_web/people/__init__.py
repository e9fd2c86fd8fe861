"""人员: persons, their posts, and access.py, the only gate for every read and write."""
