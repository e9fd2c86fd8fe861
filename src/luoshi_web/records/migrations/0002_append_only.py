"""Triggers that refuse to change or remove what was told, on both databases."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES = ("records_entry", "records_attachment")


def forbid(apps: Any, schema_editor: Any) -> None:
    """Make UPDATE and DELETE (and TRUNCATE, where it exists) fail."""
    vendor = schema_editor.connection.vendor

    def run(statement: str) -> None:
        schema_editor.execute(statement, params=None)  # a % in the text is no placeholder

    if vendor == "postgresql":
        run(
            "create or replace function luoshi_append_only() returns trigger language plpgsql as $$ "
            "begin raise exception 'append-only: %', tg_table_name using errcode = '23514'; end $$"
        )
    for table in TABLES:
        for verb in ("update", "delete"):
            name = f"{table}_no_{verb}"
            if vendor == "sqlite":
                run(_sqlite(name, f"before {verb} on {table}", table))
            elif vendor == "postgresql":
                run(
                    f"create trigger {name} before {verb} on {table} "
                    "for each row execute function luoshi_append_only()"
                )
        if (
            vendor == "sqlite"
        ):  # INSERT OR REPLACE removes the old row without firing its delete trigger
            key = "seq" if table == "records_entry" else "sha256"
            taken = f"when exists (select 1 from {table} where {key} = new.{key})"  # noqa: S608  (our own names)
            event = f"before insert on {table} {taken}"
            run(_sqlite(f"{table}_no_replace", event, table))
        if vendor == "postgresql":
            run(
                f"create trigger {table}_no_truncate before truncate on {table} "
                "for each statement execute function luoshi_append_only()"
            )


def _sqlite(name: str, event: str, table: str) -> str:
    return f"create trigger {name} {event} begin select raise(abort, 'append-only: {table}'); end"


class Migration(migrations.Migration):
    """Runs after the tables are made; there is no way back on purpose."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(forbid, migrations.RunPython.noop)]
