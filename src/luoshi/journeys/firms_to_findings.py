"""企业到政策: firms, their facts and what they enjoy as of a moment ──firms.gaps──> who misses what; ──firms.near_lines──> who nears a line.

Rules are asked twice dated: in force on the day, and published by the day up to which the page knows (`known_on`).
"""

from __future__ import annotations

from datetime import date

from luoshi.firms.coverage import Coverage, coverage, newest
from luoshi.firms.coverage import faults as faults_of_enjoying
from luoshi.firms.facts import faults as faults_of_facts
from luoshi.firms.gaps import gaps, verdicts, with_facts
from luoshi.firms.near_lines import faults as faults_of_lines
from luoshi.firms.near_lines import near_lines
from luoshi.firms.reading import shipped
from luoshi.firms.verdict import Verdict
from luoshi.firms.whole import evaluate
from luoshi.journeys.codes_looked_at import codes_looked_at
from luoshi.journeys.ground import Ground, Row
from luoshi.values.finding import Finding
from luoshi.values.problem import Problem

FIRM, FACTS, ENJOYMENT = "firm", "firm_fact", "enjoyment"


def find_gaps(ground: Ground) -> list[Finding]:
    """What each firm is entitled to and does not enjoy, enjoys without being entitled, misses by one, or cannot be told."""
    firms, facts, enjoying = ground.open(FIRM), ground.open(FACTS), ground.open(ENJOYMENT)
    return gaps(firms, facts, enjoying, shipped(), ground.on, _known_on(ground))


def covered(ground: Ground) -> list[Coverage]:
    """Policy by policy: entitled, enjoying, and why the others do not."""
    rows = with_facts(ground.open(FIRM), ground.open(FACTS), ground.on)
    answers = evaluate(rows, shipped(), ground.on, _known_on(ground))
    return coverage(answers, newest(ground.open(ENJOYMENT), ground.on))


def of_firm(ground: Ground, key: str) -> list[tuple[Verdict, Row | None]]:
    """What each rule says of one firm, beside what is told of its enjoying; nothing for a firm that is not there."""
    firms = [row for row in ground.open(FIRM) if row["key"] == key]
    told = newest(ground.open(ENJOYMENT), ground.on)
    return [
        one
        for row in with_facts(firms, ground.open(FACTS), ground.on)
        for one in verdicts(row, told, shipped(), ground.on, _known_on(ground))
    ]


def find_near_lines(ground: Ground) -> list[Finding]:
    """Firms near their sector's line, over it, or entered and below it."""
    numbers = ground.numbers(FIRM, ("watch_percent", "silent_days"))
    return near_lines(ground.open(FIRM), numbers["watch_percent"], numbers["silent_days"], ground.on)  # fmt: skip


def wrong_facts(ground: Ground) -> list[Problem]:
    """What is wrong with the facts and with what is told of enjoying."""
    firms = {row["key"] for row in ground.open(FIRM)}
    of_enjoying = faults_of_enjoying(ground.open(ENJOYMENT), shipped(), firms)
    return [*faults_of_facts(ground.open(FACTS)), *of_enjoying]


def wrong_lines(ground: Ground) -> list[Problem]:
    """Why the revenue or the line of a firm was not used, and codes that are doubtful."""
    firms = ground.open(FIRM)
    return [*faults_of_lines(firms, ground.on), *codes_looked_at(firms, "code")]


def _known_on(ground: Ground) -> date:
    """As known today where nothing else is asked: a rule that was published later and works back counts for a day that is past."""
    return ground.known_on or date.max
