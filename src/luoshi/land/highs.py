"""HiGHS, set up one way for the whole process.

A second value of `threads` in one process makes every later run fail without a word, so it is set here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable

import highspy

from luoshi.land.quiet import QuietHighs

Cancel = Callable[[], bool]  # asked now and then: shall the work stop?
UNIT_WAN = 1000.0  # money rows are written in this, so that figures stand near 1 and the solver's tolerance is small money
CENT = 1e-6  # 万元 (or parcels) that rounding may take, as in `checker`
PROBING_OFF = 1 << 15  # probing takes most of the time otherwise (docs/algorithms/land.md)


def solver(seconds: float = float("inf"), cancel: Cancel | None = None) -> highspy.Highs:
    """A quiet solver that stops after `seconds` of a run, or when it is cancelled."""
    made = QuietHighs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("log_to_console", False),
        ("threads", 1),
        ("time_limit", seconds),
        ("mip_rel_gap", 1e-7),
        ("presolve_rule_off", PROBING_OFF),
    ):
        made.setOptionValue(name, value)
    if cancel is not None:
        made.cbMipInterrupt.subscribe(lambda event: event.interrupt() if cancel() else None)
    return made
