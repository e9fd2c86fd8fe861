"""One small shared world: a district of six units, one person for each role, three parcels, a project, one commitment.

Today is 3 June 2026. The reporter of the east owes May for P-001 and P-002; P-003 belongs to the west.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.test import Client

from luoshi.ledger.entry import Entry, Scalar, Source
from luoshi_web import office, readings
from luoshi_web.people import access
from luoshi_web.people.models import Person, Post
from luoshi_web.records.models import Reading
from luoshi_web.records.store import DjangoStore

PACK = Path(__file__).parent / "pack"
TODAY = date(2026, 6, 3)
PASSWORD = "Three-Kinds-1"
SPEECH = (
    "在一季度调度会上的讲话\n"
    "同志们：\n"
    "一、征收拆迁要寻求突破。东街道要在6月底前挂牌2个地块。"
    "自然资源局要在5月底前印发供地计划。\n"
    "二、项目建设要争分夺秒。西镇要在10月底前竣工1个项目。尽快补齐社区食堂的手续。\n"
)
PEOPLE = {  # login -> role, unit
    "clerk": ("clerk", "supervision"),
    "clerk2": ("clerk", "supervision"),
    "east": ("reporter", "east"),
    "west": ("reporter", "west"),
    "keeper": ("keeper", "natural_resources"),
    "leader": ("leader", "district"),
    "auditor": ("auditor", "district"),
    "admin": ("administrator", "district"),
}


@dataclass(frozen=True)
class World:
    """What tests name: the reading of the speech, and clients signed in as each person."""

    reading: Reading

    def client(self, login: str | None, **options: object) -> Client:
        """A browser signed in as the person, or anonymous."""
        client = Client(**options)
        if login:
            client.force_login(Person.objects.get(login=login))
        return client

    def viewer(self, login: str) -> access.Viewer:
        """The person as the gate sees them."""
        person = Person.objects.get(login=login)
        return access.viewer(person, office.units(), office.catalogue(), TODAY)


def told(
    register: str,
    key: str,
    verb: str,
    fields: dict[str, Scalar],
    day: str,
    by: str,
    unit: str,
    **more: object,
) -> Entry:
    """An entry told at nine in the morning (UTC 1:00) of the day it speaks of."""
    on = date.fromisoformat(day)
    known_at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Entry(register, key, verb, fields, on, known_at, by, unit, **more)  # type: ignore[arg-type]


def entries() -> list[Entry]:
    """The ledger of the world."""
    keeper = ("keeper", "natural_resources")
    parcel = {"area_mu": 30, "half_finished": True, "list_by": "2026-06-30"}
    works = {
        "remaining_wan": 900,
        "work_months": 3,
        "teams_needed": 1,
        "price_mid_wan": 9000,
        "holding_wan": 10,
    }
    programme = {
        "parcels_on": "2026-06-01",
        "start_on": "2026-07-01",
        "months": 18,
        "opening_wan": 1500,
        "teams": 1,
    }
    return [
        told("parcel", "P-001", "open", {"name": "河东一号地块", "unit": "east", "sunk_wan": 5000, **parcel, **works}, "2026-01-15", *keeper),
        told("parcel", "P-002", "open", {"name": "河东二号地块", "unit": "east", "sunk_wan": 4000, **parcel, **works}, "2026-01-15", *keeper),
        told("parcel", "P-003", "open", {"name": "河西粮站地块", "unit": "west", "sunk_wan": 3000, **parcel}, "2026-01-15", *keeper),
        told("project", "J-001", "open", {"name": "西镇水厂", "unit": "west", "kind": "new", "planned_wan": 900, "start_by": "2026-09-30"}, "2026-01-15", "fagai", "development_reform"),
        told(
            "commitment",
            "R-001",
            "open",
            {"quote": "尽快补齐社区食堂的手续", "action": "补齐", "object": "手续", "unit": "east", "modality": "undated", "strength": "soft", "said_on": "2026-04-08", "meeting": "2026Q1"},
            "2026-04-08",
            "clerk",
            "supervision",
            source=Source("0" * 64, "", 3, 14, "尽快补齐社区食堂的手续"),
        ),
        told("parcel", "P-001", "report", {"households_signed": 12}, "2026-04-30", "east", "east"),
        told("parcel", "P-003", "report", {"households_signed": 7}, "2026-05-31", "west", "west"),
        told("programme", "FA-2026-001", "open", {"name": "先做两宗", "unit": "natural_resources", **programme}, "2026-06-01", *keeper),
    ]  # fmt: skip


def build() -> World:
    """Enrol the people, append the ledger, upload the speech."""
    for login, (role, unit) in PEOPLE.items():
        person = Person.objects.create(login=login, ref=login, name=f"人{login}", name_en=login)
        person.set_password(PASSWORD)
        person.save()
        Post.objects.create(person=person, role=role, unit=unit, since=date(2026, 1, 1))
    DjangoStore().append(entries())
    who = access.viewer(
        Person.objects.get(login="clerk"), office.units(), office.catalogue(), TODAY
    )
    received = readings.receive(SPEECH.encode(), "讲话.txt", date(2026, 4, 8), "一季度调度会", who)
    assert received.reading is not None, [p.say() for p in received.problems]
    return World(received.reading)
