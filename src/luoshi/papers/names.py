"""占位符的名字: what a template may name, drawn from any paper, so that a new paper needs no list of its own.

标题 文号 标志 主送 落款 日期 抄送 印发机关 印发日期       once in a paper
总体情况                                               the texts under a heading
主要指标, 主要指标文字                                    the rows of a heading's table, each by its heads, and the texts beside it
出席, 督办事项                                          labels and fields of a form
全文                                                   every text in its order with its 层次, for papers whose headings are not fixed

A heading of the second level with nothing below it is a text of the heading above. What cannot stand in a name is left out of it: 责任（配合）单位 -> 责任配合单位.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from luoshi.papers.markup import cleaned
from luoshi.papers.numbering import numbered
from luoshi.papers.paper import Block, Form, Heading, Paper, Paragraph, Table, day_written

Names = dict[str, Any]
TEXTS = "文字"
WHOLE = "全文"
ROW, TEXT = "行", "段"  # what a template calls one row and one text


def name_of(text: str) -> str:
    """A heading or a head as a name."""
    name = "".join(sign for sign in text if f"_{sign}".isidentifier()) or "名称"
    return name if name.isidentifier() else f"_{name}"


def names(paper: Paper) -> Names:
    """Everything that a template of this kind may name, with what this paper says under it."""
    record = paper.record
    found: Names = {
        "标题": cleaned("\n".join(paper.title)),
        "文号": cleaned(paper.number),
        "标志": cleaned(paper.mark),
        "主送": cleaned(paper.addressee),
        "落款": cleaned(paper.signer),
        "日期": day_written(paper.day) if paper.day else "",
        "抄送": cleaned(record.copies) if record else "",
        "印发机关": cleaned(record.printer) if record else "",
        "印发日期": day_written(record.printed) if record else "",
        WHOLE: _whole(paper.body),
    }
    for attachment in paper.attachments:
        _sections(attachment.body, found, name_of(attachment.name))
    return _sections(paper.body, found, "正文")


def expected(sample: Paper, paper: Paper) -> Names:
    """The names of a paper, with every name that its kind has: what this paper has not is empty, and rows are never texts."""
    shape, found = names(sample), names(paper)
    for name, value in shape.items():
        if is_rows(value):
            if not is_rows(found.get(name)):
                found[name + TEXTS] = found.get(name) or found.get(name + TEXTS, [])
                found[name] = []
            found.setdefault(name + TEXTS, [])
        else:
            found.setdefault(name, [] if isinstance(value, list) else "")
    return found


def is_rows(value: Any) -> bool:
    """True for the rows of a table."""
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], dict)
        and "层次" not in value[0]
    )


def rows_of(table: Table) -> list[dict[str, str]]:
    """The rows of a table, each cell by the name of its head."""
    heads = [name_of(head) for head in table.heads]
    return [dict(zip(heads, map(cleaned, row), strict=True)) for row in table.rows]


def _sections(body: Iterable[Block], found: Names, at: str) -> Names:
    counted = numbered(body)
    blocks = [block for _, block in counted]
    top = at  # the heading of the first level
    for place, (number, block) in enumerate(counted):
        match block:
            case Heading(level=0):
                found[name_of(block.text)] = cleaned(block.then)
            case Heading():
                text = cleaned(number + block.text + block.then)
                if block.level > 1 and _stands_alone(blocks, place):
                    _add(found, top, text)
                    continue
                at = name_of(block.text)
                top = at if block.level == 1 else top
                found.setdefault(at, [])
            case Paragraph():
                _add(found, at, cleaned(block.text))
            case Table():
                texts = found.get(at) or []
                found[at] = rows_of(block)
                found[at + TEXTS] = texts if not is_rows(texts) else []
            case Form():
                found |= {name_of(f.label): cleaned(f.value) for row in block.rows for f in row}
    return found


def _add(found: Names, at: str, text: str) -> None:
    """A text under a heading; beside a table, under the name of its texts."""
    name = at + TEXTS if is_rows(found.get(at)) else at
    found.setdefault(name, []).append(text)


def _stands_alone(blocks: list[Block], place: int) -> bool:
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    return following is None or isinstance(following, Heading)


def _whole(body: Iterable[Block]) -> list[dict[str, str]]:
    return [
        {"层次": str(block.level) if isinstance(block, Heading) else "", "文字": cleaned(number + block.text + block.then if isinstance(block, Heading) else block.text)}
        for number, block in numbered(body)
        if isinstance(block, (Heading, Paragraph))
    ]  # fmt: skip
