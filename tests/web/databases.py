"""A ledger of one's own on SQLite or PostgreSQL: a copy of a migrated database, whose triggers would refuse a clean-up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.core.management import call_command
from django.db import connections


@contextmanager
def use(**changes: Any) -> Iterator[None]:
    """Point every thread's default connection somewhere else for a while."""
    told = connections.settings["default"]
    kept = dict(told)
    _leave()
    told.update(changes)
    try:
        yield
    finally:
        _leave()
        told.clear()
        told.update(kept)


def new_database(server: str) -> str:
    """An empty database on a PostgreSQL server, as the address that LUOSHI_DATABASE takes."""
    import psycopg

    name = f"luoshi_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _leave() -> None:
    connections["default"].close()
    delattr(connections._connections, "default")


def migrate() -> None:
    """Make the tables and the triggers."""
    call_command("migrate", verbosity=0, interactive=False)
