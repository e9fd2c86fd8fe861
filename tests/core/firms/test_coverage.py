"""How many of those that are entitled enjoy a policy, and why the others do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from luoshi.firms.coverage import Coverage, Gap, coverage, faults, newest
from luoshi.firms.whole import evaluate
from tests.core.firms.made import ON, RULES, firm

TOLD_ON = date(2025, 6, 1)


def word(firm_key: str, enjoying: bool, **told: Any) -> dict[str, Any]:
    """What is told of a firm and T1."""
    return {"firm": firm_key, "rule": "T1", "enjoying": enjoying, "told_on": TOLD_ON, **told}


def covered(firms: list[dict[str, Any]], words: list[dict[str, Any]], on: date = ON) -> Coverage:
    (found,) = coverage(evaluate(firms, [RULES["T1"]], on, date(2026, 1, 1)), newest(words, on))
    return found


def test_a_sheet_of_six_firms() -> None:
    firms = [firm(firm=key) for key in "甲乙丙丁"]  # 8.5 a month: 1.02 a year
    firms += [firm(firm="戊", monthly_sales_wan=20), firm(firm="己", monthly_sales_wan=None)]
    words = [
        word("甲", True, money_wan=1.0),
        word("乙", False, gap_reason="unaware"),
        word("丙", False, gap_reason=None),
        word("戊", True, money_wan=2.4),
        word("己", True, money_wan=0.5),
    ]
    found = covered(firms, words)
    assert (found.entitled, found.enjoying, found.percent) == (4, 1, 25)
    assert (found.not_known, found.enjoying_not_known, found.unentitled) == (1, 1, 1)
    assert found.worth_wan == pytest.approx(4 * 1.02)
    assert found.enjoyed_wan == 1.0  # 戊 and 己 are to be checked
    assert found.gaps == tuple(
        Gap(key, 1, pytest.approx(1.02)) for key in ("unaware", "unexplained", "not_checked")
    )


def test_nobody_entitled_has_no_percentage() -> None:
    found = covered([firm(taxpayer="general")], [])
    assert (found.entitled, found.percent, found.gaps) == (0, None, ())


def test_without_a_version_everybody_is_not_known() -> None:
    found = covered([firm()], [word("Q-0001", True)], date(2028, 1, 1))
    assert (found.version, found.entitled, found.not_known, found.percent) == (None, 0, 1, None)


def test_the_newest_word_counts_and_a_later_one_is_not_heard() -> None:
    words = [
        word("Q-0001", True, told_on=date(2025, 6, 2)),
        word("Q-0001", False, gap_reason="papers"),
        word("Q-0001", False, gap_reason="late", told_on=date(2025, 7, 1)),
    ]
    assert covered([firm()], words).enjoying == 1
    assert covered([firm()], words, date(2025, 6, 1)).gaps[0].reason == "papers"
    assert covered([firm()], words, date(2025, 7, 1)).gaps[0].reason == "late"
    assert covered([firm()], words, date(2025, 5, 31)).gaps[0].reason == "not_checked"


def test_a_reason_that_is_not_declared_is_another() -> None:
    assert covered([firm()], [word("Q-0001", False, gap_reason="?")]).gaps[0].reason == "other"


def test_faults_of_the_rows() -> None:
    rows = [
        word("Q-0001", True),
        word("Q-0009", True),
        word("Q-0001", True, money_wan=-1, key="XS-3"),
    ]
    rows.append(word("Q-0001", True) | {"rule": "T99"})
    found = faults(rows, list(RULES.values()), {"Q-0001"})
    assert [one.id for one in found] == ["F-006", "F-007", "F-005"]
    assert found[1].place == "XS-3"
    assert all("{" not in one.say(lang) for one in found for lang in ("zh", "en"))
