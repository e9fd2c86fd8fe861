"""样件: one paper of each kind with something in every part. A template begins with it and is checked against it."""

from __future__ import annotations

from datetime import date

from luoshi.papers import bulletin as bulletins
from luoshi.papers import decomposition, leader_paper, minutes_paper, outline_paper, since_paper
from luoshi.papers.paper import Paper, Paragraph, Record
from luoshi.papers.slip_paper import SlipSheet, slip_paper

_DAY = date(2026, 6, 3)
_OFFICE = "某某区人民政府办公室"


def bulletin() -> Paper:
    """A bulletin."""
    item = bulletins.Item("R-001", "讲话原文", "牵头单位", "2026年6月30日", "■逾期")
    return bulletins.bulletin(
        bulletins.Bulletin(
            ("关于重点工作落实情况的通报",),
            _OFFICE,
            _DAY,
            overall=("总体情况",),
            indicators=(bulletins.Indicator("指标", "1", "1%", "1/11", "持平"),),
            lights=bulletins.Lights(
                ("■逾期", "▲预警", "○未报", "●正常"),
                (("台账", (1, 1, 1, 1)),),
                (("单位", (1, 1, 1, 1)),),
            ),
            overdue=(item,),
            due=(item,),
            silent=("单位（1项）",),
            land=(Paragraph("土地滚动开发"),),
            findings=(bulletins.Found("问题", "事项", "单位", "情况", "1万元"),),
            demands=("要求",),
            mark="某某区人民政府办公室文件",
            number="某政办〔2026〕1号",
            addressee="各单位",
            closing=("封存根",),
            record=Record(_OFFICE, _DAY, "抄送单位"),
        )
    )


def tasks() -> Paper:
    """A decomposition table."""
    task = decomposition.Task(
        "任务", "目标", "领导", "牵头", "配合", "时限", "进展", "问题", "状态"
    )
    return decomposition.decomposition((), (task,), _OFFICE, _DAY)


def slip() -> Paper:
    """A slip."""
    sheet = SlipSheet(
        "督-001",
        "2026年6月3日",
        "事项",
        "依据",
        "要求",
        "牵头",
        "时限",
        "配合",
        "联系",
        "批示",
        "情况",
        "审核",
        "办结",
    )
    return slip_paper(sheet, _OFFICE, _DAY)


def since() -> Paper:
    """Changes since a meeting."""
    return since_paper.since(
        since_paper.Since(
            "某次会",
            _DAY,
            _OFFICE,
            gone=(("事项", "单位", "谁撤下"),),
            sum=(("事项", "哪个数", "1万元", "2万元", "+1万元"),),
            owner=(("事项", "上次", "现在"),),
            moved=(("事项", "单位", "上次", "现在"),),
            closed=(("事项", "单位", "日期"),),
            new=(("事项", "单位"),),
        )
    )


def leader() -> Paper:
    """A leader's page."""
    return leader_paper.leader(
        leader_paper.Leader(
            lights=(("现在", "1", "1", "1", "1"),),
            overdue=(("讲话原文", "单位", "情况"),),
            promises=(("讲话原文", "目标", "现在", "还差", "时限"),),
            land=("土地和资金",),
            decide=("要定的事",),
            closing=("封存根",),
        )
    )


def outline() -> Paper:
    """An outline; its heads are the agenda's, so a template takes the whole of it by one name."""
    return outline_paper.outline([("各项工作", [outline_paper.Point("一句话", "出处")])], _DAY)


def minutes() -> Paper:
    """Minutes."""
    decision = minutes_paper.Decision("议定事项", "牵头", "配合", "时限")
    return minutes_paper.minutes(
        minutes_paper.Minutes("某次会", _DAY, ("会议指出",), (decision,), _OFFICE)
    )
