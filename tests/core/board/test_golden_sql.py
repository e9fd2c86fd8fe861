"""The SQL of every shipped measure and light, kept as text so that a change of it is seen and read.

To write the files again: LUOSHI_WRITE_GOLDEN=1 python -m pytest tests/core/board/test_golden_sql.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from luoshi.board.sql import Writer
from luoshi.registers.catalogue import REGISTERS, shipped

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "sql"


def text_of(key: str) -> str:
    register, writer = shipped()[key], Writer(shipped()[key])
    first = register.measures[0]
    parts = [writer.measure(measure).text for measure in register.measures]
    parts += [
        writer.measure(first, "unit", of_units=True).text,
        writer.rows(first, of_units=True).text,
    ]
    dated = next(m for m in register.measures if m.by)
    parts += [writer.measure(dated, "month").text, writer.growing(dated).text]
    parts += [writer.light(light).text for light in register.lights]
    return "\n;\n\n".join(parts) + "\n;\n"


@pytest.mark.parametrize("key", REGISTERS)
def test_the_sql_is_the_one_that_was_read(key: str) -> None:
    file = FOLDER / f"{key}.sql"
    if os.environ.get("LUOSHI_WRITE_GOLDEN"):
        file.write_text(text_of(key), encoding="utf-8")
    assert text_of(key) == file.read_text(encoding="utf-8")
