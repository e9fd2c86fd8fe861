"""A lock on an open file between processes, on Unix and on Windows; the system frees it when its holder dies."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 62  # Windows locks bytes: one that no ledger reaches, so that reading stays free

    @contextmanager
    def locked(number: int, *, shared: bool = False) -> Iterator[None]:
        """Hold the file with this descriptor; Windows knows no shared lock here."""
        import os

        os.lseek(number, _FAR, os.SEEK_SET)
        while True:
            try:
                msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
                break
            except OSError:
                time.sleep(0.01)
        try:
            yield
        finally:
            os.lseek(number, _FAR, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    @contextmanager
    def locked(number: int, *, shared: bool = False) -> Iterator[None]:
        """Hold the file with this descriptor: alone to write, shared to read."""
        fcntl.flock(number, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(number, fcntl.LOCK_UN)
