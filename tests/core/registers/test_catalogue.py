"""The shipped registers, and what a district may add to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.declare.register import SYSTEM_COLUMNS
from luoshi.registers.catalogue import REGISTERS, read_catalogue, shipped
from luoshi.values.conversion import convertible
from tests.core.declare.small_register import SMALL

AGENDA = ("commitment", "economy", "special_action", "project", "lead", "parcel", "firm", "state_asset", "urban_work", "service_request", "hazard")  # fmt: skip


def test_the_shipped_registers_are_in_order_and_in_the_agenda_s_order() -> None:
    catalogue, problems = read_catalogue()
    assert problems == []
    assert tuple(catalogue) == REGISTERS
    places = [REGISTERS.index(key) for key in AGENDA]
    assert places == sorted(places)


WORDS = [  # what speeches say, and the measure that is meant
    ("挂牌", "parcel", "listed"),
    ("释放沉淀资金", "parcel", "released_wan"),
    ("开工", "project", "started"),
    ("复工", "project", "resumed"),
    ("竣工", "project", "completed"),
    ("完工", "project", "completed"),
]


@pytest.mark.parametrize(("word", "register", "measure"), WORDS)
def test_a_word_of_speeches_means_one_measure(word: str, register: str, measure: str) -> None:
    meant = [(r.key, m.key) for r in shipped().values() for m in r.measures if word in m.aka]
    assert meant == [(register, measure)]


def test_what_is_asked_of_a_unit_names_who_needs_it() -> None:
    for register in shipped().values():
        for field in register.asked_of("reporter"):
            assert field.needed_by.zh, (register.key, field.key)
            assert field.needed_by.en, (register.key, field.key)


def test_money_of_measures_converts_to_what_speeches_say() -> None:
    units = {m.unit for r in shipped().values() for m in r.measures}
    assert "万元" in units
    assert convertible("万元", "元")
    assert all(unit for unit in units)


def test_no_field_is_a_person_or_a_use_of_the_tool() -> None:
    for register in shipped().values():
        for field in register.fields:
            assert field.key not in SYSTEM_COLUMNS
            assert not any(
                word in field.label.zh
                for word in ("姓名", "电话", "身份证", "登录", "积分", "打卡", "照片")
            )


def test_a_district_adds_fields_measures_and_registers(tmp_path: Path) -> None:
    (tmp_path / "01-parcel.toml").write_text(
        'extends = "parcel"\naka = ["边角地"]\n[fields.flooded]\nlabel = { zh = "低洼", en = "Low-lying" }\ntype = "bool"\n'
        '[[measure]]\nkey = "flooded"\nlabel = { zh = "低洼地块", en = "Low-lying parcels" }\nselect = "count(*)"\n'
        'where = "flooded"\nunit = "宗"\n[[example]]\nname = "河湾地块"\nflooded = true\n',
        encoding="utf-8",
    )
    (tmp_path / "02-well.toml").write_text(SMALL, encoding="utf-8")
    catalogue, problems = read_catalogue(tmp_path)
    assert problems == []
    assert tuple(catalogue) == (*REGISTERS, "well")
    assert catalogue["parcel"].measure("flooded")
    assert "边角地" in catalogue["parcel"].aka
    assert len(catalogue["parcel"].examples) == len(shipped()["parcel"].examples) + 1


def test_an_extension_may_not_change_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "parcel.toml").write_text(
        'extends = "parcel"\ntitle = "unit"\n[fields.sunk_wan]\nlabel = { zh = "别的", en = "Other" }\ntype = "text"\n'
        '[[measure]]\nkey = "listed"\nlabel = { zh = "全部", en = "All" }\nselect = "count(*)"\n'
        '[[measure]]\nkey = "own"\nlabel = { zh = "自己的", en = "Own" }\nselect = "count(*)"\nwhere = "lised"\nunit = "宗"\n',
        encoding="utf-8",
    )
    catalogue, problems = read_catalogue(tmp_path)
    assert [(p.id, p.place) for p in problems] == [
        ("D-002", "parcel.toml:2"),
        ("D-016", "parcel.toml:3"),
        ("D-016", "parcel.toml:6"),
        ("D-022", "parcel.toml:14"),
    ]
    assert catalogue == shipped()


@pytest.mark.parametrize(
    ("text", "id_"),
    [('extends = "parcle"\n', "D-015"), ('key = "parcel"\n', "D-006"), ("key = \n", "D-001"), (b"\xff\xfe\x00", "D-001")],
)  # fmt: skip
def test_a_broken_file_of_a_district_is_a_problem(
    tmp_path: Path, text: str | bytes, id_: str
) -> None:
    content = text.encode() if isinstance(text, str) else text
    (tmp_path / "own.toml").write_bytes(content)
    catalogue, problems = read_catalogue(tmp_path)
    assert [p.id for p in problems] == [id_]
    assert problems[0].place.startswith("own.toml:1")
    assert tuple(catalogue) == REGISTERS


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path / "none")[1] == []
