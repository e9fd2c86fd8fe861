"""What counts as found, and how it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.speech.sought import Sought

TEXT = st.text(st.sampled_from("河东地块aAbＡａ1１.．(（)）[]\\^-$*+?|# 。\n"), max_size=30)


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("河东", "河东一号地块", ["河东"]),
        ("河東", "河东一号地块", ["河东"]),
        ("ａ区", "A区二期", ["A区"]),
        ("a1", "厂房Ａ１栋", ["Ａ１"]),
        ("(一期)", "水厂（一期）", ["（一期）"]),
        ("4.8亿", "释放4.8亿元", ["4.8亿"]),
        ("4.8亿", "释放408亿元", []),
        ("河 地块", "河东一号地块", ["河", "地块"]),
        ("地块　河", "河东一号地块", ["河", "地块"]),
        ("河东 河", "河东一号地块", ["河东"]),
        ("河西 地块", "河东一号地块", None),
    ],
)
def test_what_is_found(typed: str, text: str, found: list[str] | None) -> None:
    sought = Sought.of(typed)
    assert sought.fits(text) == bool(found)
    if found is not None:
        assert [piece.text for piece in sought.pieces(text) if piece.hit] == found


def test_only_so_much_is_looked_for() -> None:
    assert len(Sought.of(" ".join("一二三四五六七八九十")).words) == 8
    assert len(Sought.of("长" * 500).words[0]) == 100
    assert Sought.of("　 \n").words == ()
    assert Sought.of("河东 河东").words == ("河东",)


def folded(text: str) -> str:
    """The plain twin of a pattern: half width, small letters."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).lower()


@given(TEXT, TEXT)
def test_a_word_is_found_where_its_folded_form_stands(typed: str, text: str) -> None:
    sought = Sought.of(typed)
    assert sought.fits(text) == all(folded(word) in folded(text) for word in typed.split())


@given(TEXT, TEXT)
def test_pieces_lose_nothing_and_hit_what_was_typed(typed: str, text: str) -> None:
    sought = Sought.of(typed)
    pieces = sought.pieces(text)
    assert "".join(piece.text for piece in pieces) == text
    words = {folded(word) for word in typed.split()}
    assert all(folded(piece.text) in words for piece in pieces if piece.hit)


@given(TEXT, TEXT)
def test_passages_stand_where_they_say_and_fit(typed: str, text: str) -> None:
    sought = Sought.of(typed)
    for passage in sought.passages(text):
        assert text[passage.start :].startswith(passage.text)
        assert sought.fits(passage.text)


def test_a_snippet_shows_the_word_and_says_what_it_leaves_out() -> None:
    text = "前" * 60 + "河东地块" + "后" * 200
    shown = Sought.of("河东").snippet(text)
    assert [piece.text for piece in shown if piece.hit] == ["河东"]
    whole = "".join(piece.text for piece in shown)
    assert whole.startswith("…前")
    assert whole.endswith("后…")
    assert len(whole) == 82


def test_a_sentence_is_one_passage_with_its_place() -> None:
    text = "同志们：\n一、征收要突破。东街道挂牌2个地块。\n  西镇竣工。"
    found = [(p.start, p.text) for p in Sought.of("地块").passages(text)]
    assert found == [(text.index("东街道"), "东街道挂牌2个地块。")]
    assert [p.text for p in Sought.of("西镇").passages(text)] == ["西镇竣工。"]
