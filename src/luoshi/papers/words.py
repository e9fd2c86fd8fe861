"""用语: the standing words of the papers, in `words.toml`. A paper is written in Chinese only, so they are too."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def word(name: str, **facts: str | int) -> str:
    """One heading, label or sentence with its facts."""
    said = _words()[name]
    assert isinstance(said, str), name
    return said.format_map(facts)


def heads(name: str) -> tuple[str, ...]:
    """The heads of one table, left to right."""
    said = _words()[f"heads_{name}"]
    assert not isinstance(said, str), name
    return tuple(said)


@cache
def _words() -> dict[str, str | list[str]]:
    text = files("luoshi.papers").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
