"""A name in the two languages of the product, Chinese first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Label(NamedTuple):
    """One thing's name or sentence in Chinese and in English."""

    zh: str
    en: str

    @classmethod
    def of(cls, given: Mapping[str, str] | str) -> Label:
        """Read `{ zh = "…", en = "…" }`; a bare string serves for both languages."""
        if isinstance(given, str):
            return cls(given, given)
        return cls(given["zh"], given.get("en", given["zh"]))

    def say(self, lang: str = "zh") -> str:
        """The text in `lang`; anything that is not English gets Chinese."""
        return self.en if lang.startswith("en") else self.zh


def listed(names: Iterable[Label]) -> Label:
    """Several names in a row."""
    every = tuple(names)
    return Label("、".join(one.zh for one in every), ", ".join(one.en for one in every))


NOTHING = Label("", "")
