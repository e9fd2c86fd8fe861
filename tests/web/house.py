"""A database of its own, and processes that work on it and may be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.web.live import HOME

PATIENCE_S = 60


class House:
    """A database of its own, and the runner processes that work on it."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.settings = os.environ | {
            "LUOSHI_FOLDER": str(folder),
            "LUOSHI_DATABASE": database,
            "PYTHONPATH": os.pathsep.join([str(HOME / "src"), str(HOME)]),
        }
        self.runners: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A further runner: of the tests' own kinds, or `python -m` what is named."""
        module = words or ("tests.web.job_process", str(self.folder))
        words = (sys.executable, "-m", *module)
        with (self.folder / "log").open("ab") as log:
            runner = subprocess.Popen(words, env=self.settings, cwd=HOME, stderr=log)
        self.runners.append(runner)
        return runner

    def kill(self) -> None:
        """`kill -9` of them all."""
        for runner in self.runners:
            runner.kill()
            runner.wait(20)
        self.runners.clear()

    @property
    def begun(self) -> Counter[str]:
        """How often each matter was begun."""
        file = self.folder / "begun"
        return Counter(file.read_text(encoding="utf-8").split() if file.exists() else ())

    def wait(self, until: Callable[[], bool]) -> None:
        """Until it is so."""
        deadline = time.monotonic() + PATIENCE_S
        while not until():
            assert time.monotonic() < deadline, (self.folder / "log").read_text(encoding="utf-8")
            time.sleep(0.05)
