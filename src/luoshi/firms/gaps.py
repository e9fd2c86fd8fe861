"""应享未享: what the rules show about each firm of the register, and who settles it.

firms + newest facts ──evaluate──> answers ──newest word on enjoying──> findings
    entitled, told not to enjoy ──> firm_gap        entitled, nothing told ──> firm_not_checked, one a firm
    enjoys, not entitled ──> firm_enjoys_unentitled  one condition short ──> firm_misses_by_one
    cannot be told ──> firm_fact_missing, one a firm

What a firm declined of its own will is settled. All is about policies and facts on file; nothing asks a firm to change a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from luoshi.firms.coverage import Told, newest, reason, reasons
from luoshi.firms.facts import Row, facts, latest
from luoshi.firms.rule import Rule
from luoshi.firms.verdict import Verdict, entitlement
from luoshi.firms.whole import Answers, evaluate
from luoshi.values.finding import Fact, Finding
from luoshi.values.label import NOTHING, Label, listed

UNCHECKED = Label(
    "；这一天的规定是否仍用没有核对", "; nobody has checked that the rule still holds"
)
NO_FACTS = Label("全部要素", "all facts")
DECLINED = "declined"


def with_facts(firms: Iterable[Row], rows: Iterable[Row], on: date) -> list[dict[str, object]]:
    """One row a firm of the register with its newest facts as of a day; without any, nothing is known of it."""
    newest_facts = latest(rows, on)
    names = (*facts(), "facts_on")
    found = []
    for firm in firms:
        key = str(firm["key"])
        told = newest_facts.get(key, {})
        found.append({"firm": key} | {name: told.get(name) for name in names})
    return found


def gaps(
    firms: Sequence[Row],
    fact_rows: Iterable[Row],
    enjoyments: Iterable[Row],
    rules: Sequence[Rule],
    on: date,
    known_on: date,
) -> list[Finding]:
    """Every finding of the day, firm by firm in their order.

    Args:
        firms: rows of `firm` by `key`, with `name` and the `unit` that settles it.
        fact_rows: rows of `firm_fact`; enjoyments: rows of `enjoyment`. Both name the firm in `firm`; the newest of each counts.
    """
    rows = with_facts(firms, fact_rows, on)
    answers, told = evaluate(rows, rules, on, known_on), newest(enjoyments, on)
    return [
        finding
        for at, (firm, row) in enumerate(zip(firms, rows, strict=True))
        for finding in _Firm(firm, row, told, on, known_on).findings(answers, at)
    ]


def verdicts(
    row: Row, told: Told, rules: Sequence[Rule], on: date, known_on: date
) -> list[tuple[Verdict, Row | None]]:
    """One firm's page: what each rule says of it, beside what is told of its enjoying."""
    firm = str(row["firm"])
    return [(entitlement(one, row, on, known_on), told.get((firm, one.key))) for one in rules]


class _Firm:
    """One firm's findings being gathered."""

    def __init__(self, firm: Row, row: Row, told: Told, on: date, known_on: date) -> None:
        self.firm, self.row, self.told = firm, row, told
        self.on, self.known_on = on, known_on

    def findings(self, answers: Mapping[str, Answers], at: int) -> Iterator[Finding]:
        not_checked, open_ones = list[Verdict](), list[Verdict]()
        for key, one in answers.items():
            if one.version is None:
                continue
            answer, word = one.answer(at), self.told.get((str(self.firm["key"]), key))
            enjoys = word if word is not None and word.get("enjoying") else None
            if answer == "no":
                if enjoys is not None:
                    yield self.unentitled(self.verdict(one.rule), enjoys)
                elif one.one_short(at):
                    yield self.short(self.verdict(one.rule))
            elif enjoys is not None:
                continue
            elif answer == "not_known":
                open_ones.append(self.verdict(one.rule))
            elif word is None:
                not_checked.append(self.verdict(one.rule))
            elif word.get("gap_reason") != DECLINED:
                yield self.gap(self.verdict(one.rule), word)
        if not_checked:
            yield self.not_checked(not_checked)
        if open_ones:
            yield self.missing(open_ones)

    def verdict(self, rule: Rule) -> Verdict:
        return entitlement(rule, self.row, self.on, self.known_on)

    def gap(self, verdict: Verdict, word: Row) -> Finding:
        about: dict[str, Fact] = {
            "benefit": verdict.rule.benefit,
            "why": reasons()[reason(word)],
            "told_on": word["told_on"],
        }
        about |= _policy(verdict)
        return self.found("firm_gap", about, verdict.worth_wan, word["told_on"])

    def not_checked(self, every: Sequence[Verdict]) -> Finding:
        sums = [one.worth_wan for one in every if one.worth_wan is not None]
        about: dict[str, Fact] = {
            "policies": listed(one.rule.label for one in every),
            "note": _note(every),
        }
        return self.found("firm_not_checked", about, sum(sums) if sums else None)

    def unentitled(self, verdict: Verdict, word: Row) -> Finding:
        about: dict[str, Fact] = {
            "conditions": listed(one.label for one in verdict.failed),
            "told_on": word["told_on"],
        }
        money = word.get("money_wan")
        stake = money if money is None or money >= 0 else None
        about |= _policy(verdict)
        return self.found("firm_enjoys_unentitled", about, stake, word["told_on"])

    def short(self, verdict: Verdict) -> Finding:
        (condition,) = verdict.failed
        about: dict[str, Fact] = {
            "condition": condition.label,
            "told": facts()[condition.fact].told(self.row[condition.fact]),
            "paper": condition.clause,
        }
        about |= _policy(verdict)
        return self.found("firm_misses_by_one", about, None, self.row.get("facts_on"))

    def missing(self, every: Sequence[Verdict]) -> Finding:
        names = dict.fromkeys(name for one in every for name in one.missing)
        without = self.row.get("facts_on") is None
        about: dict[str, Fact] = {
            "policies": listed(one.rule.label for one in every),
            "missing": NO_FACTS if without else listed(facts()[name].label for name in names),
        }
        return self.found("firm_fact_missing", about, None)

    def found(
        self, kind: str, about: Mapping[str, Fact], stake: float | None, since: date | None = None
    ) -> Finding:
        firm = self.firm
        return Finding(
            kind=kind,
            register="firm",
            key=str(firm["key"]),
            title=str(firm.get("name") or firm["key"]),
            unit=str(firm.get("unit") or ""),
            facts=about,
            at_stake_wan=stake,
            since=since,
        )


def _policy(verdict: Verdict) -> dict[str, Fact]:
    assert verdict.version is not None
    return {
        "policy": verdict.rule.label,
        "source": verdict.version.source,
        "note": _note((verdict,)),
    }


def _note(every: Sequence[Verdict]) -> Label:
    return UNCHECKED if any(one.unchecked for one in every) else NOTHING
