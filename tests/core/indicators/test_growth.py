"""Growth as statistics publish it: to the digit of yearbooks, and what must never be computed."""

from __future__ import annotations

import csv
from decimal import Decimal as D
from itertools import product
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


ROUNDING = D(
    "0.1"
)  # the figure to date and each quarter's are published to one place: +-0.05 of either
PRICES = D(
    "0.1"
)  # supposed: inside one year, no quarter's prices are further than this from another's
VINTAGE, INFLATION, UNEXPLAINED = "not of one publication", "prices", "unexplained"
APART = {  # (to date, sector): points beyond the bound before rounding, cause; every one there is
    ("1994-09", "AC"): (D("0.10"), INFLATION),
    ("1994-12", "AC"): (D("0.25"), INFLATION),
    ("1997-12", "AC"): (D("0.11"), UNEXPLAINED),
    ("2021-12", "ID"): (D("0.58"), VINTAGE),
    ("2021-12", "CO"): (D("0.85"), VINTAGE),
    ("2021-12", "TR"): (D("2.70"), VINTAGE),
    ("2021-12", "AC"): (D("0.73"), VINTAGE),
    ("2021-12", "FI"): (D("0.71"), VINTAGE),
    ("2021-12", "RE"): (D("1.14"), VINTAGE),
    ("2021-12", "LE"): (D("4.95"), VINTAGE),
    ("2021-12", "OT"): (D("0.49"), VINTAGE),
}


def outside(value: D, bounds: list[D]) -> D:
    """By how much a value lies outside what the bounds span; nought inside."""
    return max(min(bounds) - value, value - max(bounds), D(0))


def mean(growths: list[D], weights: list[D]) -> D:
    return sum(map(D.__mul__, growths, weights), D()) / sum(weights)


def by_quarter(name: str) -> dict[str, dict[str, str]]:
    return {row["QTR"]: row for row in read(name)}


def test_cumulative_growth_by_sector_reconciles_with_the_quarters() -> None:
    """Growth to date is the mean of the quarters' growths, weighed by last year's levels at constant prices (2.4), which nobody publishes.

    What can be held: it lies between the lowest and the highest quarter; and if each constant-price level is the published current one
    divided by a price between 1 and 1 + PRICES, it lies between the least and the greatest mean of the corners of that box (a weighted
    mean is monotone in each weight, so the corners have its extremes). Both within ROUNDING. All that lie outside are in APART.
    """
    to_now, growths, levels = (
        by_quarter(f"cn_gdp_{name}_sectors.csv")
        for name in ("cum_yoy", "quarter_yoy", "quarter_nominal")
    )
    weighed, hull_only, apart = 0, 0, dict[tuple[str, str], D]()
    for day, row in to_now.items():
        year, month = map(int, day.split("-"))
        ends = [f"{m:02d}" for m in range(3, month + 1, 3)]
        for sector in (name for name in row if name != "QTR" and row[name] and month > 3):
            told = [growths.get(f"{year}-{end}", {}).get(sector) for end in ends]
            bases = [levels.get(f"{year - 1}-{end}", {}).get(sector) for end in ends]
            quarters, weights = [D(x) for x in told if x], [D(x) for x in bases if x]
            if len(quarters) < len(ends):
                continue
            bounds = quarters
            if len(weights) == len(ends):
                weighed += 1
                corners = product((D(1), 1 + PRICES), repeat=len(ends))
                bounds = [
                    mean(quarters, list(map(D.__mul__, weights, corner))) for corner in corners
                ]
            else:
                hull_only += 1
            if (off := outside(D(row[sector]), bounds)) > ROUNDING:
                apart[day, sector] = rounded(off, 2)
    assert (weighed, hull_only) == (852, 33)
    assert apart == {where: off for where, (off, _) in APART.items()}


def test_the_causes_of_what_is_apart_stand_in_the_figures() -> None:
    """2021: not one sector is apart to September and most are in the year's row, one of them above all four of its quarters, which no
    weights bring about: row and quarters are not of one publication. 1994: the base year's prices moved by more than was supposed."""
    growths, levels = (
        by_quarter(f"cn_gdp_{name}_sectors.csv") for name in ("quarter_yoy", "quarter_nominal")
    )
    later = [day for (day, _), (_, cause) in APART.items() if cause == VINTAGE]
    assert set(later) == {"2021-12"}
    assert len(later) == 8
    leasing = [D(growths[f"2021-{end}"]["LE"]) for end in ("03", "06", "09", "12")]
    assert outside(D(by_quarter("cn_gdp_cum_yoy_sectors.csv")["2021-12"]["LE"]), leasing) == D(
        "3.3"
    )
    for (day, sector), (_, cause) in APART.items():
        base = int(day[:4]) - 1
        rise = [
            D(levels[f"{base}-{end}"][sector])
            / D(levels[f"{base - 1}-{end}"][sector])
            / Growth(D(growths[f"{base}-{end}"][sector])).factor
            - 1
            for end in ("03", "06", "09", "12")
        ]
        if cause != VINTAGE:  # what the levels rose by beyond their growth at constant prices
            assert (min(rise) > PRICES) is (cause == INFLATION), (day, sector, rise)


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
