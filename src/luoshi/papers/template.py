"""本单位的模板: an office's own Word file for a kind of paper, checked to the last placeholder and filled.

    .docx ──opened within limits──> parts ──placeholders──> faults, all at once ──filled twice on trial──> it fits
    .docx + names of a paper ──docxtpl, in Jinja's sandbox──> .docx, the same for the same paper

A template comes from outside: nothing but names, rows and conditions may stand in it, and no part of it may reach beyond the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from luoshi.papers.fixed import packed
from luoshi.papers.names import Names, expected
from luoshi.papers.opened import opened
from luoshi.papers.paper import Paper
from luoshi.papers.placeholders import wrong
from luoshi.values.problem import Problem

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_ABOUT = ("author", "comments", "identifier", "language", "subject", "title")
"""The properties of a file that are filled; docxtpl would fill no other."""
_ABOUT_MAX = 255  # characters that a property holds


def faults(file: bytes, sample: Paper) -> list[Problem]:
    """Everything that is wrong with a template of the kind that `sample` is of."""
    whole, found = opened(file)
    if found:
        return found
    known = expected(sample, sample)
    try:
        template = _Template(BytesIO(whole))
        for part, markup in template.texts():
            found += wrong(part, markup, template.patch_xml, known)
    except Exception:  # what python-docx and lxml raise on a broken file has no common root
        return [Problem("B-120")]
    if not found:
        found = _on_trial(whole, known)
    return list({(one.id, one.place, str(one.facts)): one for one in found}.values())


def filled(file: bytes, sample: Paper, paper: Paper) -> bytes:
    """The template filled with a paper of its kind: no more than what its names say, as text. Only for one without faults."""
    whole, refused = opened(file)
    if refused:
        raise ValueError(refused[0].say())
    return _filled(whole, expected(sample, paper))


def _filled(whole: bytes, said: Names) -> bytes:
    template = _Template(BytesIO(whole))
    template.render(said, SandboxedEnvironment(autoescape=True, undefined=StrictUndefined), True)
    stream = BytesIO()
    template.save(stream)
    return packed(stream.getvalue())


def _on_trial(whole: bytes, known: Names) -> list[Problem]:
    """What only filling shows: an `if` that begins in a table and ends outside it leaves no whole file. With all rows, and with none."""
    for said in (known, {name: type(value)() for name, value in known.items()}):
        try:
            _filled(whole, said)
        except Exception as fault:
            return [Problem("B-127", "", {"fault": str(fault).splitlines()[0][:80]})]
    return []


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl's, that tells its parts as it fills them, leaves data alone, and mends no file that filling has broken."""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every part that is filled, by what a person calls it; the properties of the file too."""
        self.init_docx()
        yield "正文", self.get_xml()
        for name, uri in (("页眉", self.HEADER_URI), ("页脚", self.FOOTER_URI)):
            for _, part in self.get_headers_footers(uri):
                yield name, self.get_part_xml(part)
        for part in self.docx.part.package.iter_parts():
            if part.content_type == _FOOTNOTES:
                yield "脚注", self.get_part_xml(part)
        about = " ".join(str(getattr(self.docx.core_properties, n) or "") for n in _ABOUT)
        yield "文件属性", f"<about>{escape(about)}</about>"

    def render_xml_part(
        self, src_xml: str, part: Any, context: Names, jinja_env: Any = None
    ) -> str:
        """A part filled; `{_{` in a text stays as it is, and what is no whole markup is refused."""
        self.current_rendering_part = part
        made = str(self.resolve_listing(jinja_env.from_string(src_xml).render(context)))
        parse_xml(made.encode())
        return made

    def render_properties(self, context: Names, jinja_env: Any = None) -> None:
        """The properties as plain text: they are no markup, and hold so many characters and no more."""
        plain = SandboxedEnvironment(undefined=StrictUndefined)
        for name in _ABOUT:
            given = str(getattr(self.docx.core_properties, name) or "")
            if "{" in given:
                said = plain.from_string(given).render(context).replace("\n", "")
                setattr(self.docx.core_properties, name, said[:_ABOUT_MAX])
