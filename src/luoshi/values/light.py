"""灯的样子: shape, word and colour of each level, said once for the command line, papers, workbooks and charts.

The colours are those of the pages (`tokens.css`; a test holds them equal). A colour never stands alone (design: shape and word too).
"""

from __future__ import annotations

from collections.abc import Mapping

MARKS: Mapping[str, str] = {"red": "■", "yellow": "▲", "grey": "○", "green": "●"}
WORDS: Mapping[str, str] = {"red": "逾期", "yellow": "预警", "grey": "未报", "green": "正常"}
COLOURS: Mapping[str, str] = {
    "red": "#C4261A",
    "yellow": "#A86500",
    "grey": "#76838B",
    "green": "#1F7A45",
}


def marked(level: str, between: str = "") -> str:
    """Shape and word: ■逾期."""
    return f"{MARKS[level]}{between}{WORDS[level]}"
