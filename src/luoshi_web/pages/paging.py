"""翻页: which part of a long list a page shows; the page's number stands in the address (?page=)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` of a list of `count` rows."""

    number: int
    count: int
    size: int

    @property
    def first(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def starts(self) -> int:
        """The number of the first row shown, for people: from 1."""
        return self.first + 1 if self.count else 0

    @property
    def ends(self) -> int:
        """The number of the last row shown."""
        return min(self.first + self.size, self.count)

    @property
    def before(self) -> int:
        """The page before, or 0."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after, or 0."""
        return self.number + 1 if self.ends < self.count else 0


def asked(request: HttpRequest) -> int:
    """The page that the address asks for; what is no number is the first."""
    text = request.GET.get("page", "")
    return max(int(text), 1) if text.isdecimal() and len(text) < 8 else 1


def paging(request: HttpRequest, count: int, size: int = ROWS_A_PAGE) -> Paging:
    """The asked page of a list of `count` rows, `size` a page; past its end, the last one."""
    last = max(-(-count // size), 1)
    return Paging(min(asked(request), last), count, size)
