"""挂台账: which measure of which register could show whether a draft was done. A person binds; this offers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.declare.register import Catalogue, Register
from luoshi.speech.document import Comparator, Draft, Quantity, Suggestion
from luoshi.speech.draft.words import alternation
from luoshi.values.conversion import factor

_TOLD: dict[Comparator, Comparator] = {"=": ">=", "+": ">=", "-": ">="}
_MEASURE_WORD, _REGISTER_WORD, _FIELD_WORD, _SAME_UNIT = 0.5, 0.3, 0.1, 0.1


class _Offer(NamedTuple):
    """One measure with the words that mean it."""

    register: str
    measure: str
    unit: str
    words: re.Pattern[str]
    about: re.Pattern[str] | None
    fields: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Offers:
    """The measures of a catalogue, made ready for many drafts."""

    known: tuple[_Offer, ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Offers:
        """Every measure that has words of speeches (`aka`); a label alone says nothing about how people speak."""
        return cls(
            tuple(offer for register in catalogue.values() for offer in _of_register(register))
        )

    def best(self, draft: Draft) -> Suggestion | None:
        """The measure that fits the words and the unit of the draft best, or None; never one without a number."""
        if draft.kind != "commitment" or not draft.quantities:
            return None
        found = [s for offer in self.known if (s := _match(offer, draft)) is not None]
        # of two that fit alike, the longer word says more: 释放沉淀资金 over 沉淀资金
        best = max(found, key=lambda told: (told[1].confidence, told[0]), default=None)
        return best[1] if best else None


def suggest(draft: Draft, catalogue: Catalogue) -> Suggestion | None:
    """One measure of `catalogue` for one draft; for many drafts use `Offers`."""
    return Offers.of(catalogue).best(draft)


def _of_register(register: Register) -> Iterable[_Offer]:
    about = _pattern((*register.aka, register.label.zh.removesuffix("台账")))
    fields = _pattern(word for field in register.fields for word in field.aka)
    for measure in register.measures:
        words = _pattern(measure.aka)
        if words is not None:
            yield _Offer(register.key, measure.key, measure.unit, words, about, fields)


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    kept = [word for word in words if word]
    return re.compile(alternation(kept)) if kept else None


def _match(offer: _Offer, draft: Draft) -> tuple[int, Suggestion] | None:
    """The offer as a suggestion, and how many characters of the quote mean the measure."""
    quote = draft.quote
    word = offer.words.search(quote)
    if word is None:
        return None
    fitting = [
        (q, scaled) for q in draft.quantities if (scaled := _in_unit(q, offer.unit)) is not None
    ]
    if not fitting:
        return None
    at = draft.start + word.start()
    quantity, target = min(fitting, key=lambda pair: abs(pair[0].start - at))
    confidence = _MEASURE_WORD
    if offer.about and offer.about.search(quote):
        confidence += _REGISTER_WORD
    if offer.fields and offer.fields.search(quote):
        confidence += _FIELD_WORD
    if quantity.unit == offer.unit or target != quantity.value:
        confidence += _SAME_UNIT
    comparator = _TOLD.get(quantity.comparator, quantity.comparator)
    told = Suggestion(offer.register, offer.measure, target, comparator, round(confidence, 2))
    return len(word[0]), told


def _in_unit(quantity: Quantity, unit: str) -> float | None:
    """The value in the measure's unit; None where the two cannot be compared."""
    scale = factor(quantity.unit, unit)
    return None if scale is None else round(quantity.value * scale, 6)
