"""名称: what names a row, a column or a whole table, and which columns are no part of a figure.

A column that compares with something else than last year's same period (环比, 增减额), or holds another year's level, an aim or a remark, would be taken
for a growth or a level; it is told and left out. So is a place by level (总量位次): a place here is by growth.
"""

from __future__ import annotations

import re

from luoshi.indicators.tables.figure import Behind, Formula
from luoshi.values.problem import Problem

_NOT_TAKEN = re.compile(
    r"环比|[比较与](?:上|前)(?:个)?[月期季]|[比较与](?:\d{1,2}[-—~])?\d{1,2}月|增减额|增加额|增减量|增量|[比较与]全[国省市]|目标|任务|计划|进度|完成率|备注|说明"
    r"|占(?:全[国省市区]|总量|比)|比重|(?:总量|绝对[额值量])(?:位次|排名|排位|名次)|(?:位次|排[名位]|名次)(?:变化|变动|升降|增减)"
)
_LAST_YEAR = re.compile(r"(?:去年|上年|20\d\d年)(?:同期|同月)|^(?:去年|上年)(?:数|完成)?$")
_GROWS = re.compile(r"增长|增速|增幅|同比|±|增减")
_ORDER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d))"
)
_PART = re.compile(r"^(?:其中[:：]?|#)")
_GROWTH_ROW = re.compile(r"(?:同比)?(?:增长速度|增长率|增速|增幅|增长)$")
_WHOLE = re.compile(r"全[国省市州县区](?!面|年)")
_NAMED = re.compile(
    r"(?:20\d\d年)?(?:[\d一—~至到-]*月份?)?(?P<name>[一-龥]{1,5}?[市区县旗州])(?![场民值域间块])(?=[一-龥\d])"
)
_NO_REGION = re.compile(r"(?:^各.*|.*[各地分]|县市|.*县|市|城|辖)[市区县旗州]$|^[我本].$")
REGION = re.compile(
    r"全[国省市州县区]|合计|总计|(?!.*(?:各|地|分)区$)[一-龥]{1,9}(?:[市区县旗州盟省镇乡]|街道)"
)


def taken(head: str) -> bool:
    """False for a column that is no level, growth or place of this year's figure."""
    bare = re.sub(r"\([^()]*\)", "", head)
    return not (_NOT_TAKEN.search(head) or (_LAST_YEAR.search(bare) and not _GROWS.search(head)))


def row_name(text: str, before: str) -> tuple[str, bool]:
    """The indicator in a row, and whether its level is itself a growth (投资增速).

    Args:
        before: the whole above it; 其中：民间投资 below 固定资产投资 is 固定资产投资/民间投资, so that no part is taken for a whole or for another's part.
    """
    name = _ORDER.sub("", text)
    part = bool(_PART.match(name))
    name = _PART.sub("", name)
    grows = bool(_GROWTH_ROW.search(re.sub(r"\([^()]*\)$", "", name)))
    if grows:
        name = _GROWTH_ROW.sub("", re.sub(r"\([^()]*\)$", "", name))
    return (f"{before}/{name}" if part and before else name), grows


def is_part(text: str) -> bool:
    """True for 其中：… and #…"""
    return bool(_PART.match(_ORDER.sub("", text)))


def region_of(title: str) -> str:
    """The region that a title names (全市2026年4月…, 望川区2026年…); "" for none: then the table is the district's own."""
    found = _NAMED.match(title)
    if found and not _NO_REGION.fullmatch(found["name"]):
        return found["name"]
    whole = _WHOLE.search(title)
    return whole[0] if whole else ""


def unreckoned(formula: Formula | None, place: str) -> Problem | None:
    """A formula that holds no result, or asks another file: nothing there may be taken for 'not told' (I-020, I-021)."""
    if formula is None or (formula.has_result and not formula.outside):
        return None
    return Problem(
        "I-020" if formula.outside else "I-021", place, {"formula": f"={formula.text[:80]}"}
    )


def behind_of(behind: Behind, at: tuple[int, int]) -> bool:
    """True where an empty cell hides an error or a formula."""
    return at in behind.errors or at in behind.formulas
