"""Damage as the web does it, made again on our own texts: the same gold must hold after each. No dice: places are counted off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from opencc import OpenCC
from pypinyin import Style, pinyin

_TO_TRADITIONAL = OpenCC("s2t")
_TO_TAIWAN = OpenCC("s2tw")  # the forms that Big5 has: 為, not 爲
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_UNBROKEN = re.compile(
    r"[0-9A-Za-z\u00c0-\u01ff０-９.．%％(][0-9A-Za-z\u00c0-\u01ff０-９.．%％)]|.[，。；：、！？）”》%％(]",
    re.S,
)
_FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_EVERY_READING = 17  # one character in so many gets its reading in brackets
_WRAP = 31  # characters a line in a text copied out of a PDF
_EVERY_PAGE = 420
_EVERY_SHIFT = 180
_SHORTEST_RUN, _LONGEST_RUN = 3, 8
_PAGES = ("— {} —", "- {} -", "第 {} 页", "{}", "第{}页 共9页")


def traditional(text: str) -> str:
    """The text in traditional characters."""
    return str(_TO_TRADITIONAL.convert(text))


def with_readings(text: str) -> str:
    """Every 17th Chinese character in its traditional form with its reading behind it: 業(yè)."""
    readings = pinyin(text, style=Style.TONE, errors=lambda run: list(run))
    assert len(readings) == len(text)
    out, count = [], 0
    for letter, reading in zip(text, readings, strict=True):
        count += bool(_HANZI.match(letter))
        if _HANZI.match(letter) and count % _EVERY_READING == 0:
            out.append(f"{traditional(letter)}({reading[0]})")
        else:
            out.append(letter)
    return "".join(out)


def wrapped(text: str) -> str:
    """Paragraphs broken at 31 characters in mid-word, as a copy out of a PDF has them.

    As typesetters do, no line breaks inside a figure or a Latin word, nor before a closing mark.
    """
    return "\n".join("\n".join(_rows(line)) for line in text.split("\n"))


def _rows(line: str) -> Iterator[str]:
    start = 0
    while len(line) - start > _WRAP:
        end = start + _WRAP
        while end > start + 1 and _UNBROKEN.match(line, end - 1):
            end -= 1
        yield line[start:end]
        start = end
    yield line[start:]


def with_page_numbers(text: str) -> str:
    """A page number on a line of its own about every 420 characters, inside whatever sentence is there.

    A page turns between two Chinese characters, never inside a figure: nobody could undo that.
    """
    out, last, page = [], 0, 1
    place = _EVERY_PAGE
    while place < len(text) - 20:
        while not (_HANZI.match(text[place - 1]) and _HANZI.match(text[place])):
            place += 1
        out += [text[last:place], "\n", _PAGES[page % len(_PAGES)].format(page), "\n"]
        last, page, place = place, page + 1, place + _EVERY_PAGE
    return "".join([*out, text[last:]])


def full_width(text: str) -> str:
    """Digits, points and per cent signs as full-width forms."""
    return text.translate(_FULL_WIDTH)


def byte_shifted(text: str) -> str:
    """Traditional text in which, about every 180 characters, one lead byte of GBK is lost and a run is read a byte late."""
    source = traditional(text)
    out, last, place = [], 0, _EVERY_SHIFT // 2
    while place < len(source):
        run = _shift(source, place)
        if run is None:
            place += 1
            continue
        length, garbled = run
        out += [source[last:place], garbled]
        last = place + length
        place = last + _EVERY_SHIFT
    return "".join([*out, source[last:]])


def _shift(source: str, place: int) -> tuple[int, str] | None:
    """What the characters from `place` become when the first loses its lead byte, and how many are touched."""
    run = source[place : place + _LONGEST_RUN]
    if not all(_HANZI.match(letter) for letter in run[:_SHORTEST_RUN]):
        return None
    try:
        code = run.encode("gbk")
    except UnicodeEncodeError:
        return None
    out, at = [], 1
    while at < len(code):
        if code[at] < 0x80:  # an ASCII byte: here the reader of the bytes falls into step again
            length = (at + 1) // 2
            whole = (at + 1) % 2 == 0 and length >= _SHORTEST_RUN
            return (length, "".join([*out, chr(code[at])])) if whole else None
        try:
            out.append(code[at : at + 2].decode("gbk"))
        except UnicodeDecodeError:
            return None
        at += 2
    return None


def _encodable(text: str, encoding: str) -> bytes:
    content = text.encode(encoding)
    assert content.decode(encoding) == text
    return content


DAMAGES: Mapping[str, Callable[[str], bytes]] = {
    "readings": lambda text: with_readings(text).encode(),
    "byte_shift": lambda text: byte_shifted(text).encode(),
    "wrapped": lambda text: wrapped(text).encode(),
    "page_numbers": lambda text: with_page_numbers(text).encode(),
    "gb18030": lambda text: _encodable(text, "gb18030"),
    "big5": lambda text: _encodable(str(_TO_TAIWAN.convert(text)), "big5hkscs"),
    "utf16": lambda text: text.encode("utf-16"),
    "traditional": lambda text: traditional(text).encode(),
    "full_width": lambda text: full_width(text).encode(),
    "all_at_once": lambda text: wrapped(full_width(with_readings(text))).encode("gb18030"),
}
_WRAPS = frozenset({"wrapped", "all_at_once"})


def damaged(text: str, kind: str) -> bytes | None:
    """One damage of a text; None for a table that would be wrapped, for nothing then tells its rows apart."""
    table = text.count("\t") > text.count("\n")
    return None if table and kind in _WRAPS else DAMAGES[kind](text)
