"""佐证: files that go with a report, never asked for. Kept once under their digest, hung on the entry, handed out as attachments.

The first file is the source of the report itself; each further one is a note about it. What a file claims to be must be what
it begins with: a page renamed to .png is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile

from luoshi.desk.outcome import Outcome
from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import Entry, Source
from luoshi.values.problem import Problem
from luoshi_web.people.access import Viewer
from luoshi_web.records import attachments
from luoshi_web.records.models import Attachment

KINDS = {  # ending -> how such a file begins, and its type
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".pdf": (b"%PDF-", "application/pdf"),
    ".doc": (b"\xd0\xcf\x11\xe0", "application/msword"),
    ".docx": (
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
PICTURES = frozenset({".jpg", ".jpeg", ".png"})
FILES_MAX = 5
BYTES_MAX = 5 * 1024 * 1024
NAME_MAX = 120
WITHOUT_WORDS = "附佐证"  # reason of a report that brings files and changes nothing


class Proof(NamedTuple):
    """One file as it was given."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """What it is kept under."""
        return hashlib.sha256(self.content).hexdigest()


def received(files: Iterable[UploadedFile]) -> tuple[list[Proof], list[Problem]]:
    """The files of a form, and every one that cannot be taken."""
    given = [file for file in files if file.name]
    problems = []
    if len(given) > FILES_MAX:
        problems.append(Problem("W-070", facts={"n": len(given), "limit": FILES_MAX}))
    found = []
    for file in given[:FILES_MAX]:
        name = PurePath(str(file.name).replace("\\", "/")).name[-NAME_MAX:]
        kind = KINDS.get(PurePath(name).suffix.lower())
        if (file.size or 0) > BYTES_MAX:
            facts = {"name": name, "limit_mb": BYTES_MAX // 2**20}
            problems.append(Problem("W-071", name, facts))
            continue
        content = file.read()
        if kind is None or not content.startswith(kind[0]):
            problems.append(Problem("W-072", name, {"name": name}))
        else:
            found.append(Proof(name, content))
    return found, problems


def hung(outcome: Outcome, files: list[Proof]) -> Outcome:
    """The outcome with the files on its report: the first as its source, the others as notes about it."""
    if not files or not outcome.entries or outcome.refused:
        return outcome
    told = replace(outcome.entries[0], source=_source(files[0]))
    notes = [
        replace(told, verb="note", fields={}, reason="", about=name_of(told), source=_source(file))
        for file in files[1:]
    ]
    return Outcome((told, *notes, *outcome.entries[1:]), outcome.problems)


def keep(files: Iterable[Proof], who: Viewer) -> None:
    """Store the files, inside the transaction that appends their entries; the same file twice is one row."""
    for file in files:
        attachments.keep(file.content, file.name, who.person.ref)


def is_proof(entry: Entry) -> bool:
    """True for an entry that carries a proof: a speech or a sheet of reports is none."""
    source = entry.source
    return (
        source is not None
        and entry.verb in ("report", "feedback", "note")
        and PurePath(source.place).suffix.lower() in KINDS
    )


def is_picture(name: str) -> bool:
    """True when a page may show it as a picture."""
    return PurePath(name).suffix.lower() in PICTURES


def content_of(digest: str) -> tuple[str, str, bytes] | None:
    """(name, type, bytes) of a stored proof; None when there is no such file."""
    kept = Attachment.objects.filter(sha256=digest).first()
    if kept is None:
        return None
    kind = KINDS.get(PurePath(kept.name).suffix.lower())
    return kept.name, kind[1] if kind else "application/octet-stream", bytes(kept.content)


def _source(file: Proof) -> Source:
    return Source(file.sha256, place=file.name)
