"""Fold texts, so that what they say can be compared (`extraction.matching` compares).

Labels are compared after folding: compatibility forms, traditional characters, spaces,
punctuation and the numbering in front all go, because reports vary in every one of them.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from opencc import OpenCC

from extraction.typography import INVISIBLE, OF_ODD_FORMAT, ON_OWN_COLOUR

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

_SAME = str.maketrans({"它": "他", "帐": "账"})
"""Characters that official writing uses for one another in these labels (其它 for 其他)."""
_LABEL_HEAD = re.compile(r"^(?:统计|指标)?(?:指标|指标名称|项目|内容|事项|名称)(?:名称)?$")


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


def has_words(text: str) -> bool:
    """Whether the text holds Chinese characters, but for the marks of numbers that are in doubt."""
    return _CJK.search(text.removeprefix(OF_ODD_FORMAT).removeprefix(ON_OWN_COLOUR)) is not None


def is_label_head(text: str) -> bool:
    """Whether a cell heads the column of indicators (统计指标)."""
    return _LABEL_HEAD.match(plain(text)) is not None
