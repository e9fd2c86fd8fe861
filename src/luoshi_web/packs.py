"""区包: the district pack that this installation serves. A pack with a fault is not served: the last one without a fault
stays, so that no board changes because a file was saved half-finished; the office is told which file, line and remedy.

    LUOSHI_DISTRICT ──open──> no fault: served, and kept aside when the server starts (LUOSHI_FOLDER/pack)
                       └──> a fault: the kept one is served; where there is none yet, what could be read
"""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from luoshi.journeys.open_district import World, open_district
from luoshi.values.problem import Problem
from luoshi_web import clock

KEPT = "pack"
LEFT_OUT = shutil.ignore_patterns(
    "reports", "speeches", ".*"
)  # what is declared is kept, not what was told


class Served(NamedTuple):
    """The world that is served, the faults of the pack that was given, and since when the served one is kept."""

    world: World
    faults: tuple[Problem, ...] = ()
    kept_on: date | None = None


def serve(given: Path, folder: Path) -> Served:
    """The given pack, or the kept one when the given one has a fault.

    Raises:
        ValueError: neither can be read at all; it says every fault.
    """
    world, problems = open_district(given)
    faults = tuple(problem for problem in problems if problem.severity == "error")
    kept = folder / KEPT
    if faults and (kept / "district.toml").is_file():
        before, _ = open_district(kept)
        if before is not None:
            saved = datetime.fromtimestamp((kept / "district.toml").stat().st_mtime, clock.OFFICE)
            return Served(before, faults, saved.date())
    if world is None:
        raise ValueError("\n".join(f"{fault.say('zh')}\n{fault.say('en')}" for fault in faults))
    return Served(world, faults)


def keep(given: Path, folder: Path, served: Served) -> None:
    """Keep the given pack aside, if it has no fault. A reader never finds half of it."""
    if served.faults or served.kept_on is not None:
        return
    fresh, old = folder / f"{KEPT}.new", folder / f"{KEPT}.old"
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(given, fresh, ignore=LEFT_OUT, copy_function=shutil.copyfile)
    if (folder / KEPT).exists():
        (folder / KEPT).rename(old)
    fresh.rename(folder / KEPT)
    shutil.rmtree(old, ignore_errors=True)
