"""会议材料: the kinds of papers of a sitting, in the order in which they lie on the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from luoshi.journeys import (
    sitting_to_bulletin,
    sitting_to_leader,
    sitting_to_outline,
    sitting_to_since,
    sitting_to_tasks,
)
from luoshi.journeys.sitting import Sitting
from luoshi.journeys.sitting_to_bulletin import Wanted
from luoshi.papers import samples
from luoshi.papers.length import Limit
from luoshi.papers.paper import Paper
from luoshi.values.label import Label


class Kind(NamedTuple):
    """One kind: what it is called, what it answers, how it is made, a sample with every part (for templates), how long it may be."""

    key: str
    label: Label
    asks: Label
    make: Callable[[Sitting, Wanted], Paper]
    sample: Callable[[], Paper]
    limit: Limit | None = None


KINDS = (
    Kind(
        "leader",
        Label("领导一页", "The leader's page"),
        Label(
            "一张纸说清：哪里亮灯，差多少，要定什么",
            "One sheet: where lights are on, what is missing, what to decide",
        ),
        sitting_to_leader.leader,
        samples.leader,
    ),
    Kind(
        "bulletin",
        Label("通报", "Bulletin"),
        Label(
            "总体、指标、亮灯、到期、未报、土地、问题、要求",
            "Overall, indicators, lights, due, silent, land, findings, demands",
        ),
        sitting_to_bulletin.bulletin,
        samples.bulletin,
        "task",
    ),
    Kind(
        "since",
        Label("自上次会以来", "Since the last meeting"),
        Label(
            "新增、办结、推迟、撤下、金额和单位变了的",
            "New, closed, moved, taken away, sums and units changed",
        ),
        sitting_to_since.since,
        samples.since,
    ),
    Kind(
        "tasks",
        Label("任务分解表", "Task table"),
        Label(
            "每项任务谁牵头、到什么时候、办到哪了", "Who leads each task, until when, how far it is"
        ),
        sitting_to_tasks.tasks,
        samples.tasks,
    ),
    Kind(
        "outline",
        Label("下次讲话提纲", "Outline of the next speech"),
        Label("草稿：每个数都注明出处，没有出处的不写", "A draft: every number names its source"),
        sitting_to_outline.outline,
        samples.outline,
    ),
)


class Fillable(NamedTuple):
    """A kind of paper that an office may have a Word template of its own for."""

    key: str
    label: Label
    sample: Callable[[], Paper]
    fixed: bool = True  # its headings are the same in every paper


FILLABLE = (
    *(Fillable(kind.key, kind.label, kind.sample, kind.key != "outline") for kind in KINDS),
    Fillable("slip", Label("督办单", "Slip"), samples.slip),
    Fillable("minutes", Label("纪要", "Minutes"), samples.minutes),
)
