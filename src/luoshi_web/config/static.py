"""Static files are asked for by content: an address changes when its file does, so that a browser keeps it for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class ByContent(StaticFilesStorage):
    """`css/luoshi.css?v=1a2b3c4d`: no collectstatic step, and no old sheet after an upgrade."""

    def url(self, name: str | None) -> str:
        """The address of a file with the beginning of its digest."""
        address = super().url(name)
        version = _digest(name) if name else ""
        return f"{address}?v={version}" if version else address


@cache
def _digest(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8] if found else ""
