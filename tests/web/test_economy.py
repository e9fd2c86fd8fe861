"""The economy page: figures of the meeting's two dates, ranks, the way out, what leaves the house, who may look."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from luoshi.indicators.span import Span
from luoshi.ledger.entry import Entry
from luoshi_web import services
from luoshi_web.records.store import DjangoStore
from tests.web.world import World, told

PEERS = {"青崖区": 6.1, "临澜县": 5.8, "榆坪区": 5.8, "苇泽县": 5.0}
STATISTICS = ("keeper", "natural_resources")


def series(key: str, region: str, scope: str, **more: object) -> Entry:
    fields = {"name": f"{region}社零（累计）", "unit": "natural_resources", "indicator": "retail", "region": region, "scope": scope, "series": "to_date", "value_unit": "万元", **more}  # fmt: skip
    return told("economy", key, "open", fields, "2026-01-05", *STATISTICS)


def figure(key: str, end: str, day: str, growth: float, **more: object) -> Entry:
    entry = told("economy", key, "report", {"growth_percent": growth, "growth_basis": "nominal", **more}, end, *STATISTICS)  # fmt: skip
    return Entry(**{**{name: getattr(entry, name) for name in ("register", "key", "verb", "fields", "true_on", "author", "unit")}, "known_at": told("economy", key, "report", {}, day, *STATISTICS).known_at})  # fmt: skip


@pytest.fixture
def clerk(world: World) -> Client:
    entries = [series("Z-001", "河区", "own", target_percent=6)]
    entries += [series(f"Z-1{n}", region, "peer") for n, region in enumerate(PEERS)]
    for end, day, shift in (("2026-03-31", "2026-04-20", 0.5), ("2026-04-30", "2026-05-20", 0)):
        entries += [figure(f"Z-1{n}", end, day, g + shift) for n, g in enumerate(PEERS.values())]
    entries.append(figure("Z-001", "2026-03-31", "2026-04-20", 6.5, value=100, base_reported=95, published_last_year=96))  # fmt: skip
    entries.append(figure("Z-001", "2026-04-30", "2026-05-20", 4.9, value=150, place=5, place_of=5))
    DjangoStore().append(entries)
    return world.client("clerk")


def test_the_table_says_growth_place_and_what_is_missing(clerk: Client) -> None:
    page = clerk.get("/economy/", headers={"accept-language": "zh-hans"})
    text = page.content.decode()
    assert "1 项指标里 1 项在后 3 名" in text
    (one,) = page.context["lines"]
    assert (one.line.place, one.line.places, one.line.since_before) == (5, 5, -3)
    assert one.growth_light.level == "yellow"
    assert one.place_light.level == "red"
    assert ">1.0个百分点<" in text  # short of 5.9


def test_the_meeting_of_a_day_is_shown_with_its_own_numbers(clerk: Client) -> None:
    page = clerk.get("/economy/", {"true_on": "2026-05-01", "known_at": "2026-05-01"})
    (one,) = page.context["lines"]
    assert (str(one.line.point.cell.span), one.line.place) == ("2026年1-3月", 2)
    assert clerk.get("/economy/", {"true_on": "2026-04-01", "known_at": "2026-04-01"}).context["lines"] == []  # fmt: skip


@pytest.mark.parametrize("address", ["/economy/?knwon_at=2026-05-01", "/economy/?month=4", "/economy/retail/?peer=x"])  # fmt: skip
def test_an_unknown_word_of_an_address_is_an_error(clerk: Client, address: str) -> None:
    page = clerk.get(address)
    assert page.status_code in (400, 422)
    assert "W-081" in page.content.decode()


def test_one_indicator_opens_to_base_vintages_race_and_peers(clerk: Client) -> None:
    page = clerk.get("/economy/retail/", headers={"accept-language": "zh-hans"})
    text = page.content.decode()
    assert [peer.region for peer in page.context["peers"]] == [*PEERS, "河区"]
    (april, march) = page.context["periods"]
    assert (march.point.base_reported, march.point.published_last_year) == (95, 96)
    assert april.ranks.places["河区"] == 5
    assert page.context["race"].courses[-1].own
    assert "年末还可能的位次" in text
    assert clerk.get("/economy/gdp/").status_code == 404


def test_the_calculator_answers_for_any_place_and_says_what_is_none(clerk: Client) -> None:
    assert clerk.get("/economy/retail/?place=1").context["way"].now.percent.is_finite()
    wrong = clerk.get("/economy/retail/?place=12")
    assert wrong.status_code == 422
    assert "W-130" in wrong.content.decode()
    assert wrong.context["way"].place == 2


def test_too_short_a_series_has_no_outlook_and_says_so(clerk: Client) -> None:
    whole = clerk.get("/economy/retail/outlook/", headers={"accept-language": "zh-hans"})
    assert "不作年末测算" in whole.content.decode()
    part = clerk.get("/economy/retail/outlook/", headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()


def test_four_years_have_one_beside_how_it_did(clerk: Client) -> None:
    months = [(y, m) for y in range(2022, 2026) for m in range(2, 13)]
    DjangoStore().append([
        figure("Z-001", Span(y, 1, m).last_day.isoformat(), "2026-05-21", round(5 + 0.1 * ((y * 7 + m * 3) % 5), 1))
        for y, m in months
    ])  # fmt: skip
    page = clerk.get("/economy/retail/outlook/")
    assert page.context["ahead"].years == 4
    assert page.context["tried"].cases == 10
    assert 4 < page.context["ahead"].middle.percent < 7


def test_the_table_leaves_as_csv_and_json(clerk: Client) -> None:
    given = b"".join(clerk.get("/economy/?format=csv").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(given.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert clerk.get("/economy/retail/?format=json").status_code == 200


def test_every_vintage_leaves_as_sdmx(clerk: Client) -> None:
    DjangoStore().append([figure("Z-001", "2026-03-31", "2026-05-25", 6.1)])
    rows = list(csv.DictReader(io.StringIO(clerk.get("/economy/sdmx.csv").content.decode())))
    mine = [row for row in rows if row["REF_AREA"] == "河区" and row["TIME_PERIOD"] == "2026-03"]
    assert [row["OBS_VALUE"] for row in mine if row["TRANSFORMATION"] == "GROWTH"] == ["6.5", "6.1"]
    before = clerk.get("/economy/sdmx.csv", {"true_on": "2026-05-01", "known_at": "2026-05-01"})
    assert "6.1," not in before.content.decode().split("河区", 1)[1]


def test_a_revision_shows_both_vintages(clerk: Client, world: World) -> None:
    mended = figure("Z-001", "2026-03-31", "2026-05-25", 6.1)
    DjangoStore().append([mended])
    page = clerk.get("/economy/retail/")
    assert [mark.text for mark in page.context["drawing"].past] == ["2026年1-3月 6.5%"]
    march = page.context["periods"][1]
    assert [(str(t.point.growth.percent), t.stands) for t in march.tellings] == [("6.5", False), ("6.1", True)]  # fmt: skip


def test_a_doubt_is_answered_once_with_a_reason(clerk: Client, world: World) -> None:
    DjangoStore().append([
        series("Z-002", "河区", "own", indicator="industrial_output"),
        series("Z-003", "河区", "own", indicator="electricity"),
        figure("Z-002", "2026-04-30", "2026-05-20", 7.4),
        figure("Z-003", "2026-04-30", "2026-05-20", -1.8),
    ])  # fmt: skip
    page = clerk.get("/economy/", headers={"accept-language": "zh-hans"})
    assert "规上工业总产值增长7.4%，工业用电量增长-1.8%，相差9.2个百分点" in page.content.decode()
    ((doubt, _),) = page.context["open_doubts"]
    empty = clerk.post("/economy/", {"verb": "answer_doubt", "doubt": doubt.key, "reason": " "})
    assert (empty.status_code, "K-013" in empty.content.decode()) == (422, True)
    assert (
        "G-066"
        in clerk.post(
            "/economy/", {"verb": "answer_doubt", "doubt": "x", "reason": "y"}
        ).content.decode()
    )
    assert world.client("leader").post("/economy/", {"verb": "answer_doubt", "doubt": doubt.key, "reason": "y"}).status_code == 404  # fmt: skip
    assert clerk.post("/economy/", {"verb": "answer_doubt", "doubt": doubt.key, "reason": "新能源车间自备光伏"}).status_code == 302  # fmt: skip
    after = clerk.get("/economy/")
    assert after.context["open_doubts"] == []
    assert "新能源车间自备光伏" in after.content.decode()
    assert "新能源车间自备光伏" in clerk.get("/registers/economy/Z-002/").content.decode()
    assert "G-066" in clerk.post("/economy/", {"verb": "answer_doubt", "doubt": doubt.key, "reason": "再答"}).content.decode()  # fmt: skip
    DjangoStore().append([figure("Z-003", "2026-04-30", "2026-05-26", -2.5)])
    assert len(clerk.get("/economy/").context["open_doubts"]) == 1


def test_a_merged_peer_is_named(clerk: Client) -> None:
    DjangoStore().append([told("economy", "Z-10", "correct", {"fate": "merged", "region_now": "新城区"}, "2026-01-05", *STATISTICS, about=_opening("Z-10"), reason="合并")])  # fmt: skip
    text = clerk.get("/economy/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "已经并入“新城区”" in text


def _opening(key: str) -> str:
    return services.ledger().by_item["economy", key][0].digest


def test_nothing_published_says_what_to_do(world: World) -> None:
    page = world.client("leader").get("/economy/", headers={"accept-language": "zh-hans"})
    assert "还没有公布的指标" in page.content.decode()
