"""The interface for people to read: each address in words, and for each register requests to copy into a terminal."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any, NamedTuple

from luoshi.declare.register import Field, FieldType, Register
from luoshi_web.api.build import COMMON
from luoshi_web.api.shapes import DAY

VALUES: Mapping[FieldType, object] = {
    "date": DAY, "count": 12, "amount": 100.5, "ratio": 50, "bool": True,
}  # fmt: skip


class Address(NamedTuple):
    """One address; those of a register stand once, with {register_key} in its place."""

    method: str
    path: str
    zh: str
    en: str
    words: tuple[str, ...]


class Example(NamedTuple):
    """One register with a request that asks and, where units tell it something, one that tells."""

    register: Register
    asks: str
    tells: str


def addresses(document: Mapping[str, Any]) -> list[Address]:
    """What an OpenAPI document of ours offers."""
    found: dict[tuple[str, str], Address] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            place, (zh, en) = path, told["summary"].split(" · ")
            if (tag := told["tags"][0]) != COMMON:
                place = path.replace(f"/registers/{tag}/", "/registers/{register_key}/")
                zh, en = zh.split("：", 1)[1], en.split(": ", 1)[1]
            words = tuple(one["name"] for one in told["parameters"] if one["in"] == "query")
            found.setdefault((place, method), Address(method.upper(), place, zh, en, words))
    return [found[name] for name in sorted(found, key=lambda n: ("/registers" not in n[0], n))]


def example(root: str, register: Register) -> Example:
    """Requests with the first fields that units are asked for; the token stands in TOKEN, the item's number in NUMBER."""
    head = '-H "Authorization: Bearer $TOKEN"'
    items = f"{root}/registers/{register.key}/items"
    asks = f"curl {head} '{items}?limit=10'"
    asked = [f for f in register.asked_of("reporter") if not f.derived]
    if register.desk or not asked:
        return Example(register, asks, "")
    told = {"true_on": DAY, "fields": {f.key: _value(f) for f in asked[:2]}}
    body = shlex.quote(json.dumps(told, ensure_ascii=False))
    kind = "-H 'Content-Type: application/json'"
    return Example(register, asks, f'curl {head} {kind} -d {body} "{items}/$NUMBER/reports"')


def _value(field: Field) -> object:
    return field.choices[0][0] if field.choices else VALUES.get(field.type, "…")
