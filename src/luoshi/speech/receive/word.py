"""Word files (.docx): paragraphs and tables in their order, with automatic numbers written out.

The parts are read straight from the package with limits on every one of them, because a library that loads
the whole package would have unpacked a bomb before it could be refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from luoshi.speech.receive.numbering import Numbering
from luoshi.speech.receive.received import (
    RATIO_MAX,
    UNPACKED_MAX,
    Received,
    Refused,
    fault,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIP = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "tcPr"}
)


def read_word(content: bytes, name: str) -> Received:
    """The words of a .docx; raises Refused with the reason it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _read(package, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise Refused(fault("S-012", name)) from None


def _read(package: zipfile.ZipFile, name: str) -> Received:
    names = {entry.filename for entry in package.infolist()}
    _check(package, name)
    if "word/document.xml" not in names:
        raise Refused(fault("S-011", name, {"found": _found(names)}))
    numbering = Numbering.of(
        *(_part(package, part, name) for part in ("word/numbering.xml", "word/styles.xml"))
    )
    body = _part(package, "word/document.xml", name)
    if body is None:
        raise Refused(fault("S-012", name))
    text = "\n".join(_blocks(body, numbering))
    problems = []
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        problems.append(fault("S-007", name, severity="warning"))
    if next(body.iter("{*}del", "{*}ins", "{*}moveFrom"), None) is not None:
        problems.append(fault("S-021", name, severity="warning"))
    if not text.strip():
        pictures = sum(part.startswith("word/media/") for part in names)
        problems.append(fault("S-017" if pictures else "S-001", name))
    return Received(text, "word", tuple(problems))


def _check(package: zipfile.ZipFile, name: str) -> None:
    """Refuse locked packages and bombs by what the package declares, before anything is unpacked."""
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(fault("S-003", name))
    total = sum(entry.file_size for entry in entries)
    bombs = [
        entry
        for entry in entries
        if entry.file_size > 2**20 and entry.file_size > RATIO_MAX * max(entry.compress_size, 1)
    ]
    if bombs or total > 4 * UNPACKED_MAX or len(entries) > 5_000:
        raise Refused(fault("S-006", name, {"size_mb": total // 2**20}))


def _part(package: zipfile.ZipFile, part: str, name: str) -> Any | None:
    """The parsed XML of a part, or None where there is none."""
    if part not in package.NameToInfo:
        return None
    with package.open(part) as stream:
        content = stream.read(UNPACKED_MAX + 1)  # a package may lie about its sizes
    if len(content) > UNPACKED_MAX:
        raise Refused(fault("S-006", name, {"size_mb": len(content) // 2**20}))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
            raise Refused(fault("S-008", name)) from None
        raise Refused(fault("S-012", name)) from None
    doctype: str | None = root.getroottree().docinfo.doctype  # type: ignore[union-attr]
    if doctype:  # Word writes none; it only serves to smuggle entities in
        raise Refused(fault("S-008", name))
    return root


def _found(names: set[str]) -> str:
    for part, called in (
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("content.xml", "OpenDocument"),
        ("OFD.xml", "OFD"),
    ):
        if part in names:
            return called
    return "ZIP"


def local(element: Any) -> str:
    """The name of an element without its namespace (Word writes two of them)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of a body or a cell: paragraphs, and rows of tables with tabs between their cells."""
    for child in parent:
        kind = local(child)
        if kind == "p":
            yield from _paragraph(child, numbering)
        elif kind == "tbl":
            yield from _table(child, numbering)
        elif kind and kind not in _SKIP:  # body, sdt, sdtContent, customXml, ins: look inside
            yield from _blocks(child, numbering)


def _paragraph(element: Any, numbering: Numbering) -> Iterator[str]:
    """A paragraph with its number in front; what its text boxes hold follows as lines of its own."""
    parts: list[str] = []
    boxes: list[Any] = []
    _collect(element, parts, boxes)
    text = "".join(parts)
    if text.strip():
        yield numbering.label(element) + text
    elif not boxes:
        yield ""
    for box in boxes:
        yield from _blocks(box, numbering)


def _collect(element: Any, parts: list[str], boxes: list[Any]) -> None:
    for child in element:
        kind = local(child)
        if kind == "t":
            parts.append(child.text or "")
        elif kind == "tab":
            parts.append("\t")
        elif kind in ("br", "cr"):
            parts.append("\n")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind and kind not in _SKIP:
            _collect(child, parts, boxes)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """A row a line where its cells hold one paragraph each; a table used for layout gives its paragraphs."""
    for row in table.iter("{*}tr"):
        if next(row.iterancestors("{*}tbl"), None) is not table:
            continue  # a row of a table inside a cell, which that cell gives
        cells = [list(_blocks(cell, numbering)) for cell in _cells(row)]
        if all(len([line for line in cell if line]) <= 1 for cell in cells):
            yield "\t".join("".join(cell) for cell in cells)
        else:
            yield from (line for cell in cells for line in cell if line)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, without those that only continue a merged cell from above."""
    for cell in row.iter("{*}tc"):
        if next(cell.iterancestors("{*}tr"), None) is row:
            merge = cell.find("{*}tcPr/{*}vMerge")
            if merge is None or any(value == "restart" for value in merge.attrib.values()):
                yield cell
