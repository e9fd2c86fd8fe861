"""Growth as statistics publish it: to the digit of yearbooks, and what must never be computed."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.indicators.growth import (
    Beside,
    Growth,
    Not,
    Points,
    alone,
    behind_schedule,
    compared,
    contributions,
    on_the_period_before,
    pull,
    rounded,
    to_date,
    total_growth,
    two_year_average,
)  # fmt: skip
from luoshi.indicators.span import Span

MACRO = Path(__file__).resolve().parents[4] / "shared" / "data" / "macro"
NUMBERS = st.decimals(min_value=1, max_value=10**6, places=2)


def g(text: str) -> Growth:
    return Growth(D(text))


def test_fujian_2009_to_the_digit() -> None:
    """2.14: growth 12.3, shares 2.4 / 58.1 / 39.6 give 0.3 / 7.1 / 4.9 points; a negative share is legal."""
    pulls = [pull(g("12.3"), g(share)).rounded() for share in ("2.4", "58.1", "39.6")]
    assert pulls == [Points(D(x)) for x in ("0.3", "7.1", "4.9")]
    assert pull(g("5.7"), g("-3.2")).rounded() == Points(D("-0.2"))


def test_published_investment_growth_is_never_recomputed() -> None:
    """2.8: 1-7月 2021 was published as +8.7 % over 2019 although the levels say -13.3 %: both are shown, neither replaces the other."""
    beside = Beside(g("8.7"), compared(D(302533), D(348892)))
    assert isinstance(beside.implied, Growth)
    assert beside.implied.rounded() == g("-13.3")
    assert beside.published == g("8.7")
    assert beside.apart is not None
    assert beside.apart.rounded() == Points(D("22.0"))


def test_missing_is_not_nought_and_a_base_of_nought_compares_with_nothing() -> None:
    assert compared(None, D(1)) is Not.TOLD
    assert compared(D(1), None) is Not.TOLD
    assert compared(D(1), D(0)) is Not.COMPARABLE
    assert compared(D(1), D(-5)) is Not.COMPARABLE
    assert compared(D(0), D(5)) == g("-100")
    assert Beside(g("3"), Not.COMPARABLE).apart is None


def test_per_cent_and_points_are_not_mixed() -> None:
    assert g("5.2") - g("4.8") == Points(D("0.4"))
    assert g("4.8") + Points(D("0.4")) == g("5.2")
    with pytest.raises(TypeError):
        _ = g("5.2") + g("0.4")  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = g("5.2") < Points(D("0.4"))  # type: ignore[operator]


def test_the_growth_of_a_total_is_no_mean_of_growths() -> None:
    parts = {"大": (D(1010), D(1000)), "小": (D(20), D(10))}
    assert total_growth(parts) == compared(D(1030), D(1010))
    assert total_growth(parts) != Growth((D(1) + D(100)) / 2)
    assert total_growth(parts | {"缺": (D(5), None)}) is Not.TOLD
    assert total_growth({}) is Not.TOLD


def test_two_year_average_is_geometric() -> None:
    found = two_year_average(g("21"), g("0"))
    assert isinstance(found, Growth)
    assert found.rounded() == g("10.0")
    assert two_year_average(g("-150"), g("10")) is Not.COMPARABLE


def test_behind_schedule_is_told_in_points() -> None:
    """2.18: 12.85 % done by the end of February is 3.82 points behind."""
    assert behind_schedule(g("12.85"), Span(2026, 1, 2)).rounded(2) == Points(D("-3.82"))


@pytest.mark.parametrize(
    ("given_", "to"), [("0.25", "0.3"), ("-0.25", "-0.3"), ("0.249", "0.2"), ("12.35", "12.4")]
)
def test_yearbooks_round_half_up(given_: str, to: str) -> None:
    assert rounded(D(given_)) == D(to)


@given(
    st.dictionaries(st.sampled_from("一二三四五"), st.decimals(-1000, 1000, places=1), min_size=1)
)
def test_contributions_add_up(changes: dict[str, D]) -> None:
    shares = contributions(changes)
    if sum(changes.values()) == 0:
        assert shares is Not.COMPARABLE
        return
    assert not isinstance(shares, Not)
    assert rounded(sum(one.percent for one in shares.values()) - 100, 6) == 0
    total = g("7.5")
    pulled = sum((pull(total, one).value for one in shares.values()), D())
    assert rounded(pulled - total.percent, 6) == 0


@given(st.lists(NUMBERS, min_size=11, max_size=11), st.integers(0, 10))
def test_to_date_and_alone_are_each_other_s_way_back(values: list[D], missing: int) -> None:
    spans = [Span(2025, 1, 2), *(Span(2025, m, m) for m in range(3, 13))]
    months = dict(zip(spans, values, strict=True))
    assert alone(to_date(months)) == months
    summed = to_date(months)
    del summed[list(summed)[missing]]
    again = alone(summed)
    assert sum(again.values()) == (
        list(summed.values())[-1] if summed else 0
    )  # a gap is covered, nothing is lost
    assert to_date({s: v for s, v in months.items() if s != spans[missing]}) == dict(
        list(to_date(months).items())[:missing]
    )


def test_a_month_is_compared_with_the_month_before_and_1_2_with_nothing() -> None:
    levels = {
        Span(2025, 10, 10): D(80),
        Span(2025, 11, 11): D(0),
        Span(2025, 12, 12): D(90),
        Span(2026, 1, 2): D(150),
        Span(2026, 3, 3): D(99),
        Span(2026, 4, 4): D(110),
        Span(2026, 6, 6): D(120),
    }
    assert on_the_period_before(levels) == {
        Span(2025, 10, 10): Not.TOLD,
        Span(2025, 11, 11): g("-100"),
        Span(2025, 12, 12): Not.COMPARABLE,  # a base of nought
        Span(2026, 1, 2): Not.TOLD,  # two months: December is one
        Span(2026, 3, 3): Not.TOLD,  # nor is 1-2月 what March follows
        Span(2026, 4, 4): compared(D(110), D(99)),
        Span(2026, 6, 6): Not.TOLD,  # May is missing
    }


def test_a_first_quarter_follows_the_fourth() -> None:
    levels = {Span(2025, 10, 12): D(200), Span(2026, 1, 3): D(150), Span(2026, 4, 6): D(180)}
    assert on_the_period_before(levels) == {
        Span(2025, 10, 12): Not.TOLD,
        Span(2026, 1, 3): g("-25"),
        Span(2026, 4, 6): g("20"),
    }


def read(name: str) -> list[dict[str, str]]:
    if not MACRO.is_dir():
        pytest.skip("the shared figures are not here")
    with (MACRO / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_cumulative_growth_by_sector_reconciles_with_the_quarters() -> None:
    """Published growth to date is what the quarters' growths come to, weighed by last year's levels at constant prices; here by last year's
    current levels, so that it holds within a few tenths: how often, and how far off the rest is, is the finding."""
    to_now, quarters = read("cn_gdp_cum_yoy_sectors.csv"), read("cn_gdp_quarter_yoy_sectors.csv")
    levels = {row["QTR"]: row for row in read("cn_gdp_quarter_nominal_sectors.csv")}
    growths = {row["QTR"]: row for row in quarters}
    near, far = 0, list[tuple[str, str, D]]()
    for row in to_now:
        year, month = row["QTR"].split("-")
        for sector in (name for name in row if name != "QTR" and row[name]):
            parts = defaultdict(lambda: (D(0), D(0)))
            for m in range(3, int(month) + 1, 3):
                base = levels.get(f"{int(year) - 1}-{m:02d}", {}).get(sector)
                growth = growths.get(f"{year}-{m:02d}", {}).get(sector)
                if base and growth:
                    parts[str(m)] = (D(base) * Growth(D(growth)).factor, D(base))
            if len(parts) != int(month) // 3:
                continue
            implied = total_growth(parts)
            assert isinstance(implied, Growth)
            apart = abs(D(row[sector]) - implied.percent)
            near += apart <= D("0.35")
            if apart > D("0.35"):
                far.append((row["QTR"], sector, apart))
    assert near > 1000
    assert len(far) / (near + len(far)) < 0.1, far[:10]


def test_first_quarters_agree_to_the_digit() -> None:
    """In the first quarter the figure to date is the quarter's own."""
    to_now = {row["QTR"]: row for row in read("cn_gdp_cum_yoy_sectors.csv")}
    quarters = {row["QTR"]: row for row in read("cn_gdp_quarter_yoy_sectors.csv")}
    checked = [
        (day, sector)
        for day, row in to_now.items()
        for sector, value in row.items()
        if day.endswith("-03") and sector != "QTR" and value and quarters[day][sector] != value
    ]
    assert checked == []
