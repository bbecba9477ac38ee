"""Find the quantities that a sentence states: number, unit and the words they belong to.

Years, dates, ordinals, document numbers, telephone numbers and addresses are no quantities.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from extraction.records import record
from extraction.values import numeral

_UNITS = (
    "个百分点|个工作日|个月|个小时|人次|家次|件次|条次|点次|场次|期次|班次|万元|亿元|工作日|课时|学时|小时|分钟"
    "|件|条|项|个|份|篇|次|期|册|场|家|起|宗|例|处|名|位|块|台|套|部|张|本|幅|字|元|天|分|%|‰|倍|户|组|批|轮"
    "|门|支|栏|类|版|种|站|所|款|集|页|人|则|类别|部门|把|间|座|辆|枚|封|通|秒"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERALS = r"(?:一(?=[十百千万])|[二两三四五六七八九十百千万])[一二两三四五六七八九十百千万零〇]*"
_QUANTITY = re.compile(
    r"(?=[\d一二两三四五六七八九十百千万])"
    rf"(?P<digits>(?<!\d,)(?<![\d.第〔\[/+万亿-]|[A-Za-z])(?<!\d:)(?:{_DIGITS})|(?<![一-鿿\d]第)(?<![第一二两三四五六七八九十百千万零〇每])(?:{_NUMERALS}))"
    rf"(?P<more>[余多])?(?P<scale>[百千万亿]+)?(?P<rest>[余多])?"
    rf"(?P<unit>{_UNITS})?"
)
_LISTED = re.compile(rf"(?:[、和及](?:{_DIGITS}))+(?P<unit>{_UNITS})")
_OF_A_DOCUMENT = re.compile(r"第[\d一二三四五六七八九十百零〇、和至及,-]*$")
_NUMERAL_UNITS = frozenset({"件", "条", "次", "场", "期", "篇", "人次"})
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_MONEY = {"万元": 10**4, "亿元": 10**8}
LIMIT = Decimal(10) ** 13
"""No stated quantity is this large; a run of so many digits is a number of another kind."""
LONGEST_SENTENCE = 5000
"""No sentence has more characters; what has is a table or noise whose marks were lost."""
_SHARE = re.compile(r"[,(]占(?:[^,;。%]{0,10}[的为约])?[\d.]+%")
"""Directly behind a number without a unit: it counts what the one before does (公开9件，占90%；
部分公开1，占10%)."""
_VAGUE = re.compile(r"[数几][十百千万]")
"""数十 and 几百 are no numbers."""

_NOT_AFTER = re.compile(r"(?:\d|年|月|日|号|时|点|楼|室|路|届|级|度|[-/:~+]\d|[A-Za-z]|\.\d)")
_IN_NAMES = {
    "分": re.compile(r"别|为|类|析|级|钟|之|管|布|局|工|公司|散|享|发"),
    "条": re.compile(r"(?:主要)?(?:途径|渠道|主线|战线)"),
    "次": re.compile(r"(?:全体)?会议|全会"),
}
"""What follows a unit that counts nothing: ways that a sentence lists, sessions of a congress."""
_SESSION = re.compile(r"届[^，。；,;]{0,8}$")
_ABOUT = re.compile(r"(?:近|约|逾|超过|超|达到?近|不少于|至少|以上|突破)$")
_LONGEST_ABOUT = 3
_BOUND = re.compile(r"以上|以下|以内|之内|左右|上下")
"""Directly behind a quantity: it is the bound of one (2人以上)."""

_QUOTED = re.compile(r"[“\"]([^“”\"，。；：,;:、！？!?（）()]{1,20})[”\"]")
"""A term in quotation marks, which is a part of its clause (“同意公开”的38件)."""

_BOUNDARY = re.compile(r"[，。；;：:、！？!?（）()“”\"]|(?<!\d),|,(?!\d)")
_AREA_BRACKETS = re.compile(
    r"\((?=(?:[市区县旗、]{1,3}|街道)\))"
    r"|(?<=\([市区县旗])\)|(?<=\([市区县旗]、[市区县旗])\)|(?<=\(街道)\)"
)
_ASIDE = re.compile(r"\([^()\d]+\)(?=(?:的|共|为|有)*\d)")
"""An explanation of the words before it, as it tells no number of its own."""
_WORDS = re.compile(r"[^\W\d一二三四五六七八九十]")
_CITIZENS = re.compile(r"(?<=公民)、(?=法人)")
_LINKS = re.compile(
    r"(?:其中|共计|共|合计|总计|计|达到|达|约|近|为|有|含|分别|各|逾|超过|超|均|了|到|等)*+$"
)


@record(frozen=True, slots=True)
class Quantity:
    """A number in a sentence. start, end: its place in the folded sentence, unit included.

    value: in single units (1.2万 is 12000; amounts of money in 元). is_approximate: the sentence
    says about, over, or leaves the last digits open (10余条).
    """

    value: Decimal
    unit: str
    phrase: str
    start: int
    end: int
    is_approximate: bool


_NUMBER_WITHOUT_UNIT = re.compile(r"(?<![\d.〔第])\d{1,4}+(?![.\d]|[年月日〕])")
"""What a clause counts although no unit follows (其中2撤销): its words belong to that."""


def quantities(sentence: str) -> list[Quantity]:
    """The quantities of a sentence folded by `extraction.labels.plain`, in order."""
    if len(sentence) > LONGEST_SENTENCE:
        return []
    found = []
    previous_end, counted = 0, ""
    for match in _QUANTITY.finditer(sentence):
        quantity = _read(sentence, match, previous_end, counted)
        if quantity is not None:
            found.append(quantity)
            previous_end = quantity.end
            counted = counted if quantity.unit == "%" else quantity.unit
    return found


def _read(sentence: str, match: re.Match[str], previous_end: int, counted: str) -> Quantity | None:
    """The quantity that a match states. counted: the unit of the last one that is no share."""
    digits, scale, unit = match["digits"], match["scale"] or "", match["unit"] or ""
    is_numeral = not digits[0].isdigit()
    if is_numeral and (unit not in _NUMERAL_UNITS or scale):
        return None
    if is_numeral and _VAGUE.match(sentence, max(match.start() - 1, 0)):
        return None
    if not unit and not scale and (listed := _LISTED.match(sentence, match.end())):
        unit = listed["unit"]
    if not unit and not scale and counted and _SHARE.match(sentence, match.end()):
        unit = counted
    if not unit and not scale:
        return None
    if (not unit and _NOT_AFTER.match(sentence, match.end())) or _is_a_name(sentence, match, unit):
        return None
    value = numeral(digits) if is_numeral else Decimal(digits.replace(",", ""))
    if value is None:
        return None
    for character in scale:
        value *= _SCALES[character]
    value *= _MONEY.get(unit, 1)
    if value >= LIMIT or ("." in digits and value != round(value, 6)):
        return None
    before = sentence[max(0, match.start() - _LONGEST_ABOUT) : match.start()]
    return Quantity(
        value=value,
        unit="元" if unit in _MONEY else unit,
        phrase=_phrase(sentence, match.start(), match.end(), previous_end),
        start=match.start(),
        end=match.end(),
        is_approximate=bool(
            match["more"]
            or match["rest"]
            or _ABOUT.search(before)
            or _BOUND.match(sentence, match.end())
        ),
    )


def _is_a_name(sentence: str, match: re.Match[str], unit: str) -> bool:
    """Whether a number belongs to a name (第8条, 公安分局, 四条途径, 十六届人大七次会议)."""
    if "第" in sentence and _OF_A_DOCUMENT.search(sentence, 0, match.start()):
        return True
    follows = _IN_NAMES.get(unit)
    if follows is None or not follows.match(sentence, match.end()):
        return False
    return unit != "次" or _SESSION.search(sentence, 0, match.start()) is not None


def _phrase(sentence: str, start: int, end: int, previous_end: int) -> str:
    """The words before a quantity within its clause, or those after it where none stand before.

    A clause of linking words alone (其中, 共计) takes the clause before it as well. Words that an
    enumeration mark joins are told one number together (信函、传真申请5件), and stay together.
    """
    shown = _in_whole_clauses(sentence)
    marks = list(_BOUNDARY.finditer(shown, previous_end, start))
    behind_a_quantity = marks[:1] if previous_end else []
    cuts = [
        mark.end()
        for mark in marks
        if mark[0] != "、"
        or mark in behind_a_quantity
        or not _WORDS.search(shown, previous_end, mark.start())
    ]
    begin = cuts[-1] if cuts else previous_end
    while cuts and _LINKS.match(sentence, begin, start):
        if len(cuts) == 1 and begin == start and sentence[begin - 1] not in ":：":
            break
        earlier = cuts[-2] if len(cuts) > 1 else previous_end
        if _NUMBER_WITHOUT_UNIT.search(sentence, earlier, begin):
            break
        cuts.pop()
        begin = earlier
    phrase = _QUOTED.sub(r"\1", sentence[begin:start]).strip('，。；;：:、,（）()“”"')
    if phrase.count("(") > phrase.count(")") and sentence.startswith(")", begin + len(phrase)):
        phrase += ")"
    if not _LINKS.match(phrase):
        return phrase[-60:]
    following = _BOUNDARY.search(sentence, end)
    return (sentence[end : following.start() if following else len(sentence)] or phrase)[:60]


@functools.lru_cache(maxsize=16)
def _in_whole_clauses(sentence: str) -> str:
    """A sentence with _ for what only looks like the end of a clause."""
    shown = _CITIZENS.sub("_", _AREA_BRACKETS.sub("_", sentence))
    shown = _QUOTED.sub(r"_\1_", shown)
    return _ASIDE.sub(lambda aside: "_" * len(aside[0]), shown)
