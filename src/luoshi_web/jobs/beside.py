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
    """Keep a runner alive while the block lasts.

    The first is started before anything else: the server forks its workers, and no thread of ours may be in the middle
    of starting a process then.
    """
    halt = threading.Event()
    watcher = threading.Thread(target=_watch, args=(_start(), halt), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        halt.set()
        watcher.join(LEAVE_S + 1)


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(COMMAND, stdin=subprocess.PIPE)  # noqa: S603  (our own program)


def _watch(child: subprocess.Popen[bytes], halt: threading.Event) -> None:
    pause, began = AGAIN_S, time.monotonic()
    while True:
        while child.poll() is None and not halt.wait(LOOK_S):
            pass
        if child.stdin:
            child.stdin.close()
        pause = AGAIN_S if time.monotonic() - began > LIVED_S else min(pause * 2, AGAIN_MAX_S)
        if halt.wait(pause):
            _leave(child)
            return
        child, began = _start(), time.monotonic()


def _leave(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(LEAVE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
