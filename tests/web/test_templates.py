"""The templates are read by people too, and so are the numbers in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from luoshi_web.pages.templatetags.luoshi import quantity, scaled

PAGES = Path(__file__).resolve().parents[2] / "src" / "luoshi_web" / "pages"


def test_no_line_of_a_template_runs_past_the_screen() -> None:
    long = [
        f"{file.name}:{number}"
        for file in PAGES.rglob("*.html")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if len(line) > 140
    ]
    assert long == []


@pytest.mark.parametrize(
    ("lang", "value", "unit", "like", "said"),
    [
        ("zh-hans", 48000, "万元", None, "4.8 亿元"),
        ("zh-hans", 500, "万元", None, "500 万元"),
        ("zh-hans", 500, "万元", 48000, "0.05 亿元"),
        ("zh-hans", 7, "宗", None, "7 宗"),
        ("en", 48000, "万元", None, "480 m yuan"),
        ("en", 50, "万元", None, "500 k yuan"),
        ("en", 50, "万元", 48000, "0.5 m yuan"),
        ("en", 0, "万元", None, "0 yuan"),
        ("en", 20, "个工作日", None, "20 working days"),
        ("en", 12, "个", None, "12"),
    ],
)
def test_a_quantity_is_said_in_the_scale_and_words_of_the_reader(
    lang: str, value: float, unit: str, like: float | None, said: str
) -> None:
    with translation.override(lang):
        assert re.sub(r"<[^>]+>", "", quantity(value, unit, like)).strip() == said
        if like is None:
            assert scaled(value, unit) == said.split()[0]
