"""The ledger in a folder: the promise of every store, and what a damaged disk or a crash may do to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from luoshi.ledger.folder import FolderStore
from luoshi.ledger.store import Store
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
