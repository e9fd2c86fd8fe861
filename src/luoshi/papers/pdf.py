"""版面之二: a paper set as PDF by typst, with the numbers of `layout` and free faces of our own.

    Paper -> plan (texts, faces, lengths in points) -> `page.typ` -> PDF

The plan goes to typst as one JSON string, so no text is ever read as markup. The faces of offices are not free (9.14): Noto Serif SC stands for
仿宋, 小标宋, 宋体 and 楷体, Noto Sans SC for 黑体. The same paper gives the same bytes: the machine's own faces and its clock are never asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import ceil
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from luoshi.papers import drawn
from luoshi.papers.frame import RIGHT_CHARACTERS, characters
from luoshi.papers.layout import Face, face, layout, lying_width, text_width
from luoshi.papers.markup import cleaned
from luoshi.papers.numbering import numbered
from luoshi.papers.paper import (
    Attachment,
    Block,
    Form,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Record,
    Table,
    day_written,
)
from luoshi.papers.sections import lies
from luoshi.papers.tables import FORM_SHARES, shared

Plan = dict[str, Any]
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
_RUN = re.compile(r"[^\s\u2e80-\U0010ffff]{2,}")
"""Signs that a line is not broken between."""
_WESTERN = 0.6  # of a character, the width of a Western sign
_LINE_SHARE = 1.35  # of its type, the line of a cell
_PAGE_SHARE = 0.8  # of a page, what an unbroken row may take
_EDGE = 3.0  # points between a rule and the text
_NUMBER_BELOW = 19.84  # 7 mm from the text to the dash of the page number (9.7)


def pdf(paper: Paper) -> bytes:
    """The paper as the bytes of a PDF file, as `page.written` gives it as a Word file."""
    made, warnings = typst.compile_with_warnings(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"plan": json.dumps(_plan(paper), ensure_ascii=False)},
    )
    assert not any("font" in one.message for one in warnings), [one.message for one in warnings]
    return made


@cache
def _template() -> bytes:
    return files("luoshi.papers").joinpath("page.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    home = str(pylopdf_fonts_zh_cn.serif_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[home])


def _plan(paper: Paper) -> Plan:
    author = paper.signer or (paper.record.printer if paper.record else "")
    day = paper.day
    return {
        "about": {
            "title": cleaned(paper.whole_title),
            "author": cleaned(author),
            "day": [day.year, day.month, day.day] if day else None,
        },
        "sizes": {"page": _page_sizes(paper.close)},
        "faces": _faces(paper),
        "sections": _in_sections(_pieces(paper)),
    }


def _page_sizes(close: bool) -> dict[str, float]:
    page = layout()["page"]
    names = "width", "height", "top", "bottom", "binding", "cut", "lying_side"
    body = face("body")
    sizes = {name: page[name] / 20 for name in names}
    return {
        **sizes,
        "line": page["line_close" if close else "line"] / 20,
        "sign": body.points - body.tighter / 20,
        "number_below": _NUMBER_BELOW,
    }


def _faces(paper: Paper) -> dict[str, Any]:
    table, sizes = layout()["table"], layout()["head"]
    mark = min(sizes["mark_points"], text_width() / 20 / max(1, len(paper.mark)))
    named = {name: face(name) for name in layout()["faces"]}
    named |= {
        "mark": face("title").at(mark),
        "caption": face("heading_1").at(14),
        "form_label": face("heading_1").at(14),
        "form_value": face("body").at(14),
        "head": face("heading_1").at(table["head_points"]),
        "cell": face("body").at(table["cell_points"]),
        "wide_head": face("heading_1").at(table["wide_cell_points"]),
        "wide_cell": face("body").at(table["wide_cell_points"]),
    }
    return {name: _face(one) for name, one in named.items()}


def _face(given: Face) -> Plan:
    font = SANS if given.name == "黑体" else SERIF
    return {"font": font, "points": given.points, "tracking": -given.tighter / 20}


def _in_sections(pieces: Sequence[tuple[bool, Plan]]) -> list[Plan]:
    """The blocks by the way their page lies; each change begins a new page."""
    found = list[Plan]()
    for lying, block in pieces:
        if not found or found[-1]["lying"] != lying:
            found.append({"lying": lying, "blocks": []})
        found[-1]["blocks"].append(block)
    return found


def _pieces(paper: Paper) -> list[tuple[bool, Plan]]:
    lying = lies(paper.body) or [False]
    found = [(lying[0], one) for one in _head(paper)]
    found += _body(paper.body)
    tail = _tail(paper)
    if tail and (paper.signer or paper.day) and "kept" in found[-1][1]:
        found[-1] = (found[-1][0], {**found[-1][1], "kept": True})
    found += [(lying[-1], one) for one in tail]
    for number, one in enumerate(paper.attachments, 1):
        if one.body:
            above = _attachment_head(number, len(paper.attachments), one.name)
            found += [(lies(one.body)[0], block) for block in above]
            found += _body(one.body)
    if paper.record:
        found.append((found[-1][0], _record(paper.record)))
    return found


def _body(body: Sequence[Block]) -> list[tuple[bool, Plan]]:
    return [
        (lying, piece)
        for (number, one), lying in zip(numbered(body), lies(body), strict=True)
        for piece in _block(number, one)
    ]


def _block(number: str, given: Block) -> list[Plan]:
    match given:
        case Heading(level, text, then):
            spans = ((f"heading_{level or 1}", number + text), ("body", then))
            return [_text(*spans, first=2, level=level, kept=level > 0)]
        case Paragraph(text):
            return [_text(("body", text), first=2)]
        case Picture(svg=svg, caption=caption):
            said = {"svg": svg, "caption": cleaned(caption), "size": drawn.room(given)}
            return [{"kind": "picture", **said}]
        case Form():
            return [_form(given)]
        case Table(caption=caption):
            above = [_text(("caption", caption), turned="center", kept=True)] if caption else []
            return [*above, _table(given)]


def _text(*spans: tuple[str, str], turned: str = "both", **more: Any) -> Plan:
    """A paragraph; its insets are counted in characters."""
    room = text_width() / 20 / face("body").points
    said = [(name, _breakable(text, room)) for name, text in spans]
    rest = {"first": 0, "left": 0, "right": 0, "hanging": 0, "kept": False, "level": 0}
    return {"kind": "text", "spans": said, "turned": turned, **rest, **more}


def _blank(count: int = 1, kept: bool = False) -> Plan:
    return {"kind": "blank", "count": count, "kept": kept}


def _breakable(text: str, room: float) -> str:
    """A text that a line of so many characters can hold: a long word without blanks may be broken anywhere."""
    clean = cleaned(text)
    return _RUN.sub(
        lambda run: run[0] if len(run[0]) * _WESTERN < room else "\u200b".join(run[0]), clean
    )


def _head(paper: Paper) -> list[Plan]:
    sizes, found = layout()["head"], list[Plan]()
    number = _text(("body", paper.number), turned="center")
    if paper.mark:
        mark = {"text": cleaned(paper.mark), "before": sizes["mark_before"] / 20}
        rule = {"space": sizes["rule_space_points"], "thick": sizes["rule_eighths"] / 8}
        colour = {"colour": sizes["colour"]}
        blank = _blank(sizes["blank_lines"])
        found += [{"kind": "mark", **mark, **colour}, blank, number]
        found += [{"kind": "rule", **rule, **colour}, blank]
    elif paper.number:
        found.append(number)
    found.append(_text(("title", "\n".join(paper.title)), turned="center", kept=True))
    found.append(_blank(kept=True))
    if paper.addressee:
        found.append(_text(("body", f"{paper.addressee}：")))
    return found


def _attachment_head(number: int, count: int, name: str) -> list[Plan]:
    which = _text(("heading_1", f"附件{number if count > 1 else ''}"), kept=True)
    title = _text(("title", name), turned="center", kept=True)
    return [{"kind": "break"}, which, _blank(kept=True), title, _blank(kept=True)]


def _tail(paper: Paper) -> list[Plan]:
    """Note of attachments, signer and day; all that stands above the last of them stays with it."""
    day = day_written(paper.day) if paper.day else ""
    signed = bool(paper.signer or day)
    found = _attachments(paper.attachments, signed)
    if signed:
        found.append(_blank(kept=True))
    if paper.signer:
        inset = RIGHT_CHARACTERS + (characters(day) - characters(paper.signer)) / 2 if day else 2.0
        found.append(_from_the_right(paper.signer, max(0.0, inset), kept=bool(day)))
    return [*found, _from_the_right(day, RIGHT_CHARACTERS)] if day else found


def _attachments(given: tuple[Attachment, ...], kept: bool) -> list[Plan]:
    found = [_blank(kept=kept)] if given else []
    for number, one in enumerate(given, 1):
        counted = f"{number}." if len(given) > 1 else ""
        lead = "附件：" if number == 1 else ""
        hanging = characters(lead + counted)
        left = 5 + characters(counted) - hanging
        text = ("body", lead + counted + one.name)
        found.append(_text(text, left=left, hanging=hanging, kept=kept))
    return found


def _from_the_right(text: str, inset: float, kept: bool = False) -> Plan:
    return _text(("body", text), turned="right", right=inset, kept=kept)


def _record(given: Record) -> Plan:
    sizes = layout()["record"]
    return {
        "kind": "record",
        "copies": cleaned(f"抄送：{given.copies}。") if given.copies else "",
        "printer": cleaned(given.printer),
        "printed": f"{day_written(given.printed)}印发",
        "inset": sizes["indent"] / 20,
        "line": sizes["line"] / 20,
        "outer": sizes["outer_eighths"] / 8,
        "inner": sizes["inner_eighths"] / 8,
    }


def _table(given: Table) -> Plan:
    sizes = layout()["table"]
    points = sizes["wide_cell_points" if given.wide else "cell_points"]
    full = lying_width() if given.wide else text_width()
    widths = [one / 20 for one in shared(full, given.shares)]
    own = _own(widths)
    high = _high(given.wide)
    return {
        "kind": "table",
        "widths": widths,
        "line": points * _LINE_SHARE,
        "edge": _EDGE,
        "rule": sizes["rule_eighths"] / 8,
        "head_face": "wide_head" if given.wide else "head",
        "face": "wide_cell" if given.wide else "cell",
        "centred": sorted(given.centred),
        "head": _row(given.heads, own, points, high),
        "rows": [_row(row, own, points, high) for row in given.rows],
    }


def _own(widths: Sequence[float]) -> list[float]:
    """What the text of each column may use."""
    return [max(1.0, width - 2 * _EDGE) for width in widths]


def _high(lying: bool) -> float:
    page = layout()["page"]
    high = text_width() if lying else page["height"] - page["top"] - page["bottom"]
    return float(high) / 20 * _PAGE_SHARE


def _row(cells: Sequence[str], own: Sequence[float], points: float, high: float) -> Plan:
    """A row, and whether a page may not hold it: what is unbroken and beyond the page would be lost. Every sign counts as a wide one."""
    lines = max(
        sum(max(1, ceil(len(part) * points / width)) for part in cell.split("\n"))
        for cell, width in zip(cells, own, strict=True)
    )
    texts = [_breakable(cell, width / points) for cell, width in zip(cells, own, strict=True)]
    return {"texts": texts, "tall": lines * points * _LINE_SHARE > high}


def _form(given: Form) -> Plan:
    widths = [one / 20 for one in shared(text_width(), FORM_SHARES)]
    points, line = 14, layout()["page"]["line"] / 20
    rows = []
    for row in given.rows:
        values = [sum(widths[1:])] if len(row) == 1 else [widths[1], widths[3]]
        own = _own([one for value in values for one in (widths[0], value)])
        cells = [text for field in row for text in (field.label, field.value)]
        said = _row(cells, own, points, _high(False))
        texts = said["texts"]
        fields = [texts[at : at + 2] for at in range(0, len(texts), 2)]
        high = max(field.lines for field in row) * line
        rows.append({"fields": fields, "tall": said["tall"], "high": high})
    return {
        "kind": "form",
        "widths": widths,
        "line": points * _LINE_SHARE,
        "edge": _EDGE,
        "rule": layout()["table"]["rule_eighths"] / 8,
        "rows": rows,
    }
