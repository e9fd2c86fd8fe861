"""The templates are read by people too."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "src" / "luoshi_web" / "pages"


def test_no_line_of_a_template_runs_past_the_screen() -> None:
    long = [
        f"{file.name}:{number}"
        for file in PAGES.rglob("*.html")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if len(line) > 140
    ]
    assert long == []
