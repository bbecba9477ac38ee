"""Years, dates and statistical periods as reports write them.

All functions take folded text (`extraction.labels.plain`): no spaces, half-width digits.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable

from extraction.values import numeral

YEAR = r"(?:20\d{2}|二[零〇○OoО0][零〇○OoО0一二][零〇○OoО0一二三四五六七八九])"
"""A year in digits or in Chinese numerals, whose zero is printed in many ways."""

_DIGITS = {
    **dict.fromkeys("零〇○OoО0", "0"),
    **{numeral: str(value) for value, numeral in enumerate("一二三四五六七八九", 1)},
}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"(?<!\d)(?P<year>{YEAR})(?:年|[-./])(?P<month>{_NUMBER})(?:月|[-./])(?P<day>\d{{2}}(?=\d{{1,2}}:\d\d)|{_NUMBER}(?!\d))日?"
)
_TIES = r"(?:起|开?始|起始|零时|0时)?[,，]?(?:截?至|到|[-—–~～－―]{1,3})"
_RANGE = re.compile(
    rf"(?<!\d)(?P<year>{YEAR})年?"
    r"(?:(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?|年?(?P<run>\d{2,4})日"
    r"|[./-](?P<month_dot>\d{1,2})[./-](?P<day_dot>\d{1,2})|(?P<month_only>\d{1,2})月?)"
    rf"{_TIES}(?:(?P<end_year>{YEAR})[年./-]?)?"
    r"(?:(?P<end_month>\d{1,2})[月./-](?P<end_day>\d{1,2})日?|(?P<end_run>\d{2,4})日"
    r"|(?P<end_month_only>\d{1,2})月)"
)
"""From a date to a date. Text layers lose 年 and 月 (202111日, 2018年1231日, 20201月1日), and the
second year is often left out."""

_CONTEXT = re.compile(r"统计|期限|时限|周期|时间段|起止|期间|数据|所列|内容时限|截止")
_QUOTED = re.compile(r"《[^》]*》|〈[^〉]*〉|[〔\[(【]20\d{2}[〕\])】]\d*号?|https?://[\w./?=&%-]*")
_SINCE = re.compile(rf"{YEAR}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?(?:以来|起|[^，。]{{0,12}}施行)")
_BEGUN = re.compile(rf"(?:^|(?<=[。\n]))({YEAR})年以来[，,]")
"""A sentence that begins so tells what was done in the year, where no other year is told of."""
_ENDED = re.compile(rf"截[至止]到?({YEAR})年(?:12月(?:31日|底)|年?[底末])")
"""Figures up to the end of a year are of that year, where no other year is told of."""

_IN_NUMERALS = re.compile(
    rf"(?P<year>{YEAR})年(?P<month>[一二三四五六七八九十]{{1,2}})月(?P<day>[一二三四五六七八九十]{{1,3}})日"
)
_PLANS = re.compile(r"存在的?(?:主要)?问题|下一步|下步|改进措施|改进情况")
_YEAR_WORD = re.compile(rf"(?<!\d)(?P<year>{YEAR})年度?(?!\d)")

Period = tuple[datetime.date, datetime.date]


def year_of(text: str) -> int:
    """The number of a year that YEAR matched."""
    return int("".join(_DIGITS.get(character, character) for character in text))


def years(text: str) -> list[int]:
    """The years that a text names as such (2023年, 二〇二三年度), in order."""
    return [year_of(match["year"]) for match in _YEAR_WORD.finditer(text)]


def dates(text: str) -> list[datetime.date]:
    """The full dates in a text, in order; impossible ones are left out."""
    found = (
        _date(year_of(match["year"]), _number(match["month"]), _number(match["day"]))
        for match in _DATE.finditer(text)
    )
    return [date for date in found if date is not None]


def period(text: str) -> Period | None:
    """The statistical period that a text states, or None.

    A range counts when words about figures or time limits stand around it, or when it spans a
    calendar year by itself.
    """
    whole_year = None
    text = _IN_NUMERALS.sub(_in_digits, text.replace("年元月", "年1月"))
    for match in _RANGE.finditer(text):
        span = _span(match)
        if span is None:
            continue
        around = text[max(0, match.start() - 40) : match.start()] + text[match.end() :][:6]
        if _CONTEXT.search(around):
            return span
        if (span[0].month, span[0].day, span[1].month) == (1, 1, 12):
            whole_year = whole_year or span
    return whole_year


def usual_year(text: str) -> int | None:
    """The year that a text is about by its wording: the one named most, if one stands out.

    Names of other documents, document numbers and addresses do not count, nor what is planned
    where the text says what it did before.
    """
    told = _QUOTED.sub("，", text)
    done = [plans.start() for plans in _PLANS.finditer(told) if years(told[: plans.start()])]
    told = told[: done[-1]] if done else told
    otherwise = _BEGUN.findall(told) or _ENDED.findall(told)
    counts = Counter(years(_SINCE.sub("", told)) or map(year_of, otherwise))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def first_date(texts: Iterable[str]) -> datetime.date | None:
    """The first full date in several texts."""
    return next((date for text in texts for date in dates(text)), None)


def _in_digits(match: re.Match[str]) -> str:
    month, day = _number(match["month"]), _number(match["day"])
    return f"{year_of(match['year'])}年{month}月{day}日" if month and day else match[0]


def _span(match: re.Match[str]) -> Period | None:
    year = year_of(match["year"])
    start_month, start_day = _month_and_day(match, "", default_day=1)
    end_year = year_of(match["end_year"]) if match["end_year"] else year
    end_month, end_day = _month_and_day(match, "end_", default_day=None)
    if end_month is not None and end_day is None:
        end_day = monthrange(end_year, end_month)[1] if 1 <= end_month <= 12 else None
    start, end = _date(year, start_month, start_day), _date(end_year, end_month, end_day)
    if start is None or end is None or end <= start:
        return None
    return start, end


def _month_and_day(
    match: re.Match[str], prefix: str, default_day: int | None
) -> tuple[int | None, int | None]:
    groups = match.groupdict()
    if run := groups.get(f"{prefix}run"):
        return _split_run(run)
    for month, day in (("month", "day"), ("month_dot", "day_dot")):
        if groups.get(prefix + month):
            return int(groups[prefix + month]), int(groups[prefix + day])
    if only := groups.get(f"{prefix}month_only"):
        return int(only), default_day
    return None, None


def _split_run(run: str) -> tuple[int | None, int | None]:
    """Month and day that were run together, where only one way of parting them is a date."""
    ways = {
        (int(run[:cut]), int(run[cut:]))
        for cut in range(1, len(run))
        if 1 <= int(run[:cut]) <= 12 and 1 <= int(run[cut:]) <= 31 and len(run) - cut <= 2
    }
    return ways.pop() if len(ways) == 1 else (None, None)


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    number = numeral(text)
    return None if number is None else int(number)


def _date(year: int, month: int | None, day: int | None) -> datetime.date | None:
    if month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
