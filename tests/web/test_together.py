"""Two people at the same instant, eight at once: each deed happens once, each person is told, nobody's work is lost.

A real server on SQLite and on PostgreSQL; the people are threads that let go together.
"""

from __future__ import annotations

import csv
import io
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.web import databases
from tests.web.live import TODAY, Answer, Person, Server, pack_of

PARCELS = 220
PEOPLE, EACH = 8, 25
SPEECH = (
    "在调度会上的讲话\n同志们：\n一、征收拆迁。望江街道要在6月底前挂牌2个地块。"
    "石桥镇要在7月底前交出3个地块。\n二、项目建设。北门街道要在10月底前竣工1个项目。\n"
)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def server(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Server]:
    """One server for the module; each test takes parcels of its own."""
    folder = Path(tmp_path_factory.mktemp("together"))
    settings = {"LUOSHI_TODAY": TODAY}
    if request.param == "postgresql":
        settings["LUOSHI_DATABASE"] = databases.new_database(request.getfixturevalue("postgres"))
    made = Server(folder / "var", pack_of(folder, PARCELS), **settings)
    made.start()
    yield made
    made.stop()
    assert "locked" not in made.log.read_text(encoding="utf-8")
    assert "Internal Server Error" not in made.log.read_text(encoding="utf-8")


def at_once(*deeds: Callable[[], Answer]) -> list[Answer]:
    """All deeds let go together; their answers in the order given."""
    gate = threading.Barrier(len(deeds))
    answers: list[Answer | None] = [None] * len(deeds)

    def do(number: int) -> None:
        gate.wait(30)
        answers[number] = deeds[number]()

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert None not in answers
    return [answer for answer in answers if answer]


def item(key: str) -> str:
    """The page of a parcel."""
    return f"/registers/parcel/{key}/"


def report(person: Person, key: str, **told: Any) -> Answer:
    """Tell something about a parcel from its own page as it stands now."""
    form = {"verb": "report", "true_on": "2026-05-31", "seen": seen(person, key)}
    return person.post(item(key), form | told)


def seen(person: Person, key: str) -> str:
    """The mark of the last entry that the page shows."""
    found = re.search(r'name="seen" value="(\d+)"', person.get(item(key)).text)
    assert found
    return found[1]


def entry_of(person: Person, key: str) -> str:
    """The digest of the newest report on a parcel."""
    found = re.search(r'name="entry" value="([^"]+)"', person.get(item(key)).text)
    assert found
    return found[1]


def signed(server: Server) -> dict[str, str]:
    """What the sheet of the register says of each parcel."""
    sheet = Person(server, "zirui").get("/registers/parcel/?format=csv").text
    return {row["编号"]: row["已签约户数（户）"] for row in csv.DictReader(io.StringIO(sheet[1:]))}


def verified(server: Server) -> None:
    """The auditor's own page proves the chain."""
    page = Person(server, "shenji").get("/ledger/")
    assert page.status == 200
    assert "账本完整，没有被改动" in page.words
    assert re.search(r"\[[LW]-\d{3}\]", page.words) is None


def upload(person: Person, name: str, content: bytes) -> Answer:
    """Send a speech."""
    return person.post("/speeches/", {"meeting_on": "2026-06-01"}, {"file": (name, content)})


def test_the_same_file_uploaded_twice_at_once_is_one_speech(server: Server) -> None:
    clerks = [Person(server, login) for login in ("ducha", "ducha2", "ducha", "ducha2")]
    content = (SPEECH + "三、请抓紧。\n" * 300).encode()
    answers = at_once(*(lambda c=c: upload(c, "讲话.txt", content) for c in clerks))
    assert {answer.status for answer in answers} == {302}
    assert len({answer.goes_to.split("?")[0] for answer in answers}) == 1
    assert sum("again=1" in answer.goes_to for answer in answers) == len(clerks) - 1


def test_two_clerks_who_accept_the_same_draft_issue_one_commitment(server: Server) -> None:
    first, second = Person(server, "ducha"), Person(server, "ducha2")
    at = upload(first, "second.txt", ("本年第二次\n" + SPEECH).encode()).goes_to
    numbers = sorted(set(re.findall(r"drafts/(\d+)/accept/", first.get(at).text)), key=int)
    assert len(numbers) >= 2
    for number in numbers[:2]:
        form, address = {"version": 0, "unit": "beimen"}, f"{at}drafts/{number}/accept/"
        answers = at_once(*(partial(who.post, address, form) for who in (first, second)))
        assert sorted(answer.status for answer in answers) == [302, 422]
        loser = next(answer for answer in answers if answer.status == 422)
        assert "周敏" in loser.words or "韩立" in loser.words
    page = first.get("/commitments/")
    issued = Counter(re.findall(r"/registers/commitment/(R-\d+)/", page.text))
    assert len(issued) == 2


def test_two_reporters_of_the_same_item_are_not_silently_overwritten(server: Server) -> None:
    one, two = Person(server, "wangjiang"), Person(server, "wangjiang")
    mark = seen(one, "P-201")
    form = {"verb": "report", "true_on": "2026-05-31", "seen": mark}
    answers = at_once(
        lambda: one.post(item("P-201"), form | {"households_signed": 11}),
        lambda: two.post(item("P-201"), form | {"households_signed": 22}),
    )
    assert sorted(answer.status for answer in answers) == [302, 422]
    loser = next(answer for answer in answers if answer.status == 422)
    assert "陈晓" in loser.words  # who was first, and when
    assert re.search(r'value="(11|22)"', loser.text)  # what was typed stays


def test_a_return_and_a_correction_at_once_leave_one_of_the_two(server: Server) -> None:
    reporter, keeper = Person(server, "wangjiang"), Person(server, "zirui")
    assert report(reporter, "P-202", households_signed=5).status == 302
    mark, entry = seen(reporter, "P-202"), entry_of(reporter, "P-202")
    common = {"seen": mark, "entry": entry, "reason": "核对"}
    correct = {"verb": "correct", "households_signed": 7, "was-households_signed": 5}
    answers = at_once(
        lambda: keeper.post(item("P-202"), common | {"verb": "return"}),
        lambda: reporter.post(item("P-202"), common | correct),
    )
    assert sorted(answer.status for answer in answers) == [302, 422]
    # Pressed again from the page as it now stands, a correction of what was returned is refused too.
    if answers[0].status == 302:
        again = reporter.post(item("P-202"), common | correct | {"seen": seen(reporter, "P-202")})
        assert again.status == 422


def test_a_report_that_is_returned_while_another_keeper_takes_it_does_not_count(
    server: Server,
) -> None:
    """A keeper may return what was taken; nobody takes what was returned."""
    reporter = Person(server, "wangjiang")
    keepers = [Person(server, "zirui") for _ in range(2)]
    for key in ("P-203", "P-204", "P-205"):
        assert report(reporter, key, households_signed=5).status == 302
        entry = entry_of(reporter, key)
        taken, returned = at_once(
            lambda e=entry: keepers[0].post("/reports/", {"verb": "accept", "entry": e}),
            lambda e=entry: keepers[1].post(
                "/reports/", {"verb": "return", "entry": e, "reason": "重复"}
            ),
        )
        assert returned.status == 302
        assert taken.status in (302, 422)
        assert signed(server)[key] == ""


def test_two_new_items_at_once_get_two_numbers(server: Server) -> None:
    keepers = [Person(server, "zirui") for _ in range(4)]
    form = {"unit": "wangjiang", "half_finished": "是", "sunk_wan": "100", "true_on": "2026-06-01"}
    answers = at_once(
        *(
            lambda n=n, k=k: k.post("/registers/parcel/new/", form | {"name": f"南岸{n}号"})
            for n, k in enumerate(keepers)
        )
    )
    assert {answer.status for answer in answers} == {302}, [a.words for a in answers]
    assert len({answer.goes_to for answer in answers}) == len(keepers)


def test_eight_people_report_two_hundred_items_and_each_is_stored_once(server: Server) -> None:
    people = [Person(server, "wangjiang") for _ in range(PEOPLE)]
    told: dict[str, int] = {}

    def work(number: int) -> Answer:
        answer = Answer(0, "", "")
        for turn in range(EACH):
            key = f"P-{number * EACH + turn + 1:03d}"
            form = {"verb": "report", "true_on": "2026-05-31", "households_signed": turn + 1}
            answer = people[number].post(item(key), form)
            told[key] = answer.status
        return answer

    began = time.monotonic()
    at_once(*(lambda n=n: work(n) for n in range(PEOPLE)))
    took = time.monotonic() - began
    assert Counter(told.values()) == {302: PEOPLE * EACH}
    assert took < 60
    stored = signed(server)
    assert {key: stored[key] for key in told} == {
        key: str((int(key[2:]) - 1) % EACH + 1) for key in told
    }
    verified(server)


def test_a_character_that_no_text_has_is_left_out_of_forms_and_speeches(server: Server) -> None:
    """U+0000 comes along from some PDF files; PostgreSQL takes it nowhere, SQLite everywhere."""
    clerk, keeper = Person(server, "ducha"), Person(server, "zirui")
    content = "同志们：\0一、石桥镇要在6月底前挂牌4个\0地块。\n".encode()
    form = {"meeting_on": "2026-06-01", "meeting": "第\0三次"}
    answer = clerk.post("/speeches/", form, {"file": ("三.txt", content)})
    assert answer.status == 302
    page = clerk.get(answer.goes_to)
    assert "挂牌4个地块" in re.sub(r"<[^>]+>", "", page.main)
    parcel = {"name": "西\0岸", "unit": "wangjiang", "half_finished": "是", "true_on": "2026-06-01"}
    answer = keeper.post("/registers/parcel/new/", parcel)
    assert answer.status == 302
    assert "西岸" in keeper.get(answer.goes_to).words
    assert Person(server).post("/sign-in/", {"login": "a\0b", "password": "x"}).status == 422
