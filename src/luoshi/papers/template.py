"""本单位的模板: an office's own Word file for a kind of paper, checked to the last placeholder and filled.

    .docx ──opened within limits──> texts ──parsed──> only names, rows and conditions ──> faults, all at once
    .docx + names of a paper ──docxtpl, in Jinja's sandbox──> .docx, the same for the same paper

A template comes from outside: nothing but names, rows and conditions may stand in it, and no part of it may reach beyond the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from luoshi.papers.fixed import packed
from luoshi.papers.names import Names, expected, is_rows
from luoshi.papers.paper import Paper
from luoshi.values.problem import Problem

BYTES_MAX, UNPACKED_MAX, PARTS_MAX = 5 * 2**20, 50 * 2**20, 2_000
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not, nodes.And, nodes.Or)  # fmt: skip
_FETCHES = re.compile(
    r"\b(INCLUDE(PICTURE|TEXT)?|DDE(AUTO)?|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE
)
"""Fields of Word that fetch something when the paper is opened."""
_RAW = re.compile(r"\{[{%]\s?r\s")  # docxtpl's rich text goes in unescaped
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
LOOPS_MAX = 2  # one in another; more would multiply
_AROUND = 20  # characters of the place


def faults(file: bytes, sample: Paper) -> list[Problem]:
    """Everything that is wrong with a template of the kind that `sample` is of."""
    refused = _refused(file)
    if refused:
        return [refused]
    known = expected(sample, sample)
    found: list[Problem] = []
    try:
        if outside := _reaches_out(file):
            return [outside]
        for text in _texts(file):
            found += _in_text(text, known)
    except (ValueError, KeyError, TypeError, SyntaxError, BadZipFile):
        return [Problem("B-120")]
    except RecursionError:
        return [Problem("B-126", "", {"what": "…((((…"})]
    return list({(one.id, one.place, str(one.facts)): one for one in found}.values())


def filled(file: bytes, sample: Paper, paper: Paper) -> bytes:
    """The template filled with a paper of its kind: no more than what its names say, as text."""
    template = DocxTemplate(BytesIO(file))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render(expected(sample, paper), environment, autoescape=True)
    stream = BytesIO()
    template.save(stream)
    return packed(stream.getvalue())


def _refused(file: bytes) -> Problem | None:
    """What keeps the file from being opened at all."""
    limits = {"packed_mb": BYTES_MAX // 2**20, "unpacked_mb": UNPACKED_MAX // 2**20}
    if len(file) > BYTES_MAX:
        return Problem("B-121", "", limits)
    try:
        with ZipFile(BytesIO(file)) as given:
            parts = given.infolist()
            if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
                return Problem("B-121", "", limits)
            inside = {part.filename for part in parts}
            if "word/document.xml" not in inside:
                return Problem("B-120")
            if any("vbaProject" in name or name.startswith("word/embeddings/") for name in inside):
                return Problem("B-122")
            for name in inside:
                if name.endswith((".xml", ".rels")):
                    content = given.read(name)
                    if _ENTITY.search(content.replace(b"\0", b"")):  # UTF-16 too
                        return Problem("B-120")
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return Problem("B-120")
    return None


def _texts(file: bytes) -> Iterator[str]:
    """Every part of the file as the text that Jinja would read, whatever it is called; and its properties, which are filled too."""
    template = DocxTemplate(BytesIO(file))
    template.init_docx()
    for part in template.docx.part.package.iter_parts():
        if part.content_type.endswith("xml"):
            yield template.patch_xml(part.blob.decode("utf-8", "replace"))
    about = template.docx.core_properties
    yield "\n".join(
        str(getattr(about, name) or "")
        for name in ("author", "category", "comments", "content_status", "identifier", "keywords", "language", "last_modified_by", "subject", "title", "version")
    )  # fmt: skip


def _reaches_out(file: bytes) -> Problem | None:
    """A relationship or a field that fetches something when the paper is opened, or text that would go in as markup."""
    package = DocxTemplate(BytesIO(file)).get_docx().part.package
    for part in (package, *package.iter_parts()):
        for one in part.rels.values():
            if one.is_external and not one.reltype.endswith("/hyperlink"):
                return Problem("B-123", one.target_ref[:80])
        if raw := _RAW.search(_TAG.sub("", getattr(part, "blob", b"").decode("utf-8", "replace"))):
            return Problem("B-126", "", {"what": raw[0].strip()})
        root = getattr(part, "element", None)
        if root is not None:
            codes = "".join(node.text or "" for node in root.iter(qn("w:instrText")))
            codes += " ".join(
                node.get(qn("w:instr")) or "" for node in root.iter(qn("w:fldSimple"))
            )
            if _FETCHES.search(codes):
                return Problem("B-123", codes.strip()[:80])
    return None


def _in_text(text: str, known: Names) -> list[Problem]:
    environment = SandboxedEnvironment()
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as fault:
        lines = text.splitlines() or [""]
        at = lines[min(fault.lineno, len(lines)) - 1]
        return [Problem("B-124", _place(at), {"fault": str(fault.message)})]
    return list(_walk(tree, known, {}, text))


def _walk(node: nodes.Node, known: Names, rows: dict[str, Any], text: str) -> Iterator[Problem]:
    """Every name that is not there, and everything that may not stand in a template."""
    if not isinstance(node, _ALLOWED):
        yield Problem("B-126", "", {"what": type(node).__name__})
        return
    if isinstance(node, nodes.Output):
        yield from (
            Problem("B-126", "", {"what": f"{{{{{getattr(child, 'name', '')}}}}}"})
            for child in node.nodes
            if _is_list(child, known, rows)
        )
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in rows:
        if node.name not in known:
            yield _unknown(node.name, known, text)
        return
    if isinstance(node, nodes.Getattr):
        yield from _column(node, known, rows, text)
        return
    if isinstance(node, nodes.For):
        yield from _for(node, known, rows, text)
        return
    for child in node.iter_child_nodes():
        yield from _walk(child, known, rows, text)


def _is_list(node: nodes.Node, known: Names, rows: dict[str, Any]) -> bool:
    """True for the name of rows, of texts, or of one row: none of them is a text by itself."""
    if not isinstance(node, nodes.Name):
        return False
    if node.name in rows:
        looped = rows[node.name]
        return bool(looped) and isinstance(looped[0], dict)
    return isinstance(known.get(node.name), list)


def _for(node: nodes.For, known: Names, rows: dict[str, Any], text: str) -> Iterator[Problem]:
    if (
        not isinstance(node.target, nodes.Name)
        or not isinstance(node.iter, nodes.Name)
        or node.test
        or node.recursive
    ):
        yield Problem("B-126", "", {"what": "for"})
        return
    yield from _walk(node.iter, known, rows, text)
    looped = known.get(node.iter.name, [])
    if (
        not isinstance(looped, list)
        or len(rows) >= LOOPS_MAX
        or node.target.name in (*rows, *known)
    ):
        yield Problem("B-126", "", {"what": f"for {node.target.name} in {node.iter.name}"})
        return
    within = {**rows, node.target.name: looped or ""}
    for child in (*node.body, *node.else_):
        yield from _walk(child, known, within, text)


def _column(
    node: nodes.Getattr, known: Names, rows: dict[str, Any], text: str
) -> Iterator[Problem]:
    owner = node.node.name if isinstance(node.node, nodes.Name) else ""
    its = rows.get(owner)
    if not isinstance(its, list) or not its or not isinstance(its[0], dict):
        yield Problem("B-126", "", {"what": f"{owner}.{node.attr}"})
    elif node.attr not in its[0]:
        yield _unknown(f"{owner}.{node.attr}", {f"{owner}.{name}": "" for name in its[0]}, text)


def _unknown(name: str, known: Names, text: str) -> Problem:
    alike = get_close_matches(name, known, 1, 0.3)
    shown = [f"{one}（表）" if is_rows(known[one]) else one for one in known]
    facts = {"name": name, "alike": alike[0] if alike else "—", "known": "、".join(shown)}
    at = text.find(name)
    return Problem("B-125", _place(text[max(at - 200, 0) : at + 200]) if at >= 0 else "", facts)


def _place(text: str) -> str:
    """The words around, without markup."""
    plain = " ".join(_TAG.sub(" ", text).split())
    return plain[:_AROUND]
