"""What receiving a file gives, and the limits on what is received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from luoshi.values.problem import Problem, Severity

FileKind = Literal["text", "word", "pdf", "html", "markdown", "unknown"]

SIZE_MAX = 20 * 2**20  # bytes of a file; a speech of two hours is 100 kB
UNPACKED_MAX = 64 * 2**20  # bytes of all that is read out of a Word file or one PDF page
RATIO_MAX = 200  # unpacked to packed, beyond which a part of a Word file is a bomb
PAGES_MAX = 300
DEPTH_MAX = 400  # nested elements of a web page
ELEMENTS_MAX = 100_000  # of a web page; a long speech has some hundreds


@dataclass(frozen=True, slots=True)
class Received:
    """The words of a file (line ends are plain, pages end in a form feed) and what was wrong with it."""

    text: str
    kind: FileKind
    problems: tuple[Problem, ...] = ()


class Refused(Exception):
    """Carries a problem from deep inside a file up to `receive`, which hands it back as a value."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


def fault(
    id: str, place: str, facts: Mapping[str, Any] | None = None, severity: Severity = "error"
) -> Problem:
    """A problem at a place of the file."""
    return Problem(id, place, facts or {}, severity)
