"""How numbers are written: the patterns that propose one, and the words beside it that bind it."""

from __future__ import annotations

import re

from luoshi.speech.find.numerals import ARABIC, CHINESE, MAGNITUDE
from luoshi.values.amount import MEASURES

_PER = "年|月|日|天|小时|分钟|秒|平方米|平方公里|立方米|升|人|亩|公顷|吨|户|次|千克|公斤|万元|元|辆|千米|公里|米|套|个|床"
_UNIT = "|".join(
    re.escape(m.word) + (f"(?!{m.unless})" if m.unless else "")
    for m in sorted(MEASURES, key=lambda m: -len(m.word))
)
_UNIT = rf"(?:{_UNIT})(?:[/／](?:{_PER})(?![0-9A-Za-z]))?"
# A sum may stand without 元 (突破1500亿，…); what follows must show that no noun was meant.
_NO_UNIT = r"(?<=[万亿])(?=[、，。；,;）)\s]|$|以上|左右|大关|以内|规模的?|和|及|与|至|到|-|—|的(?:规模|目标))"
_NUMBER = rf"(?:{ARABIC}(?:\s?{MAGNITUDE}(?:{ARABIC}{MAGNITUDE})?)?)"
_TO = r"(?:[-－–~～∼]|—{1,2}|至|到)"

FIGURES = re.compile(
    rf"(?<![0-9０-９A-Za-z.．+＋×〔\[第届每/])(?:(?P<low>{_NUMBER})\s?{_TO}\s?)?"
    rf"(?P<number>{_NUMBER})(?P<few>[多余几来])?(?P<power>[十百千]?万亿|[百千万亿])?"
    rf"\s?(?P<unit>{_UNIT}|{_NO_UNIT})"
)
CHINESE_COUNTS = re.compile(
    rf"(?<![0-9０-９A-Za-z.．+＋第届每数几初头周期零〇一二三四五六七八九十百千万亿两点])"
    rf"(?:(?P<low>{CHINESE}){_TO})?"
    rf"(?P<number>{CHINESE})(?P<few>[多余几来])?(?P<power>万亿|[万亿])?(?P<unit>{_UNIT}|{_NO_UNIT})"
)
SHARES = re.compile(
    rf"百分之(?:(?P<from>{CHINESE}|{_NUMBER}){_TO}(?:百分之)?)?(?P<percent>{CHINESE}|{_NUMBER})"
    rf"|千分之(?P<permille>{CHINESE}|{_NUMBER})"
    r"|(?P<under>[二三四五六七八九十]{1,3})分之(?P<over>[一二两三四五六七八九十]{1,3})"
    r"|(?<![0-9一二三四五六七八九十])(?P<tenths>[二三四五六七八九2-9])成"
    r"(?=以上|以下|以内|左右|多|的|财政|[，。、；])"
    r"|(?<![0-9A-Za-z/.])(?P<top>[1-9])[/／](?P<bottom>[2-9]|10)(?![0-9/／])(?=[，。、；以左的]|$)"
    r"|(?P<half>(?<=[减少过近超缩降])一半|一半(?=以上|左右))"
    r"|翻了?(?:(?P<doublings>[一两二三四1-4]?)番|一倍)"
    rf"|(?P<sign>[≥≤≧≦])\s?(?P<bare>{_NUMBER})(?![0-9０-９.．]|\s?(?:{_UNIT}))"
)

BEFORE = re.compile(
    r"(?:(?P<ge>不[得能可应](?:少于|低于|小于)|不少于|不低于|不小于|不下于|不亚于|(?:至少|最少)[^，。；、：0-9０-９]{0,8}|最低|突破|达到或超过|超过|超出|超|逾|高于|多于|大于"
    r"|(?<![侦查告攻爆])破|[≥≧＞>])"
    r"|(?P<le>不[得能可应](?:超过|高于|多于|大于|突破)|不超过|不高于|不多于|不大于|不突破|至多|最[多高](?:奖励|补助|补贴|给予|资助|支持|可达|可获)?|最长|低于|少于|小于|[≤≦＜<])"
    r"|(?P<near>(?<![节预制条签合契公相集履违续守新])约|大概|接近|将近|(?<![最附就邻远临亲靠将接])近)"
    r"|(?P<up>增长|增加|提高|提升|上升|上涨|增收|增幅|增速|涨幅|扩大|提速|(?<![高])涨)"
    r"|(?P<down>下降|降低|减少|压减|压缩|缩短|缩减|削减|精简|节约|降幅|下调|缩小|回落|收窄|[减降]))"
    r"(?:了|(?<=[幅速])(?:为|达到?|保持在|稳定在))?[\s：:]?$"
)
AFTER = re.compile(
    r"\s?(?:[（(][^（）()\n]{1,6}[）)](?=以上|以内|以下|左右))?"
    r"(?:(?P<ge>(?:及|或|级)?以上|之上|余(?![0-9额粮热下])|多(?=[，。、；的]))"
    r"|(?P<le>以内|之内|(?<=[时日天钟周])内|(?:及|或)?以下|封顶)|(?P<near>左右|上下))"
)
LIST_LEFT = re.compile(rf"(?<![0-9０-９A-Za-z第.])((?:{ARABIC}[、和])+)$")
