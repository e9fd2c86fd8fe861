"""Every setting a deployment can make, read once and in one place.

| variable | meaning | default |
|---|---|---|
| LUOSHI_DISTRICT | folder of the district pack (区情包) | districts/example |
| LUOSHI_FOLDER | folder for the database and the secret key | var |
| LUOSHI_DATABASE | `postgresql://user:password@host:port/name`; empty means SQLite | (SQLite in LUOSHI_FOLDER) |
| LUOSHI_HOSTS | host names people type, comma separated | 127.0.0.1,localhost |
| LUOSHI_SECRET | secret key of the sessions | made once, kept in LUOSHI_FOLDER/secret |
| LUOSHI_HTTPS | 1 when people reach the site by https | 0 |
| LUOSHI_TODAY | pins the day (YYYY-MM-DD): for demonstrations only | (the clock) |
| LUOSHI_DEMO | 1 lets people sign in as a demo person without a password | 0 |
| LUOSHI_RUNNER | 0 when `luoshi jobs` runs as a service of its own | 1 |
| LUOSHI_DEBUG | 1 shows our own faults in the browser | 0 |
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

HOME = Path(__file__).resolve().parents[3]
UPLOAD_BYTES_MAX = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Environment:
    """What the deployment says; `faults` are told by the start-up checks (config/checks.py)."""

    district: Path
    folder: Path
    database: str
    hosts: tuple[str, ...]
    secret: str
    https: bool
    today: date | None
    demo: bool
    debug: bool
    runner: bool
    faults: tuple[str, ...] = ()


def read(given: Mapping[str, str] = os.environ) -> Environment:
    """Read all variables; what cannot be read becomes a fault, never a guess."""
    faults: list[str] = []
    folder = Path(given.get("LUOSHI_FOLDER") or HOME / "var")
    today = None
    if pinned := given.get("LUOSHI_TODAY", ""):
        try:
            today = date.fromisoformat(pinned)
        except ValueError:
            faults.append(f"LUOSHI_TODAY={pinned}: not a day (YYYY-MM-DD)")
    database = given.get("LUOSHI_DATABASE", "")
    if database and urlsplit(database).scheme not in {"postgresql", "postgres", "sqlite"}:
        faults.append("LUOSHI_DATABASE: must begin with postgresql://")
        database = ""
    return Environment(
        district=Path(given.get("LUOSHI_DISTRICT") or HOME / "districts" / "example"),
        folder=folder,
        database=database,
        hosts=_words(given.get("LUOSHI_HOSTS") or "127.0.0.1,localhost"),
        secret=given.get("LUOSHI_SECRET") or _kept_secret(folder),
        https=given.get("LUOSHI_HTTPS") == "1",
        today=today,
        demo=given.get("LUOSHI_DEMO") == "1",
        debug=given.get("LUOSHI_DEBUG") == "1",
        runner=given.get("LUOSHI_RUNNER") != "0",
        faults=tuple(faults),
    )


def database_settings(env: Environment) -> dict[str, object]:
    """Django's DATABASES entry: SQLite in the folder, or the PostgreSQL the deployment names."""
    if not env.database or env.database.startswith("sqlite"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": env.folder / "luoshi.sqlite3",
            # IMMEDIATE: two writers queue instead of failing half-way. FULL: what is acknowledged survives a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(env.database)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _kept_secret(folder: Path) -> str:
    """The secret of this folder, made once: a restart must not sign everybody out."""
    file = folder / "secret"
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        made = secrets.token_urlsafe(48)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(made, encoding="ascii")
    except OSError:
        return made  # a read-only folder: the checks tell it, this process still runs
    return made
