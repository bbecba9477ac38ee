"""Units as tables print them: in a column of their own, behind a head or a label, beside a number.

The prose has many more (`extraction.prose.quantities`): it states other things than the tables do.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from extraction.labels import plain

COUNTS = "件次|件|项|条|个|宗|份|次|人次|人|起|例|家|篇|期|场|部|名|处"
PEOPLE = ("人", "人次", "名")
MONEY = r"[十百千万亿]{0,2}元"
ANY = f"{MONEY}|[百千万亿]?(?:{COUNTS})"
"""Alternatives for a pattern, in which something must stand behind them."""

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_ALONE = re.compile(rf"[(\[]?(?:单位:?)?(?P<unit>{ANY})[)\]]?")
_IN_BRACKETS = re.compile(rf"[(\[](?:单位:?)?({ANY})[)\]]")
_IN_HEAD = re.compile(rf"(?<![十百千万亿])(?!(?<=[^(\[:位额为以按币])元){MONEY}")
"""元 alone only where a unit can stand: （单元） and 收费金元） are what is left of 万元."""
_BEHIND_HEAD = re.compile(
    rf"[(\[]?(?:单位)?:?{MONEY}[)\]]?$|(?:[(\[](?:单位)?:?|单位:?|(?<=[数量])|^)[百千万亿]?(?:{COUNTS})[)\]]?$"
)
"""Where nothing parts a count from the head it is one behind 数 and 量 alone: not in 自然人."""
_ENDS_OF_UNITS = ("元", ")", "]", *COUNTS.split("|"))
_MONEY_BEHIND = re.compile(rf"{MONEY}$")
_SCALED = re.compile(rf"(?:^|[(\[:位数量])(?P<scale>[百千万亿])(?:{COUNTS})(?:[)\]]|$)")
_TURNED = re.compile(
    rf"(?P<unit>{COUNTS})\((?P<scale>[百千万亿])\)"
    rf"|(?P<before>[百千万亿])\((?P<behind>{COUNTS}|元)\)"
)
_FOREIGN = re.compile(r"[美欧日港澳英加]元|港币|英镑|外币")


def _folded(text: str) -> str:
    """A text, folded, with 条（万） and 万（条） as 万条: they say the same."""
    folded = plain(text)
    if "(" not in folded:
        return folded
    return _TURNED.sub(r"\g<scale>\g<before>\g<unit>\g<behind>", folded)


@functools.lru_cache(maxsize=65536)
def unit_alone(text: str) -> str | None:
    """The unit that a text is: that of a column of units, 件 or （单位：万元）."""
    match = _ALONE.fullmatch(_folded(text))
    return match["unit"] if match else None


def unit_of_label(label: str) -> str | None:
    """The unit that the label of an indicator prints: in brackets, or one of money behind it."""
    inside: list[str] = _IN_BRACKETS.findall(plain(label))
    behind = _MONEY_BEHIND.search(plain(label))
    return inside[-1] if inside else behind[0] if behind else None


def without_unit(head: str) -> str:
    """A head, folded, without the unit behind it: 收费金额（单位：万元）."""
    folded = plain(head)
    return _BEHIND_HEAD.sub("", folded) if folded.endswith(_ENDS_OF_UNITS) else folded


@functools.lru_cache(maxsize=65536)
def scale_of_counts(text: str) -> int:
    """How many a count stands for under a head, label or unit that says so: 10,000 for 万条."""
    match = _SCALED.search(_folded(text))
    return _SCALES[match["scale"]] if match else 1


def is_money_unit(unit: str) -> bool:
    """Whether a unit is one of money; a bare 万 or 亿 beside an amount means 万元 or 亿元."""
    return re.fullmatch(rf"{MONEY}|[万亿]", unit) is not None


def in_yuan(number: Decimal, unit: str) -> Decimal:
    """An amount of money in 元. Raises KeyError for a unit that is not one of money."""
    scale = 1
    for character in unit.removesuffix("元"):
        scale *= _SCALES[character]
    return number * scale


def in_10k_cny(number: Decimal, unit: str) -> Decimal:
    """An amount of money in 10,000 CNY. Raises as `in_yuan` does."""
    return in_yuan(number, unit) / 10_000


def is_foreign_money(text: str) -> bool:
    """Whether a head or label prints another currency, so that its amounts are not in CNY."""
    return _FOREIGN.search(plain(text)) is not None


def money_units(head: str, label: str = "") -> list[str]:
    """The units of money that the head of a column prints (本年收费金额（单位：万元）), and then
    those that the label of a row has in brackets: 行政事业性收费（元）."""
    behind: list[str] = _IN_BRACKETS.findall(plain(label))
    return [*_IN_HEAD.findall(plain(head))[::-1], *filter(is_money_unit, behind)]
