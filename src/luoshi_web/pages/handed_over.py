"""导出: a page that shows a list hands the whole list over, as CSV for WPS, as a workbook, or as JSON for a machine.

The page declares its columns and rows once (`Table`); ?format= in its own address, with the filters and the moment that
stand there, asks for them. All rows that fit are given, not the page that is shown. CSV and JSON leave as they are
written; values are typed in a workbook and in JSON, and no text of ours is run by a sheet.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from luoshi.board.lamps import Lamp
from luoshi.declare.register import LEVELS, Field, Register
from luoshi.intake.workbook import NUMBERS, Column, in_words, write_table
from luoshi.values.label import Label
from luoshi.values.spreadsheet import unrun
from luoshi_web import office
from luoshi_web.pages import moment as moments
from luoshi_web.pages.chrome import language
from luoshi_web.pages.templatetags.luoshi import level_word

FORMATS = ("csv", "xlsx", "json")
ALL = 10**9  # rows
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPERS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FILES = {**PAPERS, "xlsx": WORKBOOK, "zip": "application/zip", "json": "application/json"}
ROWS_A_PIECE = 500

KEY = Field("item", Label("编号", "Number"), "text")
OWNER = Field("owner", Label("责任单位", "Unit"), "unit")
REGISTER = Field("register", Label("台账", "Register"), "choice")
TITLE = Field("title", Label("事项", "Item"), "text")
LATE = Field("late", Label("曾逾期", "Was late"), "bool")
WHY = Field("why", Label("为什么", "Why"), "text")
FILTERS = {
    "level": Label("灯", "Light"),
    "unit": OWNER.label,
    "register": REGISTER.label,
    "q": Label("查找", "Search"),
    "closed": Label("已销号", "Closed"),
    "state": Label("状态", "State"),
    "due": Label("期限", "Deadline"),
    "bound": Label("看台账的数", "Bound to a measure"),
    "meeting": Label("出自", "From"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it leaves the house: columns as fields, rows as what each field holds, filters in words."""

    name: str  # of the file, for machines
    title: str
    columns: Sequence[Field]
    rows: Iterable[Mapping[str, Any]]
    filters: Mapping[str, str] = field(default_factory=dict)


def asked(request: HttpRequest) -> str:
    """The format that the address asks for, or nothing."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in FORMATS else ""


def answer(request: HttpRequest, table: Table) -> HttpResponseBase:
    """The list in the format that the address asks for."""
    wanted = asked(request)
    given: HttpResponseBase
    match wanted:
        case "csv":
            given = StreamingHttpResponse(
                _pieces(_as_csv(table)), content_type="text/csv; charset=utf-8"
            )
        case "xlsx":
            given = HttpResponse(_as_workbook(request, table), content_type=WORKBOOK)
        case _:
            given = StreamingHttpResponse(
                _pieces(_as_json(request, table)), content_type="application/json"
            )
    day = moments.of(request).true_on.isoformat()
    name = f"{table.title}_{day}.{wanted}"
    given["Content-Disposition"] = content_disposition_header(True, name)
    return given


def file(content: bytes, name: str, *, show: bool = False) -> HttpResponse:
    """A file of ours by its ending, to be kept, or opened in the window."""
    answer = HttpResponse(content, content_type=FILES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = content_disposition_header(not show, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def of_items(
    declared: Register,
    lines: Iterable[tuple[Mapping[str, Any], Lamp | None]],
    chosen: Mapping[str, str],
) -> Table:
    """A list of a register's items: every field, with a light of each."""
    fields = [f for f in declared.fields if f.key != declared.owner]
    return Table(
        declared.key,
        declared.label.say(language()),
        [KEY, *lit_columns(), OWNER, *fields],
        ({**row, **lit(lamp)} for row, lamp in lines),
        filters(chosen),
    )


def lit_columns() -> list[Field]:
    """Light, late once, and why."""
    levels = tuple((level, Label.of(level_word(level))) for level in LEVELS)
    return [Field("light", Label("灯", "Light"), "choice", choices=levels), LATE, WHY]


def lit(lamp: Lamp | None) -> dict[str, Any]:
    """What those columns hold for an item."""
    if lamp is None:
        return {}
    return {"light": lamp.level, "late": lamp.late, "why": lamp.why.say(language())}


def registers() -> Field:
    """The column that names a register."""
    named = tuple((key, declared.label) for key, declared in office.catalogue().items())
    return Field(REGISTER.key, REGISTER.label, "choice", choices=named)


def filters(chosen: Mapping[str, str]) -> dict[str, str]:
    """What a list was narrowed to, in words."""
    lang, found = language(), {}
    for name, value in chosen.items():
        if value and name in FILTERS:
            words = {"level": level_word, "unit": lambda key: office.units().name(key, lang)}
            found[FILTERS[name].say(lang)] = words.get(name, str)(value)
    return found


def words_of(f: Field, value: Any) -> Any:
    """A value in the reader's words: names of choices, units and meetings; numbers and days stay what they are."""
    if f.key == "meeting" and value:
        return office.meeting_name(str(value), language())
    return in_words(f, value, office.units(), language())


# --- the three forms ---------------------------------------------------------------------------------------------


def _as_csv(table: Table) -> Iterator[str]:
    """A byte-order mark, units in the head, words for choices and units, and nothing that a sheet would run."""
    kept, lang = io.StringIO(), language()
    writer = csv.writer(kept)
    writer.writerow(_column(f, lang).head(lang) for f in table.columns)
    yield "\ufeff" + _taken(kept)
    cells = [(f, f.key, _sayer(f)) for f in table.columns]
    for row in table.rows:
        writer.writerow([_cell(f, row.get(key), say) for f, key, say in cells])
        yield _taken(kept)


def _as_workbook(request: HttpRequest, table: Table) -> bytes:
    lang = language()
    columns = [_column(f, lang) for f in table.columns]
    cells = [(f.key, _sayer(f)) for f in table.columns]
    rows = [[say(row.get(key)) for key, say in cells] for row in table.rows]
    return write_table(table.title, columns, rows, lang=lang, note=_note(request, table))


def _as_json(request: HttpRequest, table: Table) -> Iterator[str]:
    """Keys of fields and bare values: numbers as numbers, days as YYYY-MM-DD, units and choices by their keys."""
    moment, lang = moments.of(request), language()
    head = {
        "list": table.name,
        "title": table.title,
        "true_on": moment.true_on,
        "known_at": moment.known_on,
        "filters": {
            name: value
            for name, value in request.GET.items()
            if name not in ("format", *moments.NAMES)
        },
        "columns": [
            {"key": f.key, "label": f.label.say(lang), "type": f.type, "unit": _unit(f)}
            for f in table.columns
        ],
    }
    yield _dumped(head)[:-1] + ',"rows":['
    comma = ""
    for row in table.rows:
        yield comma + _dumped({f.key: row.get(f.key) for f in table.columns})
        comma = ",\n"
    yield "]}"


def _pieces(texts: Iterator[str]) -> Iterator[bytes]:
    """Rows joined to pieces that are worth sending."""
    kept: list[str] = []
    for text in texts:
        kept.append(text)
        if len(kept) == ROWS_A_PIECE:
            yield "".join(kept).encode()
            kept.clear()
    yield "".join(kept).encode()


def _taken(kept: io.StringIO) -> str:
    text = kept.getvalue()
    kept.seek(0)
    kept.truncate()
    return text


def _dumped(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _column(f: Field, lang: str) -> Column:
    return Column(f.label.say(lang), f.type, _unit(f), f.hint.say(lang))


def _unit(f: Field) -> str:
    """The unit of the head; a commitment's target has the unit that was said, which stands in its own column."""
    return "" if f.unit.startswith("{") else f.unit


def _sayer(f: Field) -> Callable[[Any], Any]:
    """`words_of` for one column; a list has few different names, so each is looked up once."""
    if f.type not in ("choice", "unit", "bool") and f.key != "meeting":
        return lambda value: value
    return cache(partial(words_of, f))


def _cell(f: Field, value: Any, say: Callable[[Any], Any]) -> str:
    if value is None:
        return ""
    if f.type in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return unrun(str(say(value) or ""))


def _note(request: HttpRequest, table: Table) -> str:
    """As of when, and what it was narrowed to."""
    moment = moments.of(request)
    words = [_("截至 %(day)s") % {"day": moment.true_on}]
    if moment.known_on:
        words.append(_("按 %(day)s 当时所知") % {"day": moment.known_on})
    words += [f"{name} {value}" for name, value in table.filters.items() if value]
    return " · ".join(words)
