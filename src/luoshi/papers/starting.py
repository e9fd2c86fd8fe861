"""起手模板: our own layout of a sample with every text as its placeholder: what an office opens in Word, changes and hands back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from luoshi.papers.fixed import packed
from luoshi.papers.names import ROW, TEXT, TEXTS, WHOLE, name_of
from luoshi.papers.page import written
from luoshi.papers.paper import (
    Block,
    Field,
    Form,
    Heading,
    Paper,
    Paragraph,
    Record,
    Table,
    day_written,
)

_DAY = date(1999, 12, 31)  # stands in the sample where the day will stand


def starting(sample: Paper, *, fixed: bool = True) -> bytes:
    """The template of a kind as a Word file; where the headings of a kind are not `fixed`, its texts are one list."""
    body = tuple(_fixed(sample.body)) if fixed else tuple(_each(WHOLE, f"{TEXT}.文字"))
    paper = replace(
        sample,
        title=("{{标题}}",),
        body=body,
        mark="{{标志}}" if sample.mark else "",
        number="{{文号}}" if sample.number else "",
        addressee="{{主送}}" if sample.addressee else "",
        signer="{{落款}}" if sample.signer else "",
        day=_DAY if sample.day else None,
        attachments=(),
        record=Record("{{印发机关}}", _DAY, "{{抄送}}") if sample.record else None,
    )
    document = Document(BytesIO(written(paper)))
    shown = day_written(_DAY)
    for node in document.element.body.iter(qn("w:t")):
        if node.text and shown in node.text:
            printed = f"{shown}印发" in node.text
            node.text = node.text.replace(shown, "{{印发日期}}" if printed else "{{日期}}")
    _only_with_a_number(document)
    stream = BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


def _fixed(body: tuple[Block, ...]) -> Iterator[Block]:
    at, alone = "正文", False
    for place, block in enumerate(body):
        match block:
            case Heading(level=0):
                yield replace(block, then=f"{{{{{name_of(block.text)}}}}}")
            case Heading() if block.level > 1 and not block.text:
                yield from _each(at, TEXT)
            case Heading() if block.level > 1 and _last(body, place):
                yield from _each(at, TEXT)
            case Heading():
                at, alone = name_of(block.text), True
                yield block
            case Table():
                yield from _table(block, at)
                alone = False
            case Paragraph():
                name = at + TEXTS if _has_table(body, place) else at
                yield from _each(name, TEXT) if alone or at == "正文" else ()
                alone = False
            case Form():
                yield _form(block)


def _table(table: Table, at: str) -> Iterator[Block]:
    """The heads as they are, one row that is repeated, and nothing at all where there is no row."""
    names = [name_of(head) for head in table.heads]
    blank = [""] * (len(names) - 1)
    rows = (
        (f"{{%tr for {ROW} in {at} %}}", *blank),
        tuple(f"{{{{{ROW}.{name}}}}}" for name in names),
        ("{%tr endfor %}", *blank),
    )
    yield from _each(at + TEXTS, TEXT)
    yield Paragraph(f"{{%p if {at} %}}")
    yield replace(table, rows=rows)
    yield Paragraph("{%p endif %}")


def _each(name: str, said: str) -> Iterator[Block]:
    yield Paragraph(f"{{%p for {TEXT} in {name} %}}")
    yield Paragraph(f"{{{{{said}}}}}")
    yield Paragraph("{%p endfor %}")


def _form(given: Form) -> Form:
    return Form(
        tuple(
            tuple(Field(f.label, f"{{{{{name_of(f.label)}}}}}", f.lines) for f in row)
            for row in given.rows
        )
    )


def _last(body: tuple[Block, ...], place: int) -> bool:
    """True for a heading with nothing of its own below it."""
    following = body[place + 1] if place + 1 < len(body) else None
    return following is None or isinstance(following, Heading)


def _has_table(body: tuple[Block, ...], place: int) -> bool:
    for block in body[place + 1 :]:
        if isinstance(block, Heading):
            return False
        if isinstance(block, Table):
            return True
    return False


def _only_with_a_number(document: object) -> None:
    """The red head stands only on a paper that has a number."""
    body = document.element.body  # type: ignore[attr-defined]
    first = next((p for p in document.paragraphs if "{{标志}}" in p.text), None)  # type: ignore[attr-defined]
    last = next((p for p in document.paragraphs if "{{文号}}" in p.text), None)  # type: ignore[attr-defined]
    if first is None or last is None:
        return
    opening, closing = (document.add_paragraph(text) for text in ("{%p if 标志 %}", "{%p endif %}"))  # type: ignore[attr-defined]
    body.remove(opening._p)
    body.remove(closing._p)
    first._p.addprevious(opening._p)
    last._p.addnext(closing._p)
