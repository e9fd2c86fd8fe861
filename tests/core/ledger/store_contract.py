"""What every store promises, as tests. A store's test file inherits them:

class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store: return MemoryStore()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from luoshi.ledger import chain
from luoshi.ledger.chain import Tip
from luoshi.ledger.entry import Entry, Source
from luoshi.ledger.store import Store, TipMoved
from tests.core.ledger.small_ledgers import entry


class StoreContract:
    """Inherit, and give a `store` fixture: an empty store; override `reopened` when it lives on a disk."""

    @pytest.fixture
    def reopened(self, store: Store) -> Callable[[], Store]:
        """A way to open the same ledger again, as another process would."""
        return lambda: store

    @pytest.fixture
    def break_off(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
        """Make appends fail half-way from now on; override it with the worst that the store's disk can do."""

        def seal_and_fail(entries: tuple[Entry, ...], *_: object) -> None:
            raise OSError("no space left on device")

        return lambda: monkeypatch.setattr(chain, "seal_rows", seal_and_fail)

    def test_an_empty_store_ends_at_the_start(self, store: Store) -> None:
        assert store.tip() == chain.START
        assert list(store.read()) == []

    def test_what_is_appended_is_read_again_to_the_last_detail(
        self, store: Store, reopened: Callable[[], Store]
    ) -> None:
        source = Source("ab" * 32, "本月!F12", 3, 9, "完成3宗，“引号”\n换行")
        full = entry(
            "correct", {"a": 1.0, "b": None, "名称": "é𠮷", "c": True, "d": -7}, on=3, at=2
        )
        first = entry("open", {"name": "河东一号地块"}, source=source, reason="依据会议纪要")
        sealed = store.append([first, full])
        assert [e.seq for e in sealed] == [1, 2]
        assert tuple(reopened().read()) == sealed
        told = list(reopened().read())[1].fields
        assert {name: type(told[name]) for name in told} == {
            name: type(value) for name, value in full.fields.items()
        }
        assert reopened().tip() == Tip(2, sealed[1].hash)
        assert chain.verify(reopened().read()) == []

    def test_appending_goes_on_where_it_ended(
        self, store: Store, reopened: Callable[[], Store]
    ) -> None:
        for at in range(5):
            reopened().append([entry(at=at), entry(at=at, key="P-2")])
        assert [e.seq for e in store.read()] == list(range(1, 11))
        assert chain.verify(store.read()) == []

    def test_nothing_appended_is_nothing_changed(self, store: Store) -> None:
        assert store.append([]) == ()
        assert store.tip() == chain.START

    def test_reading_takes_filters(self, store: Store) -> None:
        store.append(
            [entry(key="P-1"), entry(key="P-2"), entry(key="P-1", register="project"), entry(at=1)]
        )
        assert [e.seq for e in store.read(after=2)] == [3, 4]
        assert [e.seq for e in store.read(after=4)] == []
        assert [e.seq for e in store.read(register="parcel")] == [1, 2, 4]
        assert [e.seq for e in store.read(register="parcel", key="P-1")] == [1, 4]
        assert [e.seq for e in store.read(1, "parcel", "P-1")] == [4]
        assert list(store.read(register="nothing")) == []

    def test_a_moved_tip_refuses_and_writes_nothing(self, store: Store) -> None:
        seen = store.tip()
        first = store.append([entry()], expected_tip=seen)
        with pytest.raises(TipMoved) as moved:
            store.append([entry(at=1), entry(at=2)], expected_tip=seen)
        assert (moved.value.expected, moved.value.found) == (seen, Tip(1, first[0].hash))
        assert moved.value.problem.id == "L-010"
        assert "1" in moved.value.problem.cause()
        assert tuple(store.read()) == first
        store.append([entry(at=1)], expected_tip=moved.value.found)

    def test_an_unfit_entry_in_the_batch_leaves_nothing_of_it(self, store: Store) -> None:
        sealed = store.append([entry()])
        with pytest.raises(ValueError):
            store.append([entry(at=1), entry(fields={"a": float("nan")}, at=2)])
        assert tuple(store.read()) == sealed
        store.append([entry(at=1)])
        assert chain.verify(store.read()) == []

    def test_entries_that_fail_on_the_way_leave_nothing(self, store: Store) -> None:
        def failing() -> Iterator[Entry]:
            yield entry()
            raise RuntimeError("the caller broke off")

        with pytest.raises(RuntimeError):
            store.append(failing())
        assert store.tip() == chain.START
        assert store.append([entry()])[0].seq == 1

    def test_a_write_that_breaks_off_leaves_nothing(
        self,
        store: Store,
        reopened: Callable[[], Store],
        break_off: Callable[[], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        sealed = store.append([entry()])
        break_off()
        with pytest.raises(OSError):
            store.append([entry(at=1), entry(at=2)])
        monkeypatch.undo()
        assert tuple(reopened().read()) == sealed
        assert reopened().tip() == Tip(1, sealed[0].hash)
        assert [e.seq for e in store.append([entry(at=1), entry(at=2)])] == [2, 3]
        assert chain.verify(reopened().read()) == []

    def test_several_threads_do_not_interleave(self, store: Store) -> None:
        def tell(number: int) -> None:
            for at in range(5):
                store.append([entry(key=f"P-{number}", at=at), entry(key=f"P-{number}", at=at)])

        threads = [Thread(target=tell, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = list(store.read())
        assert chain.verify(kept) == [] or [p.id for p in chain.verify(kept)] == ["L-006"]
        assert len(kept) == 40
        assert all(a.key == b.key for a, b in zip(kept[::2], kept[1::2], strict=True))
