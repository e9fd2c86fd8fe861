"""辨句: what one clause is — a commitment, hard or soft, a fact, a frame for what follows, or nothing to track."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from luoshi.speech.document import Deadline, Modality, Quantity
from luoshi.speech.draft.words import (
    Head,
    alternation,
    head,
)

Role = Literal[
    "hard",  # a number, a date or a checkable result
    "soft",  # a direction
    "fact",  # said as done or as it stands
    "frame",  # a date or an aim that holds for the clauses after it
    "topic",  # words without a verb of their own: what the next clause speaks of
    "adverb",  # the way it is done
    "attribute",  # a number that belongs to the clause before
    "told",  # past, without a number
    "nothing",
]


@dataclass(slots=True)
class Piece:
    """A clause as it is being judged; `start`/`end` are the quote, without 一是 and 要."""

    start: int
    end: int
    stop: str
    role: Role
    head: Head
    modal: str
    quantities: list[Quantity] = field(default_factory=list)
    deadline: Deadline | None = None
    vague: bool = False
    verbs_from: int = 0  # behind the subject and its 要
    whole: int = 0  # where the clause began, before anything was set aside
    striving: bool = False  # 力争 said before it holds for it too
    owners: tuple[str, ...] = ()


LEAD = re.compile(
    r"""[ \t\u3000”—-]*+
    (?:(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[①-⑳]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、
        |第?[一二三四五六七八九十]{1,3}(?:是|要|则)|首先|其次|再次|最后)[ \t]*+)?
    (?:同时|此外|另外|特别是|尤其是|与此同时|关键(?:就)?是(?=要)|当前|接下来|会议(?:要求|强调|指出)|为此|因此)?
    (?:要求|强调|指出|提出)?
    (?:(?:今年|明年)?(?:我们|全市上下|全区上下|大家)(?=要|将|必须|应))?
    (?P<modal>要(?![求素点闻么塞件]|[^，。；]{1,2}的)|必?须|应当|务必)?
    """,
    re.X,
)
_PAST = re.compile(
    r"已经?(?!知)|(?<![为除免])了(?=[\d一二三四五六七八九十两])|去年|上年|上个?月(?!底前)|上周|昨天|前不久|前段时间|以来|累计(?=[完实达新建投])|截至"
    r"|(?:[完实达建获](?:成|现|到|得)|开展|进行|组织|召开|实施|取得|通报|提出)了|曾|主持召开|主持会议|听取了|汇报了|参加会议|出席|还有|还剩|仍有|尚有|仅剩|没有(?!.*前)|不足[一二三四五六七八九]成"
    r"|(?:存在|涉及)(?=.*\d)"
)
_ADVERB = re.compile(
    r"(?:坚持(?!每|开展|实施|在)|以(?![上下内及])|按照|按(?![时期月季年])|围绕|聚焦|根据|依托|针对|面对|通过|本着|瞄准|锚定|对标|立足"
    r"|结合|为(?!民办)|随着|紧扣|遵循|牢固树立|树牢|牢记|秉持|弘扬|深入贯彻|全面贯彻|认真贯彻|增强“|坚定“|做到“两|作为|基于|鉴于"
    r"|把握|抢抓|抓住|紧抓|高举|发扬|让|使(?!用))"
)
_PLACE = re.compile(r"(?:坚持)?(?:在|以|对|为|将|把|通过|从|由|按照|围绕|聚焦|依托|根据|针对)")
_MAIN = re.compile(
    alternation(
        [
            "新增",
            "引进",
            "建设",
            "打造",
            "开展",
            "实现",
            "完成",
            "推进",
            "推动",
            "建成",
            "新建",
            "培育",
            "组织",
            "举办",
            "设立",
            "建立",
            "实施",
            "提供",
            "投放",
            "整治",
            "改造",
            "力争",
            "达到",
            "提高到",
            "提升",
            "提高",
            "增加",
            "增长",
            "下降",
            "降低",
            "压缩",
            "扩大",
            "缩短",
            "确保",
            "争取",
            "创建",
            "成立",
            "出台",
            "制定",
            "编制",
            "选择",
            "安排",
            "配备",
            "盘活",
            "新设",
            "定制",
            "控制",
            "保持",
            "发放",
            "覆盖",
            "开工",
            "竣工",
            "完工",
            "启动",
            "突破",
            "选派",
            "招引",
            "孵化",
            "试点",
            "挂牌",
            "落地",
            "减少",
            "认定",
            "形成",
            "购买",
            "落实到",
            "纳入",
            "改造成",
        ]
    )
)
_ATTRIBUTE = re.compile(
    r"(?:总投资|投资(?=\d|约|超)|计划投资|占地|总?建筑面积|总?用地面积|总面积|同比|比上年|比去年|较上年|年均(?=增长|下降)"
    r"|增长|下降|增幅|增速(?=\d|达|为)|其中|占(?!领|据|用)|相当于|合计|约合|涉及(?=\d)|惠及(?=\d)|总长|全长)"
)
_RESULT_END = re.compile(
    r"(?:开工|动工|竣工|完工|复工|封顶|通车|投用|投产|投运|建成|启用|开业|开园|开馆|开街|交付|挂牌|获批|上线|投入(?:使用|运营|运行)|招拍挂|主体施工)"
    r"(?:建设|使用|运营|运行|启用|投用|开放|投产|投运|验收|生产|通车|试运行|营业|发布|并|、|和|及|或|试运营|移交|入驻|招生)*$"
    r"|(?:正式|全部|全面|顺利|秋季|主体结构?|实现)(?:开学|开放|运营|签约|验收|施工|竣工|开工|落成|招生)$|通过[^，]{0,12}验收$|验收(?:通过)?$"
)
# the thing itself is the subject: X完成装修, X启用
_COMES = re.compile(
    r"(?<=[^，。]{2})(?:完成|建成|启用|竣工|投入使用|创建成为|创建成|实现开工|通过)(?![率后的])"
)
_STATE = re.compile(
    r"全覆盖$|清零|归零|翻番|翻[一两]番|倍增$|零增长|零增量|零新增|只减不增|零(?:的)?突破|零(?:事故|发生|上报)"
    r"|(?:保持|稳居|达到?|稳定在|实现)[^，]{0,8}(?:最优|最低|第[一二三]|一类|[ⅠⅡⅢⅣⅤI]+类)(?:标准|及以上|以上|水平)*$"
    r"|(?:[与和][^，]{0,10}同步(?:增长|进行|推进)?)$|高于[^，]{0,12}(?:水平|增速|平均)|不发生(?![^，]*底线)|正增长$"
)
# What is started or set up decides: a study is a direction, a platform is a thing.
_PREPARED = re.compile(
    r"(?:研究|前期|规划|创建|筹建|筹备|编制|试点|工作|谋划|论证|申报|调研|地标)[^，。；]{0,4}$"
)
_THING = re.compile(
    r"(?:库|平台|中心|系统|基地|基金|站|馆|园|所|队伍?|专班|公司|学院|学校|医院|名录|清单|台账|档案)(?:及配套\w{2,4})?$"
)
# An ideal is not a thing: 建成 a town of which one can be proud.
_IDEAL = re.compile(
    r"(?:城区|城市|社会|强[国省市区]|高地|典范|样板|标杆|格局|体系|家园|福地|胜地|先锋|之[都城地]|名片|全链条|主义|作风|之风|隐患|转化通道|堵点(?:问题)?|难点|循环”?"
    r"|(?:发展|规划|年度|各项|全年)[^，]{0,12}(?:目标任务|任务目标|目标))$|小康社会"
)
_PICTURED = re.compile(r"建成|打通|消除|杜绝|^(?:全面|基本)?完成$")
_OF_PROJECTS = re.compile(r"(?:竣工|完工|开工|复工|投产|签约|挂牌)(?:项目|企业|率)")
_SOME = re.compile(
    r"[^，]{0,6}?(?:一批|更多|若干|一些|一系列)|(?:了)?本(?:方案|办法|意见|通知|规划|计划|细则|条例|规定)$"
)
_STRIVE = re.compile(r"力争|争取|努力|争创|力求|尽力|力促")
_MUST = re.compile(r"确保|必须|务必|保证|杜绝|做到|严禁|减材料|减环节|压时限|少跑腿|只减不增")
_WISH = re.compile(r"力争|争取|力求")  # 努力 colours its own clause only
_ENSURES = re.compile(r"(?:确保|务必|保证)")
_SLOW = re.compile(
    r"尽早|尽快|加快|持续|逐步|不断|近期|适时|稳步|有序|加速|长期|常态化|及时|抓紧|早日|继续"
)
_SUBJECT = re.compile(
    r"(?P<subject>[^，。；：]{2,30}?)(?:都|均|还|也)?(?P<modal>(?<![主重需想首])要(?![求素点闻么塞件]|[^，。；]{1,2}的)|必须|务必|应当)(?=.)"
)
# a subject that can be asked, not the thing that is to be done
_ASKED = re.compile(
    r"(?:部门|单位|街道|乡镇|局|委|办|领导|一把手|负责人|专班|政府|干部|公司|我们|各级|各地)$"
)
_AROUND_DATE = re.compile(
    r"(?:力争|争取|确保|计划|预计|要|用|在|到|至|于|截至|前|底|末|内|之|以|后|起|的|全|市|区|县|我|展望|再)*"
)
_ADDRESS = re.compile(
    r"同志们|各位.{2,4}|下一步|接下来|当前|今后|今年|刚才|我(?:都|完全|们).*|.{1,20}(?:强调|指出|要求|提出|表示|认为|说)"
)
_OBJECT = re.compile(r"[对将把为围]")  # the thing is named, what is done to it comes after
INDICATOR = re.compile(
    r"指标|总值|增加值|收入|投资|零售|出口|税收|财政|产值|社零|固投|增速|失业率|排名|目标|价格|涨幅|减排|能耗"
)
_WHOLE_YEAR = re.compile(r"(?:到|至)?(?:20\d\d年|明年)(?:底|末)?(?:前)?")
_BARE_YEAR = re.compile(r"今年|本年度?|20\d\d年")
_SUBJECT_WAY = re.compile(r"(?<=[^，]{3})(?:实现|实行|开展|推行|全面|取得)|常态化$")
_PICTURE_END = re.compile(r"(?:格局|思路|定位|布局|理念)$")
_PURPOSE = re.compile(
    r"为[^，]*(?:提供|作出|奠定|打下|夯实|贡献|注入|创造)[^，]*(?:保证|保障|支撑|动力|基础|贡献|力量|条件|活力)"
)
_STATEMENT = re.compile(r"是[^，]*的[^，的]{1,4}$")
_MEANS = re.compile(r"采取|运用|采用|借助|利用|借鉴|学习借鉴")
_LEADING_IN = re.compile(r"以下|如下|下列|方面|包括|是$|为$|主要")
_COUNTING_TASKS = re.compile(
    r"(?:做好|抓好|抓住|突出|围绕|从|聚焦|紧抓|把握|坚持|强化)[^，]{0,80}[\d一二三四五六七八九十]+(?:个)?(?:大?方面|关键词|环节|着力点|更加|原则|(?:重点|关键|突出|坚持|统筹|同步推进)$)"
)
_AIM = re.compile(r"目标")


def judge(
    text: str,
    start: int,
    end: int,
    stop: str,
    quantities: Sequence[Quantity],
    deadlines: Sequence[Deadline],
    vague: bool,
    past: bool = False,
) -> Piece:
    """Say what the clause `text[start:end]` is, by itself, in a passage about what is to be done."""
    lead = LEAD.match(text, start, end)
    assert lead is not None
    begin = lead.end()
    while begin < end and text[begin] in " \t\u3000":
        begin += 1
    modal = lead.group("modal") or ""
    verbs_from = begin
    if not modal:
        said = _SUBJECT.match(text, begin, end)
        if said is not None:
            modal, verbs_from = said.group("modal"), said.end()
            if _ASKED.search(said.group("subject")):
                begin = verbs_from
    dated = deadlines[-1] if deadlines else None
    verbs = head(text, _after_date(verbs_from, deadlines), end)
    piece = Piece(
        begin, end, stop, "nothing", verbs, modal, list(quantities), dated, vague, verbs_from, start
    )
    if past and not modal and not verbs.willed and dated is None:
        piece.role = "fact" if quantities else "told"
    else:
        piece.role = _role(text, piece)
    return piece


def _after_date(begin: int, deadlines: Sequence[Deadline]) -> int:
    return deadlines[0].end if deadlines and deadlines[0].start - begin <= 2 else begin


def _role(text: str, piece: Piece) -> Role:
    begin, end = piece.start, piece.end
    length = end - begin
    if length < 2 or _ADDRESS.fullmatch(text, begin, end):
        return "nothing"
    dated = piece.deadline
    if dated is not None and not piece.quantities and _only_date(text, piece, dated):
        return "frame"
    if piece.stop == "：":
        return _lead_in(text, piece)
    past = _PAST.search(text, begin, end)
    if past and not piece.modal and not (piece.head.kind and past.start() > piece.head.end):
        return "fact" if piece.quantities else "told"
    if _PURPOSE.fullmatch(text, begin, end):
        return "nothing"
    if piece.quantities and not piece.head.kind and _STATEMENT.search(text, begin, end):
        return "fact"
    if piece.quantities and _COUNTING_TASKS.search(text, begin, end):
        return "nothing"
    if piece.quantities and _ATTRIBUTE.match(text, begin, end):
        return "attribute"
    if text.endswith("的同时", begin, end):
        return "adverb"
    if _ADVERB.match(text, piece.verbs_from, end) and not _acts(text, piece):
        if text.startswith("针对", begin) and piece.quantities:
            return "fact"
        return "adverb"
    return _promise(text, piece)


def _promise(text: str, piece: Piece) -> Role:
    begin, end = piece.start, piece.end
    placed = not piece.head.kind and _PLACE.match(text, begin, end) is not None
    acts = placed and _MAIN.search(text, begin + 2, end) is not None
    if piece.quantities:
        described = placed and not acts and not piece.modal and _OBJECT.match(text, begin, end)
        if not piece.head.kind and _PICTURE_END.search(text, begin, end):
            return "nothing"
        return "topic" if described else "hard"
    dated = piece.deadline is not None and not this_year(piece.deadline)
    if dated and (piece.head.kind or piece.modal or "是" not in text[begin:end]):
        return "hard"
    if checkable(text, piece.head, begin, end):
        return "hard"
    if piece.head.kind or acts or piece.modal:
        return "soft"
    if _SUBJECT_WAY.search(text, begin, end) is not None:
        return "soft"
    return "adverb" if placed or _MEANS.match(text, begin, end) else "topic"


def is_indicator(text: str, piece: Piece) -> bool:
    """Whether a clause names something the statisticians publish: 居民收入与经济增长同步."""
    return INDICATOR.search(text, piece.start, piece.end) is not None


def is_thing(text: str, piece: Piece) -> bool:
    """Whether a clause only names a counted thing of which the next one says what is to be done: 这23处，…"""
    if piece.head.kind or piece.modal or piece.deadline is not None or not piece.quantities:
        return False
    lead = piece.quantities[0].start - piece.start
    return lead <= 2 and _MAIN.search(text, piece.start, piece.end) is None


def opens_with_year(piece: Piece) -> bool:
    """Whether a clause begins with a whole year (到2027年建成A，B), which then holds for B as well."""
    dated = piece.deadline
    if dated is None or dated.precision != "year" or not _WHOLE_YEAR.fullmatch(dated.text):
        return False
    return piece.whole <= dated.start <= piece.whole + 3


def told_on(piece: Piece) -> bool:
    """Whether a number goes on telling of a fact: no order, no date, no will."""
    return not piece.modal and piece.deadline is None and not piece.head.willed


def this_year(deadline: Deadline) -> bool:
    """今年 and 2025年 alone say when the plan is for; unlike 年内 or 年底前 they make nothing checkable."""
    return _BARE_YEAR.fullmatch(deadline.text) is not None


def _only_date(text: str, piece: Piece, dated: Deadline) -> bool:
    rest = text[piece.start : dated.start] + text[dated.end : piece.end]
    return _AROUND_DATE.fullmatch(rest) is not None


def _lead_in(text: str, piece: Piece) -> Role:
    if _AIM.search(text, piece.start, piece.end):
        return "frame"
    if piece.quantities and not _LEADING_IN.search(text, piece.start, piece.end):
        return "hard"
    return "nothing"


def _acts(text: str, piece: Piece) -> bool:
    """Whether a clause that opens with 以, 为, 聚焦 … goes on to do something countable."""
    if not piece.quantities and piece.deadline is None:
        return False
    if text.startswith(("坚持", "瞄准", "牢", "让", "使"), piece.start):
        return False
    main = _MAIN.search(text, piece.verbs_from + 2, piece.end)
    if main is None:
        return False
    serves = text.startswith("为", piece.verbs_from)
    return serves or not piece.quantities or main.start() < piece.quantities[-1].end


def checkable(text: str, verbs: Head, begin: int, end: int) -> bool:
    """Whether, without any number or date, one can later say whether it was done."""
    kind = verbs.kind
    if kind == "done" and _OF_PROJECTS.match(text, verbs.start, end):
        return False
    if kind == "done" and not (verbs.hurried and verbs.action.endswith("成")):
        vague = _SOME.match(text, verbs.end, end) or _vain(text, verbs, end)
        return vague is None
    if kind == "act" and not verbs.softened and not verbs.hurried:
        vague = _SOME.match(text, verbs.end, end) or _vain(text, verbs, end)
        return vague is None
    if kind == "start":
        return _PREPARED.search(text, verbs.end, end) is None
    if kind == "set_up" and not verbs.softened and not verbs.hurried:
        thing = _THING.search(text, verbs.end, end) is not None
        return thing and _SOME.match(text, verbs.end, end) is None
    if _RESULT_END.search(text, begin, end) or _comes(text, kind, begin, end):
        return True
    state = _STATE.search(text, begin, end)
    return state is not None and not (verbs.softened and state.group() == "全覆盖")


def _comes(text: str, kind: str, begin: int, end: int) -> bool:
    """Whether a thing is said to come about: X完成装修; not 把X建成Y, which says what it should be like."""
    if kind or _PLACE.match(text, begin, end) or text.startswith(("朝着", "努力", "向"), begin):
        return False
    return _COMES.search(text, begin, end) is not None and _IDEAL.search(text, begin, end) is None


def _vain(text: str, verbs: Head, end: int) -> re.Match[str] | None:
    """建成 a town of which one can be proud, 打通 a channel of conversion: a picture, not a result."""
    return _IDEAL.search(text, verbs.end, end) if _PICTURED.search(verbs.action) else None


def modality(text: str, piece: Piece) -> Modality:
    """must, strive or undated, as domain.md 1.3 reads the speeches.

    力争 and 努力 strive, for the clauses after them too; 确保 binds whatever follows; without it 尽快 and 加快
    leave the date open; else a date, a count of what is to be made, or an order to a named unit binds.
    """
    clause = text[piece.whole : piece.end]
    if _STRIVE.search(clause):
        return "strive"
    if _MUST.search(clause):
        return "must"
    if piece.striving:
        return "strive"
    if _SLOW.search(clause):
        return "undated"
    if piece.deadline is not None:
        return "must"
    if piece.quantities and not (text.startswith("对", piece.start) and not piece.owners):
        return "must"
    return "must" if piece.owners and piece.modal else "undated"


class Binding(NamedTuple):
    """How far the wish or the order of a clause reaches."""

    renews: bool  # it brings its own 力争, 确保 or 要
    strives: bool
    carries: bool  # its date and its wish hold for the clauses after it


def binding(text: str, piece: Piece) -> Binding:
    """力争4月末A，B and 确保年底前A，B bind B too; 4月末A，B does not."""
    clause = text[piece.whole : piece.end]
    strives = _STRIVE.match(clause.lstrip("，要")) is not None
    renews = strives or piece.modal != "" or _ENSURES.match(clause) is not None
    ahead = piece.deadline.start - piece.start if piece.deadline is not None else 0
    lasting = _WISH.match(clause.lstrip("，要")) is not None
    return Binding(renews, lasting, renews and 0 < ahead <= 4)
