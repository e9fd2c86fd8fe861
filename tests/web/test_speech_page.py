"""The speech page: one card in hand at a time, questions that lead to their draft, and a long speech that stays quick."""

from __future__ import annotations

from datetime import date

from luoshi_web import readings
from luoshi_web.pages.speech import paper
from luoshi_web.records.models import Reading
from tests.web.world import World

LINES = "".join(
    f"东街道要尽快完善第{n}号园区的配套道路。西镇要在9月底前新开工{n}个项目。" for n in range(1, 41)
)


def test_the_form_of_a_draft_comes_when_it_is_asked_for(world: World) -> None:
    client, at = world.client("clerk"), f"/speeches/{world.reading.pk}/"
    number = world.reading.decisions.filter(draft__kind="commitment").first().number
    assert 'name="deadline_on"' not in client.get(at).content.decode()
    whole = client.get(
        f"{at}?mend={number}"
    ).content.decode()  # without scripts: the page with one form
    assert whole.count('name="deadline_on"') == 1
    card = client.get(f"{at}?mend={number}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in card
    assert f'id="d{number}"' in card
    assert 'name="deadline_on"' in card
    assert client.get(f"{at}?mend=999", headers={"HX-Request": "true"}).status_code == 404
    assert (
        'name="deadline_on"'
        not in world.client("leader").get(f"{at}?mend={number}").content.decode()
    )


def test_a_question_leads_to_its_draft_and_is_settled_there(world: World) -> None:
    client, at = world.client("clerk"), f"/speeches/{world.reading.pk}/"
    before = client.get(at)
    asked = [q for _, of_kind in before.context["questions"] for q in of_kind]
    one = next(q for q in asked if q.field == "deadline_on" and not q.settled)
    assert f'href="#d{one.number}" data-ask="deadline_on"' in before.content.decode()
    decision = world.reading.decisions.get(number=one.number)
    told = {"version": str(decision.version), "deadline_on": "2026-09-30"}
    assert client.post(f"{at}drafts/{one.number}/mend/", told).status_code == 302
    after = client.get(at).context
    assert after["questions_open"] < before.context["questions_open"]
    assert after["questions_count"] == before.context["questions_count"]


def test_a_question_outside_every_draft_is_listed_and_leads_nowhere() -> None:
    found = paper.asked([{"kind": "cut", "text": "此处略去", "start": 5}], [])
    assert [(q.number, q.settled) for q in found] == [(0, False)]


def test_the_page_of_a_long_speech_asks_the_database_no_more_than_a_short_one(
    world: World, django_assert_max_num_queries: object
) -> None:
    received = readings.receive(
        f"长讲话\n{LINES}".encode(), "长.txt", world.reading.meeting_on, "", world.viewer("clerk")
    )
    long = received.reading
    assert isinstance(long, Reading)
    assert long.decisions.count() >= 70
    client = world.client("clerk")
    client.get(f"/speeches/{long.pk}/")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page = client.get(f"/speeches/{long.pk}/")
    assert len(page.content) < 4000 * long.decisions.count()


def test_speeches_are_listed_by_their_meetings(world: World) -> None:
    """An older meeting's speech that is uploaded later stands below."""
    received = readings.receive(
        "年初讲话\n东街道要在3月底前开工1个项目。".encode(), "年初.txt", date(2026, 1, 8), "", world.viewer("clerk")
    )  # fmt: skip
    assert received.reading is not None
    listed = world.client("clerk").get("/speeches/").context["readings"]
    assert [one.pk for one in listed] == [world.reading.pk, received.reading.pk]
