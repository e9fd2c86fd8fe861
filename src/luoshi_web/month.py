"""本月: what the month asks of each unit, counted once for each tip of the ledger."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from luoshi.board.board import View
from luoshi.desk.burden import Burden, burdens
from luoshi.ledger.chain import Tip
from luoshi_web import office, services
from luoshi_web.people.access import Viewer


def burden(at: View, who: Viewer) -> list[Burden]:
    """The cells asked of the units that a person may see, in protocol order, for the month collected at the moment."""
    every = _burden_at(services.ledger().tip, at.true_on, at.known_at)
    return [one for one in every if who.reads_all or one.unit in who.own_units]


def burden_before(at: View, who: Viewer, months: int) -> dict[date, dict[str, int]]:
    """Cells by unit for the months before, newest first; each month by the first day of the month that it collects."""
    found: dict[date, dict[str, int]] = {}
    day = at.true_on
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
        its = burden(services.view(day, at.known_at), who)
        found[month_before(day)] = {one.unit: one.cells for one in its}
    return found


def month_before(day: date) -> date:
    """The first day of the month that is collected on the day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


@lru_cache(maxsize=16)
def _burden_at(tip: Tip, true_on: date, known_at: datetime | None) -> tuple[Burden, ...]:
    with services.reading(services.view(true_on, known_at)) as held:
        rows = {key: held.items(key) for key, r in office.catalogue().items() if not r.desk}
    desk = services.desk_on(true_on)
    return tuple(burdens(office.catalogue(), rows, true_on, desk.units, desk.holds))
