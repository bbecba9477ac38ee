"""What the codes of a PDF's characters mean as text."""

from __future__ import annotations

import functools
import re
import unicodedata

from extraction.typography import UNKNOWN, without_radicals

HYPHENS_AT_LINE_END = (0x02, 0xFFFE)
"""What PDFium puts in place of a hyphen that ends a line."""

_FOLDED = (
    range(0x2E80, 0x2FE0),
    range(0xF900, 0xFB00),
    range(0xFE10, 0xFE1A),
    range(0xFE30, 0xFE50),
)
"""Radicals, compatibility ideographs, vertical and small forms: the same characters elsewhere."""

INKLESS = frozenset(
    (*range(0x21), *range(0x7F, 0xA1), 0xAD, 0x115F, *range(0x2000, 0x2010), 0x2060, 0x3000)
) | {0x3164, 0xFEFF}
"""Codes of spaces, controls and invisible characters."""

_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))


@functools.lru_cache(maxsize=65536)
def character(code: int) -> str:
    """The text of a character; UNKNOWN for a control character or lone surrogate.

    Forms of one character that only differ in how a font names them come out as one.
    """
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE:
        return UNKNOWN
    if any(code in folded for folded in _FOLDED):
        return unicodedata.normalize("NFKC", without_radicals(chr(code)))
    return chr(code)


@functools.lru_cache(maxsize=65536)
def is_odd(text: str) -> bool:
    """Whether a character is unknown or of a private area, where every font has its own."""
    return text == UNKNOWN or any(ord(text[0]) in area for area in _PRIVATE)


def is_bullet(text: str) -> bool:
    """Whether a character is one of a symbol font (Wingdings), as word processors mark lists."""
    return 0xF020 <= ord(text[0]) <= 0xF0FF


_CHINESE = re.compile("[\u3400-\u9fff]")
_FREQUENT = re.compile(
    "["
    "的一是在不了有和人这中大为上个国以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "子产种面而方后多定行学法所民得经十三之进等部度家电力里如水化高自二理起现实加量都两体制机当使"
    "点从业本去把性好应开它合还因由其前外政四日那社义事平形相全表间样与关各重新线内数正心第向此月"
    "公无系最立代想已通并提直题程展五果料员位入常文总次品式活设及管特件长求老基资边流路级少图山统"
    "接知较将组见计组根论运农指区强放决被处理府息信申请务"
    "]"
)
"""Characters of which any Chinese text of some length has many: half of what is written."""

_FEWEST_CHINESE = 30
_LEAST_FREQUENT = 0.15


def is_gibberish(text: str) -> bool:
    """Whether the Chinese of a text is none: its characters are named, but wrongly."""
    count = len(_CHINESE.findall(text))
    if count < _FEWEST_CHINESE:
        return False
    return len(_FREQUENT.findall(text)) < _LEAST_FREQUENT * count
