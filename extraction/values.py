"""Read what stands in a value cell: a number, a blank, a dash, or something else.

A number may carry a sign in digits or words, separators of thousands, a unit and a remark in
brackets. Whatever is not understood to the last character is unreadable, not nearly read.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extraction.labels import plain

Status = Literal["reported", "blank", "dash", "unreadable"]

_DASH = re.compile(r"^(?:[-‐-―−/\\|*·.…_─]+|无|不适用|不涉及|暂无|N/?A)(?:\(.*\))?$")
_ZERO = {"零": "0", "〇": "0", "○": "0"}
_SIGNS = {
    "增加了": 1, "增加": 1, "净增": 1, "增": 1, "新增": 1, "+": 1, "↑": 1,
    "减少了": -1, "减少": -1, "净减": -1, "减": -1, "-": -1, "−": -1, "–": -1, "—": -1, "↓": -1,
}  # fmt: skip
_UNCHANGED = {"持平", "不变", "无变化", "没有变化", "未变化", "无增减", "未增减", "不增不减"}
_CHINESE = re.compile(
    r"^(?:([一二两三四五六七八九])千)?(零?)(?:([一二两三四五六七八九])百)?(零?)"
    r"(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)$"
)
_CHINESE_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2}
_UNITS_OF_COUNT = "件|项|条|个|宗|份|次|人次|人|起|例|件次|家"
_MONEY = {
    "亿元": Decimal(10000),
    "亿": Decimal(10000),
    "千万元": Decimal(1000),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "万": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
}
"""Units of money in 10,000 CNY. A bare 万 or 亿 beside an amount means 万元 or 亿元."""

_NUMBER = re.compile(
    r"^(?P<sign>增加了?|新增|净增|增|减少了?|净减|减|\+{0,2}|[-−–—]{0,2}|[↑↓])[:：]?"
    r"(?P<digits>\d{1,3}(?:[,'’`]\d{3})+|\d+)(?P<fraction>\.\d+)?"
    rf"(?P<unit>亿元|亿|千万元|百万元|万元|千元|元|万(?:{_UNITS_OF_COUNT})?|{_UNITS_OF_COUNT})?"
    r"(?P<remark>\(.*\))?$"
)
MOST_DIGITS, MOST_DECIMALS = 12, 6
"""No count or amount of one body has more digits; longer runs are cells run into one another."""

_MARKS = "①-⒛⓪-⓿❶-➓㈠-㈩¹²³⁰-⁹₀-₉"
_FOOTNOTE = re.compile(rf"(?<=[^\s{_MARKS}])\s*[{_MARKS}]+\s*$")
_MARK = re.compile(rf"[{_MARKS}]")
"""Footnote marks: folding their width would make digits of them (12① is not 121)."""

_SPACED_DIGITS = re.compile(r"\d\s+\d")
_THOUSANDS = re.compile(r"^\D*\d{1,3}(?:\s\d{3})+(?:\D|$)")
_HEAD_UNIT = re.compile(r"亿元|千万元|百万元|万元|千元|元")
_LABEL_UNIT = re.compile(rf"[(\[](?:单位[:：]?)?({_HEAD_UNIT.pattern})[)\]]")


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell as read.

    number: as printed, sign included, before any unit is applied.
    unit: the printed unit, None where none is printed.
    is_spaced: digits stood apart by spaces that do not part thousands and were joined.
    """

    status: Status
    number: Decimal | None = None
    unit: str | None = None
    is_spaced: bool = False


@functools.lru_cache(maxsize=65536)
def read_cell(text: str) -> CellValue:
    """Read the text of one cell."""
    text = _FOOTNOTE.sub("", text)
    folded = plain(text)
    if not folded:
        return CellValue("blank")
    if _MARK.search(text):
        return CellValue("unreadable")
    if folded in _ZERO:
        return CellValue("reported", Decimal(0))
    match = _NUMBER.match(folded.replace("，", ",").removesuffix("。"))
    if match is not None:
        return _number(match, is_spaced=_has_odd_spaces(text))
    if _DASH.match(folded):
        return CellValue("dash")
    numeral = _chinese_numeral(folded)
    if numeral is not None:
        return CellValue("reported", numeral)
    return CellValue("unreadable")


def read_change(text: str) -> CellValue:
    """Read a cell of a column of changes, where words may say that nothing changed."""
    if plain(text) in _UNCHANGED:
        return CellValue("reported", Decimal(0))
    return read_cell(text)


def _chinese_numeral(folded: str) -> Decimal | None:
    """A number in Chinese numerals below 10,000, as 十二 or 一百零五.

    One of a single character is not read: 一 is how a dash is often typed or recognised, and
    the others number rows.
    """
    match = _CHINESE.match(folded)
    if match is None or len(folded) < 2:
        return None
    thousands, first_gap, hundreds, gap, tens, ten, ones = match.groups()
    if (first_gap and (hundreds or not thousands)) or (first_gap and gap):
        return None
    if gap and ((ten and not hundreds) or not (thousands or hundreds) or not (ten or ones)):
        return None
    if ones and not ten and (hundreds or thousands) and not (gap or first_gap):
        return None
    parts = (
        _CHINESE_DIGITS.get(thousands or "", 0) * 1000,
        _CHINESE_DIGITS.get(hundreds or "", 0) * 100,
        _CHINESE_DIGITS.get(tens or "", 1 if ten else 0) * 10,
        _CHINESE_DIGITS.get(ones or "", 0),
    )
    return Decimal(sum(parts))


def in_10k_cny(number: Decimal, unit: str) -> Decimal:
    """An amount of money in 10,000 CNY. Raises KeyError for a unit that is not one of money."""
    return number * _MONEY[unit]


def is_money_unit(unit: str) -> bool:
    return unit in _MONEY


def money_unit_in(head: str) -> str | None:
    """The unit of money that the head of a column prints, e.g. 本年收费金额（单位：万元）."""
    units: list[str] = _HEAD_UNIT.findall(plain(head))
    return units[-1] if units else None


def money_unit_in_label(label: str) -> str | None:
    """The unit of money that the label of a row prints in brackets: 行政事业性收费（元）."""
    match = _LABEL_UNIT.search(plain(label))
    return match[1] if match else None


def _number(match: re.Match[str], *, is_spaced: bool) -> CellValue:
    digits = re.sub(r"\D", "", match["digits"])
    fraction = match["fraction"] or ""
    if len(digits) > MOST_DIGITS or len(fraction) > 1 + MOST_DECIMALS:
        return CellValue("unreadable")
    number = Decimal(digits + fraction)
    sign = match["sign"]
    # A doubled sign (--253) is a slip of the pen, not a double negation.
    if sign and _SIGNS[sign if sign in _SIGNS else sign[-1]] < 0:
        number = -number
    unit = match["unit"]
    if unit and unit.startswith("万") and unit not in _MONEY:
        number, unit = number * 10000, unit[1:]
    return CellValue("reported", number, unit, is_spaced)


def _has_odd_spaces(text: str) -> bool:
    return bool(_SPACED_DIGITS.search(text)) and not _THOUSANDS.match(text.strip())
