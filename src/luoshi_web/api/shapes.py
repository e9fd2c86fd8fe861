"""The shapes of what is asked and answered, whatever the register. Words for people come in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from luoshi.declare.register import AskedOf, FieldType, Level
from luoshi.ledger.entry import Verb
from luoshi.values.label import Label as Words
from luoshi.values.problem import Problem as Fault
from luoshi.values.problem import Severity

PAGE_MAX = 1000
PAGE = 100
BATCH_MAX = 1000

Scalar = str | int | float | bool
DAY = "2026-04-30"


class Shape(BaseModel):
    """Every shape names all it holds."""

    model_config = ConfigDict(extra="forbid")


# --- words and problems -----------------------------------------------------------------------------------------


class Label(Shape):
    """One text in both languages."""

    zh: str
    en: str


class Problem(Shape):
    """问题: what is wrong, where to look (`place`, and the item's number in a batch), and what to do about it."""

    id: str
    severity: Severity
    place: str
    item: str
    cause: Label
    remedy: Label


def label(words: Words) -> dict[str, str]:
    """A label as `Label` wants it."""
    return {"zh": words.zh, "en": words.en}


def problems(faults: Iterable[Fault], item: str = "") -> list[dict[str, Any]]:
    """Problems as `Problem` wants them: `Problem.as_json` in both languages at once."""
    found = []
    for fault in faults:
        zh, en = fault.as_json("zh"), fault.as_json("en")
        both = {name: {"zh": zh[name], "en": en[name]} for name in ("cause", "remedy")}
        found.append(zh | both | {"item": item})
    return found


# --- a register's declaration -----------------------------------------------------------------------------------


class Choice(Shape):
    """One value of a choice, or one stage."""

    key: str
    label: Label


class FieldShape(Shape):
    """One field: type, unit, choices, whom we ask and who needs it."""

    key: str
    label: Label
    type: FieldType
    unit: str
    required: bool
    asked_of: AskedOf
    needed_by: Label
    hint: Label
    choices: list[Choice]
    links_to: str
    derived: bool


class Stage(Choice):
    """One stage; `gate` must be true to enter it."""

    gate: str


class Measure(Choice):
    """One measure; `by` is the date that dates a row."""

    unit: str
    by: str


class LightShape(Choice):
    """One light: for each level the rule and the reason it gives."""

    rules: dict[Level, Label]


class RegisterHead(Choice):
    """A register in the list."""

    kept_by: str
    every: Literal["month", "week", "none"] = Field(
        description="how often each open item is reported"
    )


class Register(RegisterHead):
    """台账: the declaration that form, checks, measures, lights and this interface come from."""

    source: str
    title: str
    owner: str
    fields: list[FieldShape]
    stages: list[Stage]
    measures: list[Measure]
    lights: list[LightShape]


class Registers(Shape):
    """All registers in the agenda's order."""

    registers: list[RegisterHead]


# --- facts ------------------------------------------------------------------------------------------------------


class Lamp(Shape):
    """灯: one light of one item, with its reason."""

    light: str
    level: Level
    why: Label
    late: bool = Field(description="late once, even if made good since")


class LampOfItem(Lamp):
    """A light with the item it belongs to."""

    register_key: str
    item: str
    owner: str
    title: str


class Lamps(Shape):
    """Lights in the agenda's order; `next` goes on after the last."""

    true_on: date
    known_on: date | None
    lights: list[LampOfItem]
    next: str | None


class ItemHead(Shape):
    """事项: what every register's item has. `seen` is the number of its last entry: send it along when you tell something,
    and you are told when somebody else was faster."""

    item: str
    title: str | None
    owner: str | None
    stage: str | None
    opened_on: date | None
    reported_on: date | None
    closed_on: date | None
    seen: int
    lights: list[Lamp]


class Source(Shape):
    """Where a fact came from."""

    document: str
    place: str
    start: int | None
    end: int | None
    quote: str


class Entry(Shape):
    """记录: who (unit and reference) told what, when, of which day, and why. `fate` is what became of it."""

    seq: int
    digest: str
    register_key: str
    item: str
    verb: Verb
    fields: dict[str, Scalar | None]
    true_on: date
    known_at: datetime
    unit: str
    author: str
    reason: str
    about: str
    source: Source | None


class Step(Entry):
    """An entry of an item's time line."""

    stands: bool
    fate: str


class Steps(Shape):
    """The time line, newest first."""

    entries: list[Step]


class Reading(Shape):
    """A measure's value of one unit with all below it, or of one month."""

    unit: str | None
    month: str | None
    value: int | float | None


class MeasureValue(Shape):
    """度量: the value of what this token may see, and its parts when asked `per` unit or month."""

    register_key: str
    measure: str
    label: Label
    unit: str
    true_on: date
    known_on: date | None
    value: int | float | None
    readings: list[Reading]


class Owed(Shape):
    """One report that is owed."""

    register_key: str
    item: str
    owner: str
    title: str
    period_start: date
    period_end: date
    due_on: date
    late: bool


class OwedList(Shape):
    """该报什么: what this token's unit owes today, in the agenda's order."""

    owed: list[Owed]


class Meeting(Choice):
    """调度会."""

    held_on: date


class Meetings(Shape):
    """The meetings, oldest first."""

    meetings: list[Meeting]


class Told(Shape):
    """办理结果: the entries that were entered (none when it had been told before) and what to look at all the same."""

    entries: list[Entry]
    problems: list[Problem]


class Refusal(Shape):
    """Nothing was entered. `changed`: what others told about the item since `seen`."""

    problems: list[Problem]
    changed: list[Entry]


# --- what may be asked ------------------------------------------------------------------------------------------


class AsOf(Shape):
    """回看: of which day, as known at the end of which day; without them: today, as known now."""

    true_on: str = Field("", description="what held on this day", examples=[DAY])
    known_at: str = Field("", description="as known at the end of this day", examples=[DAY])


class Paged(AsOf):
    """A page: at most `limit`, those that come after `after`."""

    after: str = Field("", description="`next` of the page before")
    limit: int = Field(PAGE, ge=1, le=PAGE_MAX)


class ItemsAsked(Paged):
    """Which items of a register."""

    unit: str = Field("", description="owned by this unit or one below it")
    stage: str = ""
    level: Literal["", "red", "yellow", "grey", "green"] = Field(
        "", description="any light of this level"
    )
    closed: Literal["no", "yes", "all"] = "no"
    q: str = Field("", description="words that stand in it")


class LampsAsked(Paged):
    """Which lights."""

    register_key: str = ""
    unit: str = ""
    level: Literal["", "red", "yellow", "grey", "green"] = ""


class MeasureAsked(AsOf):
    """Of which day, and in which parts."""

    per: Literal["", "unit", "month"] = ""


# --- what may be told -------------------------------------------------------------------------------------------


class Settling(Shape):
    """Accept, return or withdraw one entry; the last two need their reason."""

    reason: str = ""
    seen: int | None = Field(None, ge=0)


class Correction(Settling):
    """The named fields of the entry were wrong: these stand instead, from its own day unless another is given. null: it is
    not known any more."""

    fields: dict[str, Scalar | None] = Field(min_length=1)
    true_on: str | None = Field(None, examples=[DAY])
