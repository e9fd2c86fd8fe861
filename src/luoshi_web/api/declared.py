"""The shapes of one register's items and reports, made from its declaration: a register of the district pack needs no code.

JSON Schema tells types, units, choices and who needs a field; the values themselves are read by the desk
(luoshi.desk.told), as those of a form or a sheet are, so that one rule gives one answer at every door.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, Field, WithJsonSchema, create_model

from luoshi.declare.register import Field as Declared
from luoshi.declare.register import FieldType, Register
from luoshi_web.api import shapes

TYPES: dict[FieldType, dict[str, str]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "count": {"type": "integer"},
    "amount": {"type": "number"},
    "ratio": {"type": "number"},
    "bool": {"type": "boolean"},
    "choice": {"type": "string"},
    "unit": {"type": "string"},
    "units": {"type": "string"},
    "link": {"type": "string"},
}


class Shapes(NamedTuple):
    """What one register answers and takes."""

    item: type[BaseModel]
    page: type[BaseModel]
    opening: type[BaseModel]
    report: type[BaseModel]
    batch: type[BaseModel]


def shapes_of(register: Register) -> Shapes:
    """The five shapes of a register."""
    name = "".join(part.title() for part in register.key.split("_"))
    told = [f for f in register.fields if not f.derived]
    opened = _object(told) | {"required": [f.key for f in told if f.required]}
    item = create_model(
        f"{name}Item",
        __base__=shapes.ItemHead,
        fields=(_held(_object(register.fields, null=True)), ...),
    )
    report = create_model(f"{name}Report", __base__=Report, fields=(_told(_object(told)), {}))
    one = create_model(f"{name}ReportOf", __base__=report, item=(str, Field(min_length=1)))
    return Shapes(
        item=item,
        page=create_model(f"{name}Page", __base__=Page, items=(list[item], ...)),  # type: ignore[valid-type]
        opening=create_model(f"{name}Opening", __base__=Opening, fields=(_told(opened), ...)),
        report=report,
        batch=create_model(
            f"{name}Reports",
            __base__=shapes.Shape,
            reports=(list[one], Field(min_length=1, max_length=shapes.BATCH_MAX)),  # type: ignore[valid-type]
        ),
    )


class Page(shapes.Shape):
    """A page of items in the order of their numbers, as of two dates."""

    true_on: date
    known_on: date | None
    next: str | None


class Opening(shapes.Shape):
    """登记: a new item, by the unit that keeps the register; its number is given here."""

    true_on: str = Field(description="from which day", examples=[shapes.DAY])


class Report(Opening):
    """报送 (of a commitment: 反馈): what changed. `seen` tells what you had seen of the item."""

    stage: str = ""
    reason: str = ""
    seen: int | None = Field(None, ge=0)


def _held(schema: dict[str, Any]) -> Any:
    return Annotated[dict[str, Any], WithJsonSchema(schema)]


def _told(schema: dict[str, Any]) -> Any:
    return Annotated[dict[str, shapes.Scalar], WithJsonSchema(schema)]


def _object(fields: Iterable[Declared], *, null: bool = False) -> dict[str, Any]:
    """The fields of a register as the JSON Schema of one object."""
    properties = {field.key: _property(field, null) for field in fields}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _property(field: Declared, null: bool) -> dict[str, Any]:
    """One field: its type, and what a person wants to know of it."""
    shown: dict[str, Any] = dict(TYPES[field.type])
    if null:
        shown["type"] = [shown["type"], "null"]
    shown["title"] = f"{field.label.zh} / {field.label.en}"
    if field.needed_by.zh:
        shown["description"] = f"谁要用：{field.needed_by.zh} / needed by: {field.needed_by.en}"
    if field.unit:
        shown["x-unit"] = field.unit
    if field.choices:
        shown["x-choices"] = {key: shapes.label(label) for key, label in field.choices}
    if field.links_to:
        shown["x-links-to"] = field.links_to
    return shown
