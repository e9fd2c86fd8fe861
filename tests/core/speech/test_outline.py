"""Numbered points keep their own parents."""

from __future__ import annotations

from luoshi.speech.outline import Headings, outline

TWICE = """一、存在的问题
一是路不通。二是水不清。
二、下一步安排
一是把路修通。（1）年内开工三条路。（2）办好两件事。
二是把水治清。
"""


def test_the_same_number_may_stand_under_two_parents() -> None:
    points = outline(TWICE)
    seconds = [p for p in points if p.number == "二是"]
    assert [points[p.parent].title for p in seconds if p.parent is not None] == [
        "存在的问题",
        "下一步安排",
    ]


def test_points_inside_a_paragraph_nest_and_end_with_it() -> None:
    points = outline(TWICE)
    first = next(p for p in points if p.number == "（1）")
    assert first.parent is not None
    assert points[first.parent].title == "把路修通"
    assert TWICE[first.start : first.end] == "（1）年内开工三条路。"
    assert first.level > points[first.parent].level


def test_a_section_ends_where_the_next_of_its_level_begins() -> None:
    points = outline(TWICE)
    one, two = (p for p in points if p.level == 1)
    assert one.end == two.start
    assert two.end == len(TWICE)


def test_headings_stand_over_a_place_outermost_first() -> None:
    place = TWICE.index("三条路")
    assert Headings(outline(TWICE)).at(place) == (
        "二、下一步安排",
        "一是把路修通",
        "（1）年内开工三条路",
    )


def test_after_a_cut_a_point_hangs_on_nothing_before_it() -> None:
    text = "一是修路……二要治水，种树。\n三要育人。\n二是筹钱。"
    points = outline(text, (text.index("……"),))
    assert [p.parent for p in points] == [None] * 4


def test_a_decimal_and_a_year_are_no_numbers_of_points() -> None:
    assert outline("3.5公里的路要修好。\n2025年工作安排") == ()
