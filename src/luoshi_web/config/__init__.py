"""配置: settings, addresses and start-up checks. `environment.py` is the only place that reads the environment."""
