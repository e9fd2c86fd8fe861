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
| LUOSHI_OIDC_ISSUER | address of the office's OpenID Connect provider: sign-in by it, see docs/guides/sign-in.md | (none) |
| LUOSHI_OIDC_CLIENT, LUOSHI_OIDC_SECRET | what the provider knows this site by; needed with the issuer | (none) |
| LUOSHI_OIDC_CLAIM | the claim that names a person's login here | preferred_username |
| LUOSHI_PASSWORDS | 0 leaves the provider as the only way in | 1 |
| LUOSHI_DEMO | 1 lets people sign in as a demo person without a password | 0 |
| LUOSHI_ADDRESS | how people reach the site, for links in notices | (where `luoshi serve` listens) |
| LUOSHI_DIGEST_AT | office time of the daily digest on working days (HH:MM) | 08:30 |
| LUOSHI_SMTP | `smtp://user:password@host:port` (STARTTLS) or `smtps://…`; empty: no e-mail | |
| LUOSHI_SENDER | the sender of e-mails | luoshi@ the host of LUOSHI_ADDRESS |
| LUOSHI_WECOM_BASE | host of WeCom's robots (a government WeCom runs on its own) | https://qyapi.weixin.qq.com |
| LUOSHI_DINGTALK_BASE | host of DingTalk's robots | https://oapi.dingtalk.com |
| LUOSHI_FEISHU_BASE | host of Feishu's robots | https://open.feishu.cn |
| LUOSHI_RUNNER | 0 when `luoshi jobs` runs as a service of its own | 1 |
| LUOSHI_DEBUG | 1 shows our own faults in the browser | 0 |
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

HOME = Path(__file__).resolve().parents[3]
UPLOAD_BYTES_MAX = 20 * 1024 * 1024
BASES = {
    "wecom": "https://qyapi.weixin.qq.com",
    "dingtalk": "https://oapi.dingtalk.com",
    "feishu": "https://open.feishu.cn",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Outside:
    """What notices need to know of the world outside. The bases are the only hosts that are ever called."""

    address: str
    digest_at: time
    smtp: str
    sender: str
    bases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Identity:
    """The office's own identity provider (people/identity.py)."""

    issuer: str
    client: str
    secret: str
    claim: str

    @property
    def origin(self) -> str:
        """Scheme, host and port of the provider."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


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
    identity: Identity | None
    passwords: bool
    outside: Outside
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
        identity=_identity(given, faults),
        passwords=given.get("LUOSHI_PASSWORDS") != "0",
        outside=_outside(given, faults),
        faults=tuple(faults),
    )


def _identity(given: Mapping[str, str], faults: list[str]) -> Identity | None:
    """The provider, when it is named whole; a half setting is a fault and opens no second door."""
    names = ("LUOSHI_OIDC_ISSUER", "LUOSHI_OIDC_CLIENT", "LUOSHI_OIDC_SECRET")
    told = [given.get(name, "").strip() for name in names]
    if not any(told):
        return None
    missing = [name for name, value in zip(names, told, strict=True) if not value]
    if missing:
        faults.append(f"{', '.join(missing)}: missing; the three LUOSHI_OIDC_… go together")
        return None
    parts = urlsplit(told[0])
    if not _private(parts):
        faults.append("LUOSHI_OIDC_ISSUER: must begin with https://")
        return None
    return Identity(*told, given.get("LUOSHI_OIDC_CLAIM", "").strip() or "preferred_username")


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


def _outside(given: Mapping[str, str], faults: list[str]) -> Outside:
    """Hosts must be reached by https, or be this machine: what is sent carries a key."""
    bases = {}
    for kind, shipped in BASES.items():
        name = f"LUOSHI_{kind.upper()}_BASE"
        bases[kind] = (given.get(name) or shipped).rstrip("/")
        parts = urlsplit(bases[kind])
        if not _private(parts):
            faults.append(f"{name}: must begin with https://")
    smtp = given.get("LUOSHI_SMTP", "")
    if smtp and not _readable(smtp):
        faults.append("LUOSHI_SMTP: must be smtp://user:password@host:port or smtps://…")
        smtp = ""
    told = given.get("LUOSHI_DIGEST_AT") or "08:30"
    try:
        digest_at = time.fromisoformat(told)
    except ValueError:
        faults.append(f"LUOSHI_DIGEST_AT={told}: not a time of day (HH:MM)")
        digest_at = time(8, 30)
    host = (_words(given.get("LUOSHI_HOSTS") or "") or ("127.0.0.1",))[0]
    scheme = "https" if given.get("LUOSHI_HTTPS") == "1" else "http"
    address = (given.get("LUOSHI_ADDRESS") or f"{scheme}://{host}").rstrip("/")
    sender = given.get("LUOSHI_SENDER") or f"luoshi@{urlsplit(address).hostname}"
    return Outside(address, digest_at, smtp, sender, bases)


def _private(parts: SplitResult) -> bool:
    """True for https to anywhere, and for http that does not leave this machine."""
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def _readable(smtp: str) -> bool:
    try:
        parts = urlsplit(smtp)
        return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


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
