"""相似的量: how alike two records are, field by field and as a whole, as a row of numbers a model can learn from.

Words are weighed by how rare they are among all records (idf); codes and numbers are looked at apart; the last columns say how a pair stands
among the other pairs of either record, for a record is seldom told twice by two others at once. No label is looked at anywhere.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

Numbers = npt.NDArray[np.float64]
Record = Mapping[str, str]
UNTOLD = -1.0  # a side says nothing, or there is nothing to compare
NAMES = ("jaccard", "idf", "left_in", "right_in", "smaller_in", "set", "sorted", "edits", "start", "codes", "codes_inside", "codes_alike", "codes_against", "numbers", "ratio", "first", "missing_left", "missing_right", "longer")  # fmt: skip
CONTEXT = (
    "idf",
    "smaller_in",
    "codes_alike",
    "sorted",
    "signs",
    "words",
)  # columns of which a pair's standing is told
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MARKS = re.compile(r"\b(?:col|val)\b")  # of files that name their columns inside their cells
_TOPICS, _SEED = 100, 0


def likeness(pairs: Sequence[tuple[Record, Record]]) -> Numbers:
    """One row a pair; the pairs of a register go together, for rarity and standing are told by all of them."""
    fields = list(pairs[0][0])
    whole = [tuple(" ".join(plain(side[f]) for f in fields) for side in pair) for pair in pairs]
    columns, standing = list[Numbers](), list[Numbers]()
    for name in (*fields, ""):
        sides = [tuple(plain(s[name]) for s in pair) for pair in pairs] if name else whole
        left, right = [one for one, _ in sides], [other for _, other in sides]
        found = _of_field(left, right)
        found |= _of_strangers(sides, whole)
        found |= _of_spelling(left, right, topics=not name)
        columns += found.values()
        standing += [found[key] for key in CONTEXT]
    ends = [[left for left, _ in whole], [right for _, right in whole]]
    columns += [column for one in standing for side in ends for column in _standing(one, side)]
    return np.column_stack(columns)


def plain(text: str) -> str:
    """Small letters, without the marks that name columns."""
    return _MARKS.sub(" ", text.lower()).strip()


def alike(left: str, right: str, rare: Mapping[str, float]) -> tuple[float, ...]:
    """The numbers of `NAMES` for two texts; `rare` weighs their words."""
    if not left or not right:
        return (UNTOLD,) * len(NAMES)
    one, other = _WORD.findall(left), _WORD.findall(right)
    mine, theirs = set(one), set(other)
    both = mine & theirs
    w_mine, w_theirs, w_both = (_weight(words, rare) for words in (mine, theirs, both))
    w_mine, w_theirs = w_mine or 1.0, w_theirs or 1.0
    return (
        len(both) / max(len(mine | theirs), 1),
        w_both / (w_mine + w_theirs - w_both or 1.0),
        w_both / w_mine,
        w_both / w_theirs,
        w_both / min(w_mine, w_theirs),
        fuzz.token_set_ratio(left, right) / 100,
        fuzz.token_sort_ratio(left, right) / 100,
        fuzz.ratio(left[:200], right[:200]) / 100,
        JaroWinkler.similarity(left[:60], right[:60]),
        *_codes(mine, theirs, left, right),
        *_numbers(mine, theirs, left, right),
        float(bool(one and other and one[0] == other[0])),
        max((rare[word] for word in mine - theirs), default=0.0),
        max((rare[word] for word in theirs - mine), default=0.0),
        float(len(mine) - len(theirs)),
    )


def _weight(words: Iterable[str], rare: Mapping[str, float]) -> float:
    """How rare words are together; exact, so that the order of a set, which no two runs share, moves no digit."""
    return math.fsum(rare[word] for word in words)


def _codes(mine: set[str], theirs: set[str], left: str, right: str) -> tuple[float, ...]:
    """Model numbers and the like: shared, one inside the other text, most alike, and how many sides have one that the other lacks."""
    ours, yours = ({w for w in words if len(w) > 2 and re.search(r"\d", w)} for words in (mine, theirs))  # fmt: skip
    long = [[w for w in words if len(w) > 3 or re.search("[a-z]", w)] for words in (ours, yours)]
    joined = [re.sub(r"[\s-]", "", text) for text in (right, left)]
    inside = [code in text for codes, text in zip(long, joined, strict=True) for code in codes]
    closest = max((fuzz.partial_ratio(a, b) / 100 for a in long[0] for b in long[1]), default=UNTOLD)  # fmt: skip
    against = float(bool(ours - yours) + bool(yours - ours)) if ours and yours else UNTOLD
    share = sum(inside) / len(inside) if inside else UNTOLD
    return float(len(ours & yours)), share, closest, against


def _numbers(mine: set[str], theirs: set[str], left: str, right: str) -> tuple[float, float]:
    """The share of numbers in common, and the first number of one as a share of the other's."""
    ours, yours = ({w for w in words if w[0].isdigit()} for words in (mine, theirs))
    share = len(ours & yours) / len(ours | yours) if ours | yours else UNTOLD
    first = [float(m[0]) if (m := _NUMBER.search(text.replace(",", ""))) else 0.0 for text in (left, right)]  # fmt: skip
    return share, min(first) / max(first) if min(first) > 0 else UNTOLD


def _of_field(left: Sequence[str], right: Sequence[str]) -> dict[str, Numbers]:
    texts = dict.fromkeys((*left, *right))
    told = Counter(word for text in texts for word in set(_WORD.findall(text)))
    rare = {word: math.log((len(texts) + 1) / (count + 0.5)) for word, count in told.items()}
    rows = np.array([alike(one, other, rare) for one, other in zip(left, right, strict=True)])
    return dict(zip(NAMES, rows.T, strict=True))


def _of_strangers(
    sides: Sequence[tuple[str, ...]], whole: Sequence[tuple[str, ...]]
) -> dict[str, Numbers]:
    """Words of a field that stand nowhere in the other record, how many and how rare: values stray between fields, a stranger is another thing."""
    words = {text: set(_WORD.findall(text)) for texts in (*sides, *whole) for text in texts}
    told = Counter(word for texts in whole for text in texts for word in words[text])
    rare = {word: math.log((2 * len(whole) + 1) / (count + 0.5)) for word, count in told.items()}
    found: dict[str, Numbers] = {}
    for at, name in enumerate(("left", "right")):
        strange = [
            words[field[at]] - words[every[1 - at]]
            for field, every in zip(sides, whole, strict=True)
        ]
        found[f"strange_{name}"] = np.array([float(len(one)) for one in strange])
        found[f"stranger_{name}"] = np.array([_weight(one, rare) for one in strange])
    return found


def _of_spelling(left: Sequence[str], right: Sequence[str], topics: bool) -> dict[str, Numbers]:
    """The cosine of two texts by their runs of two to four signs, by their words and pairs of words, and among the topics of all texts."""
    place = {text: at for at, text in enumerate(dict.fromkeys((*left, *right)))}
    one, other = ([place[text] for text in side] for side in (left, right))
    found = {}
    for name, analyzer, size in (("signs", "char_wb", (2, 4)), ("words", "word", (1, 2))):
        seen = TfidfVectorizer(analyzer=analyzer, ngram_range=size, sublinear_tf=True, token_pattern=_WORD.pattern if analyzer == "word" else None)  # fmt: skip
        try:
            rows = seen.fit_transform(place)
        except ValueError:  # a field in which nobody says a word
            found[name] = np.zeros(len(left))
            continue
        found[name] = np.asarray(rows[one].multiply(rows[other]).sum(axis=1)).ravel()
    if topics:
        found["topics"] = _of_topics(rows, one, other)
    return found


def _of_topics(rows: Any, one: Sequence[int], other: Sequence[int]) -> Numbers:
    """Latent semantic analysis: the cosine among the strongest topics."""
    count = min(_TOPICS, min(rows.shape) - 1)
    topics = TruncatedSVD(count, random_state=_SEED).fit_transform(rows)
    topics /= np.linalg.norm(topics, axis=1, keepdims=True) + 1e-9
    cosine: Numbers = (topics[one] * topics[other]).sum(axis=1)
    return cosine


def _standing(values: Numbers, side: Sequence[str]) -> tuple[Numbers, Numbers]:
    """How far a pair is ahead of the next one of the same record, and how many are ahead of it."""
    of: defaultdict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(side):
        of[key].append(at)
    ahead, behind = np.ones(len(values)), np.zeros(len(values))
    for places in of.values():
        if len(places) > 1:
            own = values[places]
            first, second = np.sort(own)[-1:-3:-1]
            ahead[places] = own - np.where(own == first, second, first)
            behind[places] = (own[:, None] < own[None, :]).sum(axis=1)
    return ahead, behind
