"""领导一页: what a leader reads before the meeting, on one sheet of A4."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.papers.paper import Block, Heading, Paper, Paragraph
from luoshi.papers.parts import Cells, section, table
from luoshi.papers.words import word

ROWS_MAX = 3  # of one table; more would not leave room for the others on the sheet
QUOTE_MAX = 34  # characters of a quote


@dataclass(frozen=True, slots=True)
class Leader:
    """What stands on the sheet, in the order of its weight."""

    lights: tuple[Cells, ...] = ()  # now, at the last meeting, difference
    overdue: tuple[Cells, ...] = ()  # quote, unit, how it stands
    promises: tuple[Cells, ...] = ()  # quote, target, now, missing, until
    land: tuple[str, ...] = ()
    decide: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


def leader(given: Leader) -> Paper:
    """The sheet; what does not fit is counted, and stands in the bulletin."""
    title = (word("title_leader"),)
    body: list[Block] = [
        *section("leader_lights", table("leader_lights", given.lights, (2, 2, 2, 2, 2), range(5))),
        *section("leader_overdue", _few("leader_overdue", given.overdue, (6, 3, 5))),
        *section(
            "leader_promises",
            _few("leader_promises", given.promises, (6, 2.4, 2, 2, 2.2), (1, 2, 3, 4)),
        ),
        *section("leader_land", [Paragraph(text) for text in given.land]),
        *section("leader_decide", [Paragraph(text) for text in given.decide]),
        *(Heading(0, f"{word('closing')}：", text) for text in given.closing),
    ]
    return Paper(title[0], title, tuple(body), close=True)


def shortened(quote: str) -> str:
    """A quote as it fits two lines of its cell."""
    return quote if len(quote) <= QUOTE_MAX else quote[: QUOTE_MAX - 1] + "…"


def _few(
    name: str, rows: tuple[Cells, ...], shares: tuple[float, ...], centred: tuple[int, ...] = ()
) -> list[Block]:
    found = table(name, rows[:ROWS_MAX], shares, centred)
    left = len(rows) - ROWS_MAX
    return [*found, Paragraph(word("leader_rest", count=left))] if left > 0 else found
