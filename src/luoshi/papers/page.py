"""版面: a paper set as a Word file, page and type as GB/T 9704-2012 has them.

    Paper -> head · body · tail · attachments, record -> sections, upright or lying -> .docx

The same paper gives the same bytes: no clock, no ids that change, and the file is packed by `fixed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.oxml.ns import qn

from luoshi.papers import drawn, frame, tables
from luoshi.papers.fixed import packed
from luoshi.papers.layout import face
from luoshi.papers.markup import cleaned, element, paragraph, runs
from luoshi.papers.numbering import numbered
from luoshi.papers.paper import Block, Form, Heading, Paper, Paragraph, Picture
from luoshi.papers.sections import end_of, lies, section
from luoshi.papers.styles import prepare

_EMU = 12_700  # to the point
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_SPACES = (("wp", "wordprocessingDrawing"), ("a", "main"), ("pic", "picture"))


class Piece(NamedTuple):
    """One paragraph or table as markup, on a page that lies or stands."""

    lying: bool
    markup: str


def written(paper: Paper) -> bytes:
    """The paper as the bytes of a .docx file; `faults.faults` says what is wrong with it, and nothing is refused here."""
    document = Document()
    made = datetime.combine(paper.day, time()) if paper.day else None
    author = paper.signer or (paper.record.printer if paper.record else "")
    prepare(document, paper.whole_title, author, made, close=paper.close)
    body = document.element.body
    footers = "".join(
        f'<w:footerReference w:type="{one.get(qn("w:type"))}" r:id="{one.get(qn("r:id"))}"/>'
        for one in body.sectPr.findall(qn("w:footerReference"))
    )
    for old in list(body):
        body.remove(old)
    for markup in _in_sections(_pieces(paper), footers):
        body.append(element(markup))
    _hang(document.part, [one for one in _blocks(paper) if isinstance(one, Picture)])
    stream = BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


def _pieces(paper: Paper) -> list[Piece]:
    lying = lies(paper.body) or [False]
    found = [Piece(lying[0], one) for one in frame.head(paper)]
    found += _body(paper.body)
    if paper.body and (paper.signer or paper.day):
        found[-1] = Piece(lying[-1], frame.kept(found[-1].markup))
    found += [Piece(lying[-1], one) for one in frame.tail(paper)]
    for number, one in enumerate(paper.attachments, 1):
        if one.body:
            first = lies(one.body)[0]
            above = frame.attachment_head(number, len(paper.attachments), one.name)
            found += [Piece(first, markup) for markup in above]
            found += _body(one.body)
    if paper.record:
        last = found[-1].lying
        found += [Piece(last, one) for one in frame.record(paper.record, last)]
    return found


def _body(body: Sequence[Block]) -> list[Piece]:
    return [
        Piece(lying, markup)
        for (number, one), lying in zip(numbered(body), lies(body), strict=True)
        for markup in _block(number, one)
    ]


def _block(number: str, given: Block) -> list[str]:
    if isinstance(given, Heading):
        own = runs(number + given.text, face(f"heading_{given.level or 1}"))
        style = f"Heading{given.level}" if given.level else "Body"
        return [paragraph(own + runs(given.then, face("body")), style)]
    if isinstance(given, Paragraph):
        return [paragraph(runs(given.text, face("body")), "Body")]
    if isinstance(given, Form):
        return [tables.form(given)]
    caption = runs(given.caption, face("heading_1").at(14))
    if isinstance(given, Picture):
        below = [paragraph(caption, "", '<w:jc w:val="center"/>')] if given.caption else []
        return [_picture(given, bool(below)), *below]
    above = [paragraph(caption, "", '<w:keepNext/><w:jc w:val="center"/>')] if given.caption else []
    return [*above, tables.table(given)]


def _picture(given: Picture, kept: bool) -> str:
    """A paragraph for a picture, in a line as high as it; `_hang` gives it the file."""
    wide, high = (round(points * _EMU) for points in drawn.room(given))
    size, said = f'cx="{wide}" cy="{high}"', quoteattr(cleaned(given.caption))
    spaces = " ".join(f'xmlns:{name}="{_DRAWING}/{place}"' for name, place in _SPACES)
    inside = (
        f"<w:r><w:drawing><wp:inline {spaces}><wp:extent {size}/>"
        f'<wp:docPr id="0" name="" descr={said}/><a:graphic><a:graphicData uri="{_DRAWING}/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed=""/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    line = '<w:spacing w:before="160" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>'
    return paragraph(inside, "", "<w:keepNext/>" * kept + line)


def _hang(part: Any, pictures: Sequence[Picture]) -> None:
    """Each picture's file, in the order of the text."""
    frames = [one for one in part.element.body.iter() if one.tag.endswith("}inline")]
    for number, (one, given) in enumerate(zip(frames, pictures, strict=True), 1):
        key, _ = part.get_or_add_image(BytesIO(drawn.png(given.svg)))
        for about in one.iter():
            if about.tag.endswith(("}docPr", "}cNvPr")):
                about.set("id", str(number))
                about.set("name", f"Picture {number}")
            elif about.tag.endswith("}blip"):
                about.set(qn("r:embed"), key)


def _blocks(paper: Paper) -> list[Block]:
    return [*paper.body, *(block for one in paper.attachments for block in one.body)]


def _in_sections(pieces: Sequence[Piece], footers: str) -> list[str]:
    """The pieces with the ends of sections between those that lie and those that stand."""
    found = list[str]()
    lying = pieces[0].lying
    for piece in pieces:
        if piece.lying != lying:
            found.append(end_of(lying, footers))
            lying = piece.lying
        found.append(piece.markup)
    return [*found, section(lying, footers)]
