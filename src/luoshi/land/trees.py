"""一树一算: the best plan of each tree of waiting parcels at given prices, and what every other choice would lose.

Once money, task forces and listings have a price, only waiting (`after`) still ties parcels together, and a parcel waits for one other at
most: trees. A tree is solved from its leaves to its root, all trees of a case at once, a level at a time:

    works[n, m, u]  start u of option m, with the best of all that waits for it
    child[n, f]     the best of n and all below it when what n waits for is cleared before month f (f = T: never)

and a second walk from the root gives, for each start and each listing, the best plan of the tree that contains it. The difference to the
best plan of all is its loss: with a bound, what loses more than the gap is in no better plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luoshi.land.choices import Choices, Chosen, Months, Vector, Whole


@dataclass(frozen=True, slots=True)
class Answer:
    """The trees of a case at given prices."""

    works: Vector  # (N, M, T)
    listing: Vector  # (N, T) gain of each month of listing
    child: Vector  # (N, T + 1)
    idle: Vector  # (N,) the best of all below when n itself is not worked
    values: Vector  # (trees,)


def answer(table: Choices, work_gain: Vector, list_gain: Vector) -> Answer:
    """From the leaves to the roots."""
    count, _, span = table.shape
    below, idle = np.zeros((count, span + 1)), np.zeros(count)
    works, child = work_gain.copy(), np.zeros((count, span + 1))
    for level in reversed(table.levels):
        if len(table.levels) > 1:
            works[level] += below[level[:, None, None], table.free[level]]
        best = works[level] + np.maximum(_from(list_gain[level], table.ready[level]), 0.0)
        child[level] = np.maximum(idle[level], best.max(axis=(1, 2)))[:, None]
        waits = table.parent[level] >= 0
        if waits.any():
            its, gates = level[waits], table.gates_start[level[waits]]
            late = np.where(
                gates[:, None],
                _suffix(best[waits].max(axis=1)),
                _listed_after(table, works, list_gain, its),
            )
            child[its] = np.maximum(late, idle[its][:, None])
            np.add.at(below, table.parent[its], child[its])
            np.add.at(idle, table.parent[its], child[its, span])
    roots = table.levels[0]
    values = np.zeros(table.trees)
    values[table.tree[roots]] = child[roots, 0]
    return Answer(works, list_gain, child, idle, values)


def choose(table: Choices, told: Answer) -> Chosen:
    """The plan of each tree that is worth `values`, from the roots to the leaves."""
    count, _, span = table.shape
    chosen = Chosen(*(np.full(count, -1) for _ in range(3)))
    opened = np.zeros(count, dtype=np.int64)  # when what it waits for is cleared; span: never
    for depth, level in enumerate(table.levels):
        if depth:
            above = table.parent[level]
            option, start = chosen.option[above], chosen.start[above]
            free = table.free[above, np.maximum(option, 0), np.maximum(start, 0)]
            opened[level] = np.where(option >= 0, free, span)
        gates, opens = table.gates_start[level], opened[level]
        ready = np.maximum(table.ready[level], np.where(gates, 0, opens)[:, None, None])
        value = told.works[level] + np.maximum(_from(told.listing[level], ready), 0.0)
        if depth:
            shut = gates[:, None, None] & (np.arange(span) < opens[:, None, None])
            value = np.where(shut, -np.inf, value)
        flat = value.reshape(len(level), -1)
        place = flat.argmax(axis=1)
        taken = flat[np.arange(len(level)), place] > told.idle[level] + 1e-12
        its, option, start = level[taken], *np.divmod(place[taken], span)
        chosen.option[its], chosen.start[its] = option, start
        first = ready[taken, option, start]
        late = np.where(np.arange(span) >= first[:, None], told.listing[its], -np.inf)
        month = late.argmax(axis=1)
        sold = late[np.arange(len(its)), month] > 0.0
        chosen.listed[its] = np.where(sold, month, -1)
    return chosen


def losses(table: Choices, told: Answer) -> tuple[Vector, Vector]:
    """(N, M, T) and (N, T): by how much the best plan of the tree that contains this start, or this listing, is worse than its best."""
    count, _, span = table.shape
    out = np.zeros((count, span + 1))  # the rest of the tree when what n waits for is cleared at f
    out_best = np.zeros(count)
    starts, listings = np.empty_like(told.works), np.empty_like(told.listing)
    for depth, level in enumerate(table.levels):
        gates = table.gates_start[level][:, None]
        if depth:
            above = table.parent[level]
            out[level] -= told.child[level]
            out[level] += _cleared_at(table, starts, out_best, told, above)
        open_before = np.maximum.accumulate(out[level, :span], axis=1)
        any_time = np.maximum(open_before[:, -1], out[level, span])[:, None]
        begun = np.where(gates, open_before, any_time)
        extra = np.where(gates, 0.0, open_before - any_time)
        out_best[level] = any_time[:, 0]
        works = told.works[level] + begun[:, None, :]
        listing = told.listing[level] + extra
        starts[level] = works + np.maximum(_from(listing, table.ready[level]), 0.0)
        listings[level] = listing + _ready_by(table, works, level)
    best = told.values[table.tree]
    return best[:, None, None] - starts, best[:, None] - listings


def _cleared_at(
    table: Choices, starts: Vector, out_best: Vector, told: Answer, above: Whole
) -> Vector:
    """(len(above), T + 1) the best of the whole tree when parcel `above` is cleared before month f; the last: when it is never."""
    span = table.shape[2]
    best = np.full((len(above), span + 1), -np.inf)
    rows = np.arange(len(above))[:, None, None]
    np.maximum.at(best, (rows, table.free[above]), starts[above])
    never = told.idle[above] + out_best[above]
    best[:, span] = np.maximum(best[:, span], never)
    return best


def _suffix(values: Vector) -> Vector:
    """(n, T + 1) the most from each month on; nothing is left after the last."""
    most = np.maximum.accumulate(values[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate((most, np.full((len(values), 1), -np.inf)), axis=1)


def _from(listing: Vector, ready: Whole | Months) -> Vector:
    """(n, M, T) the best listing from the month on in which each start is ready."""
    most = _suffix(listing)
    return np.asarray(most[np.arange(len(listing))[:, None, None], ready])


def _ready_by(table: Choices, works: Vector, level: Whole) -> Vector:
    """(n, T) the best start that may be listed by each month."""
    span = table.shape[2]
    best = np.full((len(level), span + 1), -np.inf)
    np.maximum.at(best, (np.arange(len(level))[:, None, None], table.ready[level]), works)
    return np.asarray(np.maximum.accumulate(best[:, :span], axis=1))


def _listed_after(table: Choices, works: Vector, list_gain: Vector, its: Whole) -> Vector:
    """(n, T + 1) the best of parcels whose listing (not their works) waits until month f."""
    both = list_gain[its] + _ready_by(table, works[its], its)
    return np.asarray(np.maximum(_suffix(both), works[its].max(axis=(1, 2))[:, None]))
