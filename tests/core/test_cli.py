"""The command line on files: what it prints, what it returns, and what it says of a wrong word."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from luoshi.cli.main import main

HOME = Path(__file__).resolve().parents[2]
EXAMPLE = str(HOME / "districts" / "example")
SPEECH = "讲话\n同志们：\n一、征收拆迁。要在4月底前挂牌2个地块，释放沉淀资金1.5亿元。\n"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_read_gives_one_object_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SPEECH, encoding="gb18030")
    code, out, _ = run(
        capsys, "read", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--year", "2026", "--json"
    )
    assert code == 0
    first, second = json.loads(out)
    assert (first["file"], second["file"]) == ("a.txt", "b.txt")
    assert set(first) >= {"file", "title", "repairs", "questions", "drafts"}
    listed = next(d for d in first["drafts"] if "挂牌" in d["quote"])
    assert listed["deadline"]["date"] == "2026-04-30"
    assert [(q["value"], q["unit"]) for q in listed["quantities"]] == [(2, "个")]
    assert first["text"][listed["start"] : listed["end"]] == listed["quote"]
    assert (listed["suggestion"]["register"], listed["suggestion"]["measure"]) == (
        "parcel",
        "listed",
    )


def test_a_missing_file_is_a_problem_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    code, out, err = run(capsys, "read", str(tmp_path / "none.txt"), str(tmp_path / "a.txt"))
    assert code == 1
    assert "C-001" in err
    assert "挂牌2个地块" in out


def test_board_on_two_days_shows_what_was_so_then(capsys: pytest.CaptureFixture[str]) -> None:
    def listing(day: str) -> dict:
        code, out, _ = run(capsys, "board", EXAMPLE, "--as-of", day, "--json")
        assert code == 0
        return next(
            x
            for x in json.loads(out)["lamps"]
            if x["key"] == "R-005" and x["register"] == "commitment"
        )

    assert listing("2026-04-29")["level"] == "yellow"
    assert listing("2026-05-01")["level"] == "red"
    done = listing("2026-05-14")
    assert (done["level"], done["late"]) == ("green", True)


def test_known_at_hides_what_was_told_later(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(
        capsys,
        "drill",
        EXAMPLE,
        "parcel",
        "listed",
        "--as-of",
        "2026-05-31",
        "--known-at",
        "2026-05-01T00:00",
        "--json",
    )
    assert json.loads(out)["value"] == 2
    _, out, _ = run(
        capsys, "drill", EXAMPLE, "parcel", "released_wan", "--as-of", "2026-05-31", "--json"
    )
    drilled = json.loads(out)
    assert (drilled["value"], drilled["unit"], len(drilled["rows"])) == (48000, "万元", 3)
    _, out, _ = run(capsys, "drill", EXAMPLE, "parcel", "listed", "--unit", "柳林街道")
    assert "1 宗" in out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("board", EXAMPLE, "--as-of", "2026-02-30"), "C-002"),
        (("board", EXAMPLE, "--known-at", "昨天"), "C-002"),
        (("drill", EXAMPLE, "garden", "listed"), "C-003"),
        (("drill", EXAMPLE, "parcel", "beauty"), "C-004"),
        (("drill", EXAMPLE, "parcel", "listed", "--unit", "海东镇"), "C-005"),
        (("board", "/nowhere"), "R-020"),
    ],
)
def test_a_wrong_word_is_named_with_its_remedy(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], expected: str
) -> None:
    code, _, err = run(capsys, *words)
    assert code == 1
    assert expected in err
    code, _, err = run(capsys, *words, "--lang", "en")
    assert expected in err


def test_usage_is_exit_code_two() -> None:
    with pytest.raises(SystemExit) as left:
        main(["paint"])
    assert left.value.code == 2


def test_verify_and_lint_of_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "verify", EXAMPLE, "--json")
    assert code == 0
    assert json.loads(out)["whole"] is True
    code, _, err = run(capsys, "lint", EXAMPLE)
    assert code == 0, err


def test_lint_names_the_file_and_line_of_a_broken_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(EXAMPLE, pack)
    (pack / "registers").mkdir()
    (pack / "registers" / "well.toml").write_text(
        'key = "well"\nlabel = { zh = "机井", en = "Wells" }\n', encoding="utf-8"
    )
    code, _, err = run(capsys, "lint", str(pack))
    assert code == 1
    assert "well.toml" in err


def test_sheet_says_what_it_would_change_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "四月.csv"
    file.write_text(
        "编号,地块名称,已腾空户数\nP-004,望江印染厂地块,54\nP-009,,五十\n", encoding="gb18030"
    )
    words = ("sheet", EXAMPLE, "parcel", str(file), "--unit", "望江街道", "--as-of", "2026-05-06")
    code, out, err = run(capsys, *words)
    assert code == 1
    assert "→ 更新 四月!A2 P-004 望江印染厂地块｜households_vacated 46→54" in out
    assert "[K-001] 四月!C3" in err
    code, out, _ = run(capsys, *words, "--json")
    assert [line["verdict"] for line in json.loads(out)["lines"]] == ["update", "refused"]
    code, _, err = run(capsys, "sheet", EXAMPLE, "gone", str(tmp_path / "none.xlsx"))
    assert code == 1
    assert "C-003" in err
    assert "C-001" in err
