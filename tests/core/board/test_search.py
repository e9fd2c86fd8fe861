"""The items that fit, by DuckDB and by a plain Python twin that reads every row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.board.board import View
from luoshi.board.listing import Fit, Found
from luoshi.board.search import where
from luoshi.registers.catalogue import shipped
from luoshi.speech.sought import Sought
from tests.core.board.small_district import UNITS, opened, told, view
from tests.core.speech.test_sought import folded

LETTERS = "河东地块镇青aAＡ1１.．(（)[]\\^-$*+?|#%_'\""
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=3)
TOLD = st.text(st.sampled_from(LETTERS), max_size=6)
TYPED = st.lists(st.one_of(WORDS, st.sampled_from(["青山", "南塘", "前期", "L-"])), max_size=3)


def twin(seen: View, register: str, typed: str, owners: Collection[str] | None = None) -> list[str]:
    """Keys of the items in which every word stands, the best first, by reading all rows in Python."""
    declared, found = shipped()[register], []
    for row in seen.items(register):
        helping = str(row.get("co_units") or "").replace("、", ",").split(",")
        if owners is not None and not {row["owner"], *helping} & set(owners):
            continue
        texts = [row["item"], *names(row["owner"])]
        texts += [n for s in declared.stages if s.key == row["stage"] for n in s.label]
        for f in declared.fields:
            texts += said(f, row[f.key], helping) if row[f.key] is not None else []
        words = [folded(word) for word in dict.fromkeys(typed.split())]
        if all(any(word in folded(text) for text in texts) for word in words):
            rank = sum(word in folded(f"{row['item']}\n{row['title']}") for word in words)
            found.append((-rank, row["closed_on"] is not None, len(row["item"]), row["item"]))
    return [key for *_, key in sorted(found)]


def said(f: Any, value: Any, helping: list[str]) -> list[str]:
    match f.type:
        case "unit":
            return names(value)
        case "choice":
            return [name for key, label in f.choices if key == value for name in label]
        case "units":
            return [name for key in helping for name in names(key)]
        case "text" | "link":
            return [value]
    return []


def names(key: str | None) -> list[str]:
    unit = UNITS.get(key or "")
    return [*unit.label, *unit.aka] if unit else []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(TOLD, TOLD, st.booleans()), min_size=1, max_size=6), st.lists(TYPED, min_size=1, max_size=4))  # fmt: skip
def test_what_is_found_is_what_reading_every_row_finds(
    items: list[tuple[str, str, bool]], searches: list[list[str]]
) -> None:
    entries = []
    for n, (name, content, east) in enumerate(items):
        unit = "qingshan" if east else "nantang"
        entries.append(opened("lead", f"L-{n}", "2026-01-05", name=name, content=content, unit=unit, verdict="valid"))  # fmt: skip
    seen = view(entries, "2026-03-01")
    for words in filter(None, searches):
        typed = " ".join(words)
        if Sought.of(typed).words:
            assert keys(seen, typed, "lead") == twin(seen, "lead", typed), typed


SEEN = view(
    [
        opened("parcel", "P-001", "2026-01-05", name="河东一号地块", unit="qingshan"),
        opened("parcel", "P-002", "2026-01-05", name="河西粮站", unit="nantang"),
        opened("parcel", "P-010", "2026-01-05", name="河东粮站", unit="nantang"),
        told("parcel", "P-001", "2026-02-01", verb="close", reason="已出让"),
        told("parcel", "P-002", "2026-02-10", {"name": "河东新粮站"}),
        opened("commitment", "R-1", "2026-01-05", quote="尽快补齐手续", unit="qingshan", co_units="nantang、natural_resources"),
    ],
    "2026-03-01",
)  # fmt: skip


def best(
    seen: View, typed: str, register: str, units: Collection[str] | None = None, **part: int
) -> Found:
    fit = Fit(seen=None if units is None else frozenset(units), words=typed)
    return seen.listing(register, fit).best(**{"first": 20} | part)


def keys(seen: View, typed: str, register: str = "parcel", **more: Any) -> list[str]:
    return [row["item"] for row in best(seen, typed, register, **more).rows]


def test_two_characters_find_and_open_items_come_first() -> None:
    assert keys(SEEN, "河东") == ["P-002", "P-010", "P-001"]
    assert keys(SEEN, "河东") == twin(SEEN, "parcel", "河东")


def test_names_of_units_and_choices_find_their_items() -> None:
    assert keys(SEEN, "南塘 粮站") == ["P-002", "P-010"]
    assert keys(SEEN, "Nantang") == ["P-002", "P-010"]
    assert keys(SEEN, "自然资源局", "commitment") == ["R-1"]


def test_it_is_the_register_of_the_two_dates() -> None:
    before = view(
        [
            opened("parcel", "P-1", "2026-01-05", name="旧名"),
            told("parcel", "P-1", "2026-02-10", {"name": "新名"}),
        ],
        "2026-02-01",
    )
    assert keys(before, "旧名") == ["P-1"]
    assert keys(before, "新名") == []


def test_a_unit_finds_its_own_and_what_it_helps_with() -> None:
    assert keys(SEEN, "粮站", units={"qingshan"}) == []
    assert keys(SEEN, "河东", units={"qingshan"}) == ["P-001"]
    assert keys(SEEN, "手续", "commitment", units={"nantang"}) == ["R-1"]
    assert keys(SEEN, "手续", "commitment", units={"district"}) == []
    assert keys(SEEN, "手续", "commitment", units=()) == []


def test_pages_and_the_count_of_all() -> None:
    first = best(SEEN, "河东", "parcel", first=2)
    rest = best(SEEN, "河东", "parcel", first=2, after=2)
    assert (first.count, rest.count) == (3, 3)
    assert [row["item"] for row in (*first.rows, *rest.rows)] == ["P-002", "P-010", "P-001"]
    assert best(SEEN, "河东", "project").count == 0


def test_why_an_item_was_found_is_told_in_words() -> None:
    parcel, commitment = shipped()["parcel"], shipped()["commitment"]
    (row, *_) = best(SEEN, "自然 手续", "commitment").rows
    told_why = where(commitment, row, Sought.of("自然 补齐"), UNITS, "zh")
    assert ("配合单位", "南塘街道、自然资源局") in [(w.label.zh, w.words) for w in told_why]
    (row, *_) = best(SEEN, "粮站", "parcel").rows
    assert where(parcel, row, Sought.of("粮站 南塘"), UNITS, "zh") == []  # the row itself shows it
