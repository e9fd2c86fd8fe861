"""从 JSON 到有类型的数: reads fields of a file one by one and collects every fault with its place; nothing is raised.

A field that cannot be read becomes a harmless stand-in, so that reading goes on and all faults are told at once; whoever reads looks at
`problems` before using the result.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from luoshi.values.label import Label
from luoshi.values.problem import Problem

MONTH = re.compile(r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])")
NUMBER, WHOLE = Label("数字", "a number"), Label("整数", "a whole number")
TEXT, TRUTH = (
    Label("非空的文字", "a text that is not empty"),
    Label("true 或 false", "true or false"),
)
A_MONTH = Label("YYYY-MM 的月份", "a month as YYYY-MM")
OBJECT, LIST = Label("{…} 对象", "an object {…}"), Label("[…] 列表", "a list […]")
WAN_MOST = 1e9  # 万元: ten million million yuan, more than any programme
TWICE = "\0twice"  # under this name a parsed object keeps the names that it had more than once
Object = Mapping[str, Any]
T = TypeVar("T")
D = TypeVar("D")


def parse(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """The value of a JSON text, or T-001."""
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object), ()
    except json.JSONDecodeError as fault:
        if not text.strip():
            why = Label("文件是空的", "the file is empty")
        else:
            why = Label(
                f"第 {fault.lineno} 行第 {fault.colno} 列读不下去",
                f"line {fault.lineno} column {fault.colno}",
            )
    except RecursionError:
        why = Label("括号套得太深", "brackets are nested too deeply")
    except ValueError:  # a whole number of more than 4300 digits
        why = Label("有一个数长得读不了", "a number is too long")
    return None, (Problem("T-001", "", {"why": why}),)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        found[TWICE] = sorted({name for name, _ in pairs if name in seen or seen.add(name)})  # type: ignore[func-returns-value]
    return found


def shown(value: Any) -> str:
    """A value as a sentence may quote it: short, on one line, printable."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, str):
        text = value.encode("utf-8", "replace").decode("utf-8")
    else:
        text = json.dumps(value)
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= 40 else text[:37] + "…"


class Reading:
    """The faults found so far, and how each kind of field is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @property
    def failed(self) -> bool:
        """Was anything found that forbids a result?"""
        return any(problem.severity == "error" for problem in self.problems)

    def fault(self, key: str, place: str, facts: Mapping[str, Any]) -> None:
        self.problems.append(Problem(key, place, facts))

    def wrong(self, place: str, value: Any, wanted: Label) -> None:
        self.fault("T-003", place, {"value": shown(value), "wanted": wanted})

    def fields(self, given: Any, place: str, names: Iterable[str]) -> Fields:
        """The fields of an object; no object, a name that nobody reads and a name written twice are faults."""
        if not isinstance(given, dict):
            self.wrong(place, given, OBJECT)
            return Fields(self, {}, place, sound=False)
        known = tuple(names)
        for name in given:
            if name == TWICE:
                for twice in given[TWICE]:
                    self.fault("T-016", place, {"name": shown(twice)})
            elif name not in known:
                self.fault("T-004", place, {"name": shown(name), "known": "、".join(known)})
        return Fields(self, given, place)

    def number(
        self, value: Any, place: str, least: float = -WAN_MOST, most: float = WAN_MOST
    ) -> float:
        """A finite number within its limits."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or (isinstance(value, float) and not math.isfinite(value)):
            self.wrong(place, value, NUMBER)
        elif value < least:
            self.fault("T-005", place, {"value": shown(value), "least": f"{least:g}"})
        elif value > most:
            self.fault("T-006", place, {"value": shown(value), "most": f"{most:g}"})
        else:
            return float(value)
        return max(least, 0.0)

    def whole(self, value: Any, place: str, least: int, most: int) -> int:
        """A whole number within its limits; 3.0 will do."""
        if isinstance(value, float) and math.isfinite(value) and value != int(value):
            self.wrong(place, value, WHOLE)
            return max(least, 0)
        return int(self.number(value, place, least, most))

    def text(self, value: Any, place: str) -> str:
        """A text that can be printed on one line."""
        if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
            self.wrong(place, value, TEXT)
            return ""
        return value.strip()

    def truth(self, value: Any, place: str) -> bool:
        if not isinstance(value, bool):
            self.wrong(place, value, TRUTH)
        return value is True

    def items(self, value: Any, place: str, most: int) -> list[Any]:
        """A list of no more than `most`."""
        if not isinstance(value, list):
            self.wrong(place, value, LIST)
            return []
        if len(value) > most:
            self.fault("T-006", place, {"value": len(value), "most": most})
            return []
        return value

    def one_of(self, value: Any, place: str, words: tuple[str, ...]) -> str:
        """One of a few words."""
        if value not in words:
            self.wrong(place, value, Label(" / ".join(words), " / ".join(words)))
            return words[0]
        return str(value)

    def by_month(
        self, value: Any, place: str, count: int, read: Callable[[Any, str], T]
    ) -> tuple[T, ...]:
        """One number for all months, or one for each of `count`."""
        if not isinstance(value, list):
            return (read(value, place),) * count
        if len(value) != count:
            self.fault("T-007", place, {"count": len(value), "wanted": count})
            return (read(0, place),) * count
        return tuple(read(given, f"{place} 第{n}个月") for n, given in enumerate(value, 1))

    def month(self, value: Any, place: str) -> int | None:
        """Months since year 0, or None with a fault."""
        if not isinstance(value, str) or not MONTH.fullmatch(value):
            self.wrong(place, value, A_MONTH)
            return None
        return int(value[:4]) * 12 + int(value[5:]) - 1


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one object of the file, and where it stands."""

    reading: Reading
    given: Object
    place: str
    sound: bool = True  # False: there was no object, and that has been said

    def take(
        self, name: str, read: Callable[[Any, str], T], default: D, required: bool = False
    ) -> T | D:
        """A field, read with its place; when it is absent its default, and with `required` a fault."""
        if name in self.given:
            return read(self.given[name], f"{self.place} · {name}" if self.place else name)
        if required and self.sound:
            self.reading.fault("T-002", self.place, {"name": name})
        return default
