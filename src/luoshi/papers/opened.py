"""打开模板: a Word file from outside, opened within limits and packed anew, so that what is read later is what was looked at.

    bytes ──sizes, counts──> parts ──read in bounded steps──> no macro, no entity, nothing beyond the file ──> the same parts, stored

A size in a zip is a claim: it is held to, and the parts that were read are what everything after this works on.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile
from zlib import error as DeflateError

from docx.oxml import parse_xml

from luoshi.values.problem import Problem

BYTES_MAX, UNPACKED_MAX, PARTS_MAX = 5 * 2**20, 50 * 2**20, 2_000
LIMITS: Final = {"packed_mb": BYTES_MAX // 2**20, "unpacked_mb": UNPACKED_MAX // 2**20}
_FIELDS: Final = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "SEQ", "HYPERLINK", "EQ", "SYMBOL", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "TITLE", "AUTHOR", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN")
)  # fmt: skip
"""Fields of Word that stay within the file; INCLUDEPICTURE, DDEAUTO and their like do not."""
_RUN = re.compile(r"vbaProject|vbaData|^word/(embeddings|activeX)/", re.IGNORECASE)
_ENTITY = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_CODE = re.compile(r"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
_BEYOND = re.compile(r"^(\w[\w+.-]+:|//|\\\\)")


def opened(file: bytes) -> tuple[bytes, list[Problem]]:
    """The file packed anew, and what keeps it from being used; with a problem the bytes are empty."""
    if len(file) > BYTES_MAX:
        return b"", [Problem("B-121", "", LIMITS)]
    try:
        with ZipFile(BytesIO(file)) as given:
            parts = given.infolist()
            if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
                return b"", [Problem("B-121", "", LIMITS)]
            ways = {part.compress_type for part in parts}
            if not ways <= {ZIP_STORED, ZIP_DEFLATED}:
                return b"", [Problem("B-120")]
            content = dict[str, bytes]()
            for part in parts:
                with given.open(part) as stream:
                    content[part.filename] = stream.read(part.file_size)
                    if len(content[part.filename]) != part.file_size or stream.read(1):
                        return b"", [Problem("B-120", part.filename)]
    except (ValueError, OSError, RuntimeError, EOFError, DeflateError, KeyError, IndexError):
        return b"", [Problem("B-120")]
    except Exception:  # zipfile raises its own, and struct's, on damaged directories
        return b"", [Problem("B-120")]
    if len(content) != len(parts) or "word/document.xml" not in content:
        return b"", [Problem("B-120")]
    problems = _within(content)
    return (b"", problems) if problems else (_stored(content), [])


def _within(content: dict[str, bytes]) -> list[Problem]:
    """Everything in the parts that may not be there."""
    found = [Problem("B-122", name) for name in content if _RUN.search(name)]
    for name, part in content.items():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        tree = _tree(part)
        if tree is None:
            return [Problem("B-120", name)]
        if name.lower().endswith(".rels"):
            found += _relations(name, tree)
        elif name == "[Content_Types].xml":
            found += _types(tree)
        else:
            found += _fields(name, tree)
    return found


def _tree(part: bytes) -> Any | None:
    """A part as a tree; None for what is not the plain UTF-8 that Word writes."""
    try:
        text = part.decode("utf-8-sig")
        code = _CODE.match(text)
        if _ENTITY.search(text) or (code and code[1].lower() not in ("utf-8", "us-ascii")):
            return None
        return parse_xml(text.encode())
    except (UnicodeDecodeError, SyntaxError, ValueError):
        return None


def _relations(name: str, tree: Any) -> list[Problem]:
    """Every relation that leaves the file; a link that a reader clicks may."""
    found = []
    for one in tree.iter("{*}Relationship"):
        target, kind = str(one.get("Target", "")), str(one.get("Type", ""))
        outside = str(one.get("TargetMode", "")).strip().lower() == "external"
        if (outside or _BEYOND.match(target.strip())) and not kind.endswith("/hyperlink"):
            found.append(Problem("B-123", f"{name} {target[:60]}"))
    return found


def _types(tree: Any) -> list[Problem]:
    """A part is taken for XML by its type: one under another name would not have been looked at."""
    found = []
    for one in tree.iter("{*}Default", "{*}Override"):
        kind = str(one.get("ContentType", "")).strip().lower()
        name = str(one.get("PartName") or one.get("Extension") or "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            found.append(Problem("B-122", name))
        elif kind.endswith(("+xml", "/xml")) and kind != "image/svg+xml":
            found += [] if name.endswith(("xml", "rels")) else [Problem("B-120", name)]
    return found


def _fields(name: str, tree: Any) -> list[Problem]:
    """Fields of Word that are not on the list, each by its first word; a field may stand in a field."""
    said, open_ = list[str](), list[list[str]]()
    for one in tree.iter("{*}fldChar", "{*}instrText", "{*}fldSimple"):
        tag = _own(one.tag)
        its = {_own(key): str(value) for key, value in one.attrib.items()}
        if tag == "fldSimple":
            said.append(its.get("instr", ""))
        elif tag == "instrText" and open_:
            open_[-1].append(one.text or "")
        elif tag == "instrText":
            said.append(one.text or "")
        elif its.get("fldCharType") == "begin":
            open_.append([])
        elif its.get("fldCharType") == "end" and open_:
            said.append("".join(open_.pop()))
    said += ["".join(one) for one in open_]
    words = [text.split()[0].upper() for text in said if text.split()]
    wrong = dict.fromkeys(word for word in words if word not in _FIELDS)
    return [Problem("B-123", f"{name} {word[:40]}") for word in wrong]


def _own(tag: Any) -> str:
    """A name without its space."""
    return str(tag).rpartition("}")[2]


def _stored(content: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as made:
        for name, part in content.items():
            made.writestr(name, part)
    return stream.getvalue()
