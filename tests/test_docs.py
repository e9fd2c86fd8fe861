"""Documentation cannot drift: generated pages are equal to what is declared, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import PAGES
from luoshi.board.examples import run_on_examples
from luoshi.cli.main import COMMANDS
from luoshi.declare.check import check
from luoshi.declare.load import load
from luoshi.registers.catalogue import read_catalogue

HOME = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("file", PAGES, ids=lambda f: f.name)
def test_a_generated_page_is_what_is_declared(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == PAGES[file](), "run: python3 dev.py docs"


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md"), *(HOME / "src").rglob("*.md")]
    broken = [
        f"{page.relative_to(HOME)} -> {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken


def test_every_register_is_a_word_of_the_glossary() -> None:
    glossary = (HOME / "GLOSSARY.md").read_text(encoding="utf-8")
    catalogue, _ = read_catalogue()
    assert not [key for key in catalogue if f"`{key}`" not in glossary]


def test_the_register_file_that_the_page_shows_really_works() -> None:
    page = (HOME / "docs" / "reference" / "register-file.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert shown
    register, problems = load(shown[1], "well.toml")
    assert problems == []
    assert register is not None
    assert check(register, run_on_examples) == []


def test_every_command_stands_in_both_readmes() -> None:
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    assert not [
        command
        for command in COMMANDS
        if f"luoshi {command}" not in readme and f"| {command}" not in readme
    ]
