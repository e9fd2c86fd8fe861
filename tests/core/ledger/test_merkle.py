"""The tree of RFC 6962: known roots, proofs, and the seals of months."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import chain, seals
from luoshi.ledger.merkle import Frontier, is_proven, leaf_hash, node_hash, proof
from luoshi.ledger.seals import Seal
from tests.core.ledger.small_ledgers import entry

LEAVES = st.lists(st.text("abc", max_size=2), min_size=1, max_size=40)


def plain_root(leaves: list[str]) -> bytes:
    """RFC 6962 section 2.1, word for word: split at the largest power of two smaller than n."""
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0].encode()).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


@given(LEAVES)
def test_the_frontier_has_the_root_of_the_definition(leaves: list[str]) -> None:
    assert Frontier(leaves).root() == plain_root(leaves).hex()


def test_known_values() -> None:
    assert Frontier().root() == sha256(b"").hexdigest()
    assert leaf_hash("") == bytes.fromhex(
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert Frontier(["a", "b"]).root() == node_hash(leaf_hash("a"), leaf_hash("b")).hex()


@given(LEAVES, st.data())
def test_every_leaf_is_proven_and_no_other(leaves: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    way, root = proof(leaves, index), Frontier(leaves).root()
    assert is_proven(leaves[index], index, len(leaves), way, root)
    assert not is_proven(leaves[index] + "x", index, len(leaves), way, root)
    assert not is_proven(leaves[index], index, len(leaves), [*way, root], root)
    assert not is_proven(leaves[index], len(leaves), len(leaves), way, root)
    if way:
        assert not is_proven(leaves[index], index, len(leaves), way[:-1], root)
        assert not is_proven(leaves[index], index, len(leaves), [root, *way[1:]], root)


def test_a_proof_in_a_hundred_thousand_is_seventeen_hashes() -> None:
    leaves = [str(n) for n in range(100_000)]
    way = proof(leaves, 12_345)
    assert len(way) == 17
    assert is_proven("12345", 12_345, len(leaves), way, Frontier(leaves).root())


def test_seals_are_checked_against_the_ledger() -> None:
    sealed = chain.seal((entry(at=n) for n in range(5)), chain.START)
    march, april = seals.take(sealed[:3], "2025-03"), seals.take(sealed, "2025-04")
    assert (march.size, april.size) == (3, 5)
    assert seals.check(sealed, [april, march, Seal("none", 0, Frontier().root())]) == []
    other = chain.seal((entry(at=n, key="P-9") for n in range(5)), chain.START)
    assert [(p.id, p.place) for p in seals.check(other, [march])] == [("L-018", "2025-03")]
    assert [(p.id, p.place) for p in seals.check(sealed[:4], [march, april])] == [
        ("L-019", "2025-04")
    ]


@pytest.mark.parametrize("place", range(0, 200, 3))
def test_no_byte_of_a_kept_seal_changes_unseen(place: int) -> None:
    kept = bytearray(seals.write(Seal("2025-03", 3, "ab" * 32)))
    kept[place % len(kept)] ^= 1
    found, problems = seals.read(bytes(kept), "seals.jsonl")
    assert {p.id for p in problems} == {"L-022"}
    assert found == []
