"""What a file is, by its first bytes."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.speech.receive.received import FileKind

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html|<head|<body"
    rb"|<(?:div|p|table|article|section|h[1-6]|meta|title|span)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format", "SQLite"),
    (b"ID3", "MP3"),
    (b"RIFF", "RIFF"),
)


class Found(NamedTuple):
    """The kind, or the id of the problem that ends the matter, with what the file seems to be."""

    kind: FileKind
    problem: str = ""
    called: str = ""


def sniff(content: bytes) -> Found:
    """Decide from the content alone; text is what is nothing else and holds no binary."""
    head = content[:4096]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Found("word")
    if b"%PDF-" in head[:1024]:
        return Found("pdf")
    if head.startswith(_OLE):
        return _ole(content)
    for magic, called in _OTHER:
        if head.startswith(magic) and (len(magic) > 2 or _is_binary(head)):
            return Found("unknown", "S-002", called)
    if _is_binary(content[:65_536]):
        return Found("unknown", "S-002", "binary")
    return Found("html" if _MARKUP.match(_narrow(head)) else "text")


def _ole(content: bytes) -> Found:
    """The old container of Office: a locked .docx, or a .doc."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Found("unknown", "S-003")
    if "WordDocument".encode("utf-16-le") in content:
        return Found("unknown", "S-004")
    called = "Excel" if "Workbook".encode("utf-16-le") in content else "Office 97-2003"
    return Found("unknown", "S-002", called)


def _narrow(head: bytes) -> bytes:
    """UTF-16 markup as single bytes, enough to see a tag."""
    return head[2:].replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def _is_binary(sample: bytes) -> bool:
    """Whether control bytes are more than stray ones; UTF-16 has zero bytes, but then nearly all on one side."""
    controls = sum(
        sample.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32))
    )
    if controls <= max(2, len(sample) // 1000):
        return False
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    return not _may_be_wide(sample)


def _may_be_wide(sample: bytes) -> bool:
    """Chinese UTF-16 without a mark: half of the bytes of one side are lead bytes of the Han block."""
    for side in (0, 1):
        leads = sample[side::2]
        if leads and sum(
            0x4E <= byte <= 0x9F or byte in (0, 0xFF, 0x30, 0x20) for byte in leads
        ) > 0.9 * len(leads):
            return True
    return False
