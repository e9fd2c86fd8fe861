"""The state of items as of two dates: what held on `true_on`, by what was known at `known_at`.

Let T = true_on, K = known_at (None: everything known). The rules, each with a test of its number:

1. **Known.** Only entries with known_at <= K are looked at.
2. **Withdrawn.** A standing `withdraw` or `return` voids the whole entry it is about, whatever its own true_on. It can itself
   be withdrawn: then it no longer stands, and the entry it was about counts again.
3. **Corrected.** A standing `correct` voids the values of the entry it is about for the fields it names, and only for them; it
   tells its own values from its own true_on.
4. **A correction falls with what it corrects.** When the corrected entry is withdrawn or returned, the correction no longer
   stands either (a returned report must not go on counting through its correction). Withdraw the correction alone, and
   the corrected entry's own values count again.
5. **One item.** `about` names the digest of an entry of the same item; anything else has no effect.
6. **Winner.** For each field: the greatest (true_on, known_at, digest) among the standing entries with true_on <= T that tell
   it. The digest leaves out seq, prev and hash, so the order of appending entries of equal times changes nothing.
7. **Verbs.** Every verb may tell fields except `note`. A told None is a value: it was told that there is none.
8. **There or not.** An item is there from the first standing entry with true_on <= T that tells something: `open`, `report`,
   `stage`, `correct`, `feedback`, `close`, `reopen`, or any other verb (but `note`) with fields. An item that is not there has
   no fields and no entries.
9. **System columns.** opened_on: true_on of the first standing `open`. closed_on: true_on of the last standing `close`, unless
   a `reopen` follows it. reported_on: the last true_on of a standing `report` or `feedback`. stage: the field `stage`,
   whichever verb told it; `stages`: the first day each stage was told. "First" and "last" in the order of rule 6, all with
   true_on <= T.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from luoshi.ledger.chain import name_of
from luoshi.ledger.entry import VOIDING, Entry, Scalar, State, Verb

WITHDRAWING: frozenset[Verb] = frozenset({"withdraw", "return"})
MAKES_ITEM: frozenset[Verb] = frozenset(
    {"open", "report", "stage", "correct", "feedback", "close", "reopen"}
)


class Standing(NamedTuple):
    """An entry that counts, and those of its fields that no correction took over."""

    entry: Entry
    fields: Mapping[str, Scalar]


def state(entries: Iterable[Entry], *, true_on: date, known_at: datetime | None = None) -> State:
    """The state of the one item that all these entries (at least one) are about."""
    every = list(entries)
    assert every, "state() needs the entries of an item"
    register, key = every[0].register, every[0].key
    assert all(e.register == register and e.key == key for e in every), "entries of several items"
    _refuse_unfit(true_on, known_at)
    return _fold(register, key, standing(_known(every, known_at)), true_on)


def states(
    entries: Iterable[Entry], *, true_on: date, known_at: datetime | None = None
) -> dict[tuple[str, str], State]:
    """The state of every item that is there, by (register, key), in the order in which the items first appear."""
    _refuse_unfit(true_on, known_at)
    by_item: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_item.setdefault((entry.register, entry.key), []).append(entry)
    found = {}
    for (register, key), its_entries in by_item.items():
        item = _fold(register, key, standing(_known(its_entries, known_at)), true_on)
        if item.entries:
            found[register, key] = item
    return found


def system_columns(item: State) -> dict[str, Any]:
    """item, stage, opened_on, reported_on and closed_on of a state (rule 9); None where there is none."""
    opened = [e.true_on for e in item.entries if e.verb == "open"]
    reported = [e.true_on for e in item.entries if e.verb in ("report", "feedback")]
    ends = [e for e in item.entries if e.verb in ("close", "reopen")]
    return {
        "item": item.key,
        "stage": item.fields.get("stage"),
        "opened_on": opened[0] if opened else None,
        "reported_on": reported[-1] if reported else None,
        "closed_on": ends[-1].true_on if ends and ends[-1].verb == "close" else None,
    }


def rank(entry: Entry) -> tuple[date, datetime, str]:
    """The order of rule 6, oldest first."""
    return entry.true_on, entry.known_at, name_of(entry)


def tells(entry: Entry) -> bool:
    """True when a standing entry makes its item be there (rule 8)."""
    return entry.verb in MAKES_ITEM or (entry.verb != "note" and bool(entry.fields))


def standing(known: Sequence[Entry]) -> list[Standing]:
    """The entries of one item that count when exactly these are known (rules 2 to 5), with the fields left to each."""
    if all(e.verb not in VOIDING for e in known):
        return [Standing(e, e.fields if e.verb != "note" else {}) for e in known]
    names = [name_of(e) for e in known]
    by_name = dict(zip(names, known, strict=True))
    fallen = _fallen(by_name)
    taken: dict[str, set[str]] = {}  # digest -> the fields that corrections took over
    for name, entry in by_name.items():
        if entry.verb == "correct" and name not in fallen:
            taken.setdefault(entry.about, set()).update(entry.fields)
    found = []
    for name, entry in zip(names, known, strict=True):
        if name in fallen:
            continue
        fields: Mapping[str, Scalar] = entry.fields if entry.verb != "note" else {}
        if lost := taken.get(name):
            fields = {f: v for f, v in fields.items() if f not in lost}
        found.append(Standing(entry, fields))
    return found


def _fallen(by_name: Mapping[str, Entry]) -> set[str]:
    """Digests of the entries that no longer stand.

    An entry's digest covers its `about`, so pointers have no circle, and each entry has a depth: how many pointers lead
    from it to an entry that points nowhere. Withdrawals are judged from the deepest (nothing can void them) to the
    shallowest; corrections then fall from the shallowest to the deepest.
    """
    depths = _depths(by_name)
    order = sorted(depths, key=depths.__getitem__)
    fallen: set[str] = set()
    for name in reversed(order):
        if by_name[name].verb in WITHDRAWING and name not in fallen:
            fallen.add(by_name[name].about)
    for name in order:
        if by_name[name].verb == "correct" and by_name[name].about in fallen:
            fallen.add(name)
    return fallen


def _depths(by_name: Mapping[str, Entry]) -> dict[str, int]:
    """For each entry that points at another of its item: how long the way down is (without recursion)."""
    depths: dict[str, int] = {}
    for start in by_name:
        way, name = [], start
        while name not in depths and name in by_name and by_name[name].about in by_name:
            way.append(name)
            name = by_name[name].about
            if len(way) > len(
                by_name
            ):  # only a forged chain can turn in a circle: verify reports it
                break
        depth = depths.get(name, 0)
        for step in reversed(way):
            depth += 1
            depths[step] = depth
    return depths


def _fold(register: str, key: str, counting: Iterable[Standing], true_on: date) -> State:
    held = [s for s in counting if s.entry.true_on <= true_on]
    if not any(tells(s.entry) for s in held):
        return State(register, key, {})
    held.sort(key=lambda s: rank(s.entry))
    fields: dict[str, Scalar] = {}
    told_by: dict[str, str] = {}
    stages: dict[str, date] = {}
    for entry, its_fields in held:
        name = name_of(entry)
        for field, value in its_fields.items():
            fields[field] = value
            told_by[field] = name
        if stage := its_fields.get("stage"):
            stages.setdefault(str(stage), entry.true_on)
    shown = tuple(s.entry for s in held if s.entry.verb not in WITHDRAWING or s.entry.fields)
    return State(register, key, fields, told_by, shown, stages)


def _known(entries: list[Entry], known_at: datetime | None) -> list[Entry]:
    return entries if known_at is None else [e for e in entries if e.known_at <= known_at]


def _refuse_unfit(true_on: date, known_at: datetime | None) -> None:
    assert not isinstance(true_on, datetime), "true_on is a day"
    assert known_at is None or known_at.tzinfo is not None, "known_at must be an aware instant"
