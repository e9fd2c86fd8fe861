"""Web pages: the words of the body, without scripts, menus and footers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from luoshi.speech.receive.received import DEPTH_MAX, ELEMENTS_MAX, Received, Refused, fault

# fmt: off
_HIDDEN = frozenset((
    "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "select",
    "button", "iframe", "object", "head",
))
_BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table",
    "section", "article", "main", "header", "blockquote", "pre", "figure", "figcaption", "center",
))
_VOID = frozenset((
    "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr",
))
# fmt: on
_SHORT = 60  # characters
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|share|sidebar|copyright|pagination"
    r"|toolbar|topbar|login|search)(?:$|[\s_-])",
    re.IGNORECASE,
)


def read_web(text: str, name: str) -> Received:
    """The words of an HTML page, a line a block; raises Refused when it holds none."""
    found = _read(text, name, menus=False)
    if len(found) < _SHORT and len(whole := _read(text, name, menus=True)) > 4 * _SHORT:
        found = whole  # a site that calls its article "menu": better too much than nothing
    if not found:
        raise Refused(fault("S-001", name))
    return Received(found, "html")


def _read(text: str, name: str, *, menus: bool) -> str:
    target = _Words(menus)
    # The parser is told UTF-8 and given UTF-8, so that the page's own charset, already heeded, is not
    # applied twice. Nothing is built in memory: elements are handed over one by one.
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=True)
    try:
        parser.feed(text.encode("utf-8", "ignore"))
        parser.close()
    except TooDeep:
        raise Refused(
            fault("S-020", name, {"limit": DEPTH_MAX, "elements": ELEMENTS_MAX})
        ) from None
    except etree.XMLSyntaxError:
        pass  # a page without any element; what was collected is all there is
    lines = (re.sub(r"[ \t\n]+", " ", line).strip() for line in "".join(target.parts).split("\x1e"))
    return "\n".join(line for line in lines if line)


class TooDeep(Exception):
    """More elements, inside each other or in all, than any real page has."""


@dataclass(slots=True)
class _Words:
    """Collects text; \\x1e stands for the end of a block, since the page's own line ends mean nothing."""

    menus: bool
    parts: list[str] = field(default_factory=list)
    depth: int = 0
    count: int = 0
    hidden_from: int = 0  # the depth at which something hidden began

    def start(self, tag: Any, attributes: Any) -> None:
        if tag in _BLOCKS or tag in ("br", "hr"):
            self.parts.append("\x1e")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        if tag in _VOID:
            return
        self.depth += 1
        self.count += 1
        if self.depth > DEPTH_MAX or self.count > ELEMENTS_MAX:
            raise TooDeep
        if not self.hidden_from and self._hides(tag, attributes):
            self.hidden_from = self.depth

    def _hides(self, tag: str, attributes: Any) -> bool:
        if tag in _HIDDEN:
            return not (self.menus and tag in ("nav", "footer", "aside", "form"))
        named = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        style = attributes.get("style", "").replace(" ", "")
        return "display:none" in style or (not self.menus and _MENU.search(named) is not None)

    def end(self, tag: Any) -> None:
        if tag in _VOID:
            return
        if self.hidden_from == self.depth:
            self.hidden_from = 0
        self.depth -= 1
        if tag in _BLOCKS:
            self.parts.append("\x1e")

    def data(self, data: Any) -> None:
        if not self.hidden_from:
            self.parts.append(data.replace("\x1e", " "))

    def comment(self, text: Any) -> None:
        """Comments are no text."""

    def pi(self, target: Any, data: Any = None) -> None:
        """Processing instructions are no text."""

    def close(self) -> None:
        """Nothing is left open."""
