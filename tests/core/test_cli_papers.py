"""The papers on the command line: each kind as a file, a pack that verifies, the proof of one entry, and what is said of wrong words."""

from __future__ import annotations

import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from luoshi.cli.main import main
from luoshi.journeys.open_district import open_district
from luoshi.journeys.replay_pack import ledger_of
from luoshi.ledger.folder import FolderStore

HOME = Path(__file__).resolve().parents[2]
EXAMPLE = HOME / "districts" / "example"
ECHARTS = str(HOME / "src" / "luoshi_web" / "static" / "vendor" / "echarts.min.js")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo district with its ledger kept, so that no command tells it all from the start."""
    folder = tmp_path_factory.mktemp("pack") / "example"
    shutil.copytree(EXAMPLE, folder)
    world, _ = open_district(folder)
    assert world is not None
    (folder / "ledger").mkdir()
    FolderStore(folder / "ledger").append(ledger_of(world)[0])
    return str(folder)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_bulletin_of_the_demo_as_word_with_its_charts(
    tmp_path: Path, demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "通报.docx"
    code, told, err = run(capsys, "papers", "bulletin", demo, "--out", str(out), "--number", "望政办〔2026〕3号", "--demand", "抓紧。", "--charts", ECHARTS, "--json")  # fmt: skip
    assert (code, err) == (0, "")
    assert json.loads(told)["true_on"] == "2026-06-03"
    document = Document(str(out))
    words = "\n".join(p.text for p in document.paragraphs)
    assert "望政办〔2026〕3号" in words
    assert "（一）抓紧。" in words
    assert (
        len(document.inline_shapes) == 2
    )  # lights by register, and the cash of the land programme


def test_the_leaders_page_is_one_sheet_of_a4(
    tmp_path: Path, demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "一页.pdf"
    assert run(capsys, "papers", "leader", demo, "--out", str(out))[0] == 0
    assert len(PdfReader(out).pages) == 1


def test_a_slip_is_one_sheet_and_a_slip_that_is_not_there_is_said(
    tmp_path: Path, demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "督办单.pdf"
    code, _, err = run(capsys, "papers", "slip", demo, "--out", str(out))
    assert code == 1
    assert "C-009" in err
    code, told, _ = run(capsys, "board", demo, "--json")
    key = next(lamp["key"] for lamp in json.loads(told)["lamps"] if lamp["register"] == "slip")
    assert run(capsys, "papers", "slip", demo, "--key", key, "--out", str(out))[0] == 0
    assert len(PdfReader(out).pages) == 1


def test_a_pack_verifies_and_one_that_was_touched_does_not(
    tmp_path: Path, demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "材料.zip"
    moment = ("--as-of", "2026-05-20", "--known-at", "2026-05-20T23:59")
    assert run(capsys, "papers", "pack", demo, *moment, "--out", str(out))[0] == 0
    first = out.read_bytes()
    assert run(capsys, "papers", "pack", demo, *moment, "--out", str(out))[0] == 0
    assert out.read_bytes() == first
    code, told, _ = run(capsys, "verify", str(out), "--district", demo, "--json")
    assert (code, json.loads(told)["whole"]) == (0, True)
    assert json.loads(told)["seal"]["size"] < 2114
    stream = BytesIO()
    with zipfile.ZipFile(out) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            if name != "领导一页.pdf":
                made.writestr(name, given.read(name))
        made.writestr("另加.docx", b"x")
    out.write_bytes(stream.getvalue())
    code, _, err = run(capsys, "verify", str(out))
    assert code == 1
    assert "B-131" in err
    assert "B-132" in err
    manifest = json.loads(zipfile.ZipFile(BytesIO(first)).read("manifest.json"))
    manifest["seal"]["root"] = "0" * 64
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(first)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            made.writestr(
                name, json.dumps(manifest) if name == "manifest.json" else given.read(name)
            )
    out.write_bytes(stream.getvalue())
    code, _, err = run(capsys, "verify", str(out), "--district", demo)
    assert code == 1
    assert "L-018" in err


def test_junk_is_no_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (b"", b"PK\x03\x04" + b"\0" * 40, b"{}"):
        (tmp_path / "x.zip").write_bytes(content)
        code, _, err = run(capsys, "verify", str(tmp_path / "x.zip"))
        assert code == 1
        assert "B-130" in err
    code, _, err = run(capsys, "verify", str(tmp_path / "none.zip"))
    assert "C-001" in err


def test_one_entry_is_proven_against_the_printed_root(
    tmp_path: Path, demo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "proof.json"
    code, told, _ = run(capsys, "prove", demo, "12", "--out", str(out), "--json")
    assert code == 0
    root = json.loads(told)["root"]
    paper = tmp_path / "通报.docx"
    assert run(capsys, "papers", "bulletin", demo, "--out", str(paper))[0] == 0
    printed = "".join(p.text for p in Document(str(paper)).paragraphs).replace(" ", "")
    assert root in printed  # the root of the proof is the one on the paper's last page
    assert run(capsys, "verify", str(out), "--root", root)[0] == 0
    code, _, err = run(capsys, "verify", str(out), "--root", "f" * 64)
    assert code == 1
    assert "L-034" in err
    code, _, err = run(capsys, "prove", demo, "999999", "--out", str(out))
    assert code == 1
    assert "C-008" in err
