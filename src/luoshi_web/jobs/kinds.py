"""任务种类: every kind of job that there is, written down; and the duties that a runner looks to by itself.

A kind that writes facts calls `work.settle(...)` inside its own transaction: then the facts and "done" are committed
together, and a runner killed at any instant leaves both or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from luoshi.values.label import Label
from luoshi_web import land_study, long_sheets, programmes, sittings
from luoshi_web.jobs.work import Work
from luoshi_web.notices import daily, outbox

Lane = Literal["work", "post"]
LANES: tuple[Lane, ...] = ("work", "post")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a job of this kind does. The post has a lane of its own: a mail server that hangs holds up no import."""

    label: Label
    run: Callable[[Work], None]
    may_repeat: (
        bool  # False: done twice it would do harm, so one that broke off is left to a person
    )
    lane: Lane = "work"


KINDS: Mapping[str, Kind] = {
    daily.JOB: Kind(Label("每日提要", "Daily digest"), daily.make, may_repeat=True, lane="post"),
    outbox.JOB: Kind(
        Label("发送通知", "Send notices"), outbox.send_waiting, may_repeat=True, lane="post"
    ),
    long_sheets.COMPARE: Kind(
        Label("对照长表", "Compare a long sheet"), long_sheets.compare, may_repeat=True
    ),
    long_sheets.ENTER: Kind(
        Label("写入长表", "Enter a long sheet"), long_sheets.enter, may_repeat=True
    ),
    programmes.STUDY: Kind(
        Label("测算滚动方案", "Work out a programme"), land_study.study, may_repeat=True
    ),
    sittings.PACK: Kind(Label("生成会议材料", "Make a pack"), sittings.make, may_repeat=True),
}

DUTIES: tuple[Callable[[datetime], None], ...] = (daily.look,)
"""Called every few seconds in the post's lane with the instant; they ask for jobs and do nothing long themselves."""
