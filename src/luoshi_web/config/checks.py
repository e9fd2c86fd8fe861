"""Start-up checks: each wrong setting has an id and a hint."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from luoshi_web.config.environment import LOOPBACK


@register()
def settings_hold(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The environment can be read, the pack is there, the folder can be written."""
    found: list[CheckMessage] = [
        Error(fault, hint="See src/luoshi_web/config/environment.py", id="luoshi.E001")
        for fault in settings.ENV.faults
    ]
    if not (settings.DISTRICT / "district.toml").is_file():
        found.append(
            Error(
                f"No district.toml in {settings.DISTRICT}",
                hint="Set LUOSHI_DISTRICT to the folder of a district pack.",
                id="luoshi.E002",
            )
        )
    if not settings.ENV.database and not os.access(settings.ENV.folder, os.W_OK):
        found.append(
            Error(
                f"{settings.ENV.folder} cannot be written",
                hint="Set LUOSHI_FOLDER to a folder this process may write, or LUOSHI_DATABASE.",
                id="luoshi.E003",
            )
        )
    if not settings.PASSWORDS and settings.IDENTITY is None:
        found.append(
            Error(
                "LUOSHI_PASSWORDS=0, and no identity provider is set: nobody could sign in",
                hint="Set LUOSHI_OIDC_ISSUER, _CLIENT and _SECRET, or leave LUOSHI_PASSWORDS out.",
                id="luoshi.E004",
            )
        )
    if settings.DEMO and settings.ENV.https:
        found.append(
            Warning(
                "LUOSHI_DEMO=1 lets anybody sign in as anybody",
                hint="Unset it on a site that people reach over https.",
                id="luoshi.W001",
            )
        )
    if settings.ENV.https and urlsplit(settings.ENV.outside.address).hostname in LOOPBACK:
        found.append(
            Warning(
                f"Notices link to {settings.ENV.outside.address}, which nobody else can open",
                hint="Set LUOSHI_ADDRESS to the address people type.",
                id="luoshi.W002",
            )
        )
    return found
