"""Markdown files: the words without the marks; headings keep their line."""

from __future__ import annotations

import re

_MARKS = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"\A---\n.*?\n---\n", re.DOTALL), ""),
    (re.compile(r"^(?:```|~~~).*\n?", re.MULTILINE), ""),
    (
        re.compile(
            r"^[ \t]{0,3}#{1,6}[ \t]+(?!(?:来源|出处)[：:])(.*?)[ \t]*#*[ \t]*$", re.MULTILINE
        ),
        r"\1",
    ),
    (re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$\n?", re.MULTILINE), ""),
    (
        re.compile(
            r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$\n?",
            re.MULTILINE,
        ),
        "",
    ),
    (re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|-])"), r"\1"),
)
_BOLD = re.compile(r"(?<![*\\])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?!\*)")
_CELLS = re.compile(r"^[ \t]*\|(.*)\|[ \t]*$", re.MULTILINE)
_NAMES = (".md", ".markdown", ".mdown")


def is_markdown(text: str, name: str) -> bool:
    """By its name, or by three headings of the second level and below, which no plain text has."""
    return name.lower().endswith(_NAMES) or len(re.findall(r"^#{2,6} \S", text[:50_000], re.M)) > 2


def read_markdown(text: str) -> str:
    """The words of a Markdown text."""
    if _all_bold(text):
        text = _BOLD.sub(r"\1", text)
    text = _CELLS.sub(lambda row: re.sub(r"[ \t]*\|[ \t]*", "\t", row[1].strip()), text)
    for mark, words in _MARKS:
        text = mark.sub(words, text)
    return text


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
