"""The land programme: first plan, proven gap and memory, beside the plain exact programme and the office's own rules.

Run as `python -m tests.bench land [--seeds N] [--sizes 16,50,200,1000]`. Each measurement is a process of its own, so that its peak memory is its own.
Cases: tests/core/land/cases.py. The gap is given twice: of the objective, as the product shows it, and of the value added, which is the
objective less that of doing nothing (debt service and holding on everything), because an objective near nought has no meaningful share.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

from luoshi.land import pulse
from luoshi.land.case import Case
from luoshi.land.checker import check, value
from luoshi.land.office import RULES, first_plan
from luoshi.land.plan import Plan, Solved
from luoshi.land.solve import Search, solve
from tests.core.land.cases import SIZES, programme

SECONDS = {16: 10.0, 50: 20.0, 200: 60.0, 1000: 90.0}
PLAIN = (16, 50, 200)  # sizes at which the plain programme is tried
HEAD = "| case | way | first plan s | seconds | cpu s | gap of objective | gap of value added | MB |\n|---|---|---:|---:|---:|---:|---:|---:|"


def main() -> int:
    """Print the table, or one measurement as JSON for the parent process."""
    if "--one" in sys.argv:
        at = sys.argv.index("--one") + 1
        what, count, months, seed, released = sys.argv[at : at + 5]
        case = programme(int(seed), int(count), int(months), released == "1")
        print(json.dumps(MEASURED[what](case, SECONDS[int(count)])))
        return 0
    seeds = int(sys.argv[sys.argv.index("--seeds") + 1]) if "--seeds" in sys.argv else 1
    sizes = sys.argv[sys.argv.index("--sizes") + 1] if "--sizes" in sys.argv else ""
    print(HEAD, flush=True)
    for count, months in SIZES:
        if sizes and str(count) not in sizes.split(","):
            continue
        for released in (False, True):
            for seed in range(1, seeds + 1):
                _lines(count, months, seed, released)
    return 0


def _lines(count: int, months: int, seed: int, released: bool) -> None:
    name = f"{count} x {months} {'released' if released else 'NPV'}, seed {seed}"
    ways = ["engine", *(["plain"] if count in PLAIN else []), "office", "replan"]
    for way in ways:
        args = [way, count, months, seed, int(released)]
        line = [sys.executable, "-m", "tests.bench.land", "--one", *map(str, args)]
        told = json.loads(subprocess.run(line, capture_output=True, check=True, text=True).stdout)
        cells = [
            f"{told[key]:.4g}" if told[key] is not None else "-"
            for key in ("first", "seconds", "cpu")
        ]
        cells += [
            f"{told[key]:.3%}" if told[key] is not None else "no plan" for key in ("gap", "added")
        ]
        print(f"| {name} | {way} | {' | '.join(cells)} | {told['mb']:.0f} |", flush=True)


def engine(case: Case, seconds: float) -> dict[str, Any]:
    """The engine step by step, as `solve` takes them."""
    began, cpu = time.perf_counter(), time.process_time()
    search = Search(case, (), None, began + seconds)
    search.begin(None)
    if search.price():
        search.follow_prices()
        search.narrow_down()
    first = next((at - began for _, at, worth, _ in search.steps if worth > -1e300), None)
    return _told(case, search.solved(), first, began, cpu)


def plain(case: Case, seconds: float) -> dict[str, Any]:
    """The whole programme given to the solver, without anything else."""
    began, cpu = time.perf_counter(), time.process_time()
    return _told(case, pulse.run(pulse.build(case), seconds), None, began, cpu)


def office(case: Case, seconds: float) -> dict[str, Any]:
    """The best of the office's rules, against the engine's bound in a tenth of the time."""
    began, cpu = time.perf_counter(), time.process_time()
    plans = [first_plan(case, rule) for rule in RULES]
    spent, spent_cpu = time.perf_counter() - began, time.process_time() - cpu
    kept = [plan for plan in plans if not check(case, plan)]
    bound = solve(case, max(seconds / 10.0, 5.0)).bound
    worth = max((value(case, plan) for plan in kept), default=None)
    best = Solved("gap", Plan() if kept else None, -1e300 if worth is None else worth, bound, spent)
    return _told(case, best, spent, began, cpu) | {"seconds": spent, "cpu": spent_cpu}


def replan(case: Case, seconds: float) -> dict[str, Any]:
    """One price falls by a tenth: solved again for half a second from the plan before."""
    before = solve(case, max(seconds / 10.0, 5.0)).plan
    listed = sorted(before.listed) if before else []
    if not listed:
        return dict.fromkeys(("first", "seconds", "cpu", "gap", "added")) | {"mb": 0.0}
    parcels = tuple(
        replace(p, proceeds_wan=tuple((m, 0.9 * wan) for m, wan in p.proceeds_wan))
        if p.key == listed[0]
        else p
        for p in case.parcels
    )
    changed = replace(case, parcels=parcels)
    began, cpu = time.perf_counter(), time.process_time()
    return _told(changed, solve(changed, 0.5, warm=before), None, began, cpu)


def _told(
    case: Case, solved: Solved, first: float | None, began: float, cpu: float
) -> dict[str, Any]:
    spent, spent_cpu = time.perf_counter() - began, time.process_time() - cpu
    there = solved.plan is not None
    if there and solved.plan != Plan():
        assert check(case, solved.plan) == ()  # type: ignore[arg-type]
    missing = max(solved.bound - solved.objective, 0.0)
    added = max(solved.bound - value(case, Plan()), 1e-9)
    return {
        "first": first,
        "seconds": spent,
        "cpu": spent_cpu,
        "gap": missing / max(abs(solved.objective), 1.0) if there else None,
        "added": missing / added if there else None,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


MEASURED = {"engine": engine, "plain": plain, "office": office, "replan": replan}


if __name__ == "__main__":
    sys.exit(main())
