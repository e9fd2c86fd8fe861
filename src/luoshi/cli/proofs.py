"""`luoshi verify DISTRICT | PROOF | PACK` and `luoshi prove`: what was told is what is kept, and what was handed out is what was made.

DISTRICT    the hash chain and the seals of its ledger
PROOF       one entry against the root that is printed on a paper (`--root`)
PACK        the papers of a meeting against a ledger (`--district`)
"""

from __future__ import annotations

import argparse
from pathlib import Path

from luoshi.cli.answer import Answer, read_instant
from luoshi.cli.districts import open_pack
from luoshi.journeys import pack
from luoshi.journeys.sitting import known
from luoshi.ledger import proven
from luoshi.ledger.chain import START
from luoshi.ledger.chain import verify as verify_chain
from luoshi.values.problem import Problem


def verify(options: argparse.Namespace) -> Answer:
    """A ledger, a proof or a pack, whichever the path is."""
    path = Path(options.path)
    if path.is_dir():
        return _ledger(options)
    if not path.is_file():
        return Answer([], None, [Problem("C-001", str(path), {"file": str(path)})])
    content = path.read_bytes()
    if proven.is_proof(content):
        return _proof(content, options.root or "")
    return _pack(content, options)


def prove(options: argparse.Namespace) -> Answer:
    """Write the proof of one entry."""
    _, entries, problems = open_pack(options)
    until = known(entries, read_instant(options.known_at, problems))
    if not 1 <= options.seq <= len(until):
        facts = {"seq": options.seq, "found": len(until)}
        return Answer([], None, [*problems, Problem("C-008", "", facts)])
    file = proven.prove(until, options.seq)
    Path(options.out).write_bytes(file)
    root = proven.check(file)[0]["root"]
    value = {"seq": options.seq, "size": len(until), "root": root, "file": options.out}
    return Answer([f"第{options.seq}条，共{len(until)}条，封存根 {root}"], value, problems)


def _ledger(options: argparse.Namespace) -> Answer:
    options.district = options.path
    world, entries, problems = open_pack(options)
    if world is None:
        return Answer([], None, problems)
    problems = [*problems, *verify_chain(entries, START)]
    tip = entries[-1].hash if entries else ""
    whole = not any(p.severity == "error" for p in problems)
    value = {"entries": len(entries), "tip": tip, "whole": whole}
    return Answer([f"流水{_said(whole)}：{len(entries)} 条，链尾 {tip}"], value, problems)


def _proof(content: bytes, root: str) -> Answer:
    told, problems = proven.check(content, root)
    value = {**told, "whole": not problems}
    if problems:
        return Answer([], value, problems)
    against = "与印发的一致" if root else "请与印发材料末页核对"
    lines = [
        f"第{told['seq']}条流水的证明成立，封存根 {told['root']}（{against}）",
        told["content"],
    ]
    return Answer(lines, value, [])


def _pack(content: bytes, options: argparse.Namespace) -> Answer:
    if not options.district:
        manifest, _, problems = pack.opened(content)
        against = "，没有与账本核对：用 --district 给出区情包"
    else:
        _, entries, faults = open_pack(options)
        manifest, problems = pack.faults(content, entries)
        problems, against = [*faults, *problems], "，与账本一致"
    if manifest is None:
        return Answer([], None, problems)
    whole = not any(p.severity == "error" for p in problems)
    line = f"材料包{_said(whole)}：{manifest.true_on}，{len(manifest.files)} 个文件，{manifest.seal.size} 条流水"
    return Answer(
        [line + (against if whole else "")], {**pack.told(manifest), "whole": whole}, problems
    )


def _said(whole: bool) -> str:
    return "完整" if whole else "有问题"
