"""The store in memory keeps the promise of every store."""

from __future__ import annotations

import pytest

from luoshi.ledger.memory import MemoryStore
from luoshi.ledger.store import Store
from tests.core.ledger.store_contract import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()
