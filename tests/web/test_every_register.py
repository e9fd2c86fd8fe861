"""Every register has its page and its form from the declaration alone, in both languages; an empty one says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client, override_settings

from luoshi.registers.catalogue import shipped
from luoshi_web import office, services
from luoshi_web.people.models import Person, Post
from luoshi_web.records.store import DjangoStore
from tests.web.world import World, told

EXAMPLE = Path(__file__).resolve().parents[2] / "districts" / "example"
FULL = ("commitment", "parcel", "project")  # of the small world
EMPTY = [key for key, r in shipped().items() if key not in FULL and not r.desk]


@pytest.fixture
def example(world: World) -> Iterator[None]:
    """The units of the example district: it has an office for every register."""
    with override_settings(DISTRICT=EXAMPLE):
        office.pack.cache_clear()
        services.desk_on.cache_clear()
        yield
    office.pack.cache_clear()
    services.desk_on.cache_clear()


def keeper(register: str) -> Client:
    """A browser of the office that keeps the register."""
    person = Person.objects.create(login=f"of-{register}", ref=f"of-{register}", name="主管")
    unit = shipped()[register].kept_by
    Post.objects.create(person=person, role="keeper", unit=unit, since=date(2026, 1, 1))
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("register", EMPTY)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_empty_register_says_what_to_do_next(
    example: None, register: str, language: str
) -> None:
    client = keeper(register)
    page = client.get(f"/registers/{register}/", headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200
    assert shipped()[register].label.say("en" if language == "en" else "zh") in text
    assert f'href="/registers/{register}/new/' in text
    assert 'class="panel empty"' in text
    form = client.get(f"/registers/{register}/new/", headers={"accept-language": language})
    assert form.status_code == 200
    for field in shipped()[register].fields:
        assert f'name="{field.key}"' in form.content.decode(), field.key


@pytest.mark.parametrize("register", EMPTY)
def test_its_example_can_be_entered_and_read(example: None, register: str) -> None:
    declared = shipped()[register]
    first = {k: v for k, v in declared.examples[0].items() if k in declared.by_field}
    first[declared.owner] = "shiqiao"
    DjangoStore().append(
        [told(register, "N-1", "open", first, "2026-06-01", "someone", declared.kept_by)]  # type: ignore[arg-type]
    )
    client = keeper(register)
    for address in (f"/registers/{register}/", f"/registers/{register}/N-1/"):
        page = client.get(address)
        assert page.status_code == 200
        assert str(first[declared.title]) in page.content.decode()
    for measure in declared.measures:
        assert client.get(f"/board/drill/{register}/{measure.key}/").status_code == 200


def test_every_register_stands_in_the_navigation_in_the_agenda_s_order(world: World) -> None:
    page = world.client("clerk").get("/board/").content.decode()
    agenda = [key for key, r in shipped().items() if key != "commitment" and not r.desk]
    places = [page.index(f'href="/registers/{key}/') for key in agenda]
    assert places == sorted(places)


def test_a_register_of_the_desk_itself_is_no_register_of_the_agenda(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = {k: replace(r, desk=k == "parcel") for k, r in office.catalogue().items()}
    monkeypatch.setattr(office, "catalogue", lambda: desk)
    client = world.client("leader")
    page = client.get("/board/")
    assert 'href="/registers/parcel/' not in page.content.decode()
    assert "parcel" not in [row.key for row in page.context["registers"]]
    assert client.get("/registers/parcel/").status_code == 200
