"""收稿: a file of any kind and any encoding becomes text, or a problem that says what is wrong and what to do.

What a file is, is decided by its content; its name is only compared. Nothing a person uploads may raise: a
hostile file is refused from its size or its declarations before it is unpacked.
"""

from __future__ import annotations

import re

from luoshi.speech.receive.encodings import decode
from luoshi.speech.receive.markdown import is_markdown, read_markdown
from luoshi.speech.receive.pdf import read_pdf
from luoshi.speech.receive.received import SIZE_MAX, FileKind, Received, Refused, fault
from luoshi.speech.receive.sniff import Found, sniff
from luoshi.speech.receive.web import read_web
from luoshi.speech.receive.word import read_word
from luoshi.values.problem import Problem

_SUFFIXES: dict[FileKind, tuple[str, ...]] = {
    "word": (".docx", ".docm", ".dotx"),
    "pdf": (".pdf",),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "markdown": (".md", ".markdown", ".mdown"),
    "text": (".txt", ".text", ""),
}
_STOPS = re.compile(r"[。；，！？,;]")
_MENU_MIN = 400  # characters without a sentence before a file is called a menu


def receive(content: bytes, name: str) -> Received:
    """The words of a file (.txt .docx .pdf .html .md), with every problem found; never raises on any bytes."""
    if len(content) > SIZE_MAX:
        facts = {"size_mb": -(-len(content) // 2**20), "limit_mb": SIZE_MAX // 2**20}
        return Received("", "unknown", (fault("S-005", name, facts),))
    if not content.strip(b" \t\r\n\0"):
        return Received("", "unknown", (fault("S-001", name),))
    found = sniff(content)
    if found.problem:
        return Received("", "unknown", (fault(found.problem, name, {"found": found.called}),))
    try:
        received = _read(content, name, found)
    except Refused as refused:
        received = Received("", found.kind, (refused.problem,))
    return Received(received.text, received.kind, (*received.problems, *_remarks(received, name)))


def _read(content: bytes, name: str, found: Found) -> Received:
    if found.kind == "word":
        return read_word(content, name)
    if found.kind == "pdf":
        return read_pdf(content, name)
    text, problems = decode(content, name)
    if not text.strip("\ufeff \n\t"):
        return Received("", found.kind, (*problems, fault("S-001", name)))
    if found.kind == "html":
        page = read_web(text, name)
        return Received(page.text, "html", (*problems, *page.problems))
    if is_markdown(text, name):
        return Received(read_markdown(text), "markdown", problems)
    return Received(text, "text", problems)


def _remarks(received: Received, name: str) -> list[Problem]:
    """Warnings about a file that was read: a name that says something else, a page that is all menu."""
    remarks: list[Problem] = []
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    known = next((kind for kind, suffixes in _SUFFIXES.items() if suffix in suffixes), None)
    alike = {known, received.kind} <= {"text", "markdown"}
    if received.text and suffix and known != received.kind and not alike:
        facts = {"suffix": suffix, "kind": received.kind}
        remarks.append(fault("S-010", name, facts, "warning"))
    words = len(received.text)
    if words > _MENU_MIN and len(_STOPS.findall(received.text)) < words / 200:
        remarks.append(fault("S-016", name, {"characters": words}, "warning"))
    return remarks


__all__ = ["Received", "receive"]
