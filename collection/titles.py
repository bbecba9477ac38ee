"""Which link leads to an annual report, and on which year it reports."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

MOST_CHARACTERS = 300

_NAME = re.compile(
    r"(?:信息|政务)(?:主动)?公开(?:工作)?(?:年度)?(?:工作)?(?:开展)?(?:情况)?的?(?:年度)?(?:工作)?"
    r"(?:情况)?的?(?:报告|年报)"
)
"""The name that article 50 of the regulation on disclosure gives the report (政府信息公开工作年度
报告), and how offices vary it: words left out, in another order, 年报 for short."""

_ABOUT = re.compile(
    r"解读|图解|读懂|一图|培训|模板|格式|范本|样表|评议|评估|考核|测评|征求|"
    r"(?:做好|开展|编制|撰写|编写|报送|上报|填报|提交|规范).*(?:通知|函|方案|意见|要求|说明|会议?)$"
)
"""Titles about reports: how to write them, who has to send them, pictures that explain them."""

_FOUR_DIGITS = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年?度")
_YEAR_OF_A_DAY = re.compile(r"(?<!\d)(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*月)")
_CHINESE_YEAR = re.compile(r"二[〇○零0Oo◯][〇○零0Oo◯一二三四][〇○零0Oo◯一二三四五六七八九]")
_CHINESE_DIGITS = dict(zip("〇○零0Oo◯一二三四五六七八九", "0000000123456789", strict=True))

_DATE = re.compile(
    r"(?<!\d)(20[0-4]\d|19\d\d)\s*[-./年]\s*(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A title that names a report. year: the data year, None where the title does not say it."""

    title: str
    year: int | None


def folded(text: str) -> str:
    """Text as it is compared: NFKC, no invisible characters, spaces as one, 300 characters."""
    text = unicodedata.normalize("NFKC", text[: 4 * MOST_CHARACTERS])
    seen = (" " if c.isspace() else c for c in text)
    visible = "".join(c for c in seen if unicodedata.category(c)[0] != "C")
    return " ".join(visible.split())[:MOST_CHARACTERS]


def titled(text: str, pattern: re.Pattern[str] | None = None) -> Titled | None:
    """The report that a link's text names; None where it names none.

    Without a pattern: one of the official names with a year. With one: whatever it matches, folded
    or as it stands on the page (a pattern may name （ or ：), the year from its group named `year`
    where it has one.
    """
    title = folded(text)
    if pattern is not None:
        found = pattern.search(title) or pattern.search(text[:MOST_CHARACTERS].strip())
        if found is None:
            return None
        group = found.groupdict().get("year")
        return Titled(title, year_in(group) if group else year_in(title))
    plain = title.replace(" ", "")
    if _NAME.search(plain) is None or _ABOUT.search(plain):
        return None
    year = year_in(title)
    return None if year is None else Titled(title, year)


def year_in(title: str) -> int | None:
    """The data year that a title names: 2023年度 before 2023年 before any 2023; also 二〇二三."""
    text = _CHINESE_YEAR.sub(
        lambda found: "".join(_CHINESE_DIGITS.get(c, "2") for c in found[0]), folded(title)
    )
    for pattern in (_YEAR, _YEAR_OF_A_DAY, _FOUR_DIGITS):
        found = pattern.search(text)
        if found:
            return int(found[1])
    return None


def date_in(text: str) -> date | None:
    """The first day that a text names, 2024-01-31, 2024年1月31日, 2024/1/31; None without one."""
    for found in _DATE.finditer(text[:2000]):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def compiled(pattern: str | None) -> re.Pattern[str] | None:
    """A pattern of the registry, ready to use."""
    return re.compile(pattern) if pattern is not None else None
