"""Numbers of speeches: what counts, what is a name, and how each binds. All sentences are our own."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.speech.find import find_all, quantities
from luoshi.speech.find.numerals import chinese, read

Expected = list[tuple[float, str, str]]

READ: list[tuple[str, Expected]] = [
    ("新增规上企业12家", [(12, "家", "=")]),
    ("新增 3 个停车场", [(3, "个", "=")]),
    ("新建学校１２所", [(12, "所", "=")]),
    ("惠及1,234户、5，600人", [(1234, "户", "="), (5600, "人", "=")]),
    ("沉淀了7亿余元资金", [(7e8, "元", ">=")]),
    ("清欠3000余万元", [(3e7, "元", ">=")]),
    ("总投资52.5亿元的项目4个", [(52.5e8, "元", "="), (4, "个", "=")]),
    ("总规模超过1.2万亿元", [(1.2e12, "元", ">=")]),
    ("投入3亿5000万元", [(3.5e8, "元", "=")]),
    ("补助两千三百万元", [(2.3e7, "元", "=")]),
    ("收入四点八亿元", [(4.8e8, "元", "=")]),
    ("贷款余额增加1.5亿元", [(1.5e8, "元", "+")]),
    ("进出口5亿美元", [(5e8, "美元", "=")]),
    # lengths and areas go to base units, mu stay mu
    ("改造管网12.5公里", [(12500, "米", "=")]),
    ("绿道长800米", [(800, "米", "=")]),
    ("拆除违建3.2万平方米", [(32000, "平方米", "=")]),
    ("整备2平方公里", [(2e6, "平方米", "=")]),
    ("供地30公顷以上", [(300000, "平方米", ">=")]),
    ("高标准农田5万亩", [(50000, "亩", "=")]),
    ("单价控制在8000元/平方米以内", [(8000, "元/平方米", "<=")]),
    ("细颗粒物降至31微克/立方米以下", [(31, "微克/立方米", "<=")]),
    ("新增装机20万千瓦", [(200000, "千瓦", "=")]),
    # shares
    ("增长9%", [(9, "%", "+")]),
    ("同比下降3.5％", [(3.5, "%", "-")]),
    ("占比达到百分之五", [(5, "%", "=")]),
    ("百分之三到五的地块", [(3, "%", ">="), (5, "%", "<=")]),
    ("八成以上的资金", [(80, "%", ">=")]),
    ("完成三分之二", [(66.67, "%", "=")]),
    ("占全区1/4左右", [(25, "%", "~")]),
    ("产值翻一番", [(100, "%", "+")]),
    ("规模翻两番", [(300, "%", "+")]),
    ("材料减少一半以上", [(50, "%", ">=")]),
    ("占比提高0.5个百分点", [(0.5, "百分点", "+")]),
    ("技术交易额增长1.5倍", [(1.5, "倍", "+")]),
    # a bound beats a direction, and a level is no growth
    ("增长8%左右", [(8, "%", "~")]),
    ("增长10%以上", [(10, "%", ">=")]),
    ("覆盖率提高到93%", [(93, "%", "=")]),
    ("覆盖率提高至93%以上", [(93, "%", ">=")]),
    ("失业率控制在4.5%以内", [(4.5, "%", "<=")]),
    ("不低于95%", [(95, "%", ">=")]),
    ("不超过3%", [(3, "%", "<=")]),
    ("参会不得超过50人", [(50, "人", "<=")]),
    ("人员不得少于2人", [(2, "人", ">=")]),
    ("至少2名", [(2, "名", ">=")]),
    ("最高奖励300万元", [(3e6, "元", "<=")]),
    ("奖励最高300万元", [(3e6, "元", "<=")]),
    ("培训突破5万人次", [(50000, "人次", ">=")]),
    ("约20家，近30家，40家左右", [(20, "家", "~"), (30, "家", "~"), (40, "家", "~")]),
    ("签约20个、预约30个、附近5个", [(20, "个", "="), (30, "个", "="), (5, "个", "=")]),
    ("改造提升23个小区", [(23, "个", "=")]),
    ("压减事项30项", [(30, "项", "=")]),
    ("时限压减30%", [(30, "%", "-")]),
    ("压缩至5个工作日", [(5, "工作日", "=")]),
    ("3个工作日内办结", [(3, "工作日", "<=")]),
    ("床位300张（含）以上", [(300, "张", ">=")]),
    ("≥3家，≤10%", [(3, "家", ">="), (10, "%", "<=")]),
    ("评分≥80", [(80, "", ">=")]),
    ("幼儿园15所以上、口袋公园5处以上", [(15, "所", ">="), (5, "处", ">=")]),
    ("建2-3个2000平方米以内的馆", [(2, "个", ">="), (3, "个", "<="), (2000, "平方米", "<=")]),
    ("目前3家开工，今后5个入库", [(3, "家", "="), (5, "个", "=")]),
    ("10月底前8个项目竣工", [(8, "个", "=")]),
    ("开户数增至6.7万", [(67000, "", "=")]),
    ("一百多户、十余家、20多个", [(100, "户", ">="), (10, "家", ">="), (20, "个", ">=")]),
    ("突破百亿元", [(1e10, "元", ">=")]),
    ("规模突破千亿大关", [(1e11, "元", ">=")]),
    ("引进亿元以上项目6个", [(6, "个", "=")]),
    ("收入保持在万亿元以上，", [(1e12, "元", ">=")]),
    ("引进5000万元以上项目6个", [(5e7, "元", ">="), (6, "个", "=")]),
    ("至少外出招商2次", [(2, "次", ">=")]),
    ("组织百名医生下乡", [(100, "名", "=")]),
    ("人才总量超2.8万", [(28000, "人", ">=")]),
    # ranges
    ("新增3-5个", [(3, "个", ">="), (5, "个", "<=")]),
    ("投入3—5万元", [(30000, "元", ">="), (50000, "元", "<=")]),
    ("1000至2000万元", [(1e7, "元", ">="), (2e7, "元", "<=")]),
    ("三到五家", [(3, "家", ">="), (5, "家", "<=")]),
    ("投资10个亿", [(1e9, "元", "=")]),
    ("提高5个点", [(5, "百分点", "+")]),
    ("补助20万，三十来个", [(2e5, "元", "="), (30, "个", "~")]),
    ("三五个、两三家", [(3, "个", ">="), (5, "个", "<="), (2, "家", ">="), (3, "家", "<=")]),
    ("产量翻一倍", [(100, "%", "+")]),
    ("三四家", [(3, "家", ">="), (4, "家", "<=")]),
    ("10万元至20万元", [(1e5, "元", ">="), (2e5, "元", "<=")]),
    ("增长5%-6%", [(5, "%", ">="), (6, "%", "<=")]),
    ("从35%提高到40%", [(35, "%", "="), (40, "%", "=")]),
    # what a list says once is meant for each
    ("分别建3、5座", [(3, "座", "="), (5, "座", "=")]),
    ("其中31.5亿、6.2亿元", [(31.5e8, "元", "="), (6.2e8, "元", "=")]),
    ("分别下降5%、4%、3%左右", [(5, "%", "~"), (4, "%", "~"), (3, "%", "~")]),
    ("分别增长15%、12%", [(15, "%", "+"), (12, "%", "+")]),
    # Chinese counts
    ("抓好三条、五个方面、二十四项任务", [(3, "条", "="), (5, "个", "="), (24, "项", "=")]),
    ("建成两条绿道", [(2, "条", "=")]),
]

NOT_NUMBERS = [
    "地铁8号线二期、102国道、3号楼",
    "完善1+5+N体系，构建20+8集群",
    "实施“十大工程”，推进“五个一”行动，落实“7个100%”",
    "编制2022—2035年规划，印发〔2023〕15号文件",
    "推广5G、A4、V2G、3A级景区、PM2.5监测",
    "拨打12345热线",
    "发展第三产业，建设第二批示范点，第3届展会",
    "世界500强、百强县、十强镇",
    "一批项目、一系列举措、一个目标、进一步、一方面、一些",
    "一是抓项目，二是抓招商，三要抓服务",
    "党的二十大和二十届三中全会，六届二次全会，七次、八次、九次全会，人大三次会议",
    "60岁以上老人，3岁以下婴幼儿",
    "上午9时30分，8:30，5月20日，2025年",
    "摆脱后三名，进入前10名，位居前5位，排名前1%",
    "一网通办、一站式、三农、双创、两会、一带一路、两不愁三保障",
    "三甲医院、二级公路、二次供水、二类口岸、五星级酒店",
    "打造15分钟生活圈，推行24小时自助服务，建设一小时通勤圈",
    "培育百亿级企业、千亿级集群、10亿级项目",
    "每千人拥有，每两年一次，每万元产值能耗",
    "千方百计、成百上千家、千家万户、百年老店",
    "中央八项规定精神",
    "五家渠、三台县、九台区、六盘水",
    "3.0版平台",
    "建设30米“慢行圈”",
]


@pytest.mark.parametrize(("phrase", "expected"), READ, ids=[p for p, _ in READ])
def test_reads(phrase: str, expected: Expected) -> None:
    assert [(q.value, q.unit, q.comparator) for q in quantities(phrase)] == expected


@pytest.mark.parametrize("phrase", NOT_NUMBERS)
def test_leaves_alone(phrase: str) -> None:
    assert quantities(phrase) == []


def test_a_number_inside_a_time_is_part_of_the_time() -> None:
    found = find_all("力争5日内、3-5年内建成12个站", year=2025)
    assert [q.text for q in found.quantities] == ["12个"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三百五", 350),
        ("一万二", 12000),
        ("一百零五", 105),
        ("二〇二五", 2025),
        ("十", 10),
        ("一亿二千万", 120_000_000),
        ("一万二千亿", 1_200_000_000_000),
        ("百亿", 10_000_000_000),
        ("零点五", Decimal("0.5")),
    ],
)
def test_chinese_numerals(written: str, value: float) -> None:
    assert read(written) == value


def test_what_is_no_numeral_is_none() -> None:
    assert chinese("三四五百") is None
    assert read("") is None


def _in_chinese(number: int) -> str:
    """Written out by hand, place by place: an independent twin of the reader."""
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")

    def section(n: int) -> str:
        out, gap = "", False
        for place in (3, 2, 1, 0):
            digit = n // 10**place % 10
            if digit:
                out += ("零" if gap and out else "") + digits[digit] + places[place]
                gap = False
            else:
                gap = True
        return out

    out = ""
    for power, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, power)
        if part:
            zero = "零" if out and part < 1000 else ""
            out += zero + section(part) + name
    return out


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_a_number_written_in_chinese_reads_back(number: int) -> None:
    assert read(_in_chinese(number)) == number


@given(
    st.integers(min_value=2, max_value=9999),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["家", "个", "座", "户", "元", "平方米", "%", "人次"]),
    st.booleans(),
    st.sampled_from([("", "", "="), ("不少于", "", ">="), ("", "以上", ">="), ("约", "", "~"), ("", "以内", "<=")]),
)  # fmt: skip
def test_any_rendering_reads_back(
    number: int, power: str, unit: str, wide: bool, bound: tuple[str, str, str]
) -> None:
    before, after, comparator = bound
    figures = str(number)
    if wide:
        figures = figures.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    text = f"今后要完成{before}{figures}{power}{unit}{after}，抓好落实。"
    [found] = quantities(text)
    assert found.value == number * {"": 1, "万": 10**4, "亿": 10**8}[power]
    assert (found.unit, found.comparator) == (unit, comparator)
    assert text[found.start : found.end] == found.text == f"{figures}{power}{unit}{after}"


@given(
    st.text(
        alphabet="0123456789一二三十百千万亿两点分之个家元%％、，。-—至+“”第前每以上下内近约 /年月日号",
        max_size=60,
    )
)
def test_any_text_gives_sorted_places_that_slice_back(text: str) -> None:
    found = quantities(text)
    for one, after in pairwise(found):
        assert one.end <= after.start
    assert all(text[q.start : q.end] == q.text for q in found)
