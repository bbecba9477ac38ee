"""Read what stands in a value cell: a number, a blank, a dash, or something else.

A number may carry a sign in digits or words, separators of thousands, a unit and a remark in
brackets. Whatever is not understood to the last character is unreadable, not nearly read.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from extraction.labels import plain
from extraction.records import record
from extraction.typography import without_invisible
from extraction.units import COUNTS, MONEY, is_money_unit

Status = Literal["reported", "blank", "dash", "unreadable"]

_DASH = re.compile(
    r"^(?!\.(?:\(|$))(?:[-‐-―−/\\|·.…_─━ー]+|无|无此项|没有|尚无|未发生|不适用|不涉及|暂无|N/?A)(?:\(.*\))?$",
    re.IGNORECASE,
)
"""A point alone is what is left of a number whose digits stand elsewhere."""

_BRACKETED = re.compile(r"^\((.+)\)$")
_DASH_BEFORE_NUMBER = re.compile(r"^(?:\W+|[无没尚未不暂]\w{0,3})\([\d.,]+\)$")
_SIGN_IN_BRACKETS = re.compile(r"\d\([-+−–—]\)$")
_ZERO = {"零": "0", "〇": "0", "○": "0"}
_LETTERS = re.compile(r"[+-]?[\dOo]+(?:\.[\dOo]+)?")
"""The letter O in the place of a zero, as texts have it that a recogniser made of a picture."""

_MORE = "增加了|增加|净增加|净增|增长|新增|增|上升|↑|↗"
_FEWER = "负|减少了|减少|净减少|净减|减|下降|↓|↘|▼|▽"
_SIGNS = dict.fromkeys(_MORE.split("|"), 1) | dict.fromkeys(_FEWER.split("|"), -1)
_SIGNS |= {"+": 1, "-": -1, "−": -1, "–": -1, "—": -1}
_SIGN_BEHIND = re.compile(rf"^\((?P<sign>{_MORE}|{_FEWER})\)$")
_UNCHANGED = re.compile(
    r"^(?:与?(?:上年|去年|上一年)度?)?(?:持平|不变|(?:无|没有|未|没)(?:变化?|增减)|不增不减|±0)$"
)
_CHINESE = re.compile(
    r"^(?:([一二两三四五六七八九])千)?(零?)(?:([一二两三四五六七八九])百)?(零?)"
    r"(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)$"
)
_CHINESE_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
"""Numerals of accounts, in which amounts are written so that no stroke can be added."""

_REMARK = r"(?:\((?:[^()]|\([^()]*\))*\))+|\([^)]*\)+"
"""What closes a cell: 22(市本级)30(县区) is two numbers. Brackets may not pair."""

_NUMBER = re.compile(
    r"^(?:(?:[较比](?:上年|去年|上一年)度?|同比)?"
    rf"(?P<sign>{_MORE}|{_FEWER}|\+{{0,2}}|[-−–—]{{0,2}})[:：]?|共计?|合计|计)"
    r"(?:人民币)?(?P<currency>¥?)"
    r"(?P<digits>\d{1,3}(?:[,'’`]\d{3})+|\d+)(?P<fraction>\.\d+)?"
    rf"(?:(?P<unit>{MONEY}|亿|万(?:{COUNTS})?|{COUNTS})整?)?"
    rf"(?P<remark>{_REMARK}|[,;]?(?:其中|含|包括|包含)[^元]*|[,;]?占[^元]*%)?$"
)
_WORDS = re.compile(rf"^(?P<numeral>[一二两三四五六七八九十百千万零〇]+)(?P<unit>元|{COUNTS})?整?$")
_NUMBER_ASIDE = re.compile(rf"^\([\d.,]+(?:{COUNTS})?\)$")
"""22（16） prints two numbers and does not say what the other one is."""
_UNIT_BEHIND = re.compile(rf"^\((?:单位[:：]?|人民币)?(?P<unit>{MONEY}|万|亿)\)$")
MOST_DIGITS, MOST_DECIMALS = 12, 6
"""No count or amount of one body has more digits; longer runs are cells run into one another.
An amount in 亿元 has up to four decimals more than one in 万元."""
LIMIT = Decimal(10) ** MOST_DIGITS

_MARKS = "①-⒛⓪-⓿❶-➓㈠-㈩¹²³⁰-⁹₀-₉"
_FOOTNOTE = re.compile(
    rf"(?<=[^\s{_MARKS}\[(（注])\s*(?:[\[(（]?[注註]?[{_MARKS}]+[\])）]?|\[[注註]?\d{{1,2}}\])\s*$"
    r"|(?<=[\d件项条个次人篇元])\s*[*＊※]{1,3}\s*$"
)
_MARK = re.compile(rf"[{_MARKS}]")
"""Footnote marks: folding their width would make digits of them (12① is not 121)."""

_TEXT_MARK = re.compile(r"^\s*['’‘](?=[+-]?\d)")
"""What makes a text of a number in a spreadsheet; a copy of the cell often keeps it."""

_SPACED_DIGITS = re.compile(r"\d\s+\d")
_THOUSANDS = re.compile(r"^\D*\d{1,3}(?:\s\d{3})+(?!\s*\d)")


@record(frozen=True, slots=True)
class CellValue:
    """A cell as read.

    number: as printed, sign included, before any unit is applied.
    unit: the printed unit, None where none is printed.
    is_spaced: digits stood apart by spaces that do not part thousands and were joined.
    has_letters: letters O stood in the place of zeros.
    """

    status: Status
    number: Decimal | None = None
    unit: str | None = None
    is_spaced: bool = False
    has_letters: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether something stands in the cell that can be read."""
        return self.status not in ("blank", "unreadable")


@functools.lru_cache(maxsize=65536)
def read_cell(text: str) -> CellValue:
    """Read the text of one cell."""
    text = _FOOTNOTE.sub("", _TEXT_MARK.sub("", without_invisible(text)))
    folded = plain(text)
    if not folded:
        return CellValue("blank")
    if _MARK.search(text):
        return CellValue("unreadable")
    if folded in _ZERO:
        return CellValue("reported", Decimal(0))
    if _DASH_BEFORE_NUMBER.match(folded) or _SIGN_IN_BRACKETS.search(folded):
        # A dash and a remark, or a number and its sign.
        return CellValue("unreadable")
    match = _NUMBER.match(folded.replace("，", ",").replace("；", ";").removesuffix("。"))
    if match is not None:
        is_spaced = _SPACED_DIGITS.search(text) and not _THOUSANDS.match(text.strip())
        return _number(match, is_spaced=bool(is_spaced))
    if _DASH.match(folded):
        return CellValue("dash")
    if _LETTERS.fullmatch(folded) and len(folded) == len(text.strip()):
        value = read_cell(folded.replace("O", "0").replace("o", "0"))
        return replace(value, has_letters=value.number is not None)
    return _in_words(folded)


def read_change(text: str) -> CellValue:
    """Read a cell of a column of changes, where words may give the sign or say nothing changed."""
    folded = plain(text)
    if _UNCHANGED.match(folded):
        return CellValue("reported", Decimal(0))
    value = read_cell(text)
    behind = _SIGN_BEHIND.match(folded[folded.find("(") :]) if "(" in folded else None
    if behind is None or value.number is None:
        return value
    sign = _SIGNS[behind["sign"]]
    if value.number < 0 < sign or _NUMBER.match(folded)["sign"]:  # type: ignore[index]
        return CellValue("unreadable")
    return replace(value, number=sign * value.number)


def read_as_held(text: str, held: str) -> CellValue:
    """Read (12), as accounts show −12, and 012, where the file itself holds the number.

    By themselves brackets may as well hold a remark, or what is only said aside, and 012 may be
    the rest of a number that was cut.
    """
    match, number = _BRACKETED.match(plain(text)), read_cell(held).number
    shown = read_cell(match[1] if match else plain(text).lstrip("0") or "0")
    if number is None or shown.number != abs(number) or (match is not None) != (number < 0):
        return CellValue("unreadable")
    return replace(shown, number=number)


def _in_words(folded: str) -> CellValue:
    """A number in Chinese numerals, as 十二, 一百零五, 壹佰 or 五件.

    One of a single character without a unit is not read: 一 is how a dash is often typed or
    recognised, and the others number rows.
    """
    match = _WORDS.match(folded.translate(_FORMAL))
    if match is None or (len(folded) < 2 and folded == match["numeral"]):
        return CellValue("unreadable")
    number = numeral(match["numeral"])
    return (
        CellValue("unreadable") if number is None else CellValue("reported", number, match["unit"])
    )


def numeral(text: str) -> Decimal | None:
    """The number that a Chinese numeral spells; None where it is not sure which: 三四, 二〇五."""
    text = "二" if text == "两" else text.replace("〇", "零")
    if "万" not in text:
        return _below_ten_thousand(text)
    upper, _, lower = text.partition("万")
    rest = _below_ten_thousand(lower.removeprefix("零")) if lower else Decimal(0)
    above = _below_ten_thousand(upper)
    # 一万二 says 12,000 to some and nothing sure to a machine.
    if not upper or above is None or rest is None or (len(lower) == 1 and rest):
        return None
    return above * 10_000 + rest


def _below_ten_thousand(numeral: str) -> Decimal | None:
    match = _CHINESE.match(numeral)
    if match is None:
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


def _number(match: re.Match[str], *, is_spaced: bool) -> CellValue:
    digits = re.sub(r"\D", "", match["digits"])
    fraction = match["fraction"] or ""
    decimals = MOST_DECIMALS + (4 if (match["unit"] or "").startswith("亿") else 0)
    if len(digits) > MOST_DIGITS or len(fraction) > 1 + decimals:
        return CellValue("unreadable")
    if len(digits) > 1 and digits[0] == "0":
        # Nobody prints 082: it is the rest of a number that was cut.
        return CellValue("unreadable")
    if _NUMBER_ASIDE.match(match["remark"] or ""):
        return CellValue("unreadable")
    number = Decimal(digits + fraction)
    sign = match["sign"]
    # A doubled sign (--253) is a slip of the pen, not a double negation.
    if sign and _SIGNS[sign if sign in _SIGNS else sign[-1]] < 0:
        number = -number
    unit = match["unit"]
    behind = _UNIT_BEHIND.match(match["remark"] or "")
    if behind is not None and not unit:
        unit = behind["unit"]
    if unit and unit.startswith("万") and not is_money_unit(unit):
        number, unit = number * 10000, unit[1:]
        if abs(number) >= LIMIT:
            return CellValue("unreadable")
    # The sign of the currency stands before amounts in 万元 too: it says nothing of the unit.
    if match["currency"] and unit and not is_money_unit(unit):
        return CellValue("unreadable")
    return CellValue("reported", number, unit, is_spaced)
