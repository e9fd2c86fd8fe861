"""版式标记: text as the paragraphs and runs of WordprocessingML.

    "贾玥" in 仿宋_GB2312  ->  run "贾" in 仿宋_GB2312, run "玥" in 仿宋

GB 2312 lacks many signs of people's names. Left to itself Word sets them in whatever face it finds; here they get the same style from a larger face.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from luoshi.papers.layout import Face
from luoshi.values.spreadsheet import writable

_FIRST_TAG = re.compile(r"^<[\w:]+")


def element(xml: str) -> Any:
    """Markup of one paragraph, table or property as an element to be hung into a document."""
    return parse_xml(_FIRST_TAG.sub(rf"\g<0> {nsdecls('w', 'r')}", xml, count=1))


def cleaned(text: str) -> str:
    """A text without signs that no file can hold; every line break is one sign."""
    return writable(text).replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=20_000)
def _plain(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return ord(sign) < 0x2E80  # quotes and dashes; beyond them begin the characters
    return True


def character_format(face: Face, colour: str = "") -> str:
    """What makes a run that face: the name for Chinese and Western signs alike."""
    name = quoteattr(face.name)
    size = round(face.points * 2)
    said = f'<w:color w:val="{colour}"/>' if colour else ""
    said += f'<w:spacing w:val="{-face.tighter}"/>' if face.tighter else ""
    return (
        f"<w:rPr><w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"
        f'{said}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def runs(text: str, face: Face, colour: str = "") -> str:
    """A text as runs, split where a sign is beyond the face; a line break stays one."""
    found = []
    for plain, signs in groupby(cleaned(text), _plain):
        part = face if plain else replace(face, name=face.beyond)
        said = escape("".join(signs)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        found.append(
            f'<w:r>{character_format(part, colour)}<w:t xml:space="preserve">{said}</w:t></w:r>'
        )
    return "".join(found)


def paragraph(inside: str, style: str = "", more: str = "") -> str:
    """A paragraph around runs; `more` stands behind the style, in the order the schema wants."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inside}</w:p>"
