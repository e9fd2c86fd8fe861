"""One entry's proof: it holds, whatever is changed in it does not, and it can be checked without our program."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import chain
from luoshi.ledger.entry import Entry
from luoshi.ledger.proven import check, is_proof, prove
from tests.core.ledger.small_ledgers import entry


def ledger(size: int) -> list[Entry]:
    return list(chain.seal((entry(key=f"P-{n}") for n in range(size)), chain.START))


def by_hand(file: bytes, printed: str) -> bool:
    """The steps of docs/reference/proof.md with nothing but the standard library."""
    told = json.loads(file)
    digest = "sha256:" + sha256(told["content"].encode()).hexdigest()
    head = f"luoshi-entry-1\nsha256\n{told['seq']}\n{told['prev']}\n{digest}"
    leaf = "sha256:" + sha256(head.encode()).hexdigest()
    node, index, last = sha256(b"\x00" + leaf.encode()).digest(), told["seq"] - 1, told["size"] - 1
    for step in told["way"]:
        other = bytes.fromhex(step)
        while index == last and not index % 2:  # an odd one out rises as it is
            index, last = index // 2, last // 2
        pair = other + node if index % 2 else node + other
        node, index, last = sha256(b"\x01" + pair).digest(), index // 2, last // 2
    return digest == told["digest"] and leaf == told["hash"] and node.hex() == printed


@given(st.integers(1, 40), st.data())
def test_every_entry_of_every_ledger_is_proven_by_us_and_by_hand(size: int, data: Any) -> None:
    entries = ledger(size)
    file = prove(entries, data.draw(st.integers(1, size)))
    told, problems = check(file)
    assert problems == []
    assert is_proof(file)
    assert by_hand(file, told["root"])
    spaced = " ".join(told["root"][n : n + 8] for n in range(0, 64, 8)).upper()
    assert check(file, spaced)[1] == []  # as a person copies it from paper


CHANGES = [
    ("content", lambda told: told["content"].replace("P-3", "P-4"), "L-031"),
    ("digest", lambda told: "md5:" + told["digest"][7:], "L-031"),
    ("seq", lambda told: told["seq"] + 1, "L-032"),
    ("prev", lambda told: "", "L-032"),
    ("size", lambda told: told["size"] * 2 + 1, "L-033"),
    ("way", lambda told: told["way"][::-1], "L-033"),
    ("way", lambda told: told["way"][:-1], "L-033"),
    ("root", lambda told: "0" * 64, "L-033"),
    ("way", lambda told: ["xyz"], "L-030"),
    ("seq", lambda told: "4", "L-030"),
    ("format", lambda told: "other", "L-030"),
]


@pytest.mark.parametrize(("name", "change", "problem"), CHANGES)
def test_what_is_changed_does_not_hold(name: str, change: Any, problem: str) -> None:
    told = json.loads(prove(ledger(9), 4))
    told[name] = change(told)
    assert [one.id for one in check(json.dumps(told).encode())[1]] == [problem]


def test_a_proof_of_another_ledger_is_not_the_printed_one() -> None:
    told, problems = check(prove(ledger(9), 4), check(prove(ledger(8), 4))[0]["root"])
    assert [one.id for one in problems] == ["L-034"]
    assert problems[0].facts["root"] == told["root"]


@pytest.mark.parametrize(
    "junk", [b"", b"{}", b"[]", b"\xff", b'{"format": "luoshi-proof-1"}', b"1" * 2_000_000]
)
def test_junk_is_a_problem(junk: bytes) -> None:
    assert [one.id for one in check(junk)[1]] == ["L-030"]
