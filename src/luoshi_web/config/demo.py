"""演示: make the demo district ready in a folder — database, people, everything the pack tells — and nothing twice."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from luoshi.values.problem import Problem


def prepare(pack: Path, folder: Path) -> list[Problem]:
    """Set the environment for this process and its workers, migrate, enrol the pack's people, take in its ledger.

    Returns what is wrong with the pack. A second call finds everything there and does nothing.
    """
    _environment(pack, folder)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    posts = _posts(pack)
    _enrol(posts)
    return _take_in(posts)


def _environment(pack: Path, folder: Path) -> None:
    """What workers inherit. The day is pinned where the pack names one, so that the demo shows the same lights every day."""
    from luoshi.district.pack import read_toml

    folder.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi_web.config.settings"
    os.environ["LUOSHI_DISTRICT"] = str(Path(pack).resolve())
    os.environ["LUOSHI_FOLDER"] = str(Path(folder).resolve())
    os.environ["LUOSHI_DEMO"] = "1"
    tables, _ = read_toml(Path(pack) / "district.toml")
    if isinstance(tables.get("opens_on"), date):
        os.environ.setdefault("LUOSHI_TODAY", tables["opens_on"].isoformat())


def _posts(pack: Path) -> dict[str, Any]:
    from luoshi.district.pack import read_toml

    tables, _ = read_toml(Path(pack) / "people.toml")
    return {"post": tables.get("post", []), "password": tables.get("password")}


def _enrol(posts: dict[str, Any]) -> None:
    """The pack's people, each known in entries by the sign-in the pack's reports name."""
    from django.contrib.auth.hashers import make_password

    from luoshi.values.label import Label
    from luoshi_web.people.models import Person, Post

    there = set(Person.objects.values_list("login", flat=True))
    missing = [post for post in posts["post"] if post["sign_in"] not in there]
    if not missing:
        return
    password = make_password(posts["password"])  # once: hashing is slow on purpose
    for post in missing:
        label = Label.of(post["label"])
        login = post["sign_in"]
        person = Person.objects.create(
            login=login, ref=login, name=label.zh, name_en=label.en, password=password
        )
        Post.objects.create(
            person=person, role=post["role"], unit=post["unit"], since=date(2020, 1, 1)
        )


def _take_in(posts: dict[str, Any]) -> list[Problem]:
    """The pack's entries, once, and its speeches with the drafts the office accepted: all of it, or none."""
    from django.db import transaction

    from luoshi.journeys.replay_pack import ledger_of
    from luoshi_web import office
    from luoshi_web.records.store import DjangoStore, queue_writers

    with transaction.atomic():
        queue_writers()
        if DjangoStore().tip().seq:
            return []
        entries, problems = ledger_of(office.world())
        DjangoStore().append(entries)
        _speeches(posts)
    return problems


def _speeches(posts: dict[str, Any]) -> None:
    from luoshi_web import clock, office, readings, services
    from luoshi_web.people import access
    from luoshi_web.people.models import Person
    from luoshi_web.records.models import DraftDecision

    clerk = next((post for post in posts["post"] if post["role"] == access.CLERK), None)
    if clerk is None:
        return
    person = Person.objects.get(login=clerk["sign_in"])
    who = access.viewer(person, office.units(), office.catalogue(), clock.today())
    district = office.district()
    opened = [
        e for e in services.ledger().entries if e.register == "commitment" and e.verb == "open"
    ]
    for meeting in district.meetings:
        file = district.folder / "speeches" / meeting.speech
        if not meeting.speech or not file.is_file():
            continue
        received = readings.receive(
            file.read_bytes(), file.name, meeting.held_on, meeting.label.zh, who
        )
        assert received.reading is not None, [p.say("en") for p in received.problems]
        issued = {
            e.source.start: e
            for e in opened
            if e.source and e.source.document == received.reading.attachment_id
        }
        for decision in DraftDecision.objects.filter(reading=received.reading):
            if entry := issued.get(decision.draft["start"]):
                decision.state, decision.item = DraftDecision.ACCEPTED, entry.key
                decision.mended = readings.mended_by(decision, entry.fields)
                decision.version, decision.decided_by = 1, person
                decision.decided_at = entry.known_at
                decision.before = [
                    {
                        "state": "open",
                        "mended": {},
                        "draft": decision.draft,
                        "parts": [],
                        "item": "",
                    }
                ]
                decision.save()
