"""占位符的检查: what stands between the braces of a template: names that exist, rows and conditions, and nothing else.

    markup ──each paragraph and row marked──> text that Jinja reads ──tree──> every fault, at its paragraph

Before docxtpl reads the markup its braces are counted: its patterns take hours over braces that nobody closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from docx.oxml import parse_xml
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from luoshi.papers.names import Names, is_rows
from luoshi.values.problem import Problem

TEXT_MAX = 2**20  # of one part's markup
_TAG_MAX, _TAGS_MAX = 200, 2_000  # characters between two braces; pairs of braces in a part
_AROUND = 20  # characters of the place
_DEEP = 8  # conditions within conditions
LOOPS_MAX = 2  # one in another; more would multiply
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not, nodes.And, nodes.Or)  # fmt: skip
_MARKUP = re.compile(r"<[^>]*>")
_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OF_DOCXTPL = re.compile(r"\s*(colspan|cellbg|vm|hm|raw|r)\s|-|.*-$", re.DOTALL)
_BLOCK = re.compile(r"<w:(?:p|tr)(?=[ >/])")
_MARK = re.compile(r"^<!--(\d+)-->")
_WHOLE_TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def wrong(part: str, markup: str, patched: Callable[[str], str], known: Names) -> list[Problem]:
    """Every fault in the markup of one part; `part` is what a person calls it, `patched` makes of markup what Jinja reads."""
    early = _braces(part, markup)
    if early:
        return early
    places = _places(part, markup)
    count = iter(range(len(markup)))
    text = _BLOCK.sub(lambda m: f"\n<!--{next(count)}-->{m[0]}", markup.replace("\n", " "))
    reading = _Reading(patched(text), places, part, known)
    return list(reading.problems())


def _braces(part: str, markup: str) -> list[Problem]:
    """Braces that are not closed, and what is too much for a template."""
    if len(markup) > TEXT_MAX:
        return [Problem("B-124", part, {"fault": f"> {TEXT_MAX // 2**20} MB"})]
    text = _MARKUP.sub("", markup)
    found, start, pairs = list[Problem](), -1, 0
    for one in _BRACES.finditer(text):
        sign = one[0]
        inside = text[start + 2 : one.start()]
        if start < 0:
            start = one.start() if sign in _CLOSING else -1
            continue
        if sign != _CLOSING[text[start : start + 2]]:
            if sign in _CLOSING:
                found.append(_open(part, text, start))
                start = one.start()
            continue
        pairs += 1
        if text[start + 1] != "#" and (len(inside) > _TAG_MAX or _OF_DOCXTPL.match(f"{inside} ")):
            what = text[start : one.end()][:60]
            found.append(Problem("B-126", _at(part, text, start), {"what": what}))
        start = -1
    if start >= 0:
        found.append(_open(part, text, start))
    if pairs > _TAGS_MAX:
        found.append(Problem("B-124", part, {"fault": f"> {_TAGS_MAX}"}))
    return found[:50]


def _open(part: str, text: str, start: int) -> Problem:
    return Problem("B-124", _at(part, text, start), {"fault": text[start : start + _AROUND]})


def _at(part: str, text: str, start: int) -> str:
    return f"{part}“{text[start : start + _AROUND]}”"


def _places(part: str, markup: str) -> list[str]:
    """Each paragraph and row of a part in its order, as a person finds it: which one, and its first words."""
    tree = parse_xml(markup.encode())
    found, line, tables = list[str](), 0, dict[Any, int]()
    for one in tree.iter(f"{_W}p", f"{_W}tr", f"{_W}tbl"):
        if one.tag == f"{_W}tbl":
            tables[one] = len(tables) + 1
            continue
        table = next((tables[a] for a in one.iterancestors(f"{_W}tbl") if a in tables), 0)
        line += not table
        said = "".join(str(text.text or "") for text in one.iter(f"{_W}t")).strip()[:_AROUND]
        where = f"第{table}个表" if table else f"第{line}段"
        found.append(f"{part}{where}“{said}”")
    return found


class _Reading:
    """One part as Jinja reads it, with what its names may be."""

    def __init__(self, text: str, places: list[str], part: str, known: Names) -> None:
        self.text, self.places, self.part, self.known = text, places, part, known
        self.lines = text.split("\n")

    def problems(self) -> Iterator[Problem]:
        try:
            tree = SandboxedEnvironment().parse(self.text)
            yield from self.walk(tree, {}, 0)
        except TemplateSyntaxError as fault:
            yield Problem("B-124", self.place(fault.lineno), {"fault": str(fault.message)})
        except RecursionError:
            yield Problem("B-126", self.part, {"what": "((((…"})

    def place(self, line: int) -> str:
        mark = _MARK.match(self.lines[min(line, len(self.lines)) - 1])
        at = int(mark[1]) if mark else -1
        return self.places[at] if 0 <= at < len(self.places) else self.part

    def refused(self, node: nodes.Node, what: str = "") -> Problem:
        tags = _WHOLE_TAG.findall(self.lines[min(node.lineno, len(self.lines)) - 1])
        said = what or (tags[0] if len(tags) == 1 else type(node).__name__)
        return Problem("B-126", self.place(node.lineno), {"what": said[:60]})

    def walk(self, node: nodes.Node, rows: Mapping[str, Any], deep: int) -> Iterator[Problem]:
        """Every name that is not there, and everything that may not stand in a template."""
        if not isinstance(node, _ALLOWED) or deep > _DEEP:
            yield self.refused(node)
        elif isinstance(node, nodes.Name):
            if node.name not in rows and node.name not in self.known:
                yield self.unknown(node.name, self.known, node.lineno)
        elif isinstance(node, nodes.Getattr):
            yield from self.column(node, rows)
        elif isinstance(node, nodes.For):
            yield from self.rows(node, rows, deep)
        else:
            if isinstance(node, nodes.Output):
                yield from (self.refused(n, f"{{{{{n.name}}}}}") for n in self.lists(node, rows))
            below = deep + isinstance(node, nodes.If)
            for child in node.iter_child_nodes():
                yield from self.walk(child, rows, below)

    def lists(self, node: nodes.Output, rows: Mapping[str, Any]) -> Iterator[nodes.Name]:
        """Names of lists and rows that would be written as they are."""
        for one in node.nodes:
            if isinstance(one, nodes.Name):
                value = rows[one.name] if one.name in rows else self.known.get(one.name, "")
                if not isinstance(value, str):
                    yield one

    def rows(self, node: nodes.For, rows: Mapping[str, Any], deep: int) -> Iterator[Problem]:
        """A loop: over a list of the paper, and in one other loop at most, so that no file grows beyond its paper."""
        target, over = node.target, node.iter
        if not (isinstance(target, nodes.Name) and isinstance(over, nodes.Name)):
            yield self.refused(node)
            return
        value = self.known.get(over.name)
        if over.name not in self.known:
            yield self.unknown(over.name, self.known, node.lineno)
            return
        taken = target.name in rows or target.name in self.known
        if (
            node.test
            or node.recursive
            or taken
            or len(rows) >= LOOPS_MAX
            or not isinstance(value, list)
        ):
            yield self.refused(node, f"for {target.name} in {over.name}")
            return
        within = {**rows, target.name: value[0] if value else ""}
        for child in node.body:
            yield from self.walk(child, within, deep)
        for child in node.else_:
            yield from self.walk(child, rows, deep)

    def column(self, node: nodes.Getattr, rows: Mapping[str, Any]) -> Iterator[Problem]:
        owner = node.node.name if isinstance(node.node, nodes.Name) else ""
        row = rows.get(owner)
        if owner and owner not in rows and owner not in self.known:
            yield self.unknown(owner, self.known, node.lineno)
        elif not isinstance(row, dict):
            yield self.refused(node, f"{owner}.{node.attr}")
        elif node.attr not in row:
            columns = {f"{owner}.{name}": "" for name in row}
            yield self.unknown(f"{owner}.{node.attr}", columns, node.lineno)

    def unknown(self, name: str, known: Mapping[str, Any], line: int) -> Problem:
        alike = get_close_matches(name, known, 1, 0.3)
        shown = [f"{one}（表）" if is_rows(known[one]) else one for one in known]
        facts = {"name": name, "alike": alike[0] if alike else "—", "known": "、".join(shown)}
        return Problem("B-125", self.place(line), facts)
