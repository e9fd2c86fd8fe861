"""The interface: who may ask and tell what, in which shapes, and that it says what the pages say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.test import Client

from luoshi_web import clock, office, services
from luoshi_web.api import build, examples
from luoshi_web.people import tokens
from luoshi_web.people.models import Person, Post, Token
from tests.web.world import TODAY, World

ROOT = "/api/v1"
JSON = "application/json"
POSTS = {  # name of the token -> role, unit
    "east": ("reporter", "east"),
    "west": ("reporter", "west"),
    "keeper": ("keeper", "natural_resources"),
    "leader": ("leader", "district"),
    "auditor": ("auditor", "district"),
}


@pytest.fixture(autouse=True)
def quiet_pace() -> Iterator[None]:
    """Requests of one test do not count for the next."""
    cache.clear()
    yield
    cache.clear()


def token(name: str, **more: str) -> str:
    """A token with the post of that name."""
    role, unit = POSTS[name]
    told = {"name": f"{name}系统", "role": role, "unit": unit, "since": "2026-01-01"} | more
    admin = Person.objects.get(login="admin")
    text, problems = tokens.make(told, office.units(), admin, TODAY, clock.now())
    assert not problems, [p.say("en") for p in problems]
    return text


class Caller:
    """A system with a token, or without."""

    def __init__(self, text: str = "") -> None:
        head = {"authorization": f"Bearer {text}"} if text else {}
        self.client = Client(headers=head)

    def get(self, path: str, **asked: object) -> Any:
        return self.client.get(f"{ROOT}{path}", asked)

    def post(self, path: str, told: object, **head: str) -> Any:
        return self.client.post(f"{ROOT}{path}", json.dumps(told), JSON, headers=head)


@pytest.fixture
def east(world: World) -> Caller:
    return Caller(token("east"))


@pytest.fixture
def keeper(world: World) -> Caller:
    return Caller(token("keeper"))


@pytest.fixture
def leader(world: World) -> Caller:
    return Caller(token("leader"))


def ids(answer: Any) -> list[str]:
    return [problem["id"] for problem in answer.json()["problems"]]


REPORT = {"true_on": "2026-05-31", "fields": {"households_signed": 13}}
OPENING = {"true_on": "2026-06-03", "fields": {"name": "新地块", "unit": "east"}}


# --- who may -----------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """One address: the answer for another unit's reporter, a reader, and whoever may."""

    method: str
    path: str
    other: int
    reader: int
    writer: tuple[str, int]
    told: Mapping[str, Any] | None = None


def get(path: str, *, other: int = 200, reader: int = 200, writer: str = "east") -> Row:
    return Row("get", path, other, reader, (writer, 200))


def post(
    path: str, told: Mapping[str, Any], writer: str, status: int = 201, other: int = 404
) -> Row:
    return Row("post", path, other, 404, (writer, status), told)


TABLE = (
    get("/registers"),
    get("/registers/parcel"),
    get("/registers/parcel/items"),
    get("/registers/parcel/items/P-001", other=404),
    get("/registers/parcel/items/P-001/entries", other=404),
    get("/registers/parcel/measures/sunk_wan"),
    get("/registers/parcel/measures/sunk_wan/rows"),
    get("/lights"),
    get("/owed", reader=404),
    get("/meetings"),
    post("/registers/parcel/items", OPENING, "keeper"),
    post("/registers/parcel/items/P-001/reports", REPORT, "east"),
    post("/registers/parcel/reports", {"reports": [REPORT | {"item": "P-001"}]}, "east", other=422),
    post("/entries/{report}/accept", {}, "keeper"),
    post("/entries/{report}/return", {"reason": "数不对"}, "keeper"),
    post("/entries/{report}/withdraw", {"reason": "报错了"}, "east"),
    post("/entries/{report}/correct", {"fields": {"households_signed": 11}, "reason": "多计一户"}, "east"),
)  # fmt: skip
CASES = [
    pytest.param(row, who, status, id=f"{row.method} {row.path} {who}")
    for row in TABLE
    for who, status in (
        ("none", 401), ("wrong", 401), ("ended", 401), ("past", 401), ("session", 401),
        ("west", row.other), ("leader", row.reader), row.writer,
    )
]  # fmt: skip


def caller(who: str, world: World) -> Caller:
    """A system of each kind; `session` is a person signed in to the pages, who has no token."""
    match who:
        case "none":
            return Caller()
        case "wrong":
            return Caller(tokens.PREFIX + "x" * 43)
        case "ended":
            found = Caller(token("east"))
            tokens.end(Token.objects.get(), TODAY, clock.now())
            return found
        case "past":
            found = Caller(token("east"))
            Post.objects.filter(person__token__isnull=False).update(until=date(2026, 6, 2))
            return found
        case "session":
            found = Caller()
            found.client = world.client("admin")
            return found
    return Caller(token(who))


@pytest.mark.parametrize(("row", "who", "status"), CASES)
def test_each_address_answers_as_the_table_says(
    world: World, row: Row, who: str, status: int
) -> None:
    report = next(e for e in services.ledger().by_item["parcel", "P-001"] if e.verb == "report")
    path, asks = row.path.format(report=report.digest), caller(who, world)
    before = services.ledger().tip
    answer = asks.get(path) if row.method == "get" else asks.post(path, row.told)
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"].startswith(JSON)
    assert who == "session" or not answer.cookies
    if status == 401:
        assert answer["WWW-Authenticate"].startswith("Bearer")
    if status not in (200, 201):
        assert services.ledger().tip == before


def test_every_address_of_the_document_has_a_row() -> None:
    written = {(row.method.upper(), row.path) for row in TABLE}
    names = {
        "parcel": "{register_key}",
        "P-001": "{key}",
        "sunk_wan": "{measure_key}",
        "{report}": "{digest}",
    }
    shown = {
        (method, re.sub("|".join(map(re.escape, names)), lambda m: names[m[0]], path))
        for method, path in written
    }
    offered = examples.addresses(json.loads(build.document()))
    assert {(one.method, one.path.removeprefix(ROOT)) for one in offered} == shown


def test_what_is_not_yours_looks_like_what_is_not_there(world: World) -> None:
    west = Caller(token("west"))
    theirs = west.get("/registers/parcel/items/P-001")
    for path in ("/registers/parcel/items/P-999", "/registers/nothing/items/P-001", "/nothing"):
        answer = west.get(path)
        assert (answer.status_code, answer.content) == (404, theirs.content)
    assert ids(theirs) == ["W-002"]
    told = {"reports": [REPORT | {"item": key} for key in ("P-001", "P-999")]}
    causes = {
        p["cause"]["en"] for p in west.post("/registers/parcel/reports", told).json()["problems"]
    }
    assert causes == {"There is no item P-001", "There is no item P-999"}


def test_rows_and_sums_of_other_units_do_not_leak(world: World, leader: Caller) -> None:
    west = Caller(token("west"))
    for path in (
        "/registers/parcel/items",
        "/lights",
        "/registers/parcel/measures/sunk_wan/rows",
        "/owed",
    ):
        assert "P-001" not in west.get(path).content.decode()
    assert west.get("/registers/parcel/measures/sunk_wan").json()["value"] == 3000
    assert leader.get("/registers/parcel/measures/sunk_wan").json()["value"] == 12000


# --- tokens -------------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_kept_as_a_hash(world: World) -> None:
    admin = world.client("admin")
    told = {
        "verb": "make",
        "name": "报数平台",
        "role": "reporter",
        "unit": "east",
        "until": "2027-06-03",
    }
    page = admin.post("/tokens/", told).content.decode()
    text = re.search(r"luoshi_[\w-]{43}", page)
    assert text
    assert text[0] not in admin.get("/tokens/").content.decode()
    kept = Token.objects.get()
    assert text[0] not in str(vars(kept)) + str(vars(kept.person))
    assert Caller(text[0]).get("/registers").status_code == 200
    assert admin.post("/tokens/", {"verb": "end", "token": kept.pk}).status_code == 302
    assert Caller(text[0]).get("/registers").status_code == 401


def test_a_token_is_no_person_who_signs_in(world: World) -> None:
    token("east")
    kept = Token.objects.get().person
    assert not kept.is_active
    assert not kept.has_usable_password()
    admin = world.client("admin")
    assert kept.login not in admin.get("/people/").content.decode()
    told = {"verb": "new_password", "login": kept.login, "password": "Three-Kinds-1"}
    assert admin.post("/people/", told).status_code == 404


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"name": ""}, "W-052"),
        ({"name": "长" * 65}, "W-052"),
        ({"role": "clerk"}, "W-052"),
        ({"role": "administrator"}, "W-052"),
        ({"unit": "nowhere"}, "W-037"),
        ({"until": "2026-06-02"}, "W-091"),
        ({"until": "2026-02-30"}, "W-020"),
    ],
)
def test_what_a_token_may_not_be(world: World, told: dict[str, str], problem: str) -> None:
    asked = {"verb": "make", "name": "平台", "role": "reporter", "unit": "east"} | told
    answer = world.client("admin").post("/tokens/", asked)
    assert [p.id for p in answer.context["problems"]] == [problem]
    assert not Token.objects.exists()


def test_a_token_that_asks_without_pause_has_to_wait(world: World, monkeypatch: Any) -> None:
    from luoshi_web.api import bearer

    asks, other = Caller(token("east")), Caller(token("west"))
    monkeypatch.setattr(bearer.Pace, "parse_rate", lambda self, rate: (3, 60))
    api = build.build(office.catalogue())
    pace = api.throttle[0]
    monkeypatch.setattr(pace, "num_requests", 3)
    monkeypatch.setattr(build, "build", lambda catalogue: api)
    monkeypatch.setattr(build, "_now", None)
    statuses = [asks.get("/meetings").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert ids(asks.get("/meetings")) == ["W-087"]
    assert int(asks.get("/meetings")["Retry-After"]) > 0
    assert other.get("/meetings").status_code == 200
    monkeypatch.setattr(build, "_now", None)


# --- the same as the pages ------------------------------------------------------------------------------------------


def test_as_of_answers_are_those_of_the_pages(world: World, leader: Caller) -> None:
    east = world.client("leader")
    for moment in ({}, {"true_on": "2026-04-29"}, {"known_at": "2026-04-29"}, {"true_on": "2026-05-31", "known_at": "2026-05-01"}):  # fmt: skip
        page = east.get("/registers/parcel/P-001/", moment).context
        answer = leader.get("/registers/parcel/items/P-001", **moment).json()
        assert answer["fields"]["households_signed"] == page["row"]["households_signed"]
        assert {x["light"]: x["level"] for x in answer["lights"]} == {
            s.lamp.light: s.lamp.level for s in page["shining"]
        }
        shown = [s.entry.digest for s in page["steps"]]
        told = leader.get("/registers/parcel/items/P-001/entries", **moment).json()["entries"]
        assert [entry["digest"] for entry in told] == shown
    assert leader.get("/registers/parcel/items/P-001", true_on="2025-12-31").status_code == 404


def test_a_value_told_here_stands_on_the_page_with_its_source(world: World, east: Caller) -> None:
    answer = east.post("/registers/parcel/items/P-001/reports", REPORT)
    assert answer.status_code == 201
    (entry,) = answer.json()["entries"]
    assert entry["source"]["place"] == "接口"
    assert (entry["unit"], entry["author"][:2]) == ("east", "t-")
    page = world.client("east").get("/registers/parcel/P-001/").content.decode()
    assert "east系统" in page
    assert "· 接口" in page
    assert east.get("/registers/parcel/items/P-001").json()["fields"]["households_signed"] == 13


def test_the_desk_reads_values_here_as_on_the_form(world: World, east: Caller) -> None:
    told = {
        "true_on": "2026年5月31日",
        "fields": {"households_signed": "１３ 户", "listed_on": "2026.5.30"},
    }
    wrong = {
        "true_on": "2026-05-31",
        "fields": {"households_signed": "很多", "listed_on": "2026.4.31"},
    }
    assert sorted(ids(east.post("/registers/parcel/items/P-001/reports", wrong))) == [
        "K-001",
        "K-002",
    ]
    entry = east.post("/registers/parcel/items/P-001/reports", told).json()["entries"][0]
    assert entry["fields"] == {"households_signed": 13, "listed_on": "2026-05-30"}


# --- telling ---------------------------------------------------------------------------------------------------------


def test_the_same_telling_again_enters_nothing(world: World, east: Caller, keeper: Caller) -> None:
    path = "/registers/parcel/items/P-001/reports"
    assert east.post(path, REPORT).status_code == 201
    again = east.post(path, REPORT)
    assert (again.status_code, again.json()["entries"], ids(again)) == (200, [], ["K-017"])
    first = keeper.post("/registers/parcel/items", OPENING, **{"Idempotency-Key": "a1"})
    second = keeper.post("/registers/parcel/items", OPENING, **{"Idempotency-Key": "a1"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["entries"] == second.json()["entries"]
    third = keeper.post("/registers/parcel/items", OPENING, **{"Idempotency-Key": "a2"})
    assert third.json()["entries"][0]["item"] != first.json()["entries"][0]["item"]


def test_whoever_did_not_see_the_last_word_is_shown_it(world: World, east: Caller) -> None:
    seen = east.get("/registers/parcel/items/P-001").json()["seen"]
    assert (
        east.post("/registers/parcel/items/P-001/reports", REPORT | {"seen": seen}).status_code
        == 201
    )
    late = REPORT | {"seen": seen, "fields": {"households_signed": 9}}
    for path, told in (
        ("/registers/parcel/items/P-001/reports", late),
        ("/registers/parcel/reports", {"reports": [late | {"item": "P-001"}]}),
    ):
        answer = east.post(path, told)
        assert (answer.status_code, ids(answer)) == (409, ["W-041"])
        assert [entry["fields"] for entry in answer.json()["changed"]] == [
            {"households_signed": 13}
        ]


def test_many_reports_are_entered_together_or_not_at_all(world: World, east: Caller) -> None:
    good = {"reports": [REPORT | {"item": "P-001"}, REPORT | {"item": "P-002"}]}
    bad = {"reports": [*good["reports"], REPORT | {"item": "P-003"}]}
    twice = {"reports": [*good["reports"], REPORT | {"item": "P-001"}]}
    before = services.ledger().tip
    assert [(p["item"], p["id"]) for p in east.post("/registers/parcel/reports", bad).json()["problems"]] == [("P-003", "K-011")]  # fmt: skip
    assert ids(east.post("/registers/parcel/reports", twice)) == ["W-089"]
    assert services.ledger().tip == before
    answer = east.post("/registers/parcel/reports", good)
    assert [entry["item"] for entry in answer.json()["entries"]] == ["P-001", "P-002"]


def test_all_faults_come_at_once_in_both_languages(world: World, east: Caller) -> None:
    told = {"true_on": "2027-01-01", "stage": "nothing", "fields": {"nonsense": 1, "households_signed": -1, "sunk_wan": 5}}  # fmt: skip
    answer = east.post("/registers/parcel/items/P-001/reports", told)
    assert answer.status_code == 422
    assert {"K-004", "K-005", "K-016", "W-090"} <= set(ids(answer))
    for problem in answer.json()["problems"]:
        assert set(problem["cause"]) == set(problem["remedy"]) == {"zh", "en"}
        assert re.search(r"[一-鿿]", problem["cause"]["zh"])


def test_the_gate_of_a_stage_holds_here_too(world: World, east: Caller) -> None:
    declared = office.catalogue()["parcel"]
    gated = next(stage for stage in declared.stages if stage.gate)
    answer = east.post("/registers/parcel/items/P-001/reports", REPORT | {"stage": gated.key})
    assert (answer.status_code, "K-018" in ids(answer)) == (422, True)


def test_a_field_of_another_is_not_told_here(world: World, east: Caller, keeper: Caller) -> None:
    told = {"true_on": "2026-06-01", "fields": {"list_by": "2026-12-31"}}
    assert ids(east.post("/registers/parcel/items/P-001/reports", told)) == ["W-090"]
    assert keeper.post("/registers/parcel/items/P-001/reports", told).status_code == 201


def test_a_correction_names_what_the_entry_told(world: World, east: Caller) -> None:
    entry = east.post("/registers/parcel/items/P-001/reports", REPORT).json()["entries"][0]
    path = f"/entries/{entry['digest']}/correct"
    assert ids(east.post(path, {"fields": {"households_vacated": 3}, "reason": "补"})) == ["W-090"]
    assert ids(east.post(path, {"fields": {"households_signed": 3}})) == ["K-013"]
    answer = east.post(path, {"fields": {"households_signed": None}, "reason": "没有核实"})
    assert answer.json()["entries"][0]["fields"] == {"households_signed": None}
    assert east.get("/registers/parcel/items/P-001").json()["fields"]["households_signed"] is None


# --- asking ----------------------------------------------------------------------------------------------------------


def test_pages_follow_each_other_without_a_gap(world: World, leader: Caller) -> None:
    for path, name in (("/registers/parcel/items", "items"), ("/lights", "lights")):
        whole = leader.get(path, limit=1000).json()[name]
        found, after = [], ""
        while after is not None:
            page = leader.get(path, limit=2, after=after).json()
            found += page[name]
            after = page["next"]
        assert found == whole


def test_items_are_narrowed_as_on_the_page(world: World, leader: Caller) -> None:
    def keys(**asked: str) -> list[str]:
        return [
            one["item"] for one in leader.get("/registers/parcel/items", **asked).json()["items"]
        ]

    assert keys() == ["P-001", "P-002", "P-003"]
    assert keys(unit="west") == ["P-003"]
    assert keys(q="河东二号") == ["P-002"]
    assert keys(closed="yes") == []
    assert keys(after="P-002") == ["P-003"]
    levels = {lit["level"] for lit in leader.get("/lights", register_key="parcel").json()["lights"]}
    assert sorted({key for level in levels for key in keys(level=level)}) == keys()


def test_measures_come_in_parts(world: World, leader: Caller) -> None:
    whole = leader.get("/registers/parcel/measures/sunk_wan", per="unit").json()
    assert {r["unit"]: r["value"] for r in whole["readings"]}["west"] == 3000
    rows = leader.get("/registers/parcel/measures/sunk_wan/rows").json()["items"]
    assert sum(row["fields"]["sunk_wan"] for row in rows) == whole["value"]


@pytest.mark.parametrize(
    ("path", "asked", "problems"),
    [
        ("/registers/parcel/items", {"true_onn": "2026-05-01"}, ["W-081"]),
        ("/registers/parcel/items", {"limit": "0", "page": "2"}, ["W-083", "W-081"]),
        ("/registers/parcel/items", {"limit": "1001"}, ["W-083"]),
        ("/registers/parcel/items", {"level": "blue"}, ["W-083"]),
        ("/registers/parcel/items", {"unit": "nowhere"}, ["W-037"]),
        ("/registers/parcel/items", {"stage": "nothing"}, ["W-083"]),
        (
            "/registers/parcel/items",
            {"true_on": "2026-02-30", "known_at": "soon"},
            ["W-020", "W-020"],
        ),
        ("/lights", {"after": "nothing"}, ["W-083"]),
        ("/lights", {"after": "parcel/nothing/P-001"}, ["W-083"]),
        ("/owed", {"true_on": "2026-05-01"}, ["W-081"]),
        ("/registers/parcel/measures/sunk_wan", {"per": "year"}, ["W-083"]),
    ],
)
def test_what_is_not_known_is_told_and_not_ignored(
    world: World, east: Caller, path: str, asked: dict[str, str], problems: list[str]
) -> None:
    answer = east.get(path, **asked)
    assert (answer.status_code, ids(answer)) == (422, problems)
    if "true_onn" in asked:
        assert "true_on" in answer.json()["problems"][0]["remedy"]["en"]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"true_on": "2026-05-31", "feilds": {}}, "W-081"),
        ({"fields": {}}, "W-082"),
        ({"true_on": "2026-05-31", "seen": "soon"}, "W-083"),
        ({"true_on": "2026-05-31", "fields": {"households_signed": None}}, "W-083"),
        ({"true_on": "2026-05-31", "fields": {"households_signed": [13]}}, "W-083"),
        ([], "W-083"),
        ("", "W-083"),
    ],
)
def test_a_body_of_another_shape(world: World, east: Caller, told: object, problem: str) -> None:
    answer = east.post("/registers/parcel/items/P-001/reports", told)
    assert answer.status_code == 422
    assert problem in ids(answer)


def nested(depth: int) -> bytes:
    return (
        b'{"true_on":"2026-05-31","fields":{"households_signed":'
        + b"[" * depth
        + b"]" * depth
        + b"}}"
    )


@pytest.mark.parametrize(
    ("body", "kind", "status", "problem"),
    [
        (b'{"true_on":"2026-05-31","fields":{"households_signed":1e400}}', JSON, 400, "W-084"),
        (b'{"true_on":"2026-05-31","fields":{"households_signed":NaN}}', JSON, 400, "W-084"),
        (b'{"true_on":"2026-05-31","fields":{"households_signed":1' + b"0" * 400 + b"}}", JSON, 422, "K-001"),
        (b'{"true_on":"2026-05-31","fields":{"households_signed":1' + b"0" * 5000 + b"}}", JSON, 400, "W-084"),
        (b'{"true_on":"2026-05-31","true_on":"2026-05-30"}', JSON, 400, "W-084"),
        (b'{"true_on":"2026-05-31","reason":"\\u0000"}', JSON, 400, "W-084"),
        (b'{"true_on":"2026-05-31","reason":"\\ud800"}', JSON, 400, "W-084"),
        ('{"true_on":"2026年5月31日"}'.encode("gb18030"), JSON, 400, "W-084"),
        ('{"true_on":"2026-05-31"}'.encode("utf-16"), JSON, 400, "W-084"),
        (b"\xff\xfe\x00", JSON, 400, "W-084"),
        (b'{"true_on":', JSON, 400, "W-084"),
        (nested(200), JSON, 422, "W-083"),
        (nested(200_000), JSON, 400, "W-084"),
        (b'{"reason":"' + b"x" * 10_000_000 + b'"}', JSON, 413, "W-086"),
        (b'{"reason":"' + b"x" * 30_000_000 + b'"}', JSON, 413, "W-086"),
        (b"{}", JSON, 422, "W-082"),
        (b"", "", 415, "W-085"),
        (b"true_on=2026-05-31", "application/x-www-form-urlencoded", 415, "W-085"),
        (b"{}", "text/plain", 415, "W-085"),
    ],
    ids=lambda value: repr(value)[:60],
)  # fmt: skip
def test_a_hostile_body_enters_nothing_and_breaks_nothing(
    world: World, east: Caller, body: bytes, kind: str, status: int, problem: str
) -> None:
    before = services.ledger().tip
    answer = east.client.post(f"{ROOT}/registers/parcel/items/P-001/reports", body, kind)
    assert (answer.status_code, ids(answer)[:1]) == (status, [problem])
    assert services.ledger().tip == before


def test_a_method_that_is_not_offered(world: World, east: Caller) -> None:
    answer = east.client.delete(f"{ROOT}/registers/parcel/items/P-001")
    assert (answer.status_code, answer["Allow"], ids(answer)) == (405, "GET", ["W-088"])
    assert east.client.options(f"{ROOT}/registers").status_code == 405


def test_the_document_is_for_those_who_may_ask_and_names_every_field(
    world: World, east: Caller
) -> None:
    assert Client().get(f"{ROOT}/openapi.json").status_code == 401
    assert world.client("leader").get(f"{ROOT}/openapi.json").status_code == 200
    found = east.get("/openapi.json").json()["components"]["schemas"]
    for declared in office.catalogue().values():
        name = "".join(part.title() for part in declared.key.split("_"))
        shown = found[f"{name}Item"]["properties"]["fields"]["properties"]
        assert set(shown) == {f.key for f in declared.fields}
        for f in declared.fields:
            assert f.label.zh in shown[f.key]["title"]
            assert f.label.en in shown[f.key]["title"]
            assert shown[f.key].get("x-unit", "") == f.unit
            assert set(shown[f.key].get("x-choices", {})) == {key for key, _ in f.choices}


def test_the_page_shows_a_request_for_each_register(world: World) -> None:
    page = world.client("leader").get("/api/").content.decode()
    for declared in office.catalogue().values():
        assert f"/registers/{declared.key}/items?limit=10" in page


def test_who_brings_no_token_is_told_what_is_missing(world: World) -> None:
    assert ids(Caller().get("/meetings")) == ["W-080"]
    assert ids(Caller(tokens.PREFIX + "x" * 43).get("/registers/parcel/items")) == ["W-080"]
