"""The board's states are the ledger's, however the entries came in; SQL and closure light the same lamps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.declare.rule import columns, typed
from luoshi.ledger import as_of
from luoshi.ledger.entry import Entry
from luoshi.registers.catalogue import shipped
from tests.core.board.small_district import board, told, view

DAY_ONE = date(2026, 3, 1)
OLD = "2026-03-01"


def day(n: int) -> str:
    return (DAY_ONE + timedelta(days=n)).isoformat()


DAYS = st.integers(0, 80).map(day)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["甲", "乙"]),
        "unit": st.sampled_from(["qingshan", "nantang"]),
        "sunk_wan": st.one_of(st.none(), st.integers(0, 999_999).map(lambda n: n / 100)),
        "half_finished": st.booleans(),
        "chosen": st.one_of(st.none(), st.booleans()),
        "list_by": st.one_of(st.none(), DAYS),
        "listed_on": st.one_of(st.none(), DAYS),
        "announced_on": DAYS,
        "clear_by": DAYS,
        "cleared_on": DAYS,
        "households_total": st.integers(0, 50),
        "stage": st.sampled_from(["expropriating", "cleared", "listed"]),
    },
)
VERBS = st.sampled_from(["open", "report", "report", "stage", "feedback", "close", "note"])


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Entries on three parcels, some told long after the day they speak of, some taken back."""
    found: list[Entry] = []
    for _ in range(draw(st.integers(1, 12))):
        on = draw(st.integers(0, 60))
        known = day(on + draw(st.integers(0, 20)))
        key = draw(st.sampled_from(["P-1", "P-2", "P-3"]))
        same = [e for e in found if e.key == key]
        if same and draw(st.booleans()) and draw(st.booleans()):
            about = as_of.name_of(draw(st.sampled_from(same)))
            verb: Any = draw(st.sampled_from(["withdraw", "correct"]))
            fields = draw(FIELDS) if verb == "correct" else {}
            found.append(
                told(
                    "parcel", key, day(on), fields, verb=verb, known=known, about=about, reason="误"
                )
            )
        else:
            found.append(told("parcel", key, day(on), draw(FIELDS), verb=draw(VERBS), known=known))
    return found


@settings(max_examples=40, deadline=None)
@given(ledgers(), st.integers(0, 90), st.one_of(st.none(), st.integers(0, 90)), st.integers(0, 12))
def test_the_board_shows_the_ledger_s_states_and_lights_both_ways(
    entries: list[Entry], on: int, known: int | None, cut: int
) -> None:
    looked = view(entries, day(on), day(known) if known is not None else "")
    register, kinds = shipped()["parcel"], columns(shipped()["parcel"])
    expected = {}
    for (_, key), state in as_of.states(
        entries, true_on=looked.true_on, known_at=looked.known_at
    ).items():
        row = dict(state.fields) | as_of.system_columns(state)
        row |= {f"stage_on_{stage}": on_ for stage, on_ in state.stages.items()}
        row |= {"owner": row.get(register.owner), "title": row.get(register.title) or key}
        expected[key] = {name: typed(kind, row.get(name)) for name, kind in kinds.items()}
    shown = {row["item"]: row for row in looked.items("parcel")}
    assert shown == {key: _plain(row) for key, row in expected.items()}
    for lamp in looked.lamps():
        assert looked.lamp(lamp.register, lamp.key, lamp.light) == lamp
    grown = board(entries[:cut])
    grown.add(entries[cut:])
    again = grown.view(looked.true_on, looked.known_at)
    assert {row["item"]: row for row in again.items("parcel")} == shown
    assert again.lamps() == looked.lamps()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: float(v) if hasattr(v, "as_tuple") else v for k, v in row.items()}
