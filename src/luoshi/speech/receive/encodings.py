"""Bytes to text in whatever encoding the office's machines wrote: UTF-8, UTF-16, GBK/GB 18030, Big5, or two in one."""

from __future__ import annotations

import codecs
import re

from luoshi.speech.clean.characters import weights
from luoshi.speech.receive.received import fault
from luoshi.values.problem import Problem

_SAMPLE = 200_000  # bytes are enough to tell two encodings apart
_UTF8_RUN = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){2,}"
)
_LINES_NAMED = 8


def decode(content: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    """The text with plain line ends, and problems where the bytes do not fit one encoding."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            content = content[len(mark) :]
            if encoding != "utf-8":
                return _plain(content.decode(encoding, "replace")), ()
            break
    text = _strictly(content, "utf-8")
    if text is None:
        text = _wide(content) or _national(content)
    if text is not None:
        return _plain(text), ()
    return _line_by_line(content, name)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(content: bytes) -> str | None:
    """UTF-16 without its mark: the sample must read as common Chinese in one byte order."""
    if len(content) % 2 or len(content) < 4:
        return None
    readings = [
        (commonness(content[:_SAMPLE].decode(encoding, "replace")), encoding)
        for encoding in ("utf-16-le", "utf-16-be")
    ]
    share, encoding = max(readings)
    # Read as GBK, the same bytes would hold NUL and other control characters or rare ones only.
    if share > 0.8 and share > commonness(content[:_SAMPLE].decode("gb18030", "replace")) + 0.2:
        return content.decode(encoding, "replace")
    return None


def _national(content: bytes) -> str | None:
    """GB 18030 or Big5, whichever decodes; where both do, the one whose characters are the more common."""
    readings = [
        (commonness(text[:_SAMPLE]), rank, text)
        for rank, encoding in enumerate(("big5hkscs", "gb18030"))
        if (text := _strictly(content, encoding)) is not None
    ]
    return max(readings)[2] if readings else None


def commonness(text: str) -> float:
    """The mean weight of a text's characters, 1 for common Chinese, below 0 for a wrong reading; 0 for none."""
    known = weights()
    beyond = [character for character in text if character > "\x7f"]
    if not beyond:
        return 0.0
    return sum(known.get(character, -4.0) for character in beyond) / len(beyond)


def _line_by_line(content: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    """Read what can be read, each line in its own encoding; name the lines that are not like the rest."""
    found: list[tuple[str, str]] = []
    broken: list[int] = []
    for number, line in enumerate(content.replace(b"\r\n", b"\n").split(b"\n"), start=1):
        text, encoding = _line(line)
        if encoding == "none":
            broken.append(number)
        found.append((text, encoding))
    problems: list[Problem] = []
    used = [encoding for _, encoding in found if encoding not in ("ascii", "none")]
    main = max(sorted(set(used)), key=used.count, default="")
    other = [
        n for n, (_, encoding) in enumerate(found, 1) if encoding not in ("ascii", main, "none")
    ]
    if other:
        facts = {"lines": _named(other), "main": _called(main)}
        problems.append(fault("S-014", f"{name} 第{other[0]}行", facts, "warning"))
    if broken:
        facts = {"lines": _named(broken)}
        problems.append(fault("S-015", f"{name} 第{broken[0]}行", facts, "warning"))
    return _plain("\n".join(text for text, _ in found)), tuple(problems)


def _line(line: bytes) -> tuple[str, str]:
    """(text, encoding) of one line; encoding "none" where some bytes fit nothing (they become U+FFFD)."""
    if line.isascii():
        return line.decode("ascii"), "ascii"
    text = _strictly(line, "utf-8")
    if text is not None:
        return text, "utf-8"
    if not _UTF8_RUN.search(line):
        readings = [
            (commonness(text), encoding, text)
            for encoding in ("big5hkscs", "gb18030")
            if (text := _strictly(line, encoding)) is not None
        ]
        if readings:
            _, encoding, text = max(readings)
            return text, encoding
    return _pieces(line)


def _pieces(line: bytes) -> tuple[str, str]:
    """A line that changes its encoding on the way: runs of UTF-8, and GB 18030 between them."""
    parts: list[str] = []
    at = 0
    for run in _UTF8_RUN.finditer(line):
        reading = run[0].decode("utf-8", "replace")
        if commonness(reading) < 0:
            continue  # GBK bytes that happen to look like UTF-8
        parts += [line[at : run.start()].decode("gb18030", "replace"), reading]
        at = run.end()
    parts.append(line[at:].decode("gb18030", "replace"))
    text = "".join(parts)
    return text, "none" if "\ufffd" in text else "mixed"


def _named(lines: list[int]) -> str:
    shown = "、".join(str(number) for number in lines[:_LINES_NAMED])
    return shown + ("…" if len(lines) > _LINES_NAMED else "")


def _called(encoding: str) -> str:
    return {"utf-8": "UTF-8", "gb18030": "GBK", "big5hkscs": "Big5"}.get(encoding, encoding)
