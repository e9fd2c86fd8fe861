"""A district pack with a fault: it is named with file, line and remedy, and the board stays as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from luoshi_web import packs
from tests.web import live
from tests.web.world import PACK, World

MINE = 'extends = "parcel"\n\n[fields.well_count]\nlabel = { zh = "机井", en = "Wells" }\ntype = "count"\nunit = "个"\n'
BROKEN = MINE.replace('type = "count"', 'type = "cuont"')


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """The tests' pack with a field of its own on parcels."""
    pack = tmp_path / "given"
    shutil.copytree(PACK, pack)
    (pack / "registers").mkdir()
    (pack / "registers" / "parcel.toml").write_text(MINE, "utf-8")
    return pack


def break_it(pack: Path) -> None:
    (pack / "registers" / "parcel.toml").write_text(BROKEN, "utf-8")


def test_a_pack_without_fault_is_served_and_kept(given: Path, tmp_path: Path) -> None:
    served = packs.serve(given, tmp_path)
    assert served.faults == ()
    assert "well_count" in served.world.catalogue["parcel"].by_field
    packs.keep(given, tmp_path, served)
    packs.keep(given, tmp_path, served)  # the next start
    assert sorted(p.name for p in tmp_path.iterdir()) == ["given", packs.KEPT]
    assert (tmp_path / packs.KEPT / "registers" / "parcel.toml").read_text("utf-8") == MINE


def test_with_a_fault_the_kept_one_stays_and_the_fault_has_its_place(
    given: Path, tmp_path: Path
) -> None:
    packs.keep(given, tmp_path, packs.serve(given, tmp_path))
    break_it(given)
    served = packs.serve(given, tmp_path)
    assert (
        "well_count" in served.world.catalogue["parcel"].by_field
    )  # the district's rule still holds
    assert served.kept_on is not None
    (fault,) = served.faults
    assert fault.place == "parcel.toml:5"
    assert "count" in fault.remedy("zh")  # the words that may stand there
    packs.keep(given, tmp_path, served)
    assert (tmp_path / packs.KEPT / "registers" / "parcel.toml").read_text("utf-8") == MINE


def test_at_the_first_start_the_rest_is_served(given: Path, tmp_path: Path) -> None:
    break_it(given)
    served = packs.serve(given, tmp_path)
    assert served.kept_on is None
    assert served.faults
    assert "well_count" not in served.world.catalogue["parcel"].by_field
    packs.keep(given, tmp_path, served)
    assert not (tmp_path / packs.KEPT).exists()


def test_a_pack_that_cannot_be_read_at_all_says_why(given: Path, tmp_path: Path) -> None:
    (given / "district.toml").write_text("key = ", "utf-8")
    with pytest.raises(ValueError, match=r"district\.toml"):
        packs.serve(given, tmp_path)


def test_a_pack_that_cannot_be_read_leaves_the_kept_one(given: Path, tmp_path: Path) -> None:
    packs.keep(given, tmp_path, packs.serve(given, tmp_path))
    (given / "district.toml").write_text("key = ", "utf-8")
    assert packs.serve(given, tmp_path).world.district.key == "qingyuan"


def test_the_office_is_told_and_the_townships_are_not(
    world: World, given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from luoshi_web import office

    packs.keep(given, tmp_path, packs.serve(given, tmp_path))
    break_it(given)
    served = packs.serve(given, tmp_path)
    monkeypatch.setattr(office, "pack", lambda: served)
    for login in ("clerk", "admin"):
        page = (
            world.client(login).get("/people/" if login == "admin" else "/board/").content.decode()
        )
        assert "区包有 1 处错" in page
        assert "parcel.toml:5" in page
    assert "区包有" not in world.client("east").get("/reports/").content.decode()


def test_the_old_board_stays_up_while_it_runs_and_after_a_restart(tmp_path: Path) -> None:
    pack = live.pack_of(tmp_path, 2)
    (pack / "registers").mkdir()
    (pack / "registers" / "parcel.toml").write_text(MINE, "utf-8")
    address = "/registers/parcel/?col=well_count"
    with live.running(tmp_path / "site", pack, LUOSHI_TODAY=live.TODAY) as server:
        assert "机井" in live.Person(server, "ducha").get(address).main
        break_it(pack)
        assert "机井" in live.Person(server, "ducha").get(address).main
        server.kill(worker=False)  # and started again
        after = live.Person(server, "ducha").get(address).main
        assert "机井" in after
        assert "北岸1号地块" in after
        assert "parcel.toml:5" in after
        assert "parcel.toml:5" in server.log.read_text("utf-8")
