"""A district pack is a folder: what is there is read, what is broken is named with its file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from luoshi.district.pack import load

EXAMPLE = Path(__file__).resolve().parents[3] / "districts" / "example"


def test_the_example_district_reads_without_a_fault() -> None:
    district, problems = load(EXAMPLE)
    assert problems == []
    assert district is not None
    assert district.synthetic
    assert district.meetings[0].held_on == date(2026, 4, 8)
    assert district.parameters.on(date(2026, 4, 8))["warn_days"] == 7
    assert next(u.kind for u in district.units) == "district"


def test_a_folder_without_a_pack_says_so(tmp_path: Path) -> None:
    district, problems = load(tmp_path)
    assert district is None
    assert [p.id for p in problems] == ["R-020"]


def test_a_broken_file_names_its_line_and_the_rest_is_still_read(tmp_path: Path) -> None:
    (tmp_path / "district.toml").write_text('key = "x"\nlabel = "某区"\n', encoding="utf-8")
    (tmp_path / "units.toml").write_text('[[unit]]\nkey = "a"\nlabel = "甲\n', encoding="utf-8")
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "p.toml").write_text("[n]\n", encoding="utf-8")
    district, problems = load(tmp_path)
    assert district is not None
    assert [p.id for p in problems] == ["R-021", "R-010"]
    assert "line 3" in problems[0].say()
