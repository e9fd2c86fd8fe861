"""The chain: canonical bytes, digests, and a proof that finds the first bad place."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.ledger import chain
from luoshi.ledger.chain import START, Tip
from luoshi.ledger.entry import Entry, Source
from tests.core.ledger.small_ledgers import entry, told

HOUR_EIGHT_IN_BEIJING = datetime(2025, 1, 1, 16, tzinfo=timezone(timedelta(hours=8)))


def ledger(length: int = 6, **options: Any) -> list[Entry]:
    return list(chain.seal((entry(fields={"a": n}, at=n) for n in range(length)), START, **options))


def test_canonical_bytes_are_written_down_here_so_that_no_release_changes_them() -> None:
    whole = entry(
        "correct",
        {"b": 1.5, "a": "河东"},
        on=3,
        at=2,
        about="sha256:00",
        reason="笔误",
        source=Source("ab" * 32, "Sheet1!F12"),
    )
    assert chain.canonical(whole).decode() == (
        '{"about":"sha256:00","author":"p-1","fields":{"a":"河东","b":1.5},"key":"P-1",'
        '"known_at":"2025-01-01T10:00:00Z","reason":"笔误","register":"parcel","source":'
        '{"document":"' + "ab" * 32 + '","place":"Sheet1!F12"},"true_on":"2025-01-04",'
        '"unit":"north","verb":"correct"}'
    )
    bare = chain.canonical(replace(whole, about="", reason="", source=None, unit=""))
    assert set(chain.orjson.loads(bare)) == {
        "author", "fields", "key", "known_at", "register", "true_on", "verb"
    }  # fmt: skip


def test_the_head_that_is_hashed_names_the_algorithm() -> None:
    sealed = ledger(1)[0]
    assert sealed.digest == "sha256:" + hashlib.sha256(chain.canonical(sealed)).hexdigest()
    head = f"luoshi-entry-1\nsha256\n1\n\n{sealed.digest}"
    assert sealed.hash == "sha256:" + hashlib.sha256(head.encode()).hexdigest()


def test_the_same_instant_in_another_zone_is_the_same_content() -> None:
    there = replace(entry(), known_at=HOUR_EIGHT_IN_BEIJING)
    here = replace(entry(), known_at=HOUR_EIGHT_IN_BEIJING.astimezone(UTC))
    assert chain.digest(there) == chain.digest(here)
    assert chain.seal([there], START) == chain.seal([here], START)


def test_a_digest_is_the_content_alone() -> None:
    sealed = ledger(3)
    assert [e.digest for e in sealed] == [chain.digest(e) for e in sealed]
    assert (
        chain.digest(replace(sealed[1], seq=9, prev="x", hash="y", digest="z")) == sealed[1].digest
    )
    assert sealed[1].hash != chain.seal([sealed[1]], START)[0].hash


KEPT = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.dictionaries(TEXTS, KEPT, max_size=4), TEXTS, st.datetimes(timezones=st.just(UTC)))
def test_what_is_sealed_reads_back_the_same(
    fields: dict[str, Any], reason: str, known_at: datetime
) -> None:
    sealed = chain.seal([replace(entry(fields=fields, reason=reason), known_at=known_at)], START)[0]
    read = chain.decode(chain.canonical(sealed), START, digest=sealed.digest, hash=sealed.hash)
    assert read == sealed
    assert chain.canonical(read) == chain.canonical(sealed)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), ["a"], {"a": 1}, b"a", told(0)])
def test_what_json_would_change_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"parcel/P-1\.a"):
        chain.seal([entry(fields={"a": value})], START)


def test_an_instant_is_no_day() -> None:
    with pytest.raises(ValueError, match="true_on"):
        chain.seal([replace(entry(), true_on=told(0))], START)


def test_a_sealed_entry_keeps_its_own_copy_of_the_fields() -> None:
    fields = {"a": 1}
    sealed = chain.seal([entry(fields=fields)], START)
    fields["a"] = 2
    assert chain.verify(sealed) == []


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_whole_chain_is_proven(algorithm: Any) -> None:
    sealed = ledger(6, algorithm=algorithm)
    assert sealed[0].hash.startswith(algorithm + ":")
    assert chain.verify(sealed) == []
    assert chain.verify(sealed[3:], Tip(3, sealed[2].hash)) == []


def test_a_ledger_that_changed_its_algorithm_is_proven() -> None:
    first = chain.seal([entry()], START)
    rest = chain.seal([entry(at=1)], Tip(1, first[0].hash), "sm3")
    assert chain.verify(first + rest) == []


def first_problem(entries: list[Entry]) -> tuple[str, str]:
    problems = chain.verify(entries)
    assert len(problems) == 1
    assert problems[0].cause("zh")
    assert problems[0].remedy("en")
    return problems[0].id, problems[0].place


def test_a_missing_entry_is_found() -> None:
    assert first_problem(ledger()[:2] + ledger()[3:]) == ("L-001", "#4")
    assert first_problem(ledger()[1:]) == ("L-001", "#2")


def test_a_doubled_entry_is_found() -> None:
    sealed = ledger()
    assert first_problem([*sealed[:3], sealed[2], *sealed[3:]]) == ("L-001", "#3")


def test_exchanged_entries_are_found() -> None:
    sealed = ledger()
    sealed[2], sealed[3] = sealed[3], sealed[2]
    assert first_problem(sealed) == ("L-001", "#4")
    renumbered = [replace(e, seq=n) for n, e in enumerate(sealed, start=1)]
    assert first_problem(renumbered) == ("L-002", "#3")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"fields": {"a": 9}}, "L-003"),
        ({"author": "p-2"}, "L-003"),
        ({"reason": "added later"}, "L-003"),
        ({"known_at": told(3) + timedelta(microseconds=1)}, "L-003"),
        ({"digest": chain.digest(entry(fields={"a": 9}))}, "L-003"),
        ({"hash": "sha256:" + "0" * 64}, "L-004"),
        ({"hash": "md5:" + "0" * 32}, "L-005"),
        ({"prev": "sha256:" + "0" * 64}, "L-002"),
    ],
)
def test_a_changed_entry_is_found(change: dict[str, Any], problem: str) -> None:
    sealed = ledger()
    sealed[3] = replace(sealed[3], **change)
    assert first_problem(sealed) == (problem, "#4")


def test_a_rewritten_entry_breaks_the_next_one() -> None:
    sealed = ledger()
    forged = replace(sealed[3], fields={"a": 9})
    sealed[3] = chain.seal([forged], Tip(3, sealed[2].hash))[0]
    assert first_problem(sealed) == ("L-002", "#5")


def test_a_clock_that_went_back_is_a_warning() -> None:
    sealed = chain.seal([entry(at=2), entry(at=1), entry(at=1)], START)
    problems = chain.verify(sealed)
    assert [(p.id, p.place, p.severity) for p in problems] == [("L-006", "#2", "warning")]


def test_parts_of_a_second_are_told_apart() -> None:
    half = replace(entry(), known_at=told(0) + timedelta(seconds=0.5))
    assert chain.verify(chain.seal([entry(), half, entry(at=1)], START)) == []
    assert [p.id for p in chain.verify(chain.seal([half, entry()], START))] == ["L-006"]


def test_a_field_named_like_the_instant_does_not_confuse_the_clock() -> None:
    fields = {"known_at": "2099-01-01T00:00:00Z", "x": '"known_at":"2099Z"'}
    sealed = chain.seal([entry(fields=fields, reason='"known_at":"2099Z"'), entry(at=1)], START)
    assert chain.verify(sealed) == []


def test_algorithm_settings_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chain.algorithm_problems("sha256") == []
    assert [p.id for p in chain.algorithm_problems("md5")] == ["L-005"]
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    assert [p.id for p in chain.algorithm_problems("sm3")] == ["L-007"]
