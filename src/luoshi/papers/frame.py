"""版头、落款、版记: what stands before and after the body of a paper, as markup.

head:  mark (red) · number · red rule · title · addressee
tail:  attachments · signer over the day · record at the foot of the page
"""

from __future__ import annotations

import re

from luoshi.papers.layout import face, layout, lying_width, text_width
from luoshi.papers.markup import paragraph, runs
from luoshi.papers.paper import Attachment, Paper, Record, day_written

BLANK = "<w:p><w:pPr></w:pPr></w:p>"
_CENTRED = '<w:jc w:val="center"/>'
_LOW = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_START = re.compile(r"^<w:p><w:pPr>(<w:pStyle [^>]*>)?+(?!<w:keepNext/>)")
RIGHT_CHARACTERS = 4.0  # the day stands that far from the right (9.6)


def head(paper: Paper) -> list[str]:
    """Everything above the body."""
    found = [*_red_head(paper), *title(paper.title)]
    if paper.addressee:
        found += [BLANK, paragraph(runs(f"{paper.addressee}：", face("body")))]
    return found if paper.addressee else [*found, BLANK]


def title(lines: tuple[str, ...]) -> list[str]:
    """A title as it is broken: one paragraph, so that Word's outline has it once."""
    return [paragraph(runs("\n".join(lines), face("title")), "Title")]


def attachment_head(number: int, count: int, name: str) -> list[str]:
    """附件1 flush left, then the name as the title; the number only where there are several (9.5)."""
    which = f"附件{number if count > 1 else ''}"
    return [
        paragraph(runs(which, face("heading_1")), "", "<w:pageBreakBefore/>"),
        BLANK,
        *title((name,)),
        BLANK,
    ]


def tail(paper: Paper) -> list[str]:
    """Note of attachments, signer and day."""
    found = _attachments(paper.attachments)
    day = day_written(paper.day) if paper.day else ""
    if not paper.signer and not day:
        return found
    found = [kept(one) for one in (*found, BLANK)]
    width = characters(day)
    if paper.signer:
        inset = RIGHT_CHARACTERS + (width - characters(paper.signer)) / 2 if day else 2.0
        found.append(_from_the_right(paper.signer, max(0.0, inset), keep=bool(day)))
    return [*found, _from_the_right(day, RIGHT_CHARACTERS)] if day else found


def record(given: Record, lying: bool) -> list[str]:
    """版记 at the foot of the text of its page: a table that floats there."""
    sizes, width = layout()["record"], lying_width() if lying else text_width()
    in_face, inset = face("record"), sizes["indent"]
    rows = []
    if given.copies:
        hanging = f'<w:ind w:left="{inset * 4}" w:right="{inset}" w:hanging="{inset * 3}"/>'
        rows.append(paragraph(runs(f"抄送：{given.copies}。", in_face), "", _record_line(hanging)))
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width - inset}"/></w:tabs>'
    said = (
        runs(given.printer, in_face)
        + "<w:r><w:tab/></w:r>"
        + runs(f"{day_written(given.printed)}印发", in_face)
    )
    rows.append(
        paragraph(said, "", tab + _record_line(f'<w:ind w:left="{inset}" w:right="{inset}"/>'))
    )
    outer, inner = sizes["outer_eighths"], sizes["inner_eighths"]
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
        for side, eighths in (("top", outer), ("bottom", outer), ("insideH", inner))
    )
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{row}</w:tc></w:tr>'
        for row in rows
    )
    return [
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" '
        'w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{cells}</w:tbl>',
        _LOW,
    ]


def kept(markup: str) -> str:
    """A paragraph that stays with the next one: signer and day never stand alone on a page. A table is given back as it is."""
    return _START.sub(r"\g<0><w:keepNext/>", markup)


def characters(text: str) -> float:
    """Width of a text in whole characters; a Western sign is half of one."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


def _red_head(paper: Paper) -> list[str]:
    if not paper.mark:
        return [paragraph(runs(paper.number, face("body")), "", _CENTRED)] if paper.number else []
    sizes = layout()["head"]
    points = min(sizes["mark_points"], text_width() / 20 / len(paper.mark))
    before = f'<w:spacing w:before="{sizes["mark_before"]}" w:line="240" w:lineRule="auto"/>'
    rule = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="{sizes["rule_eighths"]}" '
        f'w:space="{sizes["rule_space_points"]}" w:color="{sizes["colour"]}"/></w:pBdr>'
    )
    blank = [BLANK] * sizes["blank_lines"]
    mark = runs(paper.mark, face("title").at(points), sizes["colour"])
    return [
        paragraph(mark, "", before + _CENTRED),
        *blank,
        paragraph(runs(paper.number, face("body")), "", rule + _CENTRED),
        *blank,
    ]


def _attachments(given: tuple[Attachment, ...]) -> list[str]:
    if not given:
        return []
    found, in_face = [BLANK], face("body")
    for number, one in enumerate(given, 1):
        counted = f"{number}." if len(given) > 1 else ""
        lead = "附件：" if number == 1 else ""
        left, hanging = 5 + characters(counted), characters(lead + counted)
        inset = f'<w:ind w:leftChars="{left * 100:.0f}" w:left="{left * 316:.0f}" '
        inset += f'w:hangingChars="{hanging * 100:.0f}" w:hanging="{hanging * 316:.0f}"/>'
        found.append(paragraph(runs(lead + counted + one.name, in_face), "", inset))
    return found


def _from_the_right(text: str, inset: float, keep: bool = False) -> str:
    more = f'{"<w:keepNext/>" * keep}<w:ind w:rightChars="{inset * 100:.0f}" w:right="{inset * 316:.0f}"/>'
    return paragraph(runs(text, face("body")), "", more + '<w:jc w:val="right"/>')


def _record_line(inset: str) -> str:
    return f'<w:spacing w:line="{layout()["record"]["line"]}" w:lineRule="exact"/>{inset}'
