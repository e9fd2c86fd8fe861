"""拆包: a workbook is unpacked under limits and packed again, so that the reader of sheets sees only what was counted.

A package may lie about its sizes, and a reader that unpacks it whole would find out too late. Here every part is read in
pieces; the sheets among them are looked through on the way (`scan`), and the first piece too many ends the matter.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from typing import Any
from xml.parsers.expat import ExpatError

from lxml import etree

from luoshi.intake.scan import Scan, SheetScan, TooMuch
from luoshi.values.problem import Problem

SIZE_MAX = 20 * 2**20  # bytes of a file
UNPACKED_MAX = 128 * 2**20  # bytes of all parts that are read; 50,000 rows of 12 columns take 30 MB
PARTS_MAX = 2_000
_PIECE = 2**20
_NOT_READ = (
    "/media/",
    "/embeddings/",
    "/externallinks/",
    "/pivotcache/",
    "/drawings/",
    "vbaproject",
)
_PERCENT_FORMATS = {9, 10}  # the numbers of Excel's own formats 0% and 0.00%


class Refused(Exception):
    """Carries a problem from deep inside a file up to `read_grids`, which hands it back as a value."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook without what a sheet does not need, and what was seen in each of its sheets, by the sheet's name."""

    content: bytes
    scans: Mapping[str, SheetScan]


def unpack(content: bytes, name: str) -> Package:
    """Read a workbook's parts under limits; raises Refused with the reason it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _unpack(package, name)
    except TooMuch as much:
        raise Refused(Problem(much.problem, name, much.facts)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, ExpatError,
            etree.XMLSyntaxError, LookupError, RuntimeError):  # fmt: skip
        raise Refused(Problem("I-005", name)) from None


def _unpack(package: zipfile.ZipFile, name: str) -> Package:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(Problem("I-003", name))
    if "xl/workbook.xml" not in names:
        raise Refused(Problem("I-002" if _other_sheet(names) else "I-001", name, {"found": "ZIP"}))
    if len(entries) > PARTS_MAX or sum(e.file_size for e in entries) > 8 * UNPACKED_MAX:
        raise TooMuch("I-004", {"limit_mb": UNPACKED_MAX // 2**20})
    percents = _percents(_small(package, "xl/styles.xml"))
    sheets = _sheets(package)
    scans: dict[str, SheetScan] = {}
    kept, budget = io.BytesIO(), UNPACKED_MAX
    with zipfile.ZipFile(kept, "w") as again:
        for part in package.NameToInfo:
            if not part.endswith((".xml", ".rels")) or any(p in part.lower() for p in _NOT_READ):
                continue
            scan = Scan(percents) if part in sheets else None
            with package.open(part) as given, again.open(zipfile.ZipInfo(part), "w") as taken:
                while piece := given.read(_PIECE):
                    budget -= len(piece)
                    if budget < 0:
                        raise TooMuch("I-004", {"limit_mb": UNPACKED_MAX // 2**20})
                    if scan:
                        scan.feed(piece)
                    taken.write(piece)
            if scan:
                scans[sheets[part]] = scan.end()
    return Package(kept.getvalue(), scans)


def _sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of the sheet that each part holds."""
    book = _small(package, "xl/workbook.xml")
    related = _small(package, "xl/_rels/workbook.xml.rels")
    if book is None or related is None:
        raise ValueError
    targets = {
        str(one.get("Id")): str(one.get("Target")) for one in related.iter("{*}Relationship")
    }
    found: dict[str, str] = {}
    for sheet in book.iter("{*}sheet"):
        reference = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(str(reference), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if basename(dirname(part)) == "worksheets":
            found[part] = str(sheet.get("name"))
    return found


def _percents(styles: Any | None) -> frozenset[int]:
    """The numbers of the cell styles that show a fraction as a percentage."""
    if styles is None:
        return frozenset()
    percent = set(_PERCENT_FORMATS)
    for one in styles.iter("{*}numFmt"):
        if "%" in str(one.get("formatCode")):
            percent.add(int(one.get("numFmtId")))
    cells = next(styles.iter("{*}cellXfs"), ())
    return frozenset(at for at, one in enumerate(cells) if int(one.get("numFmtId") or 0) in percent)


def _small(package: zipfile.ZipFile, part: str) -> Any | None:
    """The parsed XML of a part that lists things; None where there is none."""
    if part not in package.NameToInfo:
        return None
    with package.open(part) as stream:
        content = stream.read(4 * _PIECE + 1)
    if len(content) > 4 * _PIECE:
        raise TooMuch("I-004", {"limit_mb": 4})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise TooMuch("I-009", {})
    return root


def _other_sheet(names: set[str]) -> bool:
    """True for a binary workbook or an OpenDocument: a sheet, but not one we read."""
    return "xl/workbook.bin" in names or "content.xml" in names
