"""The database store keeps the promise of every store, on SQLite and on PostgreSQL; what was told cannot be changed."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from luoshi.ledger import chain
from luoshi.ledger.store import Store
from luoshi_web.records import store as records
from luoshi_web.records.models import Attachment, Entry
from luoshi_web.records.store import DjangoStore
from tests.core.ledger.small_ledgers import entry
from tests.core.ledger.store_contract import StoreContract
from tests.web import databases

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: Any, django_db_blocker: Any) -> Path:
    file = Path(tmp_path_factory.mktemp("ledger")) / "template.sqlite3"
    with django_db_blocker.unblock(), databases.use(NAME=str(file)):
        databases.migrate()
        with connection.cursor() as cursor:
            cursor.execute("pragma wal_checkpoint(truncate)")
    return file


class Triggers:
    """What the database itself refuses."""

    def test_an_entry_cannot_be_changed_removed_or_replaced(self, store: Store) -> None:
        store.append([entry()])
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.filter(seq=1).update(content="{}")
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.filter(seq=1).delete()
        with connection.cursor() as cursor:
            copied = "select seq, register, key, verb, true_on, known_at, content, digest, prev, hash || 'x'"
            word = "insert or replace" if connection.vendor == "sqlite" else "insert"
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"{word} into records_entry {copied} from records_entry")
        assert Entry.objects.get(seq=1).hash
        assert records.verify() == []

    def test_an_attachment_cannot_be_changed_or_removed(self, store: Store) -> None:
        from luoshi_web import clock

        Attachment.objects.create(
            sha256="a" * 64,
            name="x.txt",
            size_bytes=1,
            content=b"x",
            stored_at=clock.wall(),
            stored_by="p",
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Attachment.objects.update(content=b"y")
        with pytest.raises(DatabaseError), transaction.atomic():
            Attachment.objects.all().delete()

    def test_a_hand_that_switches_the_triggers_off_is_found_by_the_audit(
        self, store: Store
    ) -> None:
        store.append([entry(), entry(at=1)])
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("drop trigger records_entry_no_update")
            else:
                cursor.execute("alter table records_entry disable trigger user")
            cursor.execute("update records_entry set register = 'other' where seq = 2")
        assert [p.id for p in records.verify()] == ["W-040"]
        with connection.cursor() as cursor:
            cursor.execute("update records_entry set content = replace(content, 'a', 'b')")
        assert [p.id for p in records.verify()] == ["L-003"]


class DatabaseStore(StoreContract, Triggers):
    """The contract, in a database of its own."""

    @pytest.fixture
    def reopened(self, store: Store) -> Callable[[], Store]:
        def again() -> Store:
            connections["default"].close()
            return DjangoStore()

        return again

    @pytest.fixture
    def break_off(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
        """The disk fails after the first row went in: the transaction must take it back."""

        def fail() -> None:
            row = records._row
            seen: list[int] = []

            def failing(*words: Any) -> Entry:
                if seen:
                    made = row(*words)
                    made.save(force_insert=True)
                    raise OSError("no space left on device")
                seen.append(1)
                return row(*words)

            monkeypatch.setattr(records, "_row", failing)

        return fail


class TestSqliteStore(DatabaseStore):
    @pytest.fixture
    def store(
        self, sqlite_template: Path, tmp_path: Path, django_db_blocker: Any
    ) -> Iterator[Store]:
        file = tmp_path / "ledger.sqlite3"
        shutil.copyfile(sqlite_template, file)
        with django_db_blocker.unblock(), databases.use(NAME=str(file)):
            yield DjangoStore()

    def test_it_waits_for_the_disk(self, store: Store) -> None:
        with connection.cursor() as cursor:
            assert cursor.execute("pragma synchronous").fetchone()[0] == 2
            assert cursor.execute("pragma journal_mode").fetchone()[0] == "wal"


@pytest.mark.postgres
class TestPostgresStore(DatabaseStore):
    @pytest.fixture
    def store(self, postgres: str, django_db_blocker: Any) -> Iterator[Store]:
        import psycopg

        from luoshi_web.config import environment

        told = environment.read({"LUOSHI_DATABASE": postgres, "LUOSHI_SECRET": "x"})
        assert not told.faults
        settings = environment.database_settings(told)
        name = f"ledger_{next(NUMBERS)}"
        with psycopg.connect(postgres, autocommit=True) as server:
            if name == "ledger_1":
                server.execute("create database migrated")
                with django_db_blocker.unblock(), databases.use(**settings | {"NAME": "migrated"}):
                    databases.migrate()
            server.execute(f"create database {name} template migrated")
        with django_db_blocker.unblock(), databases.use(**settings | {"NAME": name}):
            yield DjangoStore()

    def test_it_cannot_be_emptied(self, store: Store) -> None:
        store.append([entry()])
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("truncate records_entry")
        assert chain.verify(store.read()) == []
