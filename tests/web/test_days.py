"""Days at the edges: the ends of years and months, 29 February, a due day on a holiday, half past midnight, a clock set back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from luoshi_web import clock, services
from luoshi_web.people.models import Person, Post
from luoshi_web.records import store
from tests.web.world import World

PAGES = ("/board/", "/board/lights/", "/reports/", "/commitments/", "/as-of/", "/registers/parcel/")


def signed_in(world: World, login: str, day: date) -> Client:
    """A browser on a day far from the world's own; sessions go by the real clock, posts by the office's day."""
    Post.objects.filter(person__login=login).update(since=date(2000, 1, 1), until=None)
    with override_settings(TODAY=day):
        return world.client(login)


def owed_on(world: World, day: date) -> set[tuple[str, date, date, date, bool]]:
    """What the reporter of the east owes on a day: item, period, due day, late."""
    Post.objects.update(since=date(2000, 1, 1))
    from luoshi_web import office
    from luoshi_web.people import access

    with override_settings(TODAY=day):
        services.desk_on.cache_clear()
        person = Person.objects.get(login="east")
        who = access.viewer(person, office.units(), office.catalogue(), day)
        return {
            (o.key, o.period_start, o.period_end, o.due_on, o.late)
            for o in services.owed(services.view(day), who)
            if o.register == "parcel"
        }


@pytest.mark.parametrize(
    "day", ["2026-12-31", "2027-01-01", "2028-02-29", "2028-03-01", "2026-06-30"]
)
def test_every_page_opens_on_the_edge_of_a_period(world: World, day: str) -> None:
    on = date.fromisoformat(day)
    for login in ("clerk", "east"):
        client = signed_in(world, login, on)
        with override_settings(TODAY=on):
            for page in PAGES:
                assert client.get(page).status_code in (200, 404 if login == "east" else 200), page


@pytest.mark.parametrize("name", ["true_on", "known_at"])
@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "2026-02-29", "2026-04-31", "²026-04-30"]
)
def test_a_day_that_no_calendar_of_ours_holds_is_told_and_not_our_fault(
    world: World, name: str, day: str
) -> None:
    for page in ("/board/", "/board/drill/parcel/listed/", "/registers/parcel/P-001/"):
        answer = world.client("clerk").get(page, {name: day})
        assert answer.status_code == 400
        assert "W-020" in answer.content.decode()


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31", "2028-02-29"])
def test_the_first_and_the_last_day_that_one_may_look_at(world: World, day: str) -> None:
    for page in ("/board/", "/board/lights/", "/commitments/"):
        assert world.client("clerk").get(page, {"true_on": day}).status_code == 200


@pytest.mark.parametrize(
    ("on", "start", "end"),
    [
        ("2026-12-31", "2026-11-01", "2026-11-30"),
        ("2027-01-01", "2026-12-01", "2026-12-31"),
        ("2028-02-29", "2028-01-01", "2028-01-31"),
        ("2028-03-01", "2028-02-01", "2028-02-29"),
    ],
)  # fmt: skip
def test_a_month_is_owed_from_the_first_day_after_it(
    world: World, on: str, start: str, end: str
) -> None:
    owed = owed_on(world, date.fromisoformat(on))
    assert {(o[1].isoformat(), o[2].isoformat()) for o in owed} == {(start, end)}


@pytest.mark.parametrize(
    ("first_late", "due"),
    [
        ("2026-07-04", "2026-07-03"),  # the 5th is a Sunday: met on the Friday before
        ("2026-05-07", "2026-05-06"),  # 1-5 May: on the next working day
        ("2026-10-09", "2026-10-08"),  # 1-7 October: on the next working day
    ],
)
def test_a_due_day_on_a_holiday_is_moved_and_only_then_late(
    world: World, first_late: str, due: str
) -> None:
    day = date.fromisoformat(first_late)
    assert {(o[3].isoformat(), o[4]) for o in owed_on(world, day)} == {(due, True)}
    eve = owed_on(world, date.fromisoformat(due))
    assert {(o[3].isoformat(), o[4]) for o in eve} == {(due, False)}


def tell(world: World, count: int, on: str) -> Any:
    """The east reports on its parcel from the item's page."""
    form = {"verb": "report", "true_on": on, "households_signed": count}
    return world.client("east").post("/registers/parcel/P-001/", form)


def test_half_past_midnight_is_the_new_day_of_the_office(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    instant = datetime(2026, 6, 30, 16, 30, tzinfo=UTC)  # 1 July, 00:30 in the office

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return instant.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Fixed)
    with override_settings(TODAY=None):
        services.desk_on.cache_clear()
        assert tell(world, 20, "2026-07-02").status_code == 422  # tomorrow has not happened
        assert tell(world, 20, "2026-07-01").status_code == 302
        last = services.ledger().entries[-1]
        assert last.known_at == instant
        assert clock.office_day(last.known_at) == date(2026, 7, 1)
        page = world.client("east").get("/registers/parcel/P-001/").content.decode()
        assert "07-01 00:30" in page
        known_before = world.client("east").get("/registers/parcel/P-001/?known_at=2026-06-30")
        assert "07-01 00:30" not in known_before.content.decode()


def test_a_clock_set_back_does_not_let_the_older_report_win(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    assert tell(world, 20, "2026-05-31").status_code == 302
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(hours=1))
    assert tell(world, 21, "2026-05-31").status_code == 302
    row = services.row(services.view(), "parcel", "P-001")
    assert row
    assert row["households_signed"] == 21
    assert store.verify() == []
