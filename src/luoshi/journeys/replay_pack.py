"""一个区从头走一遍: the files of a district pack become entries, through the same desk as everybody's.

    speeches/NAME.txt + NAME.toml   what was said, and what the office accepted with which owner and binding
    reports/*.REGISTER.csv          one line an act: 办理 编号 所属日期 报送时间 报送单位 报送人 理由, then the register's fields

An act is 登记 报送 反馈 接收 退回 更正 销号 重开, of a slip 交办, and of an item's clock 催办 申请延期 同意延期 不同意延期 暂停 恢复,
                                    of a programme that is adopted 采纳, with the planned dates
                                    (and 阶段, when the act moves the item)

Acts are taken in the order in which they were told. The demo is nothing but such a folder.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal

from luoshi.declare.register import Register
from luoshi.desk import handle
from luoshi.desk.close import close, reopen
from luoshi.desk.outcome import Outcome, Stamp
from luoshi.desk.report import Desk, open_item, report
from luoshi.desk.settle import accept as take
from luoshi.desk.settle import correct, return_
from luoshi.desk.slip import SLIP
from luoshi.desk.slip import answer as answer_slip
from luoshi.desk.slip import issue as issue_slip
from luoshi.desk.told import read_day, read_told
from luoshi.district.pack import Meeting, read_toml
from luoshi.journeys.open_district import World
from luoshi.journeys.speech_to_commitments import accept, offer, read_speech
from luoshi.ledger.as_of import state, states, system_columns
from luoshi.ledger.entry import Entry
from luoshi.ledger.memory import MemoryStore
from luoshi.values.problem import Problem

COLUMNS = ("办理", "编号", "所属日期", "报送时间", "报送单位", "报送人", "理由")
OFFICE = timezone(timedelta(hours=8))  # the hours that offices write are China's


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a report file, read but not yet done."""

    place: str
    register: str
    verb: str
    key: str
    true_on: date
    stamp: Stamp
    reason: str
    told: Mapping[str, str]


def replay(world: World) -> tuple[MemoryStore, list[Problem]]:
    """A ledger with everything the pack tells, and every fault of its files."""
    store, problems = MemoryStore(), []
    acts, faults = read_acts(world)
    meetings = sorted(world.district.meetings, key=lambda m: m.held_on)
    spoken = [(meeting, *_decisions(world, meeting)) for meeting in meetings if meeting.speech]
    problems += faults
    steps: list[tuple[datetime, int, Any]] = [(act.stamp.known_at, 1, act) for act in acts]
    steps += [(decided.known_at, 0, (meeting, rows, decided)) for meeting, rows, decided in spoken]
    for _, _, step in sorted(steps, key=lambda s: (s[0], s[1])):
        outcome = _do(world, store, step) if isinstance(step, Act) else _issue(world, store, *step)
        problems += outcome.problems
        if outcome.entries and not outcome.refused:
            store.append(outcome.entries)
    return store, problems


def read_acts(world: World) -> tuple[list[Act], list[Problem]]:
    """The lines of all report files in the order in which they were told."""
    acts: list[Act] = []
    problems: list[Problem] = []
    for file in sorted((world.district.folder / "reports").glob("*.csv")):
        register = file.stem.rpartition(".")[2]
        if register not in world.catalogue:
            known = "、".join(world.catalogue)
            problems.append(Problem("R-025", file.name, {"register": register, "registers": known}))
            continue
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
            if missing:
                problems.append(Problem("R-022", file.name, {"columns": "、".join(missing)}))
                continue
            for number, line in enumerate(table, start=2):
                act, fault = _read_act(world, register, f"{file.name} 第{number}行", line)
                problems += [fault] if fault else []
                acts += [act] if act else []
    return sorted(acts, key=lambda a: a.stamp.known_at), problems


def _read_act(
    world: World, register: str, place: str, line: Mapping[str, str]
) -> tuple[Act | None, Problem | None]:
    true_on, told_at = read_day(line["所属日期"]), _instant(line["报送时间"])
    unit = world.district.units.find(line["报送单位"])
    if true_on is None or told_at is None:
        wrong = line["所属日期"] if true_on is None else line["报送时间"]
        return None, Problem("R-023", place, {"value": wrong})
    if unit is None:
        return None, Problem("R-024", place, {"value": line["报送单位"]})
    stamp = Stamp(line["报送人"], unit.key, told_at)
    told = {name: value for name, value in line.items() if name not in COLUMNS and value}
    if words := told.pop("阶段", ""):
        stages = world.catalogue[register].stages
        told["stage"] = next((stage.key for stage in stages if stage.label.zh == words), words)
    return Act(
        place, register, line["办理"], line["编号"], true_on, stamp, line["理由"], told
    ), None


def _instant(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (told if told.tzinfo else told.replace(tzinfo=OFFICE)).astimezone(UTC)


def _row(world: World, store: MemoryStore, register: str, key: str) -> dict[str, Any] | None:
    """The item as it stands now, in the form that the desk takes; None when there is none."""
    entries = list(store.read(register=register, key=key))
    if not entries:
        return None
    item = state(entries, true_on=date.max)
    declared = world.catalogue[register]
    owner, title = item.fields.get(declared.owner), item.fields.get(declared.title)
    found = {**item.fields, **system_columns(item)}
    return found | {"register": register, "owner": owner, "title": title}


def _do(world: World, store: MemoryStore, act: Act) -> Outcome:
    """One act by the desk's own function; its problems carry the line they come from."""
    today = act.stamp.known_at.astimezone(OFFICE).date()
    register, desk = world.catalogue[act.register], world.desk(today)
    row = _row(world, store, act.register, act.key)
    entries = list(store.read(register=act.register, key=act.key))
    told = [e for e in entries if e.verb in ("report", "feedback")]
    others = [e for e in told if e.unit != act.stamp.unit]  # a keeper settles what others told
    match act.verb:
        case "登记":
            taken = {act.key: row} if row else {}
            outcome = open_item(
                register, act.key, act.told, act.true_on, act.stamp, desk, taken=taken
            )
        case "反馈" if act.register == SLIP:
            outcome = answer_slip(
                register, act.key, row, act.told, act.true_on, act.stamp, desk, act.reason
            )
        case "报送" | "反馈":
            verb: Literal["report", "feedback"] = "report" if act.verb == "报送" else "feedback"
            outcome = report(
                register,
                act.key,
                row,
                act.told,
                act.true_on,
                act.stamp,
                desk,
                verb=verb,
                reason=act.reason,
            )
        case "接收" if others:
            outcome = take(others[-1], act.stamp, settled=entries)
        case "退回" if others:
            outcome = return_(register, others[-1], act.stamp, desk, act.reason, settled=entries)
        case "更正" if told and row:
            outcome = correct(register, told[-1], row, act.told, act.stamp, desk, act.reason)
        case "催办" | "申请延期" | "同意延期" | "不同意延期" | "暂停" | "恢复" | "采纳" if row:
            outcome = _handled(register, row, act, desk)
        case "交办":
            outcome = issue_slip(register, act.key, act.told, _slips(store), {}, act.stamp, desk)
        case "销号" if row:
            outcome = close(row, entries, act.true_on, act.stamp, act.reason)
        case "重开" if row:
            outcome = reopen(row, act.true_on, act.stamp, act.reason)
        case _:
            outcome = Outcome((), (Problem("K-011", act.key, {"key": act.key}),))
    return Outcome(outcome.entries, tuple(_placed(p, act.place) for p in outcome.problems))


def _handled(register: Register, row: Mapping[str, Any], act: Act, desk: Desk) -> Outcome:
    """An act upon the item's clock, with the reason of the line as its words."""
    words, stamp = act.reason, act.stamp
    match act.verb:
        case "催办":
            return handle.chase(register, row, "urge", words, stamp, desk)
        case "申请延期":
            until = read_day(act.told.get("申请延至", ""))
            return handle.ask_extension(register, row, until, words, stamp, desk)
        case "采纳":
            values, faults = read_told(register, act.told, desk.units)
            return handle.handled(register, row, values, words, stamp, desk, faults)
        case "暂停":
            return handle.pause(register, row, words, stamp, desk)
        case "恢复":
            return handle.resume(register, row, words, stamp, desk)
    return handle.decide_extension(register, row, act.verb == "同意延期", words, stamp, desk)


def _slips(store: MemoryStore) -> dict[str, Mapping[str, Any]]:
    """The slips that were issued so far: of one matter there is one."""
    slips = states(store.read(register=SLIP), true_on=date.max)
    return {key: {**item.fields, **system_columns(item)} for (_, key), item in slips.items()}


def _placed(problem: Problem, place: str) -> Problem:
    where = f"{place} {problem.place}".strip()
    return Problem(problem.id, where, problem.facts, problem.severity)


def _decisions(world: World, meeting: Meeting) -> tuple[list[dict[str, Any]], Stamp]:
    file = (world.district.folder / "speeches" / meeting.speech).with_suffix(".toml")
    tables, _ = read_toml(file)
    decided_at = tables.get("decided_at") or datetime.combine(meeting.held_on, datetime.min.time())
    told_at = decided_at if decided_at.tzinfo else decided_at.replace(tzinfo=OFFICE)
    stamp = Stamp(tables.get("by", ""), tables.get("unit", ""), told_at.astimezone(UTC))
    return tables.get("accept", []), stamp


def _issue(
    world: World, store: MemoryStore, meeting: Meeting, rows: list[dict[str, Any]], stamp: Stamp
) -> Outcome:
    """Read the meeting's speech and issue the drafts that the office accepted, with what it settled."""
    file = world.district.folder / "speeches" / meeting.speech
    content = file.read_bytes()
    reading = read_speech(content, file.name, world, said_on=meeting.held_on)
    settled, problems = [], list(reading.document.problems)
    for row in rows:
        draft = next((d for d in reading.drafts if row["contains"] in d.quote), None)
        if draft is None:
            problems.append(Problem("R-026", file.name, {"words": row["contains"]}))
            continue
        offered = offer(draft, world, meeting.key, meeting.held_on)
        fields = offered | {name: value for name, value in row.items() if name != "contains"}
        settled.append((draft, {name: value for name, value in fields.items() if value != ""}))
    taken = {entry.key: dict(entry.fields) for entry in store.read(register="commitment")}
    document = hashlib.sha256(content).hexdigest()
    outcome = accept(settled, document, world, taken, meeting.held_on, stamp, meeting.held_on)
    return Outcome(outcome.entries, (*problems, *outcome.problems))


def ledger_of(world: World) -> tuple[list[Entry], list[Problem]]:
    """All entries of the pack, in order, and its faults."""
    store, problems = replay(world)
    return list(store.read()), problems
