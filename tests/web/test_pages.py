"""What holds of every page: no outside host, nothing inline, both languages whole, the moment carried along."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from luoshi_web import office, services
from tests.web.world import World

SHELL = Path(__file__).resolve().parents[2] / "src" / "luoshi_web"
PAGES = {
    "clerk": ("/board/", "/board/lights/?level=grey", "/board/drill/parcel/listed/", "/commitments/", "/speeches/", "/speeches/{reading}/", "/registers/parcel/", "/registers/parcel/P-001/", "/registers/commitment/R-001/", "/as-of/", "/search/?q=地块", "/search/?q=nothing+here", "/search/", "/password/", "/slips/", "/reports/periods/", "/reports/burden/", "/api/"),
    "east": ("/reports/", "/reports/sheets/", "/calendar/", "/registers/parcel/P-001/"),
    "keeper": ("/reports/", "/registers/parcel/new/"),
    "auditor": ("/ledger/",),
    "admin": ("/people/", "/tokens/", "/notices/"),
    None: ("/sign-in/",),
}  # fmt: skip
EVERY = [(who, address) for who, addresses in PAGES.items() for address in addresses]
HAN = re.compile(r"[\u4e00-\u9fff]+")


def shown(world: World, who: str | None, address: str, **words: str) -> str:
    answer = world.client(who).get(address.format(reading=world.reading.pk), **words)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("who", "address"), EVERY)
def test_no_page_needs_an_outside_host_or_anything_inline(
    world: World, who: str | None, address: str
) -> None:
    page = shown(world, who, address)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.S):
        assert "csrfmiddlewaretoken" in form
    answer = world.client(who).get(address.format(reading=world.reading.pk))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("who", "address"), EVERY)
def test_the_english_page_is_english(world: World, who: str | None, address: str) -> None:
    """What is left in Chinese are the district's own words: the speech and what people typed."""
    page = shown(world, who, address, headers={"accept-language": "en"})
    page = re.sub(
        r"<article.*?</article>|<code.*?</code>|<blockquote.*?</blockquote>", "", page, flags=re.S
    )
    own = {"中文", "地块", "讲话", "一季度调度会"}
    own |= {
        word
        for e in services.ledger().entries
        for v in e.fields.values()
        for word in HAN.findall(str(v))
    }
    own |= set(HAN.findall(world.reading.text))
    text = re.sub(r"<[^>]+>", " ", page)
    left = [w for w in HAN.findall(text) if not any(w in o or o in w for o in own)]
    assert not left


def test_the_catalogue_of_words_is_whole_and_compiled() -> None:
    used: set[str] = set()
    for file in [*SHELL.rglob("*.html")]:
        text = file.read_text("utf-8")
        used |= set(re.findall(r'\{% trans ["\'](.+?)["\'](?: as \w+)? %\}', text)) | set(
            re.findall(r'_\("(.+?)"\)', text)
        )
        for block in re.findall(
            r"\{% blocktrans[^%]*%\}(.*?)\{% (?:plural|endblocktrans)", text, re.S
        ):
            used.add(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block))
    for file in SHELL.rglob("*.py"):
        used |= set(re.findall(r'\b_\("(.+?)"\)', file.read_text("utf-8")))
    with (SHELL / "locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    missing = {
        w for w in used if HAN.search(w) and words.gettext(w) == words.ngettext(w, w, 2) == w
    }
    assert not missing


def test_looking_back_is_unmistakable_carried_along_and_read_only(world: World) -> None:
    past = "true_on=2026-04-20&known_at=2026-04-20"
    page = shown(world, "clerk", f"/board/?{past}")
    assert 'class="band"' in page
    assert "回到今天" in page
    page = page.replace('href="/board/">回到今天', "")
    links = re.findall(r'href="(/(?:registers|commitments|board|speeches)[^"]*)"', page)
    assert links
    assert all("true_on=2026-04-20" in link for link in links)
    item = shown(world, "east", f"/registers/parcel/P-001/?{past}")
    assert 'name="verb"' not in item
    tip = services.ledger().tip
    told = {"verb": "report", "households_signed": "20", "true_on": "2026-04-20"}
    answer = world.client("east").post(f"/registers/parcel/P-001/?{past}", told)
    assert answer.status_code == 409
    assert [p.id for p in answer.context["problems"]] == ["W-021"]
    assert services.ledger().tip == tip


def test_the_past_is_shown_as_it_was_known(world: World) -> None:
    now = shown(world, "clerk", "/registers/parcel/P-003/?true_on=2026-05-31")
    then = shown(world, "clerk", "/registers/parcel/P-003/?true_on=2026-05-31&known_at=2026-05-30")
    assert "已签约户数" in now
    assert "已签约户数" not in then
    before = world.client("clerk").get("/registers/parcel/P-003/?true_on=2026-01-01")
    assert before.status_code == 404


@pytest.mark.parametrize("words", ["true_on=2026-04-31", "known_at=昨天", "true_on=2026-13-01"])
def test_a_day_that_does_not_exist_is_never_today(world: World, words: str) -> None:
    for address in ("/board/", "/as-of/"):
        answer = world.client("clerk").get(f"{address}?{words}")
        assert answer.status_code == 400
        assert [p.id for p in answer.context["problems"]] == ["W-020"]


@pytest.mark.parametrize("name", ["true_onn", "true-on", "TRUE_ON", "know_at", "known_on", "known"])
def test_a_misspelt_moment_is_never_today(world: World, name: str) -> None:
    for address in ("/board/", "/registers/parcel/", "/registers/parcel/P-001/", "/commitments/"):
        answer = world.client("clerk").get(f"{address}?{name}=2026-04-20")
        assert answer.status_code == 400
        (problem,) = answer.context["problems"]
        assert problem.id == "W-081"
        assert problem.facts["known"] in ("true_on", "known_at")


def test_filters_live_in_the_address(world: World) -> None:
    page = world.client("clerk").get("/registers/parcel/?unit=west").context
    assert [row["item"] for row, _ in page["rows"]] == ["P-003"]
    assert (
        world.client("clerk").get("/registers/parcel/?q=二号").context["rows"][0][0]["item"]
        == "P-002"
    )
    assert not world.client("clerk").get("/commitments/?due=past").context["lines"]
    assert world.client("clerk").get("/commitments/?bound=no").context["lines"]


def test_columns_live_in_the_address_and_stay_in_the_order_of_the_register(world: World) -> None:
    client = world.client("clerk")
    page = client.get("/registers/parcel/?col=sunk_wan&col=area_mu&col=nothing&level=grey")
    chosen = [f.key for f in page.context["columns"]]
    declared = [f.key for f in office.catalogue()["parcel"].fields]
    assert chosen == [key for key in declared if key in ("sunk_wan", "area_mu")]
    text = page.content.decode()
    assert 'name="level" value="grey"' in text  # the filters stay while columns are chosen
    assert (
        client.get("/registers/parcel/?col=nothing").context["columns"]
        == client.get("/registers/parcel/").context["columns"]
    )


def test_the_sheet_opens_in_wps_and_runs_no_formula(world: World) -> None:
    from luoshi_web.records.store import DjangoStore
    from tests.web.world import told

    name = {"name": "=cmd|'/c calc'!A0", "unit": "east"}
    DjangoStore().append(
        [told("parcel", "P-009", "open", name, "2026-06-01", "keeper", "natural_resources")]
    )
    answer = world.client("clerk").get("/registers/parcel/?format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff编号,灯,曾逾期,为什么,责任单位,地块名称")
    assert "'=cmd" in text
    assert "沉淀资金（万元）" in text


def test_the_ledger_page_finds_a_changed_entry(world: World) -> None:
    from django.db import connection

    assert "账本完整" in shown(world, "auditor", "/ledger/")
    with connection.cursor() as cursor:
        cursor.execute("drop trigger records_entry_no_update")
        cursor.execute(
            "update records_entry set content = replace(content, '5000', '9000') where seq = 1"
        )
    page = world.client("auditor").get("/ledger/")
    assert [p.id for p in page.context["problems"]] == ["L-003"]


def test_our_own_fault_says_that_nothing_was_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*words: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(services, "lamps", fail)
    client = world.client("clerk", raise_request_exception=False)
    answer = client.get("/board/")
    assert answer.status_code == 500
    assert "W-003" in answer.content.decode()


def test_a_page_that_is_not_there_says_so_politely(world: World) -> None:
    answer = world.client("clerk").get("/nowhere/")
    assert answer.status_code == 404
    assert [p.id for p in answer.context["problems"]] == ["W-002"]


def test_a_page_travels_small_and_its_files_are_asked_for_by_content(world: World) -> None:
    client = world.client("clerk", headers={"accept-encoding": "gzip"})
    answer = client.get("/board/")
    assert answer["Content-Encoding"] == "gzip"
    page = shown(world, "clerk", "/board/")
    assert len(answer.content) < len(page) / 3
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert files
    assert all(re.search(r"\?v=[0-9a-f]{8}$", file) for file in files)


def test_the_matrix_by_unit_ends_with_the_district_itself(world: World) -> None:
    page = world.client("leader").get("/board/").context
    whole, units = page["whole"], page["units"]
    assert whole.label == "青原区"
    assert whole.total == page["total"] == sum(row.total for row in units) > 0
    ours = world.client("east").get("/board/").context
    assert ours["whole"].label == ""  # a unit sees its own lights, not the district's
    assert ours["whole"].total < whole.total
