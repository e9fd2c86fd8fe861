"""同字节: a Word file packed anew with nothing of the day and the machine in it.

The parts are stored, not pressed: what a library of compression makes of them may change with its next version, and a paper must come out the same
in years to come. The largest paper grows to a few megabytes for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def packed(file: bytes) -> bytes:
    """The same parts in the same order, all of one day."""
    with ZipFile(BytesIO(file)) as given:
        return zipped({name: given.read(name) for name in given.namelist()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Parts by their names as one file, in their order."""
    found = BytesIO()
    with ZipFile(found, "w", ZIP_STORED) as made:
        for name, content in parts.items():
            part = ZipInfo(name, _FIRST_DAY)
            part.create_system, part.external_attr = 0, 0
            made.writestr(part, content)
    return found.getvalue()
