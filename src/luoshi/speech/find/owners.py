"""责任者: who is told to do it: the subject before 要, X牵头, 由X负责, and the line 责任单位：…

Only a unit or a post counts. 我们, 全市上下, 同志们 are everybody and therefore nobody; a project or an industry cannot
be asked. Where the words leave doubt nothing is returned: an empty owner is put to the office as a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Responsible(NamedTuple):
    """The units that one stretch of a text makes responsible, lead first; `whole` if it answers for its paragraph."""

    owners: tuple[str, ...]
    start: int
    end: int
    whole: bool


# The words with which a unit or a post ends.
_ENDS = (
    r"(?:人民政府|政府(?!工作|投资|采购)|党委|党组|党工委|管委会|管理委员会|委员会|办公室|指挥部|专班|领导小组|工作组|工作专班"
    r"|办事处|街道办|街道|乡镇|镇街|乡镇街道|镇|乡|村委会|居委会|社区|分局|总局|总队|支队|大队|局|厅|委|办|署|院|中心|总工会|团[区市县省]委|妇联"
    r"|工商联|残联|科协|文联|红十字会|联社|商会|协会|集团|公司|银行|部门|单位|支行|供电所|派出所|学校|医院|园区|开发区|新区|各地"
    r"|县区|区县|市县|村|村两委|党支部|工作队|区级领导|[区市县省]领导|市州|部|队|所|处|科)"
)
_POSTS = r"(?:一把手|负责人|负责同志|主要领导|分管领导|分管负责同志|领导干部|领导|书记|区长|县长|市长|局长|主任|支书|镇长|乡长|秘书长|专员|网格员|河长|林长|链长|班子成员)"
_EVERYONE = re.compile(
    r"^(?:一个|多个|几个|若干|同一|哪个|部门$|单位$|我们|我[区市县省们]|大家|全[区市县省国社]|各位代表|各位委员|同志们|全体|广大|社会|人民|群众|市民|企业|政府$|各级政府$|党和国家|有关方面|各方)"
)
# 局 of 布局, 处 of 深处: the last word of something that is no unit.
_NO_UNIT = re.compile(
    r"(?:大厅|客厅|餐厅|展厅|音乐厅|部署|布局|格局|结局|全局|大局|僵局|开局|困局|破局|棋局|到处|好处|深处|用处|远处|高处|场所|厕所|研究所|院落|庭院|学院|影院|剧院"
    r"|内部|全部|(?<![导村片联保])干部|局部|总部|西部|东部|南部|北部|中部|俱乐部|门诊部|城镇|集镇|小镇|古镇|故乡|城乡|老乡|医院|学校|社区服务|购物中心|核心|商务中心"
    r"|队伍|团队|军队|车队|百科|学科|专科|本科|举办|承办|主办|兴办|创办|督办|快办|联办|通办)$"
)
# A clause that opens with a verb or a preposition has no subject.
_NO_SUBJECT = re.compile(
    r"(?:由|请|要|与|跟|探|认真|组建|多|跨|加[快强大]|推[动进]|完[成善]|确保|做[好实大强优]|抓|强化|提[升高]|深[化入]|大力|全[面力]|积极|努力|优化|坚[持决]|切实|进一步|继续|着力|严"
    r"|落实|建[设成立]|开[展工]|实施|打[造通好]|支持|鼓励|引导|组织|发挥|通过|围绕|针对|按|对|在|以|为|从|让|使|把|将|用|因|如|凡|这|那|其中|有的"
    r"|一些|部分|个别|很多|不少|某|许多|希望|关于|根据|依托|依法|必须|不|没有|只有|我|你|他|它|她|启动|创[新建]|培[育养]|引[进入]|健全|构建|健|聚焦|瞄准|依|充分|更|最|同)"
)
# What a subject is told. The words before it are then split and every part must be a unit: one pattern for the
# whole subject would try every way to cut it and never come back from a long clause.
_MUST = re.compile(
    r"(?:都|均|也)?(?:要(?!求)|应当|应该|应(?![用对急有届])|必须|须|务必|需要|得(?=把)|一律"
    r"|(?:具体负责|分别负责|牵头|负责|会同)(?!部门|单位|区?领导|人|同志|会))"
)
_LEAD = re.compile(r"(?:由|请)(?P<by>[^由请。；！？\n“”（）()]{2,90})")
_LEADS = re.compile(
    r"(?:共同|具体|分别|统筹|总)?(?:牵头|负责|会同|组织|落实|承担|督办|按|于|在|抓紧|尽快|认真|拿出|研究|做好|提出|安排|抓好|统计)"
)
_WITH = re.compile(r"(?<!要)会同(?P<by>[^由请。；！？，\n“”（）()]{2,60})")
_HELPED = re.compile(r"等?(?:配合|协助|参与|按照?职责分工)")
_LONGEST_UNIT = 26
_NO_NAME = re.compile(r"[，。；：“”《》（）()]|的(?!士)|由|(?<!一)把|将|对于")
# 区财政局尽快拨付: without 要 only words that are surely a unit make a subject.
_AT_ONCE = re.compile(
    r"(?:尽快|抓紧|立即|马上|于(?=[0-9])|在(?=[0-9本年月])|(?=[0-9]{1,2}月|本[周月]|下[周月]|[月年]底|年内|今年|今天|明天)|(?<!一)把)"
)
# 住建局你们, 交通局这边: how a unit is addressed from the chair
_ADDRESSED = re.compile(r"(?:这边|那边|这块|这一块|你们?|的(?:负责)?同志们?)$")
_CALLED = re.compile(
    r"^(?:你们)?(?P<units>[^，。；：！？\n]{2,40}?(?:这边|那边|这块|你们|的(?:负责)?同志们?))[^，。；：！？\n]{0,8}(?:[，,]|$)"
    r"|^(?P<bare>[^，。；：！？\n]{2,40})[，,]"
)
_SURELY = re.compile(r"^(?:各|[省市区县州旗镇乡](?![域场容内外里]))|[局委厅]$")
_TRIES = 4  # modal words looked at in one clause: the subject stands before one of the first
_LONGEST_SUBJECT = 120
_LINE = re.compile(
    r"(?P<label>牵头(?:领导|单位|部门)|责任(?:单位|部门|领导|人|主体)|主办单位|承办单位|落实单位|主管单位|配合(?:单位|部门)|协办单位|协同单位|参与单位|完成单位)"
    r"\s?[：:]\s?(?P<units>[^。；;（）()\n]{2,300})"
)
_BRACKET = re.compile(r"[（(](?P<units>[^（）()\n]{2,200}?(?:负责|牵头|落实|配合|参与))[）)]")
_LEADING = re.compile(
    r"^(?:(?:同时|此外|另外|其中|下一步|为此|因此|特别是|尤其是|接下来|会后|目前|当前|今年|一季度|二季度|三季度|四季度|年内|请|对此|最后|再次|[\u4e00-\u9fff]{0,4}?(?:会议|书记|区长|县长|市长|镇长|领导|他|她)?(?:要求|强调|指出|明确|决定|提出|议定))[，,：:]?"
    r"|[一二三四五六七八九十]+[是要、]|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[.．、]|——|\s)+"
)
_TAIL = re.compile(
    r"(?:等(?:部门|单位)?)?(?:，?(?:按(?:照)?(?:各自)?职责分工(?:分别)?负责|分别负责|负责落实|共同负责|负责|牵头负责|牵头|配合|参与|落实|具体落实))+$"
)
_LEVEL = re.compile(
    r"^(?!城市|市场|县域|区域|市政)(?:(?:[省县州旗]|市(?!场|容|政(?!府))|区(?!域))(?![长域])|[\u4e00-\u9fff]{1,5}?(?:[省市区县州旗](?=[^区县市民域长]))|省级|市级|区级|县级)"
)
_OWN_NAME = re.compile(
    r"^(?:各|有关|相关|其他|牵头|责任|主管|成员|省|市(?!场|容|政(?!府))|区(?!域)|县|州|旗|国网|国家|中国|中央|驻|本|分管|主要|党政)|(?:街道|街道办|办事处|镇|乡|乡镇|村|社区|公司|集团|银行|管委会|开发区|新区|园区|领导|政府|学校|大学|学院|医院|一把手|负责人)$"
)
_UNIT_ENDS = re.compile(rf"(?:{_ENDS}|{_POSTS})$")
_UNIT_END = re.compile(_ENDS)
_UNIT_AND = re.compile(rf"(?:{_ENDS}|{_POSTS})(?P<and>以及|会同|和|及|与)")
_JOINS = re.compile(r"[、，,；;/／]|\s+")


def owners(clause: str, sentence: str = "") -> list[str]:
    """The units and posts that a clause (or the brackets and lines of its sentence) makes responsible, lead first."""
    leading = _LEADING.match(clause)
    found = _led(clause) or _told(clause[leading.end() :] if leading else clause)
    found = found or _called(sentence)
    if found:
        found += _helpers(sentence or clause)
    else:
        for line in responsibles(sentence or clause):
            found += line.owners
    return _once(_with_prefix(found))


def _told(clause: str) -> list[str]:
    """The subject of a clause: the words before 要, 必须, 牵头 … when all of them are units."""
    if _NO_SUBJECT.match(clause):
        return []
    for count, must in enumerate(_MUST.finditer(clause, 0, _LONGEST_SUBJECT)):
        head = clause[: must.start()]
        found = [] if head.endswith("、") else _named(head)
        if found:
            return found
        if count == _TRIES:
            break
    now = _AT_ONCE.search(clause, 0, _LONGEST_SUBJECT)
    found = _named(clause[: now.start()]) if now else []
    return found if all(_SURELY.search(name) for name in found) else []


def _called(sentence: str) -> list[str]:
    """住建局这边，月底前…: the units that a sentence opens by calling on, where they surely are units."""
    leading = _LEADING.match(sentence)
    called = _CALLED.match(sentence[leading.end() :] if leading else sentence)
    if called is None:
        return []
    if called["units"] and (found := _named(called["units"])):
        return found
    found = _named(called["bare"] or "")
    return found if all(_SURELY.search(name) for name in found) else []


def _led(clause: str) -> list[str]:
    """由X牵头, 请X负责: the words up to the first such verb that leaves nothing but units."""
    for led in _LEAD.finditer(clause):
        found = _before_verb(led["by"], _LEADS) or _surely_opening(led["by"])
        if found:
            return found
    return []


def _before_verb(words: str, verbs: re.Pattern[str]) -> list[str]:
    """The units that stand before the first of `verbs` which leaves nothing but units."""
    for count, verb in enumerate(verbs.finditer(words)):
        found = _named(words[: verb.start()])
        if found or count == _TRIES:
            return found
    return []


def _surely_opening(words: str) -> list[str]:
    """由县财政局核定: the longest opening that is surely units, whatever verb follows."""
    for end in sorted((m.end() for m in _UNIT_END.finditer(words)), reverse=True):
        found = _named(words[:end])
        if found and all(_SURELY.search(name) for name in found):
            return found
    return []


def _helpers(sentence: str) -> list[str]:
    """区财政局、各街道配合: the units between the last mark and 配合."""
    found: list[str] = []
    for joined in _WITH.finditer(sentence):
        found += _before_verb(joined["by"], _LEADS) or _before_verb(joined["by"], _AT_ONCE)
    for helped in _HELPED.finditer(sentence):
        before = sentence[max(0, helped.start() - _LONGEST_SUBJECT) : helped.start()]
        opens = max(before.rfind(mark) for mark in "，；。（(\n") + 1
        found += _named(before[opens:])
    return found


def responsibles(text: str) -> list[Responsible]:
    """Every line (责任单位：…) and bracket (（区住建局牵头，…负责）) of a text that names who answers, by start."""
    found = [
        Responsible(tuple(_listed(m["units"])), m.start(), m.end(), True)
        for m in _LINE.finditer(text)
    ]
    found += [
        Responsible(tuple(_listed(m["units"])), m.start(), m.end(), True)
        for m in _BRACKET.finditer(text)
        if _named(_TAIL.sub("", next(_parts(m["units"]), "")))
    ]
    return sorted((r for r in found if r.owners), key=lambda r: r.start)


def _once(units: list[str]) -> list[str]:
    return list(dict.fromkeys(units))


def _named(units: str) -> list[str]:
    """The members of a subject, or nothing at all when one of them is no unit."""
    parts = [_ADDRESSED.sub("", part) for part in _parts(units)]
    if parts[1:] == ["政府"] and parts[0].endswith("党委"):
        return parts
    if not parts or any(_EVERYONE.match(p) or not _is_unit(p) for p in parts):
        return []
    return _with_prefix(parts)


def _is_unit(name: str) -> bool:
    name = re.sub(r"（[^（）]{1,6}）", "", name)  # 各村（社区）
    return (
        2 <= len(name) <= _LONGEST_UNIT
        and _UNIT_ENDS.search(name) is not None
        and (name[0] == "各" or not _NO_UNIT.search(name))
        and not _NO_NAME.search(name)
    )


def _listed(units: str) -> list[str]:
    """The units of a 责任单位 line: whatever stands there is meant, only the formula at its end goes."""
    trimmed = re.split(r"(?:配合|责任|协办|参与|牵头)(?:单位|部门)\s?[：:]", units)
    parts: list[str] = []
    for piece in trimmed:
        for part in _parts(piece):
            name = _TAIL.sub("", part).strip("，。；、 等")
            name = re.sub(r"^(?:由|请|以及|及|和)", "", name)
            if (
                name
                and not re.search("[：:]", name)
                and not _EVERYONE.match(name)
                and not re.match(r"按(?:照)?(?:各自)?职责", name)
            ):
                parts.append(name)
    return _once(_with_prefix(parts))


def _parts(units: str) -> Iterator[str]:
    """Split at 、 and commas, and at 和/及 only between two whole units (not inside 发展和改革局)."""
    for piece in _JOINS.split(units):
        start = 0
        for cut in _UNIT_AND.finditer(piece):
            if _is_unit(piece[start : cut.start("and")]) and len(piece) > cut.end() + 1:
                yield piece[start : cut.start("and")]
                start = cut.end()
        if piece[start:].strip():
            yield piece[start:].strip()


def _with_prefix(parts: list[str]) -> list[str]:
    """省科技厅、工业和信息化厅 -> 省科技厅、省工业和信息化厅: the level said once is meant for each."""
    if not parts:
        return []
    level = _LEVEL.match(parts[0])
    if level is None or not re.search(
        r"(?:局|厅|委|办|委员会|办公室|中心|院|部|公安|署)$", parts[0]
    ):
        return parts
    prefix = level.group()
    completed = [parts[0]]
    for name in parts[1:]:
        bare = re.search(r"(?:局|厅|委|办|委员会|办公室|中心|院|部|署|支队|大队)$", name)
        own = _OWN_NAME.search(name) or _LEVEL.match(name)
        completed.append(prefix + name if bare and not own else name)
    return completed
