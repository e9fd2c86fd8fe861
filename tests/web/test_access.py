"""Who may do what: every address × anonymous, another unit, a reader, a writer, the administrator.

The table is the law; a new address without a row fails. 302→ is the way to sign in; 404 is also what is not yours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from luoshi_web import office, services
from luoshi_web.people import access
from tests.web.world import World

SIGN_IN, HIDDEN = "sign in", 404


class Row(NamedTuple):
    """One address with one method: the answer for each kind of person."""

    name: str
    args: tuple[object, ...]
    method: str
    told: Mapping[str, Any]
    anonymous: object
    other: object  # reporter of another unit (west)
    reader: object  # leader
    writer: tuple[str, object]  # who may, and what they get
    admin: object


def get(
    name: str,
    *args: object,
    other: object,
    reader: object,
    writer: tuple[str, object],
    admin: object = HIDDEN,
) -> Row:
    return Row(name, args, "get", {}, SIGN_IN, other, reader, writer, admin)


def post(
    name: str,
    *args: object,
    told: Mapping[str, Any],
    writer: tuple[str, object],
    other: object = HIDDEN,
    reader: object = HIDDEN,
    admin: object = HIDDEN,
) -> Row:
    return Row(name, args, "post", told, SIGN_IN, other, reader, writer, admin)


TABLE = (
    get("home", other=302, reader=302, writer=("clerk", 302), admin=302),
    Row("sign_in", (), "get", {}, 200, 200, 200, ("clerk", 200), 200),
    Row("identity", (), "get", {}, 404, 404, 404, ("clerk", 404), 404),  # no provider is set: tests/web/test_identity.py
    Row("identity_back", (), "get", {"code": "x", "state": "y"}, 404, 404, 404, ("clerk", 404), 404),
    Row("password", (), "get", {}, SIGN_IN, 200, 200, ("clerk", 200), 200),
    Row("password", (), "post", {"now": "not mine"}, SIGN_IN, 422, 422, ("clerk", 422), 422),
    Row("sign_out", (), "post", {}, 302, 302, 302, ("clerk", 302), 302),
    Row("language", (), "post", {"language": "en"}, 302, 302, 302, ("clerk", 302), 302),
    get("board", other=200, reader=200, writer=("clerk", 200)),
    get("lights", other=200, reader=200, writer=("clerk", 200)),
    get("drill", "parcel", "listed", other=200, reader=200, writer=("keeper", 200)),
    get("drill", "parcel", "nothing", other=404, reader=404, writer=("keeper", 404)),
    get("reports", other=200, reader=404, writer=("east", 200)),
    post("reports", told={"verb": "report", "true_on": "2026-05-31", "parcel.P-001.seen": "6", "parcel.P-001.same": "on"}, writer=("east", 302), other=422),
    post("reports", told={"verb": "accept", "entry": "{report}"}, writer=("keeper", 302)),
    post("reports", told={"verb": "return", "entry": "{report}", "reason": "数不对"}, writer=("keeper", 302)),
    get("periods", other=404, reader=200, writer=("keeper", 200)),
    get("sheets", other=200, reader=404, writer=("east", 200)),
    post("sheets", told={"pasted": ""}, writer=("east", 422), other=422),
    get("form", "parcel", other=200, reader=404, writer=("east", 200)),
    get("form", "firm", other=404, reader=404, writer=("east", 404)),
    get("sheet", "0" * 64, "parcel", other=404, reader=404, writer=("east", 404)),
    get("burden", other=200, reader=200, writer=("east", 200)),
    post("periods", told={"verb": "lock", "period": "parcel.2026-05"}, writer=("keeper", 302)),
    post("periods", told={"verb": "unlock", "period": "parcel.2026-05", "reason": "补报"}, writer=("keeper", 422)),
    post("periods", told={"verb": "lock", "period": "project.2026-05"}, writer=("keeper", 404)),
    post("periods", told={"verb": "lock", "period": "parcel.2020-01"}, writer=("clerk", 404)),
    get("commitments", other=200, reader=200, writer=("clerk", 200)),
    get("speeches", other=404, reader=200, writer=("clerk", 200)),
    post("speeches", told={"meeting_on": "2026-04-08"}, writer=("clerk", 422)),
    get("reading", "{reading}", other=404, reader=200, writer=("clerk", 200)),
    get("reading", 9999, other=404, reader=404, writer=("clerk", 404)),
    get("original", "{reading}", other=404, reader=200, writer=("clerk", 200)),
    *(
        post("decide", "{reading}", "{draft}", verb, told={"version": "0", "unit": "east", "words": "地块"}, writer=("clerk", status))
        for verb, status in (("accept", 302), ("strike", 302), ("mend", 302), ("join", 302), ("split", 302), ("undo", 422))
    ),
    post("decide", "{reading}", "{draft}", "bless", told={"version": "0"}, writer=("clerk", 404)),
    post("accept_all", "{reading}", told={"unit": "east"}, writer=("clerk", 302)),
    get("register", "parcel", other=200, reader=200, writer=("keeper", 200)),
    get("register", "nothing", other=404, reader=404, writer=("keeper", 404)),
    get("new_item", "parcel", other=404, reader=404, writer=("keeper", 200)),
    get("new_item", "commitment", other=404, reader=404, writer=("clerk", 404)),
    post("new_item", "parcel", told={"name": "新地块", "unit": "east", "true_on": "2026-06-03"}, writer=("keeper", 302)),
    get("item", "parcel", "P-001", other=404, reader=200, writer=("east", 200)),
    get("item", "parcel", "P-999", other=404, reader=404, writer=("east", 404)),
    get("item", "commitment", "R-001", other=404, reader=200, writer=("east", 200)),
    post("item", "parcel", "P-001", told={"verb": "report", "households_signed": "13", "true_on": "2026-05-31"}, writer=("east", 302)),
    post("item", "parcel", "P-001", told={"verb": "correct", "entry": "{report}", "was-households_signed": "12", "households_signed": "11", "reason": "多计一户"}, writer=("east", 302)),
    post("item", "parcel", "P-001", told={"verb": "withdraw", "entry": "{report}", "reason": "报错了"}, writer=("east", 302)),
    post("item", "parcel", "P-001", told={"verb": "accept", "entry": "{report}"}, writer=("keeper", 302)),
    post("item", "parcel", "P-001", told={"verb": "return", "entry": "{report}", "reason": "数不对"}, writer=("keeper", 302)),
    post("item", "commitment", "R-001", told={"verb": "feedback", "progress": "已报审", "true_on": "2026-05-31"}, writer=("east", 302)),
    post("item", "commitment", "R-001", told={"verb": "close", "reason": "已现场核对"}, writer=("clerk", 302)),
    post("item", "commitment", "R-001", told={"verb": "reopen", "reason": "有反弹"}, writer=("clerk", 422)),
    post("item", "parcel", "P-001", told={"verb": "bless"}, writer=("clerk", 404)),
    get("programmes", other=404, reader=200, writer=("keeper", 200)),
    get("programme", "FA-2026-001", other=404, reader=200, writer=("keeper", 200)),
    get("programme", "FA-2026-999", other=404, reader=404, writer=("keeper", 404)),
    get("case_file", "FA-2026-001", other=404, reader=200, writer=("keeper", 200)),
    post("programmes", told={"name": "再测一个", "start_on": "2026-07-01", "months": "12", "opening_wan": "1500", "teams": "1"}, writer=("keeper", 302)),
    post("programmes", told={"name": "再测一个"}, writer=("clerk", 422)),
    post("programme", "FA-2026-001", told={"verb": "plan", "name": "x"}, writer=("keeper", 404)),
    post("programme", "FA-2026-001", told={"verb": "save", "name": "另一个"}, writer=("clerk", 302)),
    post("programme", "FA-2026-001", told={"verb": "adopt"}, writer=("keeper", 302)),
    post("programme", "FA-2026-001", told={"verb": "adopt"}, writer=("clerk", 404)),
    get("economy", other=404, reader=200, writer=("clerk", 200)),
    post("economy", told={"verb": "answer_doubt", "doubt": "x", "reason": "y"}, writer=("clerk", 422)),
    get("sdmx", other=404, reader=200, writer=("clerk", 200)),
    get("outlook", "gdp", other=404, reader=404, writer=("clerk", 404)),
    get("indicator", "gdp", other=404, reader=404, writer=("clerk", 404)),
    get("checks", other=200, reader=200, writer=("clerk", 200)),
    get("check", "leads", other=200, reader=200, writer=("clerk", 200)),
    get("contract", other=200, reader=200, writer=("clerk", 200)),
    post("contract", told={"verb": "look", "words": "甲方给予乙方奖励300万元。"}, other=200, reader=200, writer=("clerk", 200)),
    get("near", other=404, reader=404, writer=("clerk", 404)),
    get("entitled_firm", "Q-0001", other=404, reader=404, writer=("clerk", 404)),
    get("check", "nothing", other=404, reader=404, writer=("clerk", 404)),
    post("check", "leads", told={"verb": "settle_pair", "left": "X-1", "right": "X-2", "fate": "same", "reason": "y"}, writer=("clerk", 404)),
    get("papers", other=404, reader=200, writer=("clerk", 200)),
    post("papers", told={"verb": "freeze", "number": "某政办〔2026〕1号", "demands": "抓紧。"}, writer=("clerk", 302)),
    post("papers", told={"verb": "freeze", "number": "第1号"}, writer=("clerk", 422)),
    get("paper", "bulletin", "docx", other=404, reader=200, writer=("clerk", 200)),
    get("paper", "leader", "pdf", other=404, reader=200, writer=("clerk", 200)),
    get("paper", "bulletin", "exe", other=404, reader=404, writer=("clerk", 404)),
    get("paper", "nothing", "pdf", other=404, reader=404, writer=("clerk", 404)),
    get("paper_tables", other=404, reader=200, writer=("clerk", 200)),
    get("pack", 999, other=404, reader=404, writer=("clerk", 404)),
    get("pack_file", 999, other=404, reader=404, writer=("clerk", 404)),
    get("paper_templates", other=404, reader=200, writer=("clerk", 200)),
    post("paper_templates", told={"verb": "put_template", "kind": "bulletin"}, writer=("clerk", 422)),
    post("paper_templates", told={"verb": "back", "kind": "bulletin"}, writer=("clerk", 302)),
    post("paper_templates", told={"verb": "back", "kind": "nothing"}, writer=("clerk", 404)),
    get("paper_template", "bulletin", other=404, reader=200, writer=("clerk", 200)),
    get("paper_template", "nothing", other=404, reader=404, writer=("clerk", 404)),
    get("slip_file", "DB-2026-999", "docx", other=404, reader=404, writer=("clerk", 404)),
    get("speech_paper", "{reading}", "minutes", "docx", other=404, reader=200, writer=("clerk", 200)),
    get("speech_paper", "{reading}", "tasks", "pdf", other=404, reader=200, writer=("clerk", 200)),
    get("speech_paper", "{reading}", "poem", "pdf", other=404, reader=404, writer=("clerk", 404)),
    get("entry_proof", "parcel", "P-001", 1, other=404, reader=200, writer=("east", 200)),
    get("entry_proof", "parcel", "P-001", 99999, other=404, reader=404, writer=("east", 404)),
    get("search", other=200, reader=200, writer=("clerk", 200)),
    get("slips", other=200, reader=200, writer=("clerk", 200)),
    get("slip", "DB-2026-999", other=404, reader=404, writer=("clerk", 404)),
    get("proof", "0" * 64, other=404, reader=404, writer=("clerk", 404)),
    post("slips", told={"verb": "slip", "matter": "修路灯", "basis": "leader_note", "requirement": "三日内修好", "unit": "east", "kind": "note_urgent"}, writer=("clerk", 302)),
    post("slips", told={"verb": "chase", "item": "commitment/R-001", "reason": "请抓紧"}, writer=("clerk", 302)),
    post("slips", told={"verb": "decide", "item": "commitment/R-001", "granted": "yes", "reason": "同意"}, writer=("clerk", 422)),
    post("slips", told={"verb": "bless", "item": "commitment/R-001"}, writer=("clerk", 404)),
    post("item", "commitment", "R-001", told={"verb": "chase", "level": "urge"}, writer=("clerk", 302)),
    post("item", "commitment", "R-001", told={"verb": "extend", "until": "2026-07-31", "reason": "等批复"}, writer=("east", 422)),
    post("item", "commitment", "R-001", told={"verb": "decide", "granted": "no", "reason": "按期办"}, writer=("clerk", 422)),
    post("item", "commitment", "R-001", told={"verb": "pause", "reason": "等批复"}, writer=("clerk", 422)),
    post("item", "commitment", "R-001", told={"verb": "resume"}, writer=("clerk", 422)),
    post("item", "commitment", "R-001", told={"verb": "reassign", "unit": "west", "reason": "误派"}, writer=("clerk", 302)),
    post("item", "parcel", "P-001", told={"verb": "chase"}, writer=("clerk", 404)),
    get("as_of", other=200, reader=200, writer=("clerk", 200)),
    get("ledger", other=404, reader=404, writer=("auditor", 200)),
    get("people", other=404, reader=404, writer=("admin", 200), admin=200),
    get("tokens", other=404, reader=404, writer=("admin", 200), admin=200),
    post("tokens", told={"verb": "make", "name": "报数平台", "unit": "east", "role": "reporter"}, writer=("admin", 200), admin=200),
    post("tokens", told={"verb": "end", "token": "0"}, writer=("admin", 404)),
    get("api", other=200, reader=200, writer=("clerk", 200), admin=200),
    Row("openapi", (), "get", {}, 401, 200, 200, ("clerk", 200), 200),
    Row("interface", ("registers",), "get", {}, 401, 401, 401, ("clerk", 401), 401),  # tokens only: test_api.py
    get("notices", other=404, reader=404, writer=("admin", 200), admin=200),
    post("notices", told={"verb": "add", "unit": "east", "kind": "wecom", "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789abcdef", "part": "owed"}, writer=("admin", 302), admin=302),
    post("notices", told={"verb": "add", "unit": "east", "kind": "wecom", "address": "https://elsewhere.test/?key=1", "part": "owed"}, writer=("admin", 422), admin=422),
    post("notices", told={"verb": "try", "channel": "999"}, writer=("admin", 404)),
    get("calendars", other=200, reader=404, writer=("east", 200)),
    post("calendars", told={"verb": "make", "unit": "west"}, other=200, writer=("east", 404)),
    post("calendars", told={"verb": "withdraw", "feed": "999"}, writer=("east", 404)),
    Row("calendar", ("not-a-secret",), "get", {}, 404, 404, 404, ("east", 404), 404),
    post("people", told={"verb": "enrol", "name": "新人", "login": "new", "unit": "east", "role": "reporter", "password": "Three-Kinds-1"}, writer=("admin", 302), admin=302),
)  # fmt: skip

CASES = [
    pytest.param(row, who, status, id=f"{n}-{row.name}-{row.told.get('verb', row.method)}-{who}")
    for n, row in enumerate(TABLE)
    for who, status in (
        (None, row.anonymous),
        ("west", row.other),
        ("leader", row.reader),
        row.writer,
        ("admin", row.admin),
    )
]


@pytest.mark.parametrize(("row", "who", "status"), CASES)
def test_each_address_answers_as_the_table_says(
    world: World, row: Row, who: str | None, status: object
) -> None:
    draft = world.reading.decisions.filter(draft__strength="hard").first()
    report = next(e for e in services.ledger().by_item["parcel", "P-001"] if e.verb == "report")
    facts = {"reading": world.reading.pk, "draft": draft.number, "report": report.digest}
    args = [a.format(**facts) if isinstance(a, str) else a for a in row.args]
    told = {name: value.format(**facts) for name, value in row.told.items()}
    before = services.ledger().tip
    answer = getattr(world.client(who), row.method)(reverse(row.name, args=args), told)
    if status == SIGN_IN:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
    else:
        wrong = [p.say("en") for p in (answer.context or {}).get("problems", ())]
        assert answer.status_code == status, wrong
    if status in (SIGN_IN, HIDDEN):
        assert services.ledger().tip == before


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield str(pattern.name), pattern.callback


def test_every_address_has_a_row_and_every_view_a_gate() -> None:
    found = dict(names(get_resolver().url_patterns))
    assert set(found) == {row.name for row in TABLE}
    for view in found.values():
        inner = view
        while not hasattr(inner, "gate"):
            inner = inner.__wrapped__
        assert inner.gate in {None, access.BEARER, *access.PAGES}


def test_every_deed_has_a_row() -> None:
    told = {str(row.told.get("verb")) for row in TABLE} | {
        str(row.args[-1]) for row in TABLE if row.args
    }
    written = set(access.DEEDS) - {"settle", "open", "read_speech", "mend_pack"}
    assert written <= told


def test_what_is_not_yours_looks_like_what_is_not_there(world: World) -> None:
    client = world.client("west")
    theirs = client.get("/registers/parcel/P-001/").content.decode()
    nothing = client.get("/registers/parcel/P-999/").content.decode()
    plain = [
        re.sub(r"P-\d+|csrf\S+|value=\"[^\"]*\"|X-CSRFToken[^}]*", "", text)
        for text in (theirs, nothing)
    ]
    assert plain[0] == plain[1]
    assert "W-002" in theirs


@pytest.mark.parametrize("address", ["/board/", "/board/lights/", "/registers/parcel/", "/board/drill/parcel/sunk/", "/commitments/", "/reports/", "/search/?q=地块", "/search/?q=食堂"])  # fmt: skip
def test_rows_of_other_units_do_not_leak_into_lists(world: World, address: str) -> None:
    shown = world.client("west").get(address)
    if shown.status_code == 200:
        assert "河东一号地块" not in shown.content.decode()
        assert "社区食堂" not in shown.content.decode()


def test_sums_of_other_units_do_not_leak_either(world: World) -> None:
    measure = next(m.key for m in office.catalogue()["parcel"].measures if "sunk" in m.key)
    everything = world.client("leader").get(f"/board/drill/parcel/{measure}/").content.decode()
    ours = world.client("west").get(f"/board/drill/parcel/{measure}/").content.decode()
    assert "1.2 <span" in everything
    assert "1.2 <span" not in ours
    assert "3,000 <span" in ours


def test_a_post_that_ended_opens_nothing(world: World) -> None:
    from datetime import date

    from luoshi_web.people.models import Post

    Post.objects.filter(person__login="leader").update(until=date(2026, 6, 2))
    assert world.client("leader").get("/board/")["Location"].startswith("/sign-in/")


def test_an_item_one_helps_with_is_seen_but_not_reported(world: World) -> None:
    who = world.viewer("west")
    row = {"item": "R-9", "owner": "east", "co_units": "west、natural_resources"}
    assert who.sees("commitment", row)
    assert not who.may("feedback", "commitment", row)
