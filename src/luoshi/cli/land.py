"""`luoshi land plan | compare`: the file of a programme becomes a plan with its risk and reasons, or plans side by side."""

from __future__ import annotations

import argparse
import json
import time
from math import isfinite
from pathlib import Path
from typing import Any

from luoshi.cli.answer import Answer
from luoshi.cli.table import table
from luoshi.land.answer import as_json, sunk_listed
from luoshi.land.breach import breach
from luoshi.land.case import Case
from luoshi.land.file import case_as_json, read_case
from luoshi.land.flows import cleared_in, flows, promises, worth
from luoshi.land.plan import Plan, Solved
from luoshi.land.reasons import reasons
from luoshi.land.relax import relax
from luoshi.land.risk import Risk, risk
from luoshi.land.solve import solve
from luoshi.values.label import Label
from luoshi.values.problem import Problem

RISKY = 0.1  # probability of breaking the floor from which other plans are pointed to
BYTES_MOST = 200_000_000
PARTS = (0.6, 0.4)  # of the time: to solve, and for reasons (or for what would mend it)
LITTLE = 0.5  # seconds that may be taken beyond what was given
DRAWS_CELLS = 20_000_000  # parcels x draws x months that a risk may take
KIND = {
    "listed": Label("挂牌", "listed"),
    "cleared": Label("清零", "cleared"),
    "released": Label("回款（万元）", "back (万元)"),
}
HEADS = Label(
    "编号 名称 做法 开工 清零 挂牌 沉淀 再投入 回款",
    "key name option start clear list sunk cost back",
)


def land(options: argparse.Namespace) -> Answer:
    """A plan, plans side by side, or the case as a file."""
    case, problems = _read(options)
    if case is None:
        return Answer([], None, problems)
    if options.action == "case":
        told = case_as_json(case)
        return Answer([json.dumps(told, ensure_ascii=False, indent=1)], told, problems)
    if options.action == "plan":
        return plan_of(case, options, problems)
    from luoshi.cli.land_compare import compare

    return compare(case, options, problems)


def _read(options: argparse.Namespace) -> tuple[Case | None, list[Problem]]:
    file = Path(options.file)
    if file.is_dir():
        from luoshi.cli.land_district import read_district

        return read_district(options)
    if not file.is_file():
        return None, [Problem("C-001", str(file), {"file": str(file)})]
    if (size := file.stat().st_size) > BYTES_MOST:
        return None, [Problem("T-006", file.name, {"value": size, "most": BYTES_MOST})]
    told = file.read_bytes()
    try:
        text = told.decode("utf-8")
    except UnicodeDecodeError:  # files that Windows offices save
        text = told.decode("gb18030", "replace")
    case, problems = read_case(text)
    return case, list(problems)


# --- one plan ---------------------------------------------------------------------------------------------------


def plan_of(case: Case, options: argparse.Namespace, problems: list[Problem]) -> Answer:
    """The best plan within the time; without one, what stands in the way and what would mend it (T-018, T-019)."""
    lang, ends = options.lang, time.perf_counter() + options.seconds
    solved = solve(case, options.seconds * PARTS[0])
    left = max(ends - time.perf_counter(), options.seconds * PARTS[1])
    if solved.plan is None:
        said = _no_plan(case, solved, options, left, problems)
        return Answer([], as_json(case, solved, reasons=said, lang=lang), problems)
    danger = risk_of(case, solved.plan)
    # a solve that took more than its part (thousands of parcels) leaves the plain reasons of `answer`
    found = reasons(case, solved, left) if time.perf_counter() + left <= ends + LITTLE else ()
    value = as_json(
        case,
        solved,
        why_not={one.parcel: one.say(lang) for one in found if one.kind == "left"},
        reasons=[one.say(lang) for one in found if one.kind != "left"],
        risk=danger,
        lang=lang,
    )
    return Answer(_lines(case, solved, solved.plan, danger, value, lang), value, problems)


def _no_plan(
    case: Case, solved: Solved, options: argparse.Namespace, left: float, problems: list[Problem]
) -> list[str]:
    """Why there is none, then what would mend it, as sentences."""
    if solved.status != "infeasible":
        problems.append(Problem("T-019", "", {"seconds": f"{options.seconds:g}"}))
        return []
    why, mends = breach(case, left / 3), relax(case, left * 2 / 3)
    facts = {
        "why": Label(why.say("zh").rstrip("。"), why.say("en").rstrip(".")),
        "mend": Label("".join(m.say("zh") for m in mends), " ".join(m.say("en") for m in mends)),
    }
    problems.append(Problem("T-018" if mends else "T-020", "", facts))
    return [why.say(options.lang), *(mend.say(options.lang) for mend in mends)]


def risk_of(case: Case, plan: Plan) -> Risk:
    """The risk, from fewer futures where there are very many parcels."""
    draws = DRAWS_CELLS // (max(len(case.parcels) // 50, 1) * case.horizon)
    return risk(case, plan, draws=min(max(draws, 100), 2000))


def _lines(
    case: Case, solved: Solved, plan: Plan, danger: Risk, value: dict[str, Any], lang: str
) -> list[str]:
    flow, parcels = flows(case, plan), {parcel.key: parcel for parcel in case.parcels}
    lowest = int(flow.cash_wan.argmin())
    rows = []
    for key, work in sorted(plan.works.items(), key=lambda item: (item[1].start, item[0])):
        parcel, listed = parcels[key], plan.listed.get(key)
        rows.append(
            (
                key,
                parcel.name,
                str(work.option + 1),
                case.month(work.start),
                case.month(cleared_in(parcel, work)),
                "—" if listed is None else case.month(listed),
                f"{parcel.sunk_wan:,.0f}",
                f"{sum(parcel.options[work.option].cost_wan):,.0f}",
                "—" if listed is None else f"{parcel.back_wan:,.0f}",
            )
        )
    facts = {
        "start": case.start,
        "months": case.months,
        "parcels": len(parcels),
        "proof": _proof(solved).say(lang),
        "added": f"{solved.objective - worth(case, Plan()):,.0f}",
        "seconds": f"{solved.seconds:.1f}",
        "cleared": len(plan.works),
        "listed": len(plan.listed),
        "sunk": f"{sunk_listed(case, plan):,.0f}",
        "back": f"{flow.back_wan.sum():,.0f}",
        "lowest": f"{flow.cash_wan[lowest]:,.0f}",
        "month": case.month(lowest),
        "under": f"{danger.ever_under:.0%}",
        "first": "—" if danger.breaks_in is None else case.month(danger.breaks_in),
    }
    told = [line.say(lang).format(**facts) for line in HEAD]
    told += [HARDY.say(lang)] if danger.ever_under > RISKY else []
    told += [_promise(case, kept, lang) for kept in promises(case, plan)]
    told += ["", *table(HEADS.say(lang).split(), rows, frozenset((2, 6, 7, 8)))]
    names = {parcel.key: parcel.name for parcel in case.parcels}
    out = [row for row in value["parcels"] if "why_not" in row]
    told += ["", LEFT.say(lang)] if out else []
    for row in out:
        name = names[row["key"]]
        told.append(
            f"  {row['key']}  {'' if name in row['why_not'] else name + '  '}{row['why_not']}"
        )
    told += ["", *value["reasons"]] if value["reasons"] else []
    return told + [f"✗ {fault}" for fault in value["broken"]]


HEAD = (
    Label("滚动方案：{start} 起 {months} 个月，{parcels} 宗地块", "Land programme: {months} months from {start}, {parcels} parcels"),
    Label("{proof}；比什么都不做多 {added}；用时 {seconds} 秒", "{proof}; {added} more than doing nothing; {seconds} s"),
    Label(
        "清零 {cleared} 宗，挂牌 {listed} 宗；释放沉淀资金 {sunk} 万元；收回现金 {back} 万元",
        "{cleared} cleared, {listed} listed; sunk money freed {sunk} 万元; cash back {back} 万元",
    ),
    Label("资金池最低 {lowest} 万元（{month}）", "lowest cash {lowest} 万元 ({month})"),
    Label(
        "风险：价格和时间有出入而照此不变，有 {under} 的可能跌破底线，最可能先在 {first}",
        "risk: if prices and times differ and nothing is changed, the floor breaks with probability {under}, most likely first in {first}",
    ),
)  # fmt: skip
HARDY = Label(
    "      这样排经不起变化；经得住的排法请看 luoshi land compare",
    "      it does not survive much; for plans that do see luoshi land compare",
)
LEFT = Label("没有排进：", "left out:")


def _proof(solved: Solved) -> Label:
    if solved.status == "optimal":
        return Label("已证明最优", "proven best")
    if not isfinite(solved.bound):
        return Label("还没有算出与最优的差距", "how far from the best is not known yet")
    return Label(f"离最优至多差 {solved.gap:.2%}", f"at most {solved.gap:.2%} better exists")


def _promise(case: Case, kept: Any, lang: str) -> str:
    promise, reached, fine = kept
    by, kind = case.month(promise.by), KIND[promise.kind].say(lang)
    mark = "√" if fine else "✗"
    text = Label(
        f"{mark} 到 {by} {kind} {promise.at_least:,.10g}：{reached:,.10g}",
        f"{mark} {kind} {promise.at_least:,.10g} by {by}: {reached:,.10g}",
    )
    return text.say(lang)
