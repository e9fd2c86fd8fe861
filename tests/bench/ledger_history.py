"""The peer: django-simple-history on SQLite with full durability, used as its documentation says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from luoshi.ledger.entry import Entry
from tests.bench import workload
from tests.bench.tables import Row, each, least, middle

SINGLES = 300
BATCH = 1_000

if not settings.configured:
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "simple_history"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.models import Count, Sum  # noqa: E402
from simple_history.models import HistoricalRecords  # noqa: E402
from simple_history.utils import bulk_create_with_history  # noqa: E402


class Project(models.Model):
    """The workload's register as a Django project would write it."""

    item = models.IntegerField(primary_key=True)
    done_wan = models.IntegerField()
    sunk_wan = models.IntegerField()
    households = models.IntegerField()
    listed_on = models.DateField(null=True)
    unit_key = models.CharField(max_length=32)
    history = HistoricalRecords()

    class Meta:
        app_label = "simple_history"

    def __str__(self) -> str:
        return str(self.item)


class History:
    """One SQLite file with the two tables."""

    def __init__(self, path: Path) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(path)
        with connection.cursor() as cursor:
            cursor.execute("pragma journal_mode=WAL")
            cursor.execute("pragma synchronous=FULL")
            cursor.execute("pragma cache_size=-262144")
        call_command("migrate", verbosity=0)  # the history points at a user
        with connection.schema_editor() as editor:
            editor.create_model(Project)
            editor.create_model(Project.history.model)
        self.table = Project.history.model._meta.db_table

    def singles(self) -> list[Row]:
        """`save()` of a new and of a known instance; each writes two rows in two commits."""
        made = [Project(**_fields(n, n)) for n in range(SINGLES)]
        inserted = each(SINGLES, lambda n: made[n].save(force_insert=True))
        updated = each(SINGLES, lambda n: made[n].save())
        return [
            middle("django-simple-history, save() of a new item", inserted),
            middle("django-simple-history, save() of a known item", updated),
        ]

    def batches(self) -> list[Row]:
        """`bulk_create_with_history` of a thousand."""
        turn = iter(range(1, 100))

        def create() -> None:
            first = 1_000_000 * next(turn)
            bulk_create_with_history(
                [Project(**_fields(first + n, n)) for n in range(BATCH)], Project
            )

        return [Row("django-simple-history, bulk_create_with_history", least(5, create) / BATCH)]

    def load(self, told: list[Entry]) -> None:
        """The workload as history rows, put in directly, with the index that as_of needs."""
        rows = (
            (
                int(e.key[2:]), *(e.fields[name] for name in workload.KINDS),
                e.known_at.astimezone(UTC).replace(tzinfo=None).isoformat(" "), "~",
            )
            for e in told
        )  # fmt: skip
        names = f"item, {', '.join(workload.KINDS)}, history_date, history_type"
        with connection.cursor() as cursor:
            cursor.execute("begin")
            cursor.executemany(
                f"insert into {self.table} ({names}) values (%s, %s, %s, %s, %s, %s, %s, %s)", rows
            )
            cursor.execute("commit")
            cursor.execute(f"create index walk on {self.table} (item, history_date)")
            cursor.execute("analyze")

    def as_of(self, known_at: datetime) -> tuple[Any, float]:
        """The five sums as recorded at an instant, and the seconds they took (the least of three)."""

        def ask() -> Any:
            found = Project.history.as_of(known_at).aggregate(
                n=Count("item"), d=Sum("done_wan"), s=Sum("sunk_wan"), h=Sum("households"), o=Count("listed_on")
            )  # fmt: skip
            return tuple(found.values())

        return ask(), least(3, ask)


def _fields(item: int, n: int) -> dict[str, Any]:
    return {
        "item": item,
        "done_wan": n,
        "sunk_wan": n,
        "households": n,
        "listed_on": None,
        "unit_key": "town-01",
    }
