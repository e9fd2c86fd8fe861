"""Registers the start-up checks."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Nothing but the checks: a wrong setting is told at start, not at noon on a reporting day."""

    name = "luoshi_web.config"
    label = "config"

    def ready(self) -> None:
        from luoshi_web.config import checks  # noqa: F401
