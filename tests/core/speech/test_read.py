"""From bytes to a reading: the year, the questions, the problems, and what happens to files that cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.speech.document import Reading
from luoshi.speech.read import read

PLAN = "东河区2025年工作安排\n确保6月底前新建桥梁3座。\n"


def _ids(reading: Reading) -> list[str]:
    return [p.id for p in (*reading.document.problems, *reading.problems)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("东河区2025年工作安排\n6月底前建成桥梁3座。", 2025),
        ("一、2024年工作回顾\n建成桥梁1座。\n二、2025年工作安排\n6月底前建成桥梁3座。", 2025),
        ("2025年政府工作报告\n一、工作安排\n6月底前建成桥梁3座。", 2025),
        ("讲话\n（2025年3月2日）\n要在6月底前建成桥梁3座。", 2025),
    ],
)
def test_the_year_is_taken_from_title_headings_or_dateline(text: str, year: int) -> None:
    reading = read(text.encode(), "own.txt")
    days = {d.deadline.date for d in reading.drafts if d.deadline}
    assert days == {date(year, 6, 30)}


def test_without_any_year_the_date_stays_open_and_is_said() -> None:
    reading = read("工作安排\n要在6月底前建成桥梁3座。".encode(), "own.txt")
    (draft,) = reading.drafts
    assert draft.deadline is not None
    assert draft.deadline.date is None
    assert "S-152" in _ids(reading)


def test_the_meeting_gives_the_year() -> None:
    reading = read("工作安排\n要在6月底前建成桥梁3座。".encode(), "a.txt", said_on=date(2024, 2, 1))
    assert reading.drafts[0].deadline is not None
    assert reading.drafts[0].deadline.date == date(2024, 6, 30)


def test_what_is_left_open_is_asked() -> None:
    body = "东河区2025年工作安排\n推动3座桥梁尽快开工。新建**河大桥1座。出台补贴办法。4月31日前建成公园2个。"
    reading = read(body.encode(), "own.txt", year=2025)
    kinds = {q.kind for q in reading.questions}
    assert kinds == {"no_owner", "no_date", "vague_date", "masked", "impossible_date"}
    asked = [q for q in reading.questions if q.kind == "no_date"]
    assert not any("尽快" in q.text for q in asked)
    text = reading.document.text
    assert all(0 <= q.start < q.end <= len(text) for q in reading.questions)


def test_directions_are_not_asked_for_owner_and_date() -> None:
    reading = read("2025年工作安排\n提升服务水平。".encode(), "own.txt")
    assert [d.strength for d in reading.drafts] == ["soft"]
    assert reading.questions == ()


def test_a_text_of_the_past_says_that_nothing_was_promised() -> None:
    past = "2024年工作总结\n一、2024年工作回顾\n建成桥梁3座。\n".encode()
    assert "S-150" in _ids(read(past, "own.txt"))


def test_a_text_without_promises_says_so() -> None:
    assert "S-151" in _ids(read("首页\n联系我们\n".encode(), "own.txt"))


def test_a_cut_of_the_publisher_is_asked_and_said() -> None:
    text = "工作安排\n一是主……（某网省略662字，会员可完整阅读）……\n二要新建桥梁3座。\n"
    reading = read(text.encode(), "own.txt", year=2025)
    assert "S-153" in _ids(reading)
    assert "cut" in {q.kind for q in reading.questions}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff\xfe" * 50, b"PK\x03\x04broken"])
def test_what_cannot_be_read_is_a_problem_and_no_draft(content: bytes) -> None:
    reading = read(content, "own.txt")
    assert reading.drafts == ()
    assert reading.document.problems


def test_reading_twice_gives_the_same() -> None:
    assert read(PLAN.encode(), "own.txt") == read(PLAN.encode(), "own.txt")
