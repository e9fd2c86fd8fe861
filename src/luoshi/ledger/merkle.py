"""The Merkle tree of RFC 6962 over the hashes of a ledger's entries: one root seals a month.

The chain finds the first bad entry; the tree gives an auditor a proof for one entry (17 hashes in 100,000 entries) who needs
neither the ledger nor the rest. Leaves are the entries' `hash` texts in order of seq; SHA-256 as in the RFC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256


def leaf_hash(leaf: str) -> bytes:
    """RFC 6962 section 2.1: the hash of a leaf, marked so that no node can pass for one."""
    return sha256(b"\x00" + leaf.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: the hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The growing edge of a tree: enough to add leaves and to tell the root, log2(size) hashes in all."""

    def __init__(self, leaves: Iterable[str] = ()) -> None:
        self.size = 0
        self._roots: list[bytes] = []  # of the full subtrees, the largest first
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: str) -> None:
        """Take one more leaf; as many subtrees join as the size has trailing one bits."""
        node, size = leaf_hash(leaf), self.size
        while size & 1:
            node = node_hash(self._roots.pop(), node)
            size >>= 1
        self._roots.append(node)
        self.size += 1

    def root(self) -> str:
        """The root as hexadecimal; of no leaves, the hash of nothing (as in the RFC)."""
        if not self._roots:
            return sha256(b"").hexdigest()
        node = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            node = node_hash(left, node)
        return node.hex()


def proof(leaves: Sequence[str], index: int) -> list[str]:
    """RFC 6962 section 2.1.1: the hashes that lead from leaf `index` (from 0) to the root, the nearest first."""
    assert 0 <= index < len(leaves), index
    level, way = [leaf_hash(leaf) for leaf in leaves], []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            way.append(level[sibling].hex())
        pairs = range(0, len(level) - 1, 2)
        above = [node_hash(level[i], level[i + 1]) for i in pairs]
        if len(level) % 2:
            above.append(level[-1])  # an odd one out rises as it is
        level, index = above, index // 2
    return way


def is_proven(leaf: str, index: int, size: int, way: Sequence[str], root: str) -> bool:
    """RFC 9162 section 2.1.3.2 (the same tree): does `way` lead from this leaf to the root of a tree of `size` leaves?"""
    if not 0 <= index < size:
        return False
    node, here, last = leaf_hash(leaf), index, size - 1
    for step in way:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = node_hash(bytes.fromhex(step), node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, bytes.fromhex(step))
        here, last = here >> 1, last >> 1
    return last == 0 and node.hex() == root
