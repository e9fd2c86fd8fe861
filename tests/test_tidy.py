"""The style of the house as a test, so that no one need remember it (STYLE.md says why)."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
CORE = HOME / "src" / "luoshi"
SHELL = HOME / "src" / "luoshi_web"
FUNCTION_LINES = 70
MODULE_LINES = 400

LIBRARY_HOMES = {  # a library may be imported below these places only; ARCHITECTURE.md gives the reason of each
    "duckdb": ("luoshi/board",),
    "splink": ("luoshi/leads",),
    "pyarrow": ("luoshi/leads",),
    "rapidfuzz": ("luoshi/leads",),
    "sklearn": ("luoshi/leads",),
    "sqlglot": ("luoshi/declare", "luoshi/board"),
    "orjson": ("luoshi/ledger",),
    "docx": ("luoshi/papers",),
    "docxtpl": ("luoshi/papers",),
    "jinja2": ("luoshi/papers",),
    "typst": ("luoshi/papers",),
    "pylopdf_fonts_zh_cn": ("luoshi/papers",),
    "quickjs": ("luoshi/papers",),
    "resvg_py": ("luoshi/papers",),
    "opencc": ("luoshi/speech/clean",),
    "pypinyin": ("luoshi/speech/clean", "luoshi/leads"),
    "pypdf": ("luoshi/speech",),
    "lxml": ("luoshi/speech", "luoshi/intake"),
    "xlsxwriter": ("luoshi/intake",),
    "python_calamine": ("luoshi/intake",),
    "numpy": ("luoshi/land", "luoshi/indicators", "luoshi/leads", "luoshi/firms"),
    "statsmodels": ("luoshi/indicators",),
    "highspy": ("luoshi/land",),
    "django": ("luoshi_web",),
    "ninja": ("luoshi_web/api",),
    "pydantic": ("luoshi_web/api",),
    "pydantic_core": ("luoshi_web/api",),
    "mozilla_django_oidc": ("luoshi_web/people",),
    "jwt": ("luoshi_web/people",),
    "requests": ("luoshi_web/people",),
    "icalendar": ("luoshi_web/notices",),
    "django_htmx": ("luoshi_web",),
    "granian": ("luoshi_web/config",),
    "psycopg": ("luoshi_web",),
}
CLOCK_OR_LUCK = re.compile(
    r"\bdatetime\.now\b|\bdate\.today\b|\bos\.environ\b|^import random|\btime\.time\("
)
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|manager|misc|common|stuff)(_|$)")
LEFTOVER = re.compile(r"\b(TODO|FIXME|HACK)\b")


@cache
def committed() -> tuple[Path, ...]:
    """Files that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(HOME / name for name in listed if (HOME / name).is_file())


def sources(*roots: Path) -> list[Path]:
    """Python files of ours, migrations left out."""
    return [
        file
        for root in roots
        for file in sorted(root.rglob("*.py"))
        if "migrations" not in file.parts
    ]


def inside(file: Path) -> str:
    """The path below src/, with forward slashes."""
    return file.relative_to(HOME / "src").as_posix()


def test_functions_stay_short_enough_to_be_read_at_once() -> None:
    long = [
        f"{inside(file)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for file in sources(CORE, SHELL)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long


def test_modules_stay_short_enough_to_be_read_in_one_sitting() -> None:
    counted = {
        inside(f): len(f.read_text(encoding="utf-8").splitlines()) for f in sources(CORE, SHELL)
    }
    assert not {name: lines for name, lines in counted.items() if lines > MODULE_LINES}


def test_every_module_says_what_it_is() -> None:
    silent = [
        inside(file)
        for file in sources(CORE, SHELL)
        if file.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_the_core_asks_no_clock_no_environment_and_no_dice() -> None:
    found = [
        f"{inside(file)}:{number}"
        for file in sources(CORE)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if CLOCK_OR_LUCK.search(line)
    ]
    assert not found


def test_names_say_something() -> None:
    assert not [inside(f) for f in sources(CORE, SHELL) if EMPTY_NAMES.search(f.stem)]


def test_each_library_stays_in_its_home() -> None:
    strayed = []
    for file in sources(CORE, SHELL):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
            for name in names:
                homes = LIBRARY_HOMES.get(name.split(".")[0])
                if homes and not inside(file).startswith(homes):
                    strayed.append(f"{inside(file)}:{node.lineno} imports {name}")
    assert not strayed


def test_no_module_is_left_unused() -> None:
    text = "\n".join(f.read_text(encoding="utf-8") for f in sources(CORE, SHELL, HOME / "tests"))
    text += (HOME / "dev.py").read_text(encoding="utf-8") + (HOME / "pyproject.toml").read_text()
    entered_by_name = {"__init__", "__main__", "apps", "urls", "settings", "wsgi"}
    dead = [
        inside(file)
        for file in sources(CORE, SHELL)
        if file.stem not in entered_by_name
        and "management" not in file.parts
        and "templatetags" not in file.parts
        and not re.search(
            rf"\b{re.escape(file.stem)}\b(?=[\s,.)\"']|$)", text.replace(f"{file.stem} =", ""), re.M
        )
    ]
    assert not dead


def test_districts_hold_data_only() -> None:
    assert not list((HOME / "districts").rglob("*.py"))


def test_nothing_committed_names_a_registry_or_a_machine() -> None:
    hosts = re.compile(
        "|".join(
            (
                "pypi" + r"\.org",
                "registry" + r"\.npm",
                "files\\.python" + "hosted",
                "/wo" + "rk/",
                "find-" + "links",
            )
        )
    )
    named = []
    for file in committed():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if hosts.search(text):
            named.append(file.relative_to(HOME).as_posix())
    assert not named


def test_nothing_is_left_for_later_in_the_code() -> None:
    assert not [
        inside(f) for f in sources(CORE, SHELL) if LEFTOVER.search(f.read_text(encoding="utf-8"))
    ]


@pytest.mark.real
def test_no_sentence_of_the_real_material_is_committed() -> None:
    shared = HOME.parent / "shared" / "data"
    if not shared.is_dir():
        pytest.skip("the real material is not here")
    real = "".join(
        re.sub(r"\s", "", f.read_text(encoding="utf-8"))
        for f in [*sorted((shared / "speeches").glob("*.txt")), shared / "seed_speech.txt"]
    )
    stride = 24
    pieces = {real[i : i + stride] for i in range(len(real) - stride)}
    copied = []
    for file in committed():
        if file.suffix not in {
            ".py",
            ".md",
            ".txt",
            ".toml",
            ".yaml",
            ".jsonl",
            ".html",
            ".csv",
            ".json",
        }:
            continue
        text = re.sub(r"\s", "", file.read_text(encoding="utf-8"))
        hits = [
            text[i : i + stride]
            for i in range(len(text) - stride)
            if text[i : i + stride] in pieces
        ]
        hits = [h for h in hits if len(re.findall(r"[一-鿿]", h)) > 16]
        if hits:
            copied.append((file.relative_to(HOME).as_posix(), hits[0]))
    assert not copied
