"""The red lines of the product as tests: light on people, honest with numbers (design, section 6)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from luoshi.registers.catalogue import read_catalogue

HOME = Path(__file__).resolve().parent.parent
CODE = (
    [  # what people meet; luoshi/speech only holds words of the language
        f
        for f in (HOME / "src").rglob("*")
        if f.suffix in {".py", ".toml", ".html", ".js"}
        and not {"vendor", "speech"} & set(f.parts[:-1])
    ]
    + list((HOME / "src" / "luoshi_web" / "pages" / "speech").rglob("*.html"))
)
WATCHING = re.compile(
    r"打卡|签到|积分|已读回执|登录次数|在线时长|点赞|\bcheck_?in\b|login_count|read_receipt|leader_?board|geolocation|getUserMedia",
    re.IGNORECASE,
)


def test_nothing_counts_people() -> None:
    found = [
        f"{file.relative_to(HOME)}:{number}"
        for file in CODE
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if WATCHING.search(line)
    ]
    assert not found


def test_no_field_may_only_be_answered_with_a_photo() -> None:
    catalogue, _ = read_catalogue()
    forced = [
        f"{register.key}.{field.key}"
        for register in catalogue.values()
        for field in register.fields
        if field.required and re.search(r"照片|图片|视频|轨迹", field.label.zh)
    ]
    assert not forced


def test_every_field_asked_of_a_unit_names_who_needs_it() -> None:
    catalogue, _ = read_catalogue()
    unexplained = [
        f"{register.key}.{field.key}"
        for register in catalogue.values()
        for field in register.asked_of("reporter")
        if not (field.needed_by.zh and field.needed_by.en)
    ]
    assert not unexplained


def test_grey_is_a_level_of_every_light_and_is_not_green() -> None:
    catalogue, _ = read_catalogue()
    for register in catalogue.values():
        for light in register.lights:
            assert set(light.rules) == {"green", "yellow", "red", "grey"}, (
                f"{register.key}.{light.key}"
            )


@pytest.mark.parametrize("word", ["order by author", "group by author", "per_person", "by_person"])
def test_no_number_is_grouped_by_person(word: str) -> None:
    assert not [file for file in CODE if word in file.read_text(encoding="utf-8").lower()]
