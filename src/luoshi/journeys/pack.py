"""会议材料包: the papers of a sitting in one file, with what they stand on, so that they can be made again and compared.

sitting ──every kind──> .docx .pdf ──┐
sitting ──> workbook ────────────────┼──> one .zip with manifest.json: the two dates, the seal, the digest of every file
ledger ──seal──> root ───────────────┘

Stored, not pressed, and all of one day: the same facts give the same bytes. `faults` holds a pack against a ledger, years later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from luoshi.journeys.papers import KINDS
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_book import book
from luoshi.journeys.sitting_to_bulletin import Wanted
from luoshi.ledger import seals
from luoshi.ledger.entry import Entry
from luoshi.ledger.seals import Seal
from luoshi.papers.fixed import zipped
from luoshi.papers.page import written
from luoshi.papers.pdf import pdf
from luoshi.papers.template import filled
from luoshi.values.problem import Problem

MANIFEST = "manifest.json"
FORMAT = "luoshi-pack-1"
BYTES_MAX = 200 * 2**20
FILES_MAX = 60


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself."""

    true_on: str
    known_at: str  # "" = all that was known when it was made
    seal: Seal
    files: Mapping[str, str]  # name -> SHA-256


def pack(
    sitting: Sitting,
    wanted: Wanted,
    templates: Mapping[str, bytes],
    step: Callable[[int, int], None] | None = None,
) -> bytes:
    """The pack of a sitting: every paper as Word and PDF, the tables as a workbook, and the manifest.

    `templates` are the office's own Word files by kind; `step` is told how many kinds are done, of how many.
    """
    files: dict[str, bytes] = {}
    for number, kind in enumerate(KINDS):
        if step:
            step(number, len(KINDS) + 1)
        paper, own = kind.make(sitting, wanted), templates.get(kind.key)
        files[f"{kind.label.zh}.docx"] = (
            filled(own, kind.sample(), paper) if own else written(paper)
        )
        files[f"{kind.label.zh}.pdf"] = pdf(paper)
    files["会议表格.xlsx"] = book(sitting)
    manifest = {
        "format": FORMAT,
        "district": sitting.world.district.key,
        "true_on": sitting.on.isoformat(),
        "known_at": sitting.at.known_at.isoformat() if sitting.at.known_at else "",
        "number": wanted.number,
        "demands": list(wanted.demands),
        "templates": {kind: sha256(own).hexdigest() for kind, own in templates.items()},
        "seal": sitting.seal._asdict(),
        "files": {name: sha256(content).hexdigest() for name, content in files.items()},
    }
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    return zipped(files)


def opened(content: bytes) -> tuple[Manifest | None, dict[str, bytes], list[Problem]]:
    """The manifest and the files of a pack, and everything that is wrong with it by itself."""
    try:
        with ZipFile(BytesIO(content)) as given:
            parts = given.infolist()
            if len(parts) > FILES_MAX or sum(part.file_size for part in parts) > BYTES_MAX:
                return None, {}, [Problem("B-130")]
            files = {part.filename: given.read(part) for part in parts}
        told = json.loads(files.pop(MANIFEST))
        assert told["format"] == FORMAT
        its_seal = Seal(
            str(told["seal"]["name"]), int(told["seal"]["size"]), str(told["seal"]["root"])
        )
        manifest = Manifest(
            str(told["true_on"]),
            str(told["known_at"]),
            its_seal,
            {str(n): str(d) for n, d in told["files"].items()},
        )
    except (
        BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        AssertionError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ):
        return None, {}, [Problem("B-130")]
    problems = [Problem("B-131", name) for name in manifest.files if name not in files]
    problems += [Problem("B-132", name) for name in files if name not in manifest.files]
    problems += [
        Problem("B-133", name)
        for name, digest in manifest.files.items()
        if name in files and sha256(files[name]).hexdigest() != digest
    ]
    return manifest, files, problems


def faults(content: bytes, entries: Sequence[Entry]) -> tuple[Manifest | None, list[Problem]]:
    """A pack held against a ledger: its files against its manifest, its seal against the entries."""
    manifest, _, problems = opened(content)
    if manifest is None:
        return None, problems
    return manifest, [*problems, *seals.check(entries, [manifest.seal])]


def told(manifest: Manifest) -> dict[str, Any]:
    """The manifest as machines read it."""
    return {
        "true_on": manifest.true_on,
        "known_at": manifest.known_at,
        "seal": manifest.seal._asdict(),
        "files": dict(manifest.files),
    }
