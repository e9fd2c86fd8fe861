"""Signing in, staying signed in, and the administrator's page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client, override_settings

from luoshi.values.label import Label
from luoshi_web import clock, office, services
from luoshi_web.people.models import Person, Post, SignInTry
from tests.web.world import PASSWORD, World


def attempt(login: str, password: str) -> object:
    return Client().post("/sign-in/", {"login": login, "password": password})


def ids(answer: object) -> list[str]:
    return [p.id for p in answer.context["problems"]]  # type: ignore[attr-defined]


def test_the_right_password_leads_to_where_one_wanted_to_go(world: World) -> None:
    client = Client()
    assert client.get("/board/")["Location"] == "/sign-in/?next=/board/"
    answer = client.post("/sign-in/", {"login": "Clerk", "password": PASSWORD, "next": "/board/"})
    assert answer["Location"] == "/board/"
    outside = Client().post(
        "/sign-in/", {"login": "clerk", "password": PASSWORD, "next": "//elsewhere.test/"}
    )
    assert outside["Location"] == "/"


@pytest.mark.parametrize("login", ["east", "nobody"])
def test_five_failures_lock_a_login_whether_it_exists_or_not(world: World, login: str) -> None:
    answers = [ids(attempt(login, "wrong")) for _ in range(5)]
    assert answers == [["W-010"]] * 4 + [["W-011"]]
    assert ids(attempt(login, PASSWORD)) == ["W-011"]
    SignInTry.objects.filter(login=login).update(locked_until=clock.wall() - timedelta(seconds=1))
    if login == "east":
        assert attempt(login, PASSWORD).status_code == 302  # type: ignore[attr-defined]
        assert not SignInTry.objects.filter(login=login).exists()


def test_nobody_without_a_post_today_comes_in(world: World) -> None:
    Post.objects.filter(person__login="east").update(until=date(2026, 6, 2))
    assert ids(attempt("east", PASSWORD)) == ["W-012"]
    Person.objects.filter(login="west").update(is_active=False)
    assert ids(attempt("west", PASSWORD)) == ["W-010"]


def test_an_idle_session_ends(world: World) -> None:
    client = world.client("clerk")
    assert client.get("/board/").status_code == 200
    session = client.session
    session["seen_at"] = (clock.wall() - timedelta(minutes=31)).isoformat()
    session.save()
    assert client.get("/board/").status_code == 302


def test_one_click_sign_in_is_for_the_demo_only(world: World) -> None:
    assert Client().post("/sign-in/", {"person": "clerk"}).status_code == 422
    with override_settings(DEMO=True):
        assert Client().post("/sign-in/", {"person": "clerk"}).status_code == 302


def test_a_form_from_another_session_is_refused_with_a_sentence(world: World) -> None:
    client = world.client("clerk", enforce_csrf_checks=True)
    answer = client.post("/speeches/", {})
    assert answer.status_code == 403
    assert ids(answer) == ["W-004"]


def admin(world: World, **told: str) -> list[str]:
    answer = world.client("admin").post("/people/", told)
    return ids(answer) if answer.context else []


def test_enrolling_tells_all_faults_at_once_and_a_good_one_can_sign_in(world: World) -> None:
    assert admin(world, verb="enrol", login="EAST", password="short", unit="north", role="king", since="2026-02-30") == ["W-052", "W-050", "W-053", "W-052", "W-037", "W-020"]  # fmt: skip
    assert admin(world, verb="enrol", login="nan", name="南", password="Good-Word-7", unit="east", role="reporter") == []  # fmt: skip
    assert attempt("nan", "Good-Word-7").status_code == 302  # type: ignore[attr-defined]
    assert Person.objects.get(login="nan").ref not in ("nan", "南")


def test_an_administrator_tells_no_facts_and_does_not_lock_everybody_out(world: World) -> None:
    assert admin(world, verb="open_post", login="admin", unit="east", role="reporter") == ["W-051"]
    assert admin(world, verb="open_post", login="east", unit="east", role="administrator") == [
        "W-051"
    ]
    own = Post.objects.get(person__login="admin")
    assert admin(world, verb="end_post", post=str(own.pk)) == ["W-054"]


def test_a_transfer_ends_one_post_and_opens_another(world: World) -> None:
    old = Post.objects.get(person__login="east")
    assert admin(world, verb="end_post", post=str(old.pk)) == []
    assert (
        admin(
            world, verb="open_post", login="east", unit="west", role="reporter", since="2026-06-04"
        )
        == []
    )
    assert [(p.unit, p.until) for p in Post.objects.filter(person__login="east")] == [("east", date(2026, 6, 3)), ("west", None)]  # fmt: skip


def test_a_new_password_lifts_the_lock(world: World) -> None:
    for _ in range(5):
        attempt("east", "wrong")
    assert admin(world, verb="new_password", login="east", password="Another-Word-8") == []
    assert attempt("east", "Another-Word-8").status_code == 302  # type: ignore[attr-defined]


def owing(world: World) -> Client:
    """Signed in with the password an administrator chose."""
    assert admin(world, verb="new_password", login="east", password="Chosen-For-9") == []
    client = Client()
    told = {"login": "east", "password": "Chosen-For-9", "next": "/reports/"}
    assert client.post("/sign-in/", told)["Location"] == "/reports/"
    return client


def test_a_password_that_somebody_else_chose_opens_nothing_but_the_way_to_an_own_one(
    world: World,
) -> None:
    client = owing(world)
    tip = services.ledger().tip
    report = {"verb": "report", "households_signed": "13", "true_on": "2026-05-31"}
    for address in ("/", "/reports/", "/board/", "/registers/parcel/P-001/"):
        assert client.get(address)["Location"] == "/password/"
    assert client.post("/registers/parcel/P-001/", report)["Location"] == "/password/"
    assert services.ledger().tip == tip
    page = client.get("/password/").content.decode()
    assert 'class="side"' not in page  # no door that leads back here
    assert "管理员设的" in page
    answer = client.post("/password/", {"password": "My-Own-Word-3", "again": "My-Own-Word-3"})
    assert answer["Location"] == "/"
    assert client.get("/reports/").status_code == 200  # still signed in
    assert ids(attempt("east", "Chosen-For-9")) == ["W-010"]
    assert attempt("east", "My-Own-Word-3").status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("password", "again", "found"),
    [
        ("short", "short", ["W-053"]),
        ("My-Own-Word-3", "My-Own-Word-4", ["W-055"]),
        ("Chosen-For-9", "Chosen-For-9", ["W-056"]),
        ("", "x", ["W-053", "W-055"]),
    ],
)
def test_all_faults_of_a_new_password_are_told_and_it_stays_owed(
    world: World, password: str, again: str, found: list[str]
) -> None:
    client = owing(world)
    answer = client.post("/password/", {"password": password, "again": again})
    assert answer.status_code == 422
    assert ids(answer) == found
    assert client.get("/reports/")["Location"] == "/password/"


def test_a_newly_enrolled_person_owes_one(world: World) -> None:
    admin(world, verb="enrol", login="nan", name="南", password="Good-Word-7", unit="east", role="reporter")  # fmt: skip
    client = Client()
    client.post("/sign-in/", {"login": "nan", "password": "Good-Word-7"})
    assert client.get("/reports/")["Location"] == "/password/"


def test_changing_ones_password_needs_the_present_one_and_counts_the_tries(world: World) -> None:
    client = world.client("clerk")
    told = {"password": "My-Own-Word-3", "again": "My-Own-Word-3"}
    answers = [ids(client.post("/password/", {"now": "guess"} | told)) for _ in range(5)]
    assert answers == [["W-010"]] * 4 + [["W-011"]]
    SignInTry.objects.all().delete()
    assert client.post("/password/", {"now": PASSWORD} | told).status_code == 302
    assert attempt("clerk", "My-Own-Word-3").status_code == 302  # type: ignore[attr-defined]


def test_the_people_of_a_demonstration_choose_no_password(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Person.objects.filter(login="east").update(must_change_password=True)
    shown = office.DemoPerson("east", Label("东", "East"), "", Label("", ""))
    monkeypatch.setattr(office, "demo_persons", lambda: [shown])
    assert world.client("east").get("/reports/").status_code == 200


def test_an_erased_person_leaves_the_entries_readable(world: World) -> None:
    assert office.person_name("someone-gone") == "someone-gone"
