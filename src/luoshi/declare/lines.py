"""In which line of a TOML file a key stands: tomllib reads values but not places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

Path = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*)\s*="""
)


class Lines:
    """The lines of the keys of one file; `place(path)` is "file:line" of the nearest key that is written."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.found: dict[Path, str] = {}
        table: Path = ()
        counts: Counter[Path] = Counter()
        quoted = ""  # the quotes of a text of several lines that is still open
        for number, line in enumerate(text.splitlines(), start=1):
            if quoted:
                quoted = "" if quoted in line else quoted
                continue
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                table = self._table(header[2], header[1] == "[[", counts)
                self.found[table] = f"{file}:{number}"
            elif key:
                self.found[(*table, *_parts(key[1]))] = f"{file}:{number}"
            for quotes in ('"' * 3, "'" * 3):
                if line.count(quotes) % 2:
                    quoted = quotes

    def _table(self, name: str, of_many: bool, counts: Counter[Path]) -> Path:
        path: Path = ()
        parts = _parts(name)
        for at, part in enumerate(parts):
            path = (*path, part)
            if of_many and at == len(parts) - 1:
                counts[path] += 1
            if counts[path]:
                path = (*path, counts[path] - 1)
        return path

    def place(self, path: Sequence[str | int]) -> str:
        """Where to look: the key itself, or the table it should stand in."""
        at = tuple(path)
        while at and at not in self.found:
            at = at[:-1]
        return self.found.get(at, f"{self.file}:1")

    def copy(self) -> Lines:
        """A copy that may take in the lines of an extension."""
        copy = Lines("", self.file)
        copy.found = dict(self.found)
        return copy

    def take(self, other: Lines, path: Path, as_path: Path) -> None:
        """Take the places of one table of another file, under its path here."""
        size = len(path)
        for at, place in other.found.items():
            if at[:size] == path:
                self.found[(*as_path, *at[size:])] = place


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
