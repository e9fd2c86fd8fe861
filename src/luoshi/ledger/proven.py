"""一条流水的证明: one small file by which an auditor proves one entry without the ledger, the network or us.

The file holds the entry's own bytes, its place in the chain and the hashes that lead from it to the root of a seal; the root stands printed on the
last page of a paper. Four steps, each of which fails by itself:

    content ──digest──> digest ──with seq and prev──> hash ──with the way──> root ──the same as printed?──> proven

docs/reference/proof.md tells them again for those who check without our program.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from luoshi.ledger import chain, merkle
from luoshi.ledger.chain import ALGORITHMS, Tip
from luoshi.ledger.entry import Entry
from luoshi.values.problem import Problem

FORMAT = "luoshi-proof-1"
BYTES_MAX = 1_000_000
_KEPT = ("content", "seq", "prev", "digest", "hash", "size", "way", "root")


def prove(entries: Sequence[Entry], seq: int) -> bytes:
    """The proof of entry `seq` (from 1) in the ledger of these entries, all from the first on."""
    entry = entries[seq - 1]
    assert entry.seq == seq, (entry.seq, seq)
    hashes = [one.hash for one in entries]
    told = {
        "format": FORMAT,
        "content": chain.canonical(entry).decode(),
        "seq": seq,
        "prev": entry.prev,
        "digest": entry.digest,
        "hash": entry.hash,
        "size": len(entries),
        "way": merkle.proof(hashes, seq - 1),
        "root": merkle.Frontier(hashes).root(),
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def is_proof(content: bytes) -> bool:
    """True for bytes that say they are such a file."""
    return FORMAT.encode() in content[:200]


def check(content: bytes, root: str = "") -> tuple[dict[str, Any], list[Problem]]:
    """What the file proves, and why it does not; `root` is the printed one ("" = only what the file itself says)."""
    told, problem = _read(content)
    if problem:
        return {}, [problem]
    algorithm = told["digest"].partition(":")[0]
    if algorithm not in ALGORITHMS:
        return told, [Problem("L-031", f"#{told['seq']}")]
    if chain.digest_of(told["content"].encode(), algorithm) != told["digest"]:
        return told, [Problem("L-031", f"#{told['seq']}")]
    if chain.hash_of(Tip(told["seq"] - 1, told["prev"]), told["digest"], algorithm) != told["hash"]:
        return told, [Problem("L-032", f"#{told['seq']}")]
    way, index = told["way"], told["seq"] - 1
    if not merkle.is_proven(told["hash"], index, told["size"], way, told["root"]):
        return told, [Problem("L-033", f"#{told['seq']}")]
    printed = "".join(root.split()).lower()
    if printed and printed != told["root"]:
        return told, [
            Problem("L-034", f"#{told['seq']}", {"root": told["root"], "printed": printed})
        ]
    return told, []


def _read(content: bytes) -> tuple[dict[str, Any], Problem | None]:
    if len(content) > BYTES_MAX:
        return {}, Problem("L-030")
    try:
        told = orjson.loads(content)
        fits = (
            isinstance(told, dict)
            and told.get("format") == FORMAT
            and all(
                isinstance(told[name], str)
                for name in ("content", "prev", "digest", "hash", "root")
            )
            and all(type(told[name]) is int and told[name] > 0 for name in ("seq", "size"))
            and all(len(bytes.fromhex(step)) == 32 for step in told["way"])
        )
    except (ValueError, KeyError, TypeError):
        fits = False
    return ({name: told[name] for name in _KEPT}, None) if fits else ({}, Problem("L-030"))
