"""The search page: only what the reader may see, as of the page's moment, in the agenda's order."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from luoshi_web.people.models import Post
from luoshi_web.records.models import Reading
from luoshi_web.records.store import DjangoStore
from tests.web.world import World, told


def page(client: Client, **words: str) -> str:
    answer = client.get("/search/", words)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def found(client: Client, **words: str) -> dict[str, list[str]]:
    """Kind -> the addresses that were found."""
    answer = client.get("/search/", words)
    return {group.kind: [line.address for line in group.lines] for group in answer.context["shown"]}


def test_kinds_come_in_the_order_of_the_agenda_with_their_counts(world: World) -> None:
    answer = world.client("clerk").get("/search/", {"q": "西镇"})
    groups = [(group.kind, group.count) for group in answer.context["groups"]]
    assert groups == [("project", 1), ("parcel", 1), ("speech", 1), ("unit", 1)]
    assert found(world.client("clerk"), q="河东") == {
        "parcel": ["/registers/parcel/P-001/", "/registers/parcel/P-002/"]
    }


def test_the_words_are_marked_and_what_carries_them_is_shown(world: World) -> None:
    shown = page(world.client("clerk"), q="水厂")
    assert "西镇<mark>水厂</mark>" in shown
    shown = page(world.client("clerk"), q="水厂 新")
    assert re.search(r"<mark>新</mark>", shown)
    assert 'class="light light-' in shown


def test_a_unit_finds_only_its_own_and_no_speech(world: World) -> None:
    west = world.client("west")
    assert found(west, q="地块") == {"parcel": ["/registers/parcel/P-003/"]}
    assert found(west, q="P-001") == {}
    assert found(west, q="社区食堂") == {}
    assert "speech" in found(world.client("leader"), q="地块")
    assert "讲话原句" not in page(west, q="地块")


def test_a_kept_register_is_searched_whole(world: World) -> None:
    keeper = world.client("keeper")
    assert len(found(keeper, q="地块")["parcel"]) == 3
    assert "project" not in found(keeper, q="水厂")


def test_what_one_helps_with_is_found(world: World) -> None:
    fields = {"quote": "联合整治河道", "unit": "east", "co_units": "west、natural_resources"}
    DjangoStore().append([told("commitment", "R-9", "open", fields, "2026-05-01", "clerk", "supervision")])  # fmt: skip
    assert found(world.client("west"), q="河道") == {"commitment": ["/registers/commitment/R-9/"]}


def test_a_sentence_leads_to_its_paragraph(world: World) -> None:
    (address,) = found(world.client("clerk"), q="供地计划")["speech"]
    path, place = address.split("#")
    assert f'id="{place}"' in world.client("clerk").get(path).content.decode()
    start = int(place[1:])
    assert world.reading.text[start:].startswith("一、征收拆迁")


def test_it_speaks_of_the_moment_of_the_page(world: World) -> None:
    clerk = world.client("clerk")
    DjangoStore().append([told("parcel", "P-001", "report", {"name": "滨水公园"}, "2026-06-02", "east", "east")])  # fmt: skip
    assert found(clerk, q="滨水公园") != {}
    past = {"true_on": "2026-05-01"}
    assert found(clerk, q="滨水公园", **past) == {}
    (address, *_) = found(clerk, q="河东", **past)["parcel"]
    assert address.endswith("/?true_on=2026-05-01")
    Reading.objects.update(meeting_on="2026-05-20")
    assert "speech" not in found(clerk, q="供地计划", **past)
    assert "找的是 2026-05-01 当天的情况" in page(clerk, q="滨水公园", **past)


def test_a_day_that_does_not_exist_is_told(world: World) -> None:
    answer = world.client("clerk").get("/search/", {"q": "河", "true_on": "2026-02-30"})
    assert answer.status_code == 400


def test_one_kind_page_by_page(world: World) -> None:
    DjangoStore().append(
        told("parcel", f"P-{n}", "open", {"name": f"试验田{n}", "unit": "west"}, "2026-05-01", "keeper", "natural_resources")
        for n in range(100, 340)
    )  # fmt: skip
    clerk = world.client("clerk")
    assert len(found(clerk, q="试验田")["parcel"]) == 5
    pages = [found(clerk, q="试验田", kind="parcel", page=str(n))["parcel"] for n in (1, 2, 3)]
    assert [len(one) for one in pages] == [100, 100, 40]
    assert len({address for one in pages for address in one}) == 240
    for beyond in ("99", "0", "-1", "x", "9" * 30):
        assert found(clerk, q="试验田", kind="parcel", page=beyond)["parcel"]
    assert "第 101 至 200 项，共 240 项" in page(clerk, q="试验田", kind="parcel", page="2")


def test_nothing_found_says_where_was_looked_and_what_to_try(world: World) -> None:
    shown = page(world.client("clerk"), q="没有的词 河东")
    assert "没有找到“没有的词 河东”" in shown
    assert 'href="/search/?q=%E6%B2%B3%E4%B8%9C"' in shown
    assert "地块" in shown
    assert "讲话原句" in shown
    assert "想找什么" in page(world.client("clerk"), q="　 ")


@pytest.mark.parametrize("typed", ["<script>", "'; drop table parcel; --", "%", "_", "[", "(?i", "\\", "\x00", "a" * 500, "河 " * 200, "$w0", "*"])  # fmt: skip
def test_whatever_is_typed_is_only_looked_for(world: World, typed: str) -> None:
    shown = world.client("clerk").get("/search/", {"q": typed})
    assert shown.status_code == 200
    assert "<script>" not in shown.content.decode().replace("<script src", "")


def test_the_lines_under_the_box_are_few_and_lead_to_all(world: World) -> None:
    headers = {"HX-Request": "true", "HX-Target": "found"}
    answer = world.client("clerk").get("/search/", {"q": "地块"}, headers=headers)
    shown = unescape(answer.content.decode())
    assert "<html" not in shown
    assert shown.count("/registers/parcel/") == 3
    assert 'href="/search/?q=%E5%9C%B0%E5%9D%97"' in shown
    assert world.client("clerk").get("/search/", {"q": ""}, headers=headers).content.strip() == b""


def test_nothing_of_a_search_is_kept(world: World) -> None:
    clerk = world.client("clerk")
    before = dict(clerk.session)
    page(clerk, q="河东")
    assert dict(clerk.session) == before | {"seen_at": clerk.session["seen_at"]}
    assert "河东" not in str(clerk.cookies)


def test_a_post_that_ended_finds_nothing(world: World) -> None:
    Post.objects.filter(person__login="west").update(until="2026-06-02")
    assert world.client("west").get("/search/?q=河")["Location"].startswith("/sign-in/")
