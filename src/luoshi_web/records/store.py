"""The ledger in the database: `ledger.store.Store` over Django. The tip is locked, the new entries are sealed behind it
and go in together; whatever else belongs to the deed stands in the caller's transaction around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from luoshi.ledger import chain
from luoshi.ledger.chain import Sealed, Tip
from luoshi.ledger.entry import Entry
from luoshi.ledger.store import refuse_moved
from luoshi.values.problem import Problem
from luoshi_web.records import models

LEDGER_LOCK = 150541  # any number, the same for every writer on PostgreSQL
ROWS_AT_ONCE = 2000


class DjangoStore:
    """Entries in the table `records_entry`."""

    def append(
        self, entries: Iterable[Entry], expected_tip: Tip | None = None
    ) -> tuple[Entry, ...]:
        """See `Store.append`."""
        given = tuple(entries)
        with transaction.atomic():
            queue_writers()
            tip = self.tip()
            refuse_moved(expected_tip, tip)
            rows = chain.seal_rows(given, tip)
            models.Entry.objects.bulk_create(
                (_row(entry, row) for entry, row in zip(given, rows, strict=True)), batch_size=80
            )
        return chain.with_seals(given, rows)

    def read(
        self, after: int = 0, register: str | None = None, key: str | None = None
    ) -> Iterator[Entry]:
        """See `Store.read`."""
        rows = models.Entry.objects.filter(seq__gt=after).order_by("seq")
        if register is not None:
            rows = rows.filter(register=register)
        if key is not None:
            rows = rows.filter(key=key)
        return (chain.decode_row(sealed) for sealed in _sealed(rows))

    def tip(self) -> Tip:
        """See `Store.tip`."""
        last = models.Entry.objects.order_by("-seq").values_list("seq", "hash").first()
        return Tip(*last) if last else chain.START


def queue_writers() -> None:
    """One writer at a time. SQLite's IMMEDIATE transaction already is the queue; PostgreSQL needs a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def verify() -> list[Problem]:
    """Prove the stored chain, and that the columns people search by say what the hashed text says."""
    problems = chain.verify_rows(_sealed(models.Entry.objects.order_by("seq")))
    if any(problem.severity == "error" for problem in problems):
        return problems
    for row in models.Entry.objects.order_by("seq").iterator(chunk_size=ROWS_AT_ONCE):
        entry = chain.decode(row.content)
        told = (entry.register, entry.key, entry.verb, entry.true_on, entry.known_at)
        if told != (row.register, row.key, row.verb, row.true_on, row.known_at):
            return [*problems, Problem("W-040", f"#{row.seq}", {"seq": row.seq})]
    return problems


def _sealed(rows: models.models.QuerySet[models.Entry]) -> Iterator[Sealed]:
    columns = ("seq", "prev", "digest", "hash", "content")
    for seq, prev, digest, hash_, content in rows.values_list(*columns).iterator(
        chunk_size=ROWS_AT_ONCE
    ):
        yield Sealed(seq, prev, digest, hash_, content.encode())


def _row(entry: Entry, sealed: Sealed) -> models.Entry:
    return models.Entry(
        seq=sealed.seq,
        register=entry.register,
        key=entry.key,
        verb=entry.verb,
        true_on=entry.true_on,
        known_at=entry.known_at,
        content=sealed.content.decode(),
        digest=sealed.digest,
        prev=sealed.prev,
        hash=sealed.hash,
    )
