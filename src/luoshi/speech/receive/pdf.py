"""PDF files: the text layer, page by page. A scanned page has none and is named."""

from __future__ import annotations

import io
import logging
import re

from pypdf import PageObject, PdfReader

from luoshi.speech.receive.received import PAGES_MAX, SIZE_MAX, Received, Refused, fault

_PAGES_NAMED = 12
_NO_WORDS = re.compile(r"[\s\d—–-]+")
_LETTERS_MIN = 4  # a page with fewer is a scan with a stamped number
_STREAM_MAX = SIZE_MAX // 10  # bytes of drawing commands a page; text needs a fiftieth of it


def read_pdf(content: bytes, name: str) -> Received:
    """The words of a PDF; raises Refused with the reason it cannot be read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are no news to the office
    reader = _opened(content, name)
    texts: list[str] = []
    scanned: list[int] = []
    for number in range(len(reader.pages)):
        try:
            page = reader.pages[number]
            text = "" if _too_long(page) else page.extract_text()
        except Exception:  # a damaged page raises anything; the others may be sound
            text = ""
        texts.append(text.replace("\r\n", "\n").replace("\r", "\n"))
        if len(_NO_WORDS.sub("", text)) < _LETTERS_MIN:
            scanned.append(number + 1)
    whole = "\f".join(texts)
    if len(scanned) == len(texts):
        raise Refused(fault("S-009", _place(name, scanned), {"pages": _named(scanned)}))
    problems = []
    if scanned:
        facts = {"pages": _named(scanned)}
        problems.append(fault("S-009", _place(name, scanned), facts, "warning"))
    if not _legible(whole):
        problems.append(fault("S-018", name))
    return Received(whole, "pdf", tuple(problems))


def _opened(content: bytes, name: str) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
    except (
        Exception
    ) as error:  # pypdf raises anything on a damaged file, a cipher it lacks included
        known = "S-003" if b"/Encrypt" in content and "decrypt" in repr(error).lower() else "S-013"
        if type(error).__name__ in (
            "DependencyError",
            "FileNotDecryptedError",
            "WrongPasswordError",
        ):
            known = "S-003"
        raise Refused(fault(known, name)) from None
    if locked:
        raise Refused(fault("S-003", name))
    if pages == 0:
        raise Refused(fault("S-013", name))
    if pages > PAGES_MAX:
        raise Refused(fault("S-019", name, {"pages": pages, "limit": PAGES_MAX}))
    return reader


def _too_long(page: PageObject) -> bool:
    contents = page.get_contents()
    return contents is not None and len(contents.get_data()) > _STREAM_MAX


def _legible(text: str) -> bool:
    """Whether a font's missing table left private-use characters or replacement marks for words."""
    words = [character for character in text if not character.isspace()]
    odd = sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" or c < " " for c in words)
    return odd <= 0.1 * len(words)


def _place(name: str, pages: list[int]) -> str:
    return f"{name} 第{pages[0]}页"


def _named(pages: list[int]) -> str:
    shown = "、".join(str(page) for page in pages[:_PAGES_NAMED])
    return shown + ("…" if len(pages) > _PAGES_NAMED else "")
