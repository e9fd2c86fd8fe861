"""统一社会信用代码 (GB 32100-2015): 18 signs, of which the 17th and the 18th check those before them.

Real codes of early pilots fail the 18th: warn, never block. Codes are taken as they are: half width, capitals.
"""

from __future__ import annotations

from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""No I, O, S, V, Z."""
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, at, 31) for at in range(17))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # the organisation code of GB 11714, signs 9-17

Checked = Literal["right", "doubtful", "wrong"]


def checked(code: str) -> Checked:
    """`wrong` where it cannot be a code (length, signs); `doubtful` where the last sign does not check."""
    if len(code) != 18 or not set(code) <= set(ALPHABET):
        return "wrong"
    return "right" if code[17] == check_sign(code) else "doubtful"


def check_sign(code: str) -> str:
    """The 18th sign that the first 17 ask for; ValueError where they are not signs of a code."""
    if len(code) < 17 or not set(code[:17]) <= set(ALPHABET):
        raise ValueError(code)
    total = sum(_VALUE[sign] * weight for sign, weight in zip(code[:17], _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inner_checks(code: str) -> bool:
    """True where the organisation code inside checks, as it does in early codes whose last sign does not."""
    body = code[8:16]
    if len(code) != 18 or not (body.isascii() and body.isalnum()):
        return False
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, _INNER_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return code[16] == {10: "X", 11: "0"}.get(rest, str(rest))
