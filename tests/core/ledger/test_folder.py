"""The ledger in a folder: the promise of every store, and what a damaged disk or a crash may do to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from luoshi.ledger.folder import FolderStore
from luoshi.ledger.store import Damaged, Store
from tests.core.ledger.small_ledgers import entry
from tests.core.ledger.store_contract import StoreContract


class TestFolderStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return FolderStore(tmp_path / "ledger")

    @pytest.fixture
    def reopened(self, tmp_path: Path) -> Callable[[], Store]:
        return lambda: FolderStore(tmp_path / "ledger")

    @pytest.fixture
    def break_off(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
        def refuse(number: int) -> None:
            raise OSError("no space left on device")

        return lambda: monkeypatch.setattr("os.fsync", refuse)


BATCHES = ([0], [1, 2, 3], [4], [5, 6])


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A folder with seven entries in four batches, and a seal over the first four."""
    store = FolderStore(tmp_path / "kept")
    for batch in BATCHES:
        store.append(entry(fields={"名称": "河东", "a": n}, at=n) for n in batch)
        if batch == [1, 2, 3]:
            store.seal("2025-01")
    return store.folder


def lines_of(ledger: Path) -> list[bytes]:
    return (ledger / "entries.jsonl").read_bytes().splitlines(keepends=True)


def keep(ledger: Path, lines: list[bytes]) -> None:
    (ledger / "entries.jsonl").write_bytes(b"".join(lines))


def problems(ledger: Path) -> list[tuple[str, str]]:
    found = FolderStore(ledger).verify()
    assert all(p.cause("zh") and p.remedy("en") for p in found)
    return [(p.id, p.place) for p in found]


def test_a_whole_ledger_has_no_problem(ledger: Path) -> None:
    assert problems(ledger) == []
    assert len(list(FolderStore(ledger).read())) == 7


def test_no_folder_is_said_to_be_none(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere") == [("L-021", str(tmp_path / "nowhere"))]
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("flip", [1, 0x20, 0x80])
def test_every_changed_byte_is_found_with_its_line(ledger: Path, flip: int) -> None:
    file = ledger / "entries.jsonl"
    whole = file.read_bytes()
    for place in range(0, len(whole), 1 if flip == 1 else 7):
        changed = bytearray(whole)
        changed[place] ^= flip
        file.write_bytes(changed)
        line = whole.count(b"\n", 0, place) + 1
        found = problems(ledger)
        assert found, place
        assert found[0][1] in (f"entries.jsonl:{line}", "entries.jsonl"), (place, found)


@pytest.mark.parametrize("name", ["tip.json", "seals.jsonl"])
def test_every_changed_byte_beside_the_ledger_is_found(ledger: Path, name: str) -> None:
    whole = (ledger / name).read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        (ledger / name).write_bytes(changed)
        assert problems(ledger), place


def test_a_dropped_line_is_found(ledger: Path) -> None:
    whole = lines_of(ledger)
    for number in range(6):
        keep(ledger, whole[:number] + whole[number + 1 :])
        assert problems(ledger)[0] == ("L-001", f"entries.jsonl:{number + 1}")
    keep(ledger, whole[:6])
    assert problems(ledger) == [("L-015", "entries.jsonl")]
    keep(ledger, [])
    assert problems(ledger) == [("L-015", "entries.jsonl")]
    (ledger / "entries.jsonl").unlink()
    assert problems(ledger) == [("L-015", "entries.jsonl")]


def test_exchanged_and_doubled_lines_are_found(ledger: Path) -> None:
    whole = lines_of(ledger)
    for number in range(6):
        exchanged = [*whole[:number], whole[number + 1], whole[number], *whole[number + 2 :]]
        keep(ledger, exchanged)
        assert problems(ledger)[0] == ("L-001", f"entries.jsonl:{number + 1}")
        keep(ledger, [*whole[: number + 1], *whole[number:]])
        assert problems(ledger)[0] == ("L-001", f"entries.jsonl:{number + 2}")
    keep(ledger, [*whole, whole[6]])
    assert problems(ledger)[0] == ("L-001", "entries.jsonl:8")


def test_a_line_that_says_the_same_in_other_bytes_is_found(ledger: Path) -> None:
    whole = lines_of(ledger)
    keep(ledger, [whole[0].replace(b',"prev"', b', "prev"'), *whole[1:]])
    assert problems(ledger) == [("L-012", "entries.jsonl:1")]


def test_a_ledger_rewritten_as_a_whole_is_found_by_its_mark_and_its_seal(ledger: Path) -> None:
    forged = FolderStore(ledger.parent / "forged")
    for batch in BATCHES:
        forged.append(entry(fields={"a": 99}, at=n) for n in batch)
    (ledger / "entries.jsonl").write_bytes((forged.folder / "entries.jsonl").read_bytes())
    assert problems(ledger) == [("L-016", "tip.json")]
    (ledger / "tip.json").write_bytes((forged.folder / "tip.json").read_bytes())
    assert problems(ledger) == [("L-018", "2025-01")]


def test_a_seal_over_lost_entries_is_found(ledger: Path) -> None:
    keep(ledger, lines_of(ledger)[:1])
    (ledger / "tip.json").unlink()
    assert problems(ledger) == [("L-019", "2025-01")]


def test_a_clock_that_went_back_is_named_with_its_line(ledger: Path) -> None:
    FolderStore(ledger).append([entry(at=0)])
    assert problems(ledger) == [("L-006", "entries.jsonl:8")]


def test_a_write_cut_short_anywhere_is_set_aside_and_said(ledger: Path) -> None:
    file = ledger / "entries.jsonl"
    whole, mark = file.read_bytes(), (ledger / "tip.json").read_bytes()
    FolderStore(ledger).append([entry(at=7), entry(at=8)])
    grown = file.read_bytes()
    for length in range(len(whole) + 1, len(grown)):
        file.write_bytes(grown[:length])
        (ledger / "tip.json").write_bytes(mark)
        store = FolderStore(ledger)
        assert problems(ledger) == [("L-013", "entries.jsonl:8")], length
        assert store.tip().seq == 7
        assert len(list(store.read())) == 7
        assert file.read_bytes() == grown[:length], "reading changes nothing"
    store.append([entry(at=9)])
    aside = list((ledger / "set-aside").iterdir())
    assert [kept.read_bytes() for kept in aside] == [grown[len(whole) : length]]
    assert problems(ledger) == [("L-014", f"set-aside/{aside[0].name}")]
    assert [e.seq for e in store.read()] == list(range(1, 9))


def test_a_hole_that_a_power_cut_left_in_the_last_write_is_set_aside(ledger: Path) -> None:
    file = ledger / "entries.jsonl"
    whole, mark = file.read_bytes(), (ledger / "tip.json").read_bytes()
    FolderStore(ledger).append([entry(at=7), entry(at=8)])
    grown = bytearray(file.read_bytes())
    grown[len(whole) : len(whole) + 100] = bytes(100)
    file.write_bytes(grown)
    (ledger / "tip.json").write_bytes(mark)
    assert problems(ledger) == [("L-013", "entries.jsonl:8")]
    assert FolderStore(ledger).append([entry(at=9)])[0].seq == 8


def test_a_crash_between_the_entries_and_the_mark_loses_nothing(ledger: Path) -> None:
    mark = (ledger / "tip.json").read_bytes()
    FolderStore(ledger).append([entry(at=7), entry(at=8)])
    (ledger / "tip.json").write_bytes(mark)
    assert problems(ledger) == []
    assert FolderStore(ledger).append([entry(at=9)])[0].seq == 10


def test_damage_to_what_was_acknowledged_is_never_set_aside(ledger: Path) -> None:
    whole = lines_of(ledger)
    keep(ledger, [*whole[:6], whole[6][:-20]])
    with pytest.raises(Damaged) as damaged:
        FolderStore(ledger).append([entry(at=9)])
    assert [p.id for p in damaged.value.problems] == ["L-015"]
    keep(ledger, [b"nonsense\n", *whole[1:]])
    (ledger / "tip.json").unlink()
    with pytest.raises(Damaged) as damaged:
        FolderStore(ledger).append([entry(at=9)])
    assert [p.place for p in damaged.value.problems] == ["entries.jsonl:1"]
    assert not (ledger / "set-aside").exists()
    with pytest.raises(Damaged):
        list(FolderStore(ledger).read())


def test_a_mark_of_another_ledger_is_refused(ledger: Path) -> None:
    other = FolderStore(ledger.parent / "other")
    other.append([entry(key="P-9")])
    (ledger / "tip.json").write_bytes((other.folder / "tip.json").read_bytes())
    with pytest.raises(Damaged) as damaged:
        FolderStore(ledger).append([entry()])
    assert [p.id for p in damaged.value.problems] == ["L-016"]


def test_an_unreadable_mark_is_said_and_made_again(ledger: Path) -> None:
    (ledger / "tip.json").write_bytes(b"")
    assert problems(ledger) == [("L-017", "tip.json")]
    assert FolderStore(ledger).append([entry(at=9)])[0].seq == 8
    assert problems(ledger) == []


def test_a_lost_ledger_is_not_begun_again(ledger: Path) -> None:
    (ledger / "entries.jsonl").unlink()
    with pytest.raises(Damaged):
        FolderStore(ledger).tip()
    with pytest.raises(Damaged):
        FolderStore(ledger).append([entry()])


def test_what_is_appended_while_reading_is_not_seen(ledger: Path) -> None:
    reading = FolderStore(ledger).read()
    assert next(reading).seq == 1
    FolderStore(ledger).append([entry(at=9)])
    assert [e.seq for e in reading] == [2, 3, 4, 5, 6, 7]


TELL_UNTIL_KILLED = """
import sys
from luoshi.ledger.folder import FolderStore
from tests.core.ledger.small_ledgers import entry
store, name = FolderStore(sys.argv[1]), sys.argv[2]
for n in range(1_000_000):
    sealed = store.append([entry(key=name, fields={"n": n, "i": i}, at=n) for i in range(3)])
    print(sealed[-1].seq, sealed[-1].hash, flush=True)
"""


def test_killed_writers_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Two processes write at once and are killed (no clean-up runs); ten times over the same ledger."""
    home, acknowledged = Path(__file__).parents[3], {}
    places = os.pathsep.join([str(home / "src"), str(home)])
    for turn in range(5):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", TELL_UNTIL_KILLED, str(tmp_path), f"P-{turn}-{n}"],
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": places},
            )
            for n in range(2)
        ]
        for writer in writers:
            assert writer.stdout is not None
            for _ in range(20 + 7 * turn):
                seq, name = writer.stdout.readline().split()
                acknowledged[int(seq)] = name.decode()
        for writer in writers:
            writer.kill()
            told, _ = writer.communicate()
            for line in told.splitlines(keepends=True):
                if line.endswith(b"\n"):
                    seq, name = line.split()
                    acknowledged[int(seq)] = name.decode()
    store = FolderStore(tmp_path)
    assert {p.severity for p in store.verify()} <= {"warning"}
    kept = list(store.read())
    hashes = {e.seq: e.hash for e in kept}
    assert acknowledged
    assert all(hashes[seq] == name for seq, name in acknowledged.items())
    assert all(len({e.key for e in kept[n : n + 3]}) == 1 for n in range(0, len(kept), 3))
    assert store.append([entry()])[0].seq == len(kept) + 1


def test_a_line_that_is_no_entry_is_named_with_its_number(ledger: Path) -> None:
    file = next(ledger.glob("*.jsonl"))
    rows = file.read_bytes().splitlines(keepends=True)
    rows[1] = b'{"seq": 2, "nothing": "else"}'.ljust(len(rows[1]) - 1) + b"\n"
    file.write_bytes(b"".join(rows))
    with pytest.raises(Damaged) as found:
        list(FolderStore(ledger).read())
    assert [p.id for p in found.value.problems] == ["L-011"]
    assert found.value.problems[0].place.endswith(":2")
