"""说数: an amount of money as an office says it."""

from __future__ import annotations

from luoshi.values.label import Label


def money(wan: float) -> Label:
    """An amount as an office says it: 450万元, 1.2亿元; in English in (million) yuan."""
    if round(abs(wan)) >= 10_000:
        zh = f"{figures(wan / 10_000, 2)}亿元"
    else:
        zh = f"{figures(wan, 0 if abs(wan) >= 10 else 1)}万元"
    if abs(wan) >= 100:
        return Label(zh, f"{figures(wan / 100, 1 if abs(wan) >= 1000 else 2)} million yuan")
    return Label(zh, f"{wan * 10_000:,.0f} yuan")


def figures(number: float, places: int) -> str:
    """Up to `places` decimals, thousands parted, no empty ones at the end."""
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text
