"""The whole core on files, without a server.

    luoshi read FILE... [--year Y] [--said-on DAY] [--json]
    luoshi board DISTRICT [--as-of DAY] [--known-at INSTANT] [--json]
    luoshi drill DISTRICT REGISTER MEASURE [--unit U] [--as-of DAY] [--known-at INSTANT] [--json]
    luoshi sheet DISTRICT REGISTER FILE [--unit U] [--as-of DAY] [--known-at INSTANT] [--json]
    luoshi verify DISTRICT [--json]                             the chain and the seals
    luoshi verify FILE [--root ROOT] [--json]                    the proof of one entry
    luoshi prove DISTRICT SEQ [--known-at INSTANT] --out FILE
    luoshi papers KIND DISTRICT --out FILE [--as-of DAY] [--known-at INSTANT]
    luoshi lint DISTRICT [--json]
    luoshi indicators DISTRICT [--as-of DAY] [--known-at INSTANT] [--sdmx] [--json]
    luoshi leads check | firms entitled | firms near | projects tax | assets audit FILE...|DISTRICT [--as-of DAY] [--json]
    luoshi land plan|compare|case FILE|DISTRICT [--programme KEY] [--as-of DAY] [--known-at INSTANT] [--seconds S] [--json]

Exit codes: 0 done, 1 problems in the input (on standard error, with place and remedy), 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import Any

from luoshi.cli.answer import Answer

# module and function of each command: a command loads only what it needs, so that reading a speech starts no database
COMMANDS = {
    "read": ("luoshi.cli.documents", "read_files"),
    "board": ("luoshi.cli.districts", "board"),
    "drill": ("luoshi.cli.districts", "drill"),
    "sheet": ("luoshi.cli.sheets", "sheet"),
    "verify": ("luoshi.cli.proofs", "verify"),
    "papers": ("luoshi.cli.papers", "papers"),
    "prove": ("luoshi.cli.proofs", "prove"),
    "lint": ("luoshi.cli.districts", "lint"),
    "indicators": ("luoshi.cli.indicators", "indicators"),
    "land": ("luoshi.cli.land", "land"),
    "leads": ("luoshi.cli.checks", "check"),
    "firms": ("luoshi.cli.checks", "check"),
    "projects": ("luoshi.cli.checks", "check"),
    "assets": ("luoshi.cli.checks", "check"),
}
CHECKS = (  # command, its actions, what it does
    ("leads", ("check",), "线索查重、有效性、时限 / repeated, invalid and late leads"),
    ("firms", ("entitled", "near"), "应享尽享；升规提示 / entitlements; firms near their line"),
    ("projects", ("tax",), "税收同步 / tax in step with progress"),
    ("assets", ("audit",), "资产出租清查 / leases of state assets"),
)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went."""
    options = _parser().parse_args(words)
    module, function = COMMANDS[options.command]
    command: Callable[[argparse.Namespace], Answer] = getattr(import_module(module), function)
    answer = command(options)
    if options.json and answer.value is not None:
        text = json.dumps(answer.value, ensure_ascii=False, indent=1, default=_plain)
        sys.stdout.write(text + "\n")
    elif answer.lines and not options.json:
        sys.stdout.write("\n".join(answer.lines) + "\n")
    for problem in answer.problems:
        sys.stderr.write(problem.say(options.lang) + "\n")
    return 1 if any(p.severity == "error" for p in answer.problems) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="luoshi", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS))
    reading = commands.add_parser("read", help="讲话 → 承诺 / documents -> commitments")
    reading.add_argument("files", nargs="+", metavar="FILE")
    reading.add_argument(
        "--year", type=int, help="讲话说的“今年”是哪一年 / the year the speech calls this year"
    )
    reading.add_argument("--said-on", metavar="DAY", help="开会日期 / the day of the meeting")
    for name, words in (
        ("board", "某天的灯 / the lights of a day"),
        ("drill", "一个数背后的行 / the rows behind a number"),
        ("sheet", "一张报表会改什么 / what a sheet would change"),
        ("indicators", "增速和位次 / growth and ranks"),
        ("lint", "台账与规则有没有漏洞 / faults of the rules"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument(
            "district", metavar="DISTRICT", help="区情包文件夹 / the folder of a district pack"
        )
        if name == "drill":
            command.add_argument("register", metavar="REGISTER")
            command.add_argument("measure", metavar="MEASURE")
            command.add_argument("--unit", help="只看某单位及其下级 / a unit and those below it")
        if name == "sheet":
            command.add_argument("register", metavar="REGISTER")
            command.add_argument("file", metavar="FILE", help=".xlsx / .csv")
            command.add_argument(
                "--unit", help="以哪个单位的名义 / in whose name; else the keeper's"
            )
        if name == "indicators":
            command.add_argument(
                "--sdmx", action="store_true", help="每次发布一行，SDMX-CSV / every telling"
            )
        if name in ("board", "drill", "sheet", "indicators"):
            command.add_argument("--as-of", metavar="DAY", help="事实截至哪天 / true on")
            command.add_argument("--known-at", metavar="INSTANT", help="按哪一刻所知 / known at")
    _add_papers(commands)
    _add_land(commands)
    for name, actions, words in CHECKS:
        checking = commands.add_parser(name, help=words)
        checking.add_argument("action", choices=actions)
        checking.add_argument(
            "files", nargs="+", metavar="FILE|DISTRICT", help=".xlsx / .csv，或区情包文件夹"
        )
        checking.add_argument("--as-of", metavar="DAY", help="按哪天 / as of which day")
    for command in commands.choices.values():
        command.add_argument("--json", action="store_true", help="给机器 / for machines")
        command.add_argument("--lang", choices=("zh", "en"), default="zh")
    return parser


def _add_papers(commands: Any) -> None:
    writing = commands.add_parser("papers", help="会议材料 / what goes on the table")
    writing.add_argument(
        "kind",
        choices=("bulletin", "leader", "since", "tasks", "outline", "slip", "tables", "pack"),
    )
    writing.add_argument("district", metavar="DISTRICT")
    writing.add_argument("--as-of", metavar="DAY", help="事实截至哪天 / true on")
    writing.add_argument("--known-at", metavar="INSTANT", help="按哪一刻所知 / known at")
    writing.add_argument("--number", help="发文字号 / the number of the paper")
    writing.add_argument(
        "--demand", action="append", help="要求，可写多个 / what the office asks for"
    )
    writing.add_argument(
        "--meeting", metavar="KEY", help="哪次会的任务 / the tasks of which meeting"
    )
    writing.add_argument("--key", help="督办单编号 / which slip")
    writing.add_argument(
        "--charts", metavar="FILE", help="echarts.min.js，有它才画图 / draws charts"
    )
    writing.add_argument("--out", required=True, metavar="FILE", help=".docx .pdf .xlsx .zip")
    verifying = commands.add_parser("verify", help="核验流水、证明、材料包 / verify what is kept")
    verifying.add_argument("path", metavar="DISTRICT|FILE")
    verifying.add_argument("--root", help="印在材料末页的封存根 / the root that is printed")
    verifying.add_argument("--district", help="材料包对哪个区的账本 / whose ledger a pack is of")
    proving = commands.add_parser("prove", help="一条流水的证明 / the proof of one entry")
    proving.add_argument("district", metavar="DISTRICT")
    proving.add_argument("seq", metavar="SEQ", type=int, help="第几条 / its number")
    proving.add_argument("--known-at", metavar="INSTANT", help="封存到哪一刻 / sealed until")
    proving.add_argument("--out", required=True, metavar="FILE")


def _add_land(commands: Any) -> None:
    land = commands.add_parser("land", help="滚动开发测算 / the rolling land programme")
    land.add_argument(
        "action",
        choices=("plan", "compare", "case"),
        help="一个方案，几种并列，或题目本身 / one plan, several beside, or the case itself",
    )
    land.add_argument(
        "file",
        metavar="FILE|DISTRICT",
        help="测算文件 .json（docs/guides/land.md），或区包文件夹 / a file, or a district's folder",
    )
    land.add_argument("--programme", metavar="KEY", help="区包里的滚动方案，不写用最新的 / which")
    land.add_argument("--as-of", metavar="DAY", help="按哪天的地块台账 / parcels as of that day")
    land.add_argument("--known-at", metavar="INSTANT", help="按当时所知 / as known then")
    land.add_argument(
        "--seconds", type=_seconds, default=20.0, help="算多久 / how long to think (0.1-3600)"
    )


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("0.1-3600")
    return seconds


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else float(value)
