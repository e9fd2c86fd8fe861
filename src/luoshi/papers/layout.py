"""公文格式 (GB/T 9704-2012): the numbers of the page and the faces of its text, as `layout.toml` declares them.

Lengths are in twips (1/20 of a point), sizes of type in points. Fonts are named and never embedded (9.14).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Face:
    """One face of type; `beyond` is the face of signs that GB 2312 does not have, `tighter` what each sign gives up of its width, in twips."""

    name: str
    beyond: str
    points: float
    tighter: int = 0

    def at(self, points: float) -> Face:
        """The same face in another size, at its own width."""
        return Face(self.name, self.beyond, points)


@cache
def layout() -> dict[str, dict[str, Any]]:
    """Every table of the declaration by its name."""
    text = files("luoshi.papers").joinpath("layout.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def face(name: str) -> Face:
    """A face by its name: body, title, heading_1 to heading_4, page_number, record."""
    return Face(**layout()["faces"][name])


def text_width() -> int:
    """Width of the 版心 in twips: 156 mm."""
    page = layout()["page"]
    return int(page["width"] - page["binding"] - page["cut"])


def lying_width() -> int:
    """Width of the text on a page that lies, in twips: the height of the 版心, 225 mm."""
    page = layout()["page"]
    return int(page["height"] - 2 * page["lying_side"])
