"""本月: what the month asks of each unit."""

from __future__ import annotations

from datetime import date, timedelta

from luoshi.board.board import View
from luoshi.desk.burden import Burden, burdens
from luoshi.desk.due import period_owed
from luoshi_web import office, services
from luoshi_web.people.access import Viewer


def burden(at: View, who: Viewer) -> list[Burden]:
    """The cells asked of units, in protocol order, for the month collected at the moment: all that is asked of the
    person's own units, and what the registers they keep ask of the others."""
    asked: dict[str, dict[str, int]] = {}
    with services.reading(at) as held:
        for register in office.agenda():
            if period := period_owed(register, held.true_on):
                counts = held.asked(register.key, period[0], period[1])
                asked[register.key] = {unit: one.items for unit, one in counts.items()}
    every = burdens(office.catalogue(), asked, at.true_on, office.units())
    if who.reads_all:
        return every
    seen = [
        one
        if one.unit in who.own_units
        else one._replace(asked=tuple(a for a in one.asked if a.register.key in who.kept))
        for one in every
    ]
    return [one for one in seen if one.asked]


def own_cells(at: View, who: Viewer) -> int:
    """How many cells the person's own units are asked to fill."""
    return sum(one.cells for one in burden(at, who) if one.unit in who.own_units)


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
