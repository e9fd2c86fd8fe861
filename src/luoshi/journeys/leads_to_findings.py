"""线索到发现: leads as of a moment ──leads.near, pairs──> those that look like one ──less settled──> the review queue

For a register of up to `SMALL` leads the plain twin is quicker than starting a database; above it Splink compares with weights that it
learned from the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from luoshi.journeys.codes_looked_at import codes_looked_at
from luoshi.journeys.ground import Ground, Row
from luoshi.journeys.open_district import World
from luoshi.leads.clocks import RULES as CLOCKS
from luoshi.leads.clocks import clocks, moved_on
from luoshi.leads.near import Near
from luoshi.leads.pairs import SMALL, pairs, trained
from luoshi.leads.record import records
from luoshi.leads.valid import mend_of, valid
from luoshi.leads.weights import Pair
from luoshi.values.finding import Fact, Finding
from luoshi.values.label import Label, listed
from luoshi.values.problem import Problem

LEAD = "lead"
ENOUGH = 50  # settled pairs from which a model has something to say
COMPARED = ("investor", "name", "product", "content", "site", "amount_wan", "parent", "website")
STAGES = {
    "answer": Label("登记响应", "the answer"),
    "screen": Label("研判", "the screening"),
    "reply": Label("回复上报单位", "the reply"),
    "progress": Label("下一次进展", "the next progress"),
}


def find(ground: Ground) -> list[Finding]:
    """Repeats first, then lead by lead: not valid by the rules, past its time, without progress, terms without a review."""
    days = ground.numbers(LEAD, CLOCKS)
    keys = str(ground.number(LEAD, "validity_rules").value).split()
    found = repeated(ground)
    for row in ground.open(LEAD):
        if row.get("verdict") not in ("repeated", "invalid") and not row.get("promoted_on"):
            found += [*_judged(row, keys, ground.on), *_timed(row, days, ground.on)]
            if row.get("terms_discussed") and not row.get("review_result"):
                found.append(_about("lead_review_missing", row, {}))
    return found


def _judged(row: Row, keys: list[str], on: date) -> Iterator[Finding]:
    """What the rules say of a lead of which something they ask is told; silence about all of it is no finding."""
    said = valid(row, keys, on)
    if said.failed:
        facts: dict[str, Fact] = {"failed": listed(one.label for one in said.failed), "sources": "；".join(said.sources)}  # fmt: skip
        yield _about("lead_invalid", row, facts)
    elif said.missing and row.get("nature") is not None:  # somebody has begun to look at it
        facts = {"missing": listed(one.label for one in said.missing), "mends": listed(one.mend for one in said.missing)}  # fmt: skip
        yield _about("lead_mendable", row, facts)


def _timed(row: Row, days: Mapping[str, Any], on: date) -> Iterator[Finding]:
    for one in clocks(row, days, on):
        if one.late(on):
            facts: dict[str, Fact] = {"stage": STAGES[one.stage], "due": one.due_on, "days": float(one.days_over(on))}  # fmt: skip
            yield _about("lead_late", row, facts, one.due_on)
    moved = moved_on(row, on)
    if moved is not None and (on - moved).days > days["stale_days"]:
        yield _about("lead_stale", row, {"moved": moved, "days": float((on - moved).days)}, moved)


def _about(kind: str, row: Row, facts: Mapping[str, Fact], since: date | None = None) -> Finding:
    return Finding(kind, LEAD, row["key"], row["name"], row["unit"], facts, None, since)


def taught(ground: Ground) -> list[tuple[Row, Label | None]]:
    """The leads that were judged invalid, each with what would make it valid where a rule says so."""
    judged = [row for row in ground.known(LEAD) if row.get("verdict") == "invalid"]
    return [(row, mend_of(str(row.get("invalid_reason")))) for row in judged]


def places_of(world: World) -> frozenset[str]:
    """The district's names and those of its units, with and without 区, 镇 and the like."""
    names = [world.district.label.zh, *(unit.label.zh for unit in world.district.units)]
    return frozenset(names) | {name.rstrip("区县市镇乡街道") for name in names if len(name) > 2}


def alike(ground: Ground) -> list[Pair]:
    """Every pair of leads that looks like one, settled or not; closed leads count, for they were told too."""
    made = records(ground.known(LEAD), ground.places)
    if len(made) <= SMALL:
        return Near(made).every()
    return pairs(made, trained(made))


def likeliest_first(
    found: Sequence[Pair], rows: Mapping[str, Row], said: Mapping[str, bool]
) -> list[Pair]:
    """The pairs in the order of what a model learned from those that were settled (`said`, by `left|right`); too few settled, as they are."""
    settled = [said.get(f"{one.left}|{one.right}") for one in found]
    if sum(one is not None for one in settled) < ENOUGH:
        return list(found)
    from luoshi.leads.learned import learn  # slow to load, and most districts never settle so many

    words = [tuple({name: str(rows[key].get(name) or "") for name in COMPARED} for key in (one.left, one.right)) for one in found]  # fmt: skip
    learned = learn(words, settled)  # type: ignore[arg-type]
    if isinstance(learned, Problem):
        return list(found)
    order = sorted(range(len(found)), key=lambda at: -learned.likely[at])
    return [found[at] for at in order]


def repeated(ground: Ground) -> list[Finding]:
    """A finding for each later lead that nobody has judged to be a repeat, with what agrees; the sum is what would be counted twice."""
    rows = {row["key"]: row for row in ground.known(LEAD)}
    found = []
    for pair in alike(ground):
        first, later = sorted((rows[pair.left], rows[pair.right]), key=lambda row: (str(row.get("told_on")), row["key"]))  # fmt: skip
        if later.get("verdict") == "repeated" or later.get("closed_on") or _two(pair, ground):
            continue
        agree = listed(e.level.label for e in pair.evidence if e.level and e.bits > 0)
        facts = {"first": first["key"], "name": first["name"], "agree": agree, "told_on": str(first.get("told_on"))}  # fmt: skip
        found.append(
            Finding("lead_repeated", LEAD, later["key"], later["name"], later["unit"], facts, later.get("amount_wan"), later.get("told_on"))
        )  # fmt: skip
    return found


def _two(pair: Pair, ground: Ground) -> bool:
    return bool({f"{pair.left}|{pair.right}", f"{pair.right}|{pair.left}"} & ground.two)


def wrong(ground: Ground) -> list[Problem]:
    """Codes of investors that are doubtful."""
    return codes_looked_at(ground.open(LEAD), "investor_code")
