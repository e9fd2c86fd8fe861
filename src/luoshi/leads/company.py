"""企业名称: a company's name taken apart, so that the same firm written in another way is seen to be the same.

“堃耀智能裝備（望川）有限公司” ──half width, simplified──> ──less brackets, place, legal form──> core “堃耀智能装备”
                                                       └──province, city──> what another firm's name may contradict
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from pypinyin import Style, lazy_pinyin

from luoshi.speech.clean.characters import simplified

_BRACKET = re.compile(r"[(\[【〔〈《「]([^()\[\]【】〔〕〈〉《》「」]*)[)\]】〕〉》」]")
_COUNTY = re.compile(r"^[一-鿿]{2,3}(?:省|市|区|县|自治区|自治州|自治县)(?=[一-鿿]{2})")
SHORTEST = 2  # characters that a core keeps: a name that is nothing but place and form stays whole


class Company(NamedTuple):
    """The parts of a name. All are empty for an empty name."""

    whole: str  # half width, simplified, no blanks and marks
    core: str  # less place and legal form
    sound: str  # the core as pinyin without tones: what a homophone cannot change
    signs: str  # the characters of the core in their order in the code: what another word order cannot change
    brand: str  # the first two characters of the core
    province: str  # the first one it names, or that of the city
    city: str  # the first prefecture it names


@lru_cache(maxsize=400_000)
def company(name: str, places: frozenset[str] = frozenset()) -> Company:
    """A name taken apart; `places` are further names of places that tell no firm apart (the district's own)."""
    text = simplified(unicodedata.normalize("NFKC", name or ""))
    within = [m[1] for m in _BRACKET.finditer(text)]
    marked = _BRACKET.sub(lambda m: "" if _says_nothing(m[1], places) else m[1], text)
    whole = "".join(sign for sign in text if sign.isalnum()).lower()
    bare = "".join(sign for sign in marked if sign.isalnum()).lower()
    outer = _without_form(_without_place(bare, places))
    core = _within(outer, places) or bare
    told = [bare.removesuffix(_without_place(bare, places)), *within, outer[SHORTEST:]]
    if len(core) < SHORTEST:
        core = bare
    sound = " ".join(map(_sound, core))
    return Company(whole, core, sound, "".join(sorted(core)), core[:2], *_seat(told))


def code(text: str) -> str:
    """A credit code as it is compared: half width, capitals, no blanks."""
    plain = unicodedata.normalize("NFKC", text or "").upper()
    return "".join(sign for sign in plain if sign.isalnum())


def _says_nothing(inside: str, places: Collection[str]) -> bool:
    """True for what brackets hold when it is a place or a form: (望川), (集团)."""
    text = inside.strip()
    if text in _words("brackets") or text in _words("suffixes"):
        return True
    return not _without_place(text, places) or bool(re.fullmatch(r"[一-鿿]{2,4}[省市区县]", text))


def _without_place(text: str, places: Collection[str]) -> str:
    """The name less the places it begins with, one after the other: 重庆市渝中区… both go."""
    known = _words("places")
    while text:
        head = next((p for n in (4, 3, 2) if (p := text[:n]) in known or p in places), "")
        if head:
            rest = re.sub("^[省市区县]", "", text.removeprefix(head))
        elif county := _COUNTY.match(text):
            rest = text[county.end() :]
        else:
            return text
        if rest and (len(rest) < SHORTEST or rest in _words("suffixes")):
            return text
        text = rest
    return text


def _within(text: str, places: Collection[str]) -> str:
    """The name less a place that stands behind the brand: 恒丰江苏省纸制品, 恒丰苏州纸制品."""
    brand, rest = text[:SHORTEST], text[SHORTEST:]
    for place in _long_first(frozenset(places)):
        if place in rest:
            rest = re.sub(f"{re.escape(place)}[省市区县]?", "", rest, count=1)
            break
    return brand + rest


def _seat(told: Sequence[str]) -> tuple[str, str]:
    """Province and city that the parts of a name tell, the first part that tells one first."""
    of = _provinces_of_cities()
    city = next((one for part in told for one in _said(part, of)), "")
    if city:
        return of[city], city
    return next((one for part in told for one in _said(part, _names()["provinces"])), ""), ""


def _said(part: str, known: Collection[str]) -> list[str]:
    """The known places in a part, in the order they are told."""
    return sorted((one for one in known if one in part), key=part.index)


def _without_form(text: str) -> str:
    for form in _forms():
        if text.endswith(form) and len(text) - len(form) >= SHORTEST:
            return _without_form(text.removesuffix(form))
    return text


@cache
def _long_first(places: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(_words("places") | places, key=len, reverse=True))


@cache
def _sound(sign: str) -> str:
    """The usual reading of one character: a name read sign by sign sounds the same whatever stands beside it, and is ten times cheaper."""
    return str(lazy_pinyin(sign, style=Style.NORMAL)[0])


@cache
def _forms() -> tuple[str, ...]:
    return tuple(sorted(_words("suffixes"), key=len, reverse=True))


@cache
def _words(name: str) -> frozenset[str]:
    if name == "places":
        provinces = _names()["provinces"]
        return frozenset({*_names()["nowhere"], *provinces, *(one for its in provinces.values() for one in its)})  # fmt: skip
    return frozenset(_names()[name])


@cache
def _provinces_of_cities() -> dict[str, str]:
    return {city: province for province, its in _names()["provinces"].items() for city in its}


@cache
def _names() -> dict[str, Any]:
    text = files("luoshi.leads").joinpath("names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
