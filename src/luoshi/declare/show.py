"""An item that was made up for a proof, in words a person can check: 挂牌时限=今天后7天，挂牌起始日=未报."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.declare.expression import reader_of
from luoshi.declare.register import Register
from luoshi.values.label import Label

SYSTEM_NAMES: Mapping[str, Label] = {
    "item": Label("编号", "key"),
    "owner": Label("责任单位", "owner"),
    "title": Label("名称", "title"),
    "stage": Label("阶段", "stage"),
    "opened_on": Label("登记日", "opened on"),
    "reported_on": Label("最近报送日", "last reported on"),
    "closed_on": Label("销号日", "closed on"),
}


def in_words(register: Register, row: Mapping[str, Any], today: date) -> Label:
    """The values of a row by the labels of its columns; days are told relative to today."""
    labels = names_of(register)
    pairs = [(labels.get(n, Label(n, n)), _value(register, n, v, today)) for n, v in row.items()]
    return Label(
        "，".join(f"{name.zh}={value.zh}" for name, value in pairs),
        ", ".join(f"{name.en}={value.en}" for name, value in pairs),
    )


def names_of(register: Register) -> dict[str, Label]:
    """Labels of columns; of terms also under the SQL they stand for."""
    labels = dict(SYSTEM_NAMES) | {field.key: field.label for field in register.fields}
    labels |= {
        f"stage_on_{s.key}": Label(f"进入{s.label.zh}日", f"{s.label.en} since")
        for s in register.stages
    }
    terms = reader_of(register).terms
    for term in register.terms:
        if term.key in terms:
            text = terms[term.key].tree.sql("duckdb", normalize_functions="lower")
            labels.setdefault(text, term.label)
    return labels


def _value(register: Register, name: str, value: Any, today: date) -> Label:
    if value is None:
        return Label("未报", "not told")
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if isinstance(value, date):
        away = (value - today).days
        if away == 0:
            return Label("今天", "today")
        after = away > 0
        return Label(
            f"今天{'后' if after else '前'}{abs(away)}天",
            f"{abs(away)} days {'from now' if after else 'ago'}",
        )
    if isinstance(value, int | Decimal | float):
        text = f"{Decimal(str(value)).normalize():f}"
        return Label(text, text)
    field = register.by_field.get(name)
    choices = dict(field.choices) if field else {}
    choices |= {stage.key: stage.label for stage in register.stages} if name == "stage" else {}
    return choices.get(value, Label(str(value), str(value)))
