"""命令行: the whole core on files, without a server (floor 5)."""
