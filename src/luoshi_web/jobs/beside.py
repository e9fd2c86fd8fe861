"""与门户同行: a runner as a child process of the server, started again when it dies, gone when the server is.

The child watches its standard input instead of its parent's number: that end closes with the server, also on kill -9
and on Windows, where a process keeps the number of a parent that is long dead.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOOK_S = 0.2
AGAIN_S = 1.0
AGAIN_MAX_S = 30.0
LIVED_S = 60.0
LEAVE_S = 8.0
COMMAND = (sys.executable, "-m", "luoshi_web", "jobs", "--beside")


@contextmanager
def running() -> Iterator[None]:
    """Keep a runner alive while the block lasts."""
    halt = threading.Event()
    watcher = threading.Thread(target=_watch, args=(halt,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        halt.set()
        watcher.join(LEAVE_S + 1)


def _watch(halt: threading.Event) -> None:
    again = AGAIN_S
    while not halt.is_set():
        began = time.monotonic()
        child = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)  # noqa: S603  (our own program)
        while child.poll() is None and not halt.wait(LOOK_S):
            pass
        if child.stdin:
            child.stdin.close()
        if halt.is_set():
            _leave(child)
            return
        again = AGAIN_S if time.monotonic() - began > LIVED_S else min(again * 2, AGAIN_MAX_S)
        halt.wait(again)


def _leave(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(LEAVE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
