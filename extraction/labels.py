"""Compare printed labels with those of a form.

Labels are compared after folding: compatibility forms, traditional characters, spaces,
punctuation and the numbering in front all go, because reports vary in every one of them.
"""

from __future__ import annotations

import functools
import operator
import re
import unicodedata

from opencc import OpenCC
from rapidfuzz import fuzz

from extraction.typography import INVISIBLE

_SIMPLIFY = OpenCC("t2s")
_KEPT = "乾"
"""Simplified as well: 乾县 and 乾安县 are written so, and no label has the 干 of other words."""

_MAINLAND = {"资讯": "信息", "规范性档案": "规范性文件", "专案数": "项目数"}
_TAIWANESE = re.compile("|".join(_MAINLAND))
"""Words of the forms that a conversion for Taiwan puts in other words of the same length."""

_INVISIBLE = re.compile(rf"[\s{INVISIBLE}]+")
_NUMBERING = re.compile(
    r"^(?:(?P<chapter>[一二三四五六七八九十]{1,3}[、.．,])"
    r"|(?P<group>[(][一二三四五六七八九十]{1,3}[)])"
    r"|(?P<item>[(]\d{1,2}[)][.、]?|\d{1,2}[.、．,)](?!\d)))"
)
_PUNCTUATION = re.compile(r"[^\w]+")
_CJK = re.compile(r"[\u3400-\u9fff]")
LAST_YEAR = "上一?年度?|去年"
OTHER_YEARS = f"{LAST_YEAR}|同期|往年|历年"
THIS_YEAR = "本年|今年|当年"
"""Patterns of the words by which labels, heads and captions name a year."""

_TELLING = re.compile(f"{OTHER_YEARS}|累计|[不非未无]")
_LAST_YEAR = re.compile(LAST_YEAR)
_EXPLAINED = re.compile(r"(?P<label>[^()]+)\((?P<explanation>.+)\)")
_SAME = str.maketrans({"它": "他", "帐": "账"})
"""Characters that official writing uses for one another in these labels (其它 for 其他)."""


@functools.lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Text without spaces, in simplified characters and compatibility form."""
    return simplified(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def simplified(text: str) -> str:
    """Text in simplified characters and compatibility form, with its spaces.

    Portals show their pages in traditional characters with the words of Taiwan as well; those of
    the forms are put back.
    """
    folded = unicodedata.normalize("NFKC", text)
    converted = _KEPT.join(map(_SIMPLIFY.convert, folded.split(_KEPT)))
    if converted == folded:
        return folded
    return _TAIWANESE.sub(lambda match: _MAINLAND[match[0]], converted)


def printed_end(text: str, folded_length: int) -> int:
    """Where the characters of a text end that fold to the first so many of `plain(text)`."""
    ends = (end for end in range(len(text)) if len(plain(text[:end])) >= folded_length)
    return next(ends, len(text))


@functools.lru_cache(maxsize=65536)
def split_numbering(text: str) -> tuple[str | None, str]:
    """The kind of numbering in front (chapter 一、, group （一）, item 1.) and the rest, folded."""
    folded = plain(text)
    match = _NUMBERING.match(folded)
    if match is None:
        return None, folded
    return match.lastgroup, folded[match.end() :]


@functools.lru_cache(maxsize=65536)
def core(text: str) -> str:
    """The words of a label alone: no numbering, punctuation or spaces."""
    return _PUNCTUATION.sub("", split_numbering(text)[1]).replace("_", "").translate(_SAME)


@functools.lru_cache(maxsize=65536)
def unexplained(printed: str, known: frozenset[str]) -> str:
    """A label without what it says of itself in brackets, where the rest is word for word one of
    the known cores: 规范性文件（行政机关制定发布的决定、公告等）. What denies something or speaks
    of another period stays: it may be another quantity."""
    match = _EXPLAINED.fullmatch(plain(printed))
    if match is None or core(match["label"]) not in known:
        return printed
    return printed if _TELLING.search(match["explanation"]) else match["label"]


@functools.lru_cache(maxsize=65536)
def _telling(text: str) -> tuple[str, ...]:
    return tuple(sorted(_LAST_YEAR.sub("上年", word) for word in _TELLING.findall(core(text))))


@functools.lru_cache(maxsize=65536)
def says_more(printed: str, official: str) -> bool:
    """Whether a printed label denies, or speaks of another period, where the official one does
    not: 上年新收 is another quantity than 本年新收, however alike the two are."""
    rest = list(_telling(official))
    for word in _telling(printed):
        if word not in rest:
            return True
        rest.remove(word)
    return False


@functools.lru_cache(maxsize=262144)
def likeness(printed: str, official: str) -> float:
    """How alike two labels look, 0 to 1, by the edits that turn one core into the other."""
    left, right = core(printed), core(official)
    if left == right:
        return 1.0 if left else 0.0
    return float(fuzz.ratio(left, right)) / 100


def similarity(printed: str, official: str) -> float:
    """As `likeness`, but nothing where the printed label says more than the official one."""
    alike = likeness(printed, official)
    return alike if alike == 1 or not alike or not says_more(printed, official) else 0.0


def best_similarity(printed: str, labels: tuple[str, ...]) -> float:
    """The similarity with the nearest of several labels."""
    return max((similarity(printed, label) for label in labels), default=0.0)


def best_likeness(printed: str, labels: tuple[str, ...]) -> float:
    """The likeness to the nearest of several labels."""
    return max((likeness(printed, label) for label in labels), default=0.0)


def has_words(text: str) -> bool:
    """Whether the text holds Chinese characters."""
    return _CJK.search(text) is not None


_FEWEST_CHARACTERS = 3
"""Of two characters one tells nothing: 小计 is not 总计 misread."""


def differs_by_one(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a text is one of the labels with one wrong character (白然人, 行政复意, 沐阳县)."""
    return any(
        len(core(text)) == len(core(label)) >= _FEWEST_CHARACTERS
        and sum(map(operator.ne, core(text), core(label))) == 1
        for label in labels
    )
