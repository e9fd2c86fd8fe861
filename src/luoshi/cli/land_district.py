"""`luoshi land … DISTRICT --programme KEY`: the case of a programme that a district keeps, made of its parcels as of a day."""

from __future__ import annotations

import argparse

from luoshi.cli.districts import open_pack, view_of
from luoshi.journeys.assumptions import assumptions_of
from luoshi.journeys.parcels_to_programme import PARCEL, PROGRAMME, case_of
from luoshi.journeys.taking_part import Left
from luoshi.land.case import Case
from luoshi.values.label import listed
from luoshi.values.problem import Problem


def read_district(options: argparse.Namespace) -> tuple[Case | None, list[Problem]]:
    """The case of the named programme (the newest when none is named), and a warning for each parcel that takes no part.

    Its parcels are taken as they stood on the day that the programme names, or on `--as-of`.
    """
    asked = argparse.Namespace(**vars(options) | {"district": options.file})
    world, entries, problems = open_pack(asked)
    if world is None:
        return None, problems
    view, on = view_of(world, entries, asked, problems)
    rows = {str(row["item"]): row for row in view.items(PROGRAMME)}
    row = rows.get(options.programme or max(rows, default=""))
    if row is None:
        facts = {"key": options.programme or "—", "known": "、".join(rows) or "—"}
        return None, [*problems, Problem("C-006", options.file, facts)]
    day = on if options.as_of else row.get("parcels_on") or row["opened_on"]
    parcels = (view if day == on else world.board(entries).view(day, view.known_at)).items(PARCEL)
    made = case_of(world, parcels, assumptions_of(row), day)
    return made.case, [*problems, *made.problems, *map(_left, made.left)]


def _left(one: Left) -> Problem:
    facts = {"title": one.title, "key": one.waits_for, "lacks": listed(one.lacks)}
    return Problem(WHY[one.why], one.key, facts, "warning")


WHY = {"lacks": "K-065", "waits": "K-066", "ring": "K-067", "nobody": "K-068"}
