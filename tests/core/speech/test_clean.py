"""Cleaning: each kind of damage by rule, the way back to the original, and hands off what is not damaged."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.speech.clean import clean
from luoshi.speech.document import Cleaned

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"

PLAIN = (
    "同志们：\n今天的会议很重要，我讲三点意见。\n一、认清形势\n今年以来，全县工业产值增长6.5%，其中（GDP）口径另行核算。\n"
    "二、狠抓落实\n6月底前，要完成12个项目开工，总投资60.5亿元；会议时间为10:30，比例为3:1。\n谢谢大家！"
)
SENTENCES = (
    "各鄉鎮要圍繞重點項目推進招商引資工作",
    "縣財政局負責資金撥付和監督檢查",
    "六月底前完成全部道路維修改造任務",
    "要持續優化營商環境提升服務水平",
    "全面推進產業園區基礎設施建設",
    "對閒置廠房進行盤活利用並落實責任單位",
)


def restored(original: str, cleaned: Cleaned) -> str:
    """The original with every repair put into it."""
    parts, at = [], 0
    for repair in cleaned.repairs:
        assert repair.start >= at, "repairs are in order and do not overlap"
        assert original[repair.start : repair.end] == repair.before
        assert original.count("\n", 0, repair.start) + 1 == repair.line
        parts += [original[at : repair.start], repair.after]
        at = repair.end
    return "".join([*parts, original[at:]])


def check_map(original: str, cleaned: Cleaned) -> None:
    """The promises of the map, for any text."""
    text, origin = cleaned.text, cleaned.origin
    assert len(origin) == len(text)
    assert all(one <= two for one, two in pairwise(origin))
    assert all(0 <= place < max(1, len(original)) for place in origin)
    assert restored(original, cleaned) == text
    mended = [(r.start, r.end) for r in cleaned.repairs]
    for at, place in enumerate(origin):
        if original[place] != text[at]:
            assert any(start <= place < end for start, end in mended)
    for gap in cleaned.gaps:
        assert text[gap.start : gap.end] == gap.text
        assert gap.text


def kinds(cleaned: Cleaned) -> Counter[str]:
    return Counter(repair.kind for repair in cleaned.repairs)


def test_clean_text_is_left_alone() -> None:
    cleaned = clean(PLAIN)
    assert cleaned.text == PLAIN
    assert cleaned.repairs == ()
    assert cleaned.gaps == ()
    assert list(cleaned.origin) == list(range(len(PLAIN)))


@pytest.mark.parametrize("text", ["", "\n", "　", "好", "a", "**", "……", "(", "1."])
def test_the_smallest_texts(text: str) -> None:
    check_map(text, clean(text))


# Pinyin


@pytest.mark.parametrize(
    ("damaged", "plain"),
    [
        ("全縣工業(yè)發(fā)展", "全县工业发展"),
        ("民（mín）辦（bàn）企業", "民办企业"),
        ("重(zhòng)大項(xiàng)目和重(chóng)復上報", "重大项目和重复上报"),
        ("我們(men)的", "我们的"),
        ("会( huì )议", "会议"),
        ("优(yo\u0304u)化", "优化"),  # the tone as a mark of its own
    ],
)
def test_bracketed_readings_go(damaged: str, plain: str) -> None:
    assert clean(damaged).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "规模（GDP）增长",
        "第一类（a）项目",
        "中心区（中轴线）",
        "业（hǎo）绩",  # toned, but no reading of the character
        "新能源（lǜ）",
        "平台（APP）",
        "（yè）单独一行",
    ],
)
def test_real_brackets_stay(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == text
    assert not kinds(cleaned)["pinyin"]


READINGS = {
    "业": "yè",
    "区": "qū",
    "发": "fā",
    "环": "huán",
    "长": "cháng",
    "行": "xíng",
    "项": "xiàng",
    "目": "mù",
}


@given(
    st.lists(st.tuples(st.sampled_from(sorted(READINGS)), st.booleans(), st.booleans()), min_size=1)
)
def test_inserted_readings_are_removed_wherever_they_stand(
    parts: list[tuple[str, bool, bool]],
) -> None:
    plain = "".join(character for character, _, _ in parts)
    damaged = "".join(
        character + (("（{}）" if wide else "({})").format(READINGS[character]) if marked else "")
        for character, marked, wide in parts
    )
    cleaned = clean(damaged)
    assert cleaned.text == plain
    assert kinds(cleaned)["pinyin"] == sum(marked for _, marked, _ in parts)
    check_map(damaged, cleaned)


# Byte shift


def shifted(sentence: str, at: int) -> str:
    """What a reader of GBK shows when the lead byte of character `at` is lost."""
    code = sentence.encode("gbk")
    return (code[: 2 * at] + code[2 * at + 1 :]).decode("gbk", "replace")


def test_traces_of_readings_tell_the_lost_bytes() -> None:
    # 务 went through a site that inserts readings byte by byte: one byte is gone, a syllable is left.
    assert clean("全年總?cè)蝿湛茖W合理").text == "全年总任务科学合理"
    assert clean("扎扎打?qū)嵉墓ぷ魍苿?dòng)發展").text == "扎扎打实的工作推动发展"


def test_a_run_that_lost_two_more_bytes_inside() -> None:
    cleaned = clean("大家很辛苦!皟蓵逼陂g安全有序")
    assert cleaned.text == "大家很辛苦！“两会”期间安全有序"
    assert kinds(cleaned)["byte_shift"] == 1


def test_shifted_sentences_are_restored_or_marked_and_hardly_ever_misread() -> None:
    outcome: Counter[str] = Counter()
    for sentence in SENTENCES:
        plain = clean(sentence + "。").text
        for at in range(1, len(sentence) - 3):
            damaged = shifted(sentence, at) + "。"
            cleaned = clean(damaged)
            check_map(damaged, cleaned)
            lost = any(gap.kind == "lost" for gap in cleaned.gaps)
            if cleaned.text == plain:
                outcome["restored"] += 1
            elif lost:
                outcome["marked"] += 1
            else:
                outcome["misread" if kinds(cleaned)["byte_shift"] else "left"] += 1
    assert outcome["misread"] <= 1, outcome
    assert outcome["restored"] >= 10, outcome
    assert outcome["left"] < 0.4 * outcome.total(), outcome  # a lone letter may be one of its own


@pytest.mark.parametrize(
    "text",
    ["發行A股市場穩健發展，產業園B區開工建設", "K綫圖與X光檢查設備，創A級景區，N個項目，e站服務"],
)
def test_a_letter_of_its_own_is_no_damage(text: str) -> None:
    cleaned = clean(text)
    assert not kinds(cleaned)["byte_shift"]
    assert cleaned.gaps == ()


def test_what_cannot_be_restored_stays_and_is_marked() -> None:
    cleaned = clean("已落实\ufffd\ufffd资金。")
    assert "\ufffd\ufffd" in cleaned.text
    assert [gap.kind for gap in cleaned.gaps] == ["lost"]


@pytest.mark.parametrize(
    "text",
    [
        "张喆堃、李垚、濮存昕到会。",
        "踔厉奋发、砥砺前行。",
        "磅礴的橄榄树下，熠熠生辉。",
        "怎么办？要抓落实。",
        "水贝?中国指数",
    ],
)
def test_rare_characters_are_no_damage(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == text
    assert cleaned.gaps == ()


# Variants


@pytest.mark.parametrize(
    ("damaged", "plain"),
    [
        ("區財政稅收徵收工作著力後三名", "区财政税收征收工作着力后三名"),
        ("摆脱后三名，征收拆迁，并且发展", "摆脱后三名，征收拆迁，并且发展"),
        ("9億餘元沉澱資金，多措并舉掛牌3個項目", "9亿余元沉淀资金，多措并举挂牌3个项目"),
        ("反覆強調乾部作風，儘快覆蓋", None),
    ],
)
def test_traditional_becomes_simplified(damaged: str, plain: str | None) -> None:
    cleaned = clean(damaged)
    assert len(cleaned.text) == len(damaged)
    if plain is not None:
        assert cleaned.text.replace("著", "着") == plain


@pytest.mark.parametrize(
    "text",
    ["开工周至至乾县公路。", "拆除凯利昇宿舍楼。", "瞭望塔、著名景区、藉此机会。", "于是并存"],
)
def test_simplified_text_is_not_respelled(text: str) -> None:
    assert clean(text).text == text


def test_look_alikes_of_pdf_files_become_characters() -> None:
    assert clean("⼯作⽬标").text == "工作目标"


# Punctuation


@pytest.mark.parametrize(
    ("damaged", "plain"),
    [
        ("同志们:\n今天,我讲3点;请记录!", "同志们：\n今天，我讲3点；请记录！"),
        ("增长5%,工业向好,GDP,CPI平稳", "增长5%，工业向好，GDP,CPI平稳"),
        ("60.5亿元,10:30开会,比例3:1。共1,234户", "60.5亿元，10:30开会，比例3:1。共1,234户"),
        ("各乡(镇)街,中医院(GDP)等", "各乡（镇）街，中医院（GDP）等"),
        ("怎么办?\n有没有?没有。", "怎么办？\n有没有？没有。"),
        ("见http://a.example/b,c:d网站", "见http://a.example/b,c:d网站"),
        ("f(x)=1, ok?", "f(x)=1, ok?"),
    ],
)
def test_punctuation(damaged: str, plain: str) -> None:
    assert clean(damaged).text == plain


# Lines


def test_breaks_inside_a_sentence_are_joined_and_paragraphs_kept() -> None:
    text = "要抓好安全生产、\n社会治安，确保稳定，\n不出问题。\n\n一、下一步工作\n一是抓招商，\n二是抓项目。"
    assert clean(text).text == (
        "要抓好安全生产、社会治安，确保稳定，不出问题。\n\n一、下一步工作\n一是抓招商，\n二是抓项目。"
    )


def test_a_wrapped_page_is_unwrapped() -> None:
    paragraph = "今年要加快推进产业园区建设步伐全面完成年度投资计划任务并且做好后续服务保障各项工作"
    body = "　　" + (paragraph + "，") * 6 + "确保按期完成。"
    wrapped = "\n".join(body[at : at + 30] for at in range(0, len(body), 30))
    title = "在全县经济工作会议上的讲话\n"
    assert clean(title + wrapped).text == title + body.strip()


def test_spaces_inside_chinese_go_and_latin_ones_stay() -> None:
    assert (
        clean("在 2023 年 4 月，实施 Smart City 项目 。").text
        == "在2023年4月，实施Smart City项目。"
    )


# Furniture


@pytest.mark.parametrize(
    "line",
    [
        "# 来源：某网站（提交 abc）",
        "— 12 —",
        "第 3 页 共 10 页",
        "当前位置：首页 > 政务公开 > 讲话",
        "【字体：大 中 小】",
        "分享到：微信 微博",
        "扫一扫在手机打开当前页",
        "版权所有 某县人民政府 ICP备12345号",
        "https://www.example.gov.cn/a.html",
    ],
)
def test_page_furniture_is_set_aside_and_listed(line: str) -> None:
    text = f"同志们：\n今年以来，全县经济运行总体平稳，主要指标稳步回升，成绩来之不易。\n{line}\n下一步，要再加一把劲。"
    cleaned = clean(text)
    assert line not in cleaned.text
    assert cleaned.text.count("\n") == 2
    assert any(r.kind == "furniture" and line in r.before for r in cleaned.repairs)


def test_dates_and_sources_go_at_the_ends_only() -> None:
    body = "同志们：\n会议时间：6月10日，请各单位准时参加，不得缺席，不得代会。\n来源：各乡镇上报。"
    head = "县长讲话\n发布时间：2024-05-06\n来源：\n县政府办\n浏览次数：12\n"
    assert clean(head + body).text == "县长讲话\n" + body


def test_breadcrumbs_go_with_what_stands_between_them() -> None:
    head = "# 来源：某站（2024）；原址 https://www.example.gov.cn/zwgk/zfgzbg/202402/t20240202_1.html\n县长作报告\n"
    crumbs = "首页\n>\n政务公开\n>\n政府工作报告\n"
    body = "各位代表：\n现在，我代表县人民政府报告工作。"
    assert clean(head + crumbs + body).text == "县长作报告\n" + body


def test_running_heads_of_a_paged_text() -> None:
    pages = [f"县政府文件\n第{n}部分要抓好落实，明确责任。\n- {n} -" for n in range(1, 5)]
    cleaned = clean("\f".join(pages))
    assert "县政府文件" not in cleaned.text
    assert cleaned.text.count("部分要抓好落实") == 4


def test_anti_copy_noise_goes() -> None:
    assert clean("要抓好落实。3 a7 H$ T& k% w\n下一步").text == "要抓好落实。\n下一步"


def test_a_table_of_contents_is_set_aside_when_it_stands_again_below() -> None:
    points = ("一、认清形势", "二、突出重点", "三、加强领导")
    body = "\n".join(f"{point}\n各单位要认真抓好落实，按期完成任务。" for point in points)
    cleaned = clean(
        "目录\n" + "\n".join(f"{p}…………{n}" for n, p in enumerate(points, 1)) + "\n" + body
    )
    assert cleaned.text == body
    assert clean(body).text == body


# Gaps


def test_a_cut_keeps_its_number_and_shows_one_mark() -> None:
    text = "存在的问题，一是产业\n……(某文网http://example.com省略662字,正式会员可完整阅读)……\n二要抓好落实。"
    cleaned = clean(text)
    assert cleaned.text == "存在的问题，一是产业……\n二要抓好落实。"
    (gap,) = cleaned.gaps
    assert (gap.kind, gap.text, gap.missing) == ("cut", "……", 662)
    assert any("662" in repair.before for repair in cleaned.repairs)


def test_the_last_note_counts_what_no_other_note_counted() -> None:
    text = "一是抓……(省略100字)……\n二是要进一步转 ……(未完,全文共1000字,当前仅显示600字,请阅读下面提示信息。\n收藏《讲话》)"
    cleaned = clean(text)
    assert cleaned.text == "一是抓……\n二是要进一步转……"
    assert [gap.missing for gap in cleaned.gaps] == [100, 300]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("**县长通报了情况", ["**"]),
        ("推动**河、**沟建设", ["**", "**"]),
        ("投资XX亿元，XX公司负责，×年×月", ["XX", "XX", "×", "×"]),
        ("每天3×4班，5*8小时，XXL号，“数据要素×”行动", []),
    ],
)
def test_masked_words_stay_and_are_marked(text: str, masked: list[str]) -> None:
    cleaned = clean(text)
    assert cleaned.text == text
    assert [gap.text for gap in cleaned.gaps] == masked
    assert {gap.kind for gap in cleaned.gaps} <= {"masked"}


def test_icon_fonts_and_zero_width_characters_go() -> None:
    assert clean("\ufeff首\u200b要\ue633任务\x07").text == "首要任务"


# Properties

PIECES = (
    "要抓好", "产业(yè)", "**区长", ",", ":", "(", ")", "?", "\n", " ", "　", "。", "發展經濟", "60.5", "%", "……", "GDP", "http://a.cn",
    "一、", "目录", "— 3 —", "首页", ">", "来源：", "皟蓵逼陂g", "?cè)蝿", "\f", "\r\n", "\ue633", "省略66字", "(未完,全文共99字,当前仅显示9字)", "\t", "“", "”", "3",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_the_map_holds_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    check_map(text, cleaned)
    again = clean(cleaned.text)
    assert again.text == cleaned.text
    assert again.repairs == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_keeps_the_promises(text: str) -> None:
    cleaned = clean(text)
    check_map(text, cleaned)


# The shared real material


@pytest.mark.real
def test_the_seed() -> None:
    path = SHARED / "seed_speech.txt"
    if not path.exists():
        pytest.skip("the shared data is not here")
    original = path.read_text(encoding="utf-8")
    cleaned = clean(original)
    check_map(original, cleaned)
    assert "！“两会”期间安全" in cleaned.text
    assert kinds(cleaned)["byte_shift"] == 1
    assert sum(gap.kind == "masked" for gap in cleaned.gaps) == 13
    assert [gap.missing for gap in cleaned.gaps if gap.kind == "cut"] == [662, 403]
    assert "目录" not in cleaned.text
    assert clean(cleaned.text).repairs == ()


@pytest.mark.real
def test_published_reports_are_hardly_touched() -> None:
    folder = SHARED / "speeches"
    if not folder.is_dir():
        pytest.skip("the shared data is not here")
    for path in sorted(folder.glob("*.txt")):
        original = path.read_text(encoding="utf-8")
        cleaned = clean(original)
        check_map(original, cleaned)
        assert set(kinds(cleaned)) <= {"furniture", "punctuation", "line_break"}, path.name
        assert len(cleaned.repairs) < 30, path.name
        assert cleaned.gaps == (), path.name
        assert clean(cleaned.text).repairs == ()
