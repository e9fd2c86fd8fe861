"""Markdown files: the words without the marks; headings keep their line."""

from __future__ import annotations

import re

# Marks of a whole line, tried one line at a time. Every repetition inside a rule is bounded, and a line longer
# than any that a person writes is left alone: a file may be made to keep an expression busy for hours.
_LINE_MAX = 5_000
_ROWS = (
    (re.compile(r"[ \t]{0,3}#{1,6}[ \t]{1,9}(?!(?:来源|出处)[：:])(.*)"), r"\1"),
    (re.compile(r"[ \t]{0,9}>[ \t]?(.*)"), r"\1"),
    (re.compile(r"[ \t]{0,9}[-*+][ \t]{1,9}(.*)"), r"\1"),
)
_RULE = re.compile(r"(?=.*[-*_]{2})[-*_|: \t]+|(?:```|~~~).*")
_INSIDE = (
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|-])"), r"\1"),
)
_BOLD = re.compile(r"(?<![*\\])\*\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*\*(?!\*)")
_CELL = re.compile(r"[ \t]{0,99}\|[ \t]{0,99}")
_NAMES = (".md", ".markdown", ".mdown")


def is_markdown(text: str, name: str) -> bool:
    """By its name, or by three headings of the second level and below, which no plain text has."""
    return name.lower().endswith(_NAMES) or len(re.findall(r"^#{2,6} \S", text[:50_000], re.M)) > 2


def read_markdown(text: str) -> str:
    """The words of a Markdown text."""
    text = _without_comments(text)
    if text.startswith("---\n") and (end := text.find("\n---\n", 3)) > 0:
        text = text[end + 5 :]  # the settings that some writers put on top
    if _all_bold(text):
        text = _BOLD.sub(r"\1", text)
    text = "\n".join(row for line in text.split("\n") if (row := _row(line)) is not None)
    for mark, words in _INSIDE:
        text = mark.sub(words, text)
    return text


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


def _row(line: str) -> str | None:
    """A line without the marks that make it a heading, an item or a row of a table; None for a mere rule."""
    words = line.strip()
    if len(line) > _LINE_MAX or not words:
        return line
    if _RULE.fullmatch(words):
        return None
    if words[0] == "|" and words[-1] == "|" and len(words) > 1:
        return _CELL.sub("\t", words[1:-1].strip())
    for mark, kept in _ROWS:
        if found := mark.fullmatch(line):
            return found.expand(kept).rstrip("# \t") if "#" in line else found.expand(kept)
    return line


def _all_bold(text: str) -> bool:
    """Whether every ** of the text closes by CommonMark's rule; if one does not, they are masked names."""
    for line in text.split("\n"):
        rest = _BOLD.sub("", line)
        if "**" in rest:
            return False
        for bold in _BOLD.finditer(line):
            ending, after = bold[1][-1], line[bold.end() : bold.end() + 1]
            if not ending.isalnum() and after.isalnum():
                return False  # **甲区长讲了话;**乙区长: the second pair of stars opens, it does not close
    return True
