"""表头: which columns of a sheet are which fields of a register, whatever stands above, beside and merged around them.

1. The rows of the head are found by their words; title lines above and group lines between are no hindrance.
2. A column is keyed by its whole path (本期填报/签约/户数), and matched by what a person chose for that path before, by the
   hidden row of our own form, by its last word, or by its last two words joined.
3. A unit in the head (亿元 for a field in 万元) converts, and is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from luoshi.declare.register import Register
from luoshi.intake.grid import Grid
from luoshi.intake.origin import marked
from luoshi.values.conversion import factor
from luoshi.values.label import Label, listed
from luoshi.values.problem import Problem

KEY, STAGE, SAME = "item", "stage", "same"  # columns that are no fields
ROWS_LOOKED_AT = 40
_BAND_MAX = 4  # rows of a head
_KEY_WORDS = ("编号", "事项编号", "item", "key", "no", "number")
_STAGE_WORDS = ("阶段", "当前阶段", "stage")
_SAME_WORDS = ("没变化", "无变化", "本期无变化", "no change", "unchanged")
_OWN_HEADS = {
    KEY: Label("编号", "number"),
    STAGE: Label("阶段", "stage"),
    SAME: Label("没变化", "no change"),
}
_COUNTERS = frozenset({"序号", "行号", "#"})
_UNIT = re.compile(r"(.*?)[(\[]([^()\[\]]*)[)\]]$")
_UNIT_OF_SHEET = re.compile(r"(?:^|[\s(，,;；])(?:金额)?单位\s*[:：]\s*([^\s)，,;；]+)")
_SAID = re.compile(
    r"[:：]|\d{4}"
)  # a line that says something (填报单位：甲镇) is no group of columns


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """One column: where it stands, the words over it from top to bottom, the field it is ("" for none), and its conversion."""

    at: int
    path: tuple[str, ...]
    field: str = ""
    factor: float = 1.0

    @property
    def words(self) -> str:
        """The path as one text; mappings that people choose are kept by it."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands over the columns; `first` is the first row of lines, `above` the lines over the head."""

    columns: tuple[HeadColumn, ...] = ()
    first: int = 0
    above: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def column(self, field: str) -> HeadColumn | None:
        """The column of a field, or None."""
        return next((column for column in self.columns if column.field == field), None)


def find_heads(grid: Grid, register: Register, mapping: Mapping[str, str] | None = None) -> Heads:
    """The head of a sheet, with everything that is doubtful about it; `mapping` is path -> field ("" to leave a column out)."""
    names = Names(register)
    filled = _filled(grid)
    last, marks = _marked_row(grid, filled)
    if last < 0:
        last = _last_row(filled, names)
    if last < 0:
        facts = {"register": register.label}
        return Heads(problems=(Problem("I-030", grid.name, facts),))
    band = _band(filled, last)
    paths = [_path(filled[row][at] for row in band) for at in range(len(filled[last]))]
    above = tuple(" ".join(_distinct(filled[row])) for row in range(min(band)) if any(filled[row]))
    shown = grid.top + (last - 1 if marks and last else last)
    matched = _Matching(grid, register, names, shown, above)
    for at, path in enumerate(paths):
        if path or at in marks:
            matched.take(grid.left + at, path, marks.get(at), mapping or {})
    matched.finish()
    return Heads(tuple(matched.columns), grid.top + last + 1, above, tuple(matched.problems))


def plain(text: object) -> str:
    """Words of a head as they are compared: half-width, small letters, no spaces, no stars."""
    return re.sub(r"[\s*：:]+", "", unicodedata.normalize("NFKC", str(text))).lower()


class Names:
    """The fields of a register by every name a head may use for them."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._found: dict[str, list[str]] = {}
        for one in register.fields:
            for name in (one.key, *one.label, *one.aka):
                self._add(name, one.key)
        own = register.label.zh.removesuffix("台账")
        for words, key in (
            ((*_KEY_WORDS, f"{own}编号"), KEY),
            (_STAGE_WORDS if register.stages else (), STAGE),
            (_SAME_WORDS, SAME),
        ):
            for word in words:
                if plain(word) not in self._found:
                    self._add(word, key)

    def find(self, text: str) -> list[str]:
        """The fields that go by this text, without a unit at its end."""
        return self._found.get(plain(text), [])

    def match(self, text: str) -> tuple[list[str], str]:
        """(fields, unit in the head) of one text such as 沉淀资金（万元）."""
        if found := self.find(text):
            return found, ""
        parts = _UNIT.match(unicodedata.normalize("NFKC", text).strip().rstrip("*"))
        return (self.find(parts[1]), parts[2].strip()) if parts else ([], "")

    def _add(self, name: str, key: str) -> None:
        known = self._found.setdefault(plain(name), [])
        if name and key not in known:
            known.append(key)


class _Matching:
    """Columns taken one by one, and what is doubtful about them."""

    def __init__(
        self, grid: Grid, register: Register, names: Names, row: int, above: Sequence[str]
    ) -> None:
        self.grid, self.register, self.names, self.row = grid, register, names, row
        self.columns: list[HeadColumn] = []
        self.problems: list[Problem] = []
        said = _UNIT_OF_SHEET.search("  ".join(above))
        self.unit = said[1] if said else ""

    def take(
        self, at: int, path: tuple[str, ...], mark: str | None, chosen: Mapping[str, str]
    ) -> None:
        """One column; `mark` is what the hidden row of a form says of it."""
        words = "/".join(path)
        found, unit = self._match(path)
        if words in chosen:
            found = [chosen[words]] if chosen[words] else []
        elif mark is not None:
            found = [mark] if mark else found
        if any(
            key not in self.register.by_field and key not in (KEY, STAGE, SAME) for key in found
        ):
            self._tell("K-005", at, {"field": found[0]})
            found = []
        if len(found) > 1:
            labels = listed(self._label(key) for key in found)
            self._tell("I-034", at, {"head": words, "fields": labels})
        elif not found and words not in chosen and plain(words) not in _COUNTERS:
            self._tell("I-031", at, {"head": words}, warning=True)
        field = found[0] if len(found) == 1 else ""
        if field in self.register.by_field and self.register.by_field[field].derived:
            self._tell("I-039", at, {"head": words}, warning=True)
            field = ""
        self.columns.append(HeadColumn(at, path, field, self._factor(at, words, field, unit)))

    def finish(self) -> None:
        """What can only be said of all columns together."""
        for key in dict.fromkeys(c.field for c in self.columns if c.field):
            same = [c for c in self.columns if c.field == key]
            if len(same) > 1:
                heads = "、".join(c.words for c in same)
                self._tell("I-033", same[1].at, {"heads": heads, "field": self._label(key)})
        found = {c.field for c in self.columns}
        for one in self.register.asked_of("reporter"):
            if not one.derived and one.key not in found:
                self.problems.append(
                    Problem("I-032", self.grid.name, {"field": one.label}, "warning")
                )
        if KEY not in found:
            title = self.register.by_field[self.register.title].label
            known = self.register.title in found
            self.problems.append(
                Problem("I-038" if known else "I-037", self.grid.name, {"title": title},
                        "warning" if known else "error")
            )  # fmt: skip

    def _match(self, path: tuple[str, ...]) -> tuple[list[str], str]:
        """By the last word, then by the last two joined (沉淀资金/金额（万元） is 沉淀资金金额, else 沉淀资金)."""
        if not path:
            return [], ""
        found, unit = self.names.match(path[-1])
        if found or len(path) == 1:
            return found, unit
        return self.names.match(path[-2] + path[-1])

    def _factor(self, at: int, words: str, key: str, given: str) -> float:
        """What the numbers of the column are multiplied by to stand in the field's unit."""
        field = self.register.by_field.get(key)
        if field is None or not field.unit or field.type not in ("amount", "ratio", "count"):
            return 1.0
        if not given:
            given = self.unit if self.unit and factor(self.unit, field.unit) else ""
        if not given or plain(given) == plain(field.unit):
            return 1.0
        by = factor(given, field.unit)
        facts = {"head": words, "given": given, "wanted": field.unit}
        if by is None:
            self._tell("I-036", at, facts)
            return 1.0
        if by != 1.0:
            self._tell("I-035", at, facts | {"factor": f"{by:g}"}, warning=True)
        return by

    def _label(self, key: str) -> Label:
        field = self.register.by_field.get(key)
        return field.label if field else _OWN_HEADS[key]

    def _tell(
        self, id: str, at: int, facts: Mapping[str, object], *, warning: bool = False
    ) -> None:
        place = self.grid.place(self.row, at)
        self.problems.append(Problem(id, place, facts, "warning" if warning else "error"))


def _filled(grid: Grid) -> list[list[str]]:
    """The first rows as text, every merged range filled with what its first cell says."""
    width = grid.right - grid.left
    rows = [
        [str(value).strip() for value in row] + [""] * (width - len(row))
        for row in grid.rows[:ROWS_LOOKED_AT]
    ]
    for (top, left), (bottom, right) in grid.behind.merged:
        first_row, first = top - grid.top, left - grid.left
        if not (0 <= first_row < len(rows) and 0 <= first < width):
            continue
        said = rows[first_row][first]
        for row in range(first_row, min(bottom - grid.top + 1, len(rows))):
            for at in range(first, min(right - grid.left + 1, width)):
                rows[row][at] = rows[row][at] or said
    return rows


def _marked_row(grid: Grid, filled: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """Our own form's hidden row, just above its lines: what it says of each column; -1 where there is none."""
    for row, cells in enumerate(filled):
        marks = {at: field for at, text in enumerate(cells) if (field := marked(text))}
        if marks:
            return row, marks
    return -1, {}


def _last_row(filled: Sequence[Sequence[str]], names: Names) -> int:
    """The row under which lines begin: the one whose columns name the most fields (a cell that is empty takes the word above it)."""
    best, most = -1, 1
    for row in range(len(filled)):
        found = {
            key
            for at in range(len(filled[row]))
            if len(keys := names.match(_nearest(filled, row, at))[0]) == 1
            for key in keys
        }
        if len(found) > most:
            best, most = row, len(found)
    return best


def _nearest(filled: Sequence[Sequence[str]], row: int, at: int) -> str:
    for up in range(row, max(row - _BAND_MAX, -1), -1):
        if filled[up][at]:
            return filled[up][at]
    return ""


def _band(filled: Sequence[Sequence[str]], last: int) -> list[int]:
    """The rows of the head: the last one and the group lines above it."""
    band = [last]
    for row in range(last - 1, max(last - _BAND_MAX, -1), -1):
        said = _distinct(filled[row])
        if len(said) < 2 or any(_SAID.search(text) for text in said):
            break
        band.insert(0, row)
    return band


def _distinct(cells: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(cell for cell in cells if cell))


def _path(cells: Iterable[str]) -> tuple[str, ...]:
    """The words over a column, each once; those of the hidden row are ours, not the sheet's."""
    path: list[str] = []
    for cell in cells:
        text = re.sub(r"\s+", " ", cell)
        if text and not marked(text) and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)
