"""How printed characters stand side by side: trimming, joining broken lines, display width."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Iterable

_SPACES_OF_ALL_KINDS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
UNKNOWN = "\ufffd"
"""Stands for a printed character of which the file does not say what it means."""

OF_ODD_FORMAT, ON_OWN_COLOUR = "[格式]", "[同底色]"
"""Stand before a number that may be shown in another way than it is held, or not at all: it is
neither read nor taken for a blank."""

INVISIBLE = r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202d\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""Characters without a shape (joiners, marks of direction, byte order marks), for a class.

Not U+202E: behind it digits are shown from right to left, so what is printed is another number."""

_SHAPELESS = re.compile(rf"[\x00{INVISIBLE}]")
_BLANK = _SPACES_OF_ALL_KINDS + "".join(
    chr(code) for code in range(0x10000) if re.match(f"[{INVISIBLE}]", chr(code))
)
_WIDE = (
    r"\u2014\u2018-\u201d\u2026\u2e80-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    r"\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_BREAK_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_WORD = re.compile(r"[A-Za-z0-9\uff10-\uff19\u00c0-\u024f]")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NUMBERING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]"
    r"|[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[）)]"
    r"|(?:\d{1,2}|[０-９]{1,2})(?:[、．]|[.](?!\d))"
    r"|第[一二三四五六七八九十百]{1,4}[条章节部]"
    r"|[①-⒛㈠-㈩]"
)
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}[章节部]")
_VALUE = re.compile(
    r"(?!(?:19|20)\d\d ?年)(?:增加|减少|增|减|[-+＋－−–—↑↓]{1,2})?\s*[\d０-９][\d０-９\s,，.．'’]*"
    r"(?:[^\W\d]{1,3})?(?:[（(].*[）)])?(?:[*＊※①-⑳]|\[\d{1,2}\])?"
    r"|[-－−–—―/／\\]+|无|暂无|不适用|不涉及|零"
)
_PAGE_NUMBER = re.compile(
    r"[-—–―－·.~\s]*(?:第\s*)?\d{1,3}(?:\s*页)?"
    r"(?:\s*[/／,，、]?\s*共?\s*\d{1,3}\s*页?)?[-—–―－·.~\s]*"
    r"|Page\s+\d+(?:\s+of\s+\d+)?",
    re.I,
)
_INDENTED = re.compile(r"^[ \t\r\n]*[\u3000\u00a0\u2003]{2}")
_SENTENCE_END = re.compile(r"[。！？；：!?;:]")
_DAY = re.compile(r"((?:19|20)\d\d)\s?[-/.年]?\s?(\d{1,2})\s?[-/.月]?\s?(\d{1,2})(?!\d)")

_SYLLABLE = r"(?=[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[)）]"
_PINYIN = (re.compile(rf"\({_SYLLABLE}"), re.compile(f"（{_SYLLABLE}"))
"""A syllable with its tone; one without may be any abbreviation. Two patterns that begin with one
character each are found faster than one that begins with either."""

_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS |= zip(
    map(
        ord,
        "⺅⺆⺉⺌⺍⺎⺒⺓⺖⺘⺙⺜⺝⺟⺠⺡⺣⺤⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺶⺹⺻⺼⺽⺾⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻭⻮⻯⻰⻱⻲⻳",
    ),
    "亻冂刂小小兀巳幺忄扌攵日月母民氵灬爫丬牛犭王目示礻竹糹纟罓罒羊耂聿肉臼艹虎衤覀西见角讠贝足车辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐歯齿竜龙龟亀龟",
    strict=True,
)
"""Characters for radicals of the same form (⼀, ⺠), by Unicode's EquivalentUnifiedIdeograph.txt.
Fonts map the glyph of 民 or 长 to the radical, and text copied from such a PDF has ⺠ and ⻓."""

_UP = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_DOWN = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

HEADING_LENGTH = 40
"""A numbered line of at most this many characters without a full stop is taken for a heading."""


def trim(text: str) -> str:
    """Text without spaces and invisible characters at its ends; the inside stays."""
    return text.strip(_BLANK)


def without_radicals(text: str) -> str:
    """Text with whole characters for radicals, which fonts put into texts copied from a PDF."""
    return text.translate(_RADICALS)


def without_pinyin(text: str) -> str:
    """Text without readings in brackets behind its characters, 報(bào)告: conversions between
    simplified and traditional characters leave them in copied pages."""
    for pattern in _PINYIN:
        text = pattern.sub("", text)
    return text


def raised(text: str) -> str:
    """A raised text in the characters that plain text has for it: 12 with a raised 1 is 12¹,
    never 121."""
    return text.translate(_UP)


def lowered(text: str) -> str:
    """A lowered text in the characters that plain text has for it."""
    return text.translate(_DOWN)


def struck_out(text: str) -> str:
    """What stands for a text that is struck out and nothing beside it: no number, no blank."""
    return f"~~{text}~~"


def collapse(text: str) -> str:
    """Text with its source's spaces and line breaks as a browser shows them.

    A line break of the source between two wide characters is no space (CSS Text, segment break
    transformation); no-break spaces stay as they are.
    """
    if text.isalnum() or ("  " not in text and text.isprintable()):
        return text
    if "\n" in text or "\r" in text:
        text = _BREAK_BETWEEN_WIDE.sub("", text)
    return _SPACES.sub(" ", text)


def join_lines(lines: Iterable[str]) -> str:
    """One line from the lines of a cell or of a title.

    Chinese joins without a space. Between two Latin letters or digits a space stays: 5 above 3
    in one cell must not become 53.
    """
    joined = ""
    for line in lines:
        shown = line.strip(_BLANK)
        if joined and shown:
            is_word = _WORD.match(joined[-1]) and _WORD.match(shown)
            joined += f" {shown}" if is_word else shown
        else:
            joined += shown
    return joined


def unwrap(lines: Iterable[str]) -> str:
    """One line from the lines of running text that was wrapped at a fixed width.

    Only Latin words keep a space: such a wrap cuts numbers in two (20|19年).
    """
    joined = ""
    for line in lines:
        shown = trim(line)
        is_word = joined and shown and joined[-1] in _LETTERS and shown[0] in _LETTERS
        joined += f" {shown}" if is_word else shown
    return joined


def paragraphs_of(lines: Iterable[str]) -> list[str]:
    """The paragraphs of lines that single breaks part within one block.

    An empty line parts paragraphs. So do an indent, numbering, and the end of a sentence or of a
    heading, because whole articles are set with single breaks, on sites and where text is pasted
    from them; other lines (a title in two lines) belong together.
    """
    paragraphs: list[list[str]] = []
    previous = ""
    for raw in lines:
        line = trim(collapse(raw))
        if line:
            is_new = (
                not previous
                or _INDENTED.match(raw) is not None
                or starts_with_numbering(line)
                or ends_sentence(previous)
                or is_heading(previous)
            )
            if is_new:
                paragraphs.append([])
            paragraphs[-1].append(line)
        previous = line
    return [join_lines(paragraph) for paragraph in paragraphs]


def starts_with_numbering(text: str) -> bool:
    """Whether a text opens with numbering of Chinese documents: 一、 （一） 1. (1) 第一条 ①."""
    return _NUMBERING.match(text.lstrip()) is not None


def is_heading(text: str) -> bool:
    """Whether a line looks like a numbered heading: short, and no sentence."""
    line = trim(text)
    return (
        len(line) <= HEADING_LENGTH
        and starts_with_numbering(line)
        and _SENTENCE_END.search(line) is None
    )


def is_chapter_heading(text: str) -> bool:
    """Whether a line looks like a heading of the first level: 一、 or 第一章."""
    return is_heading(text) and _CHAPTER.match(trim(text)) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or clause ends."""
    return _SENTENCE_END.match(trim(text)[-1:]) is not None


@functools.lru_cache(maxsize=65536)
def is_page_number(text: str) -> bool:
    """Whether a text is what stands at the foot of a page: 3, — 3 —, 第 3 页 共 8 页."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def is_value(text: str) -> bool:
    """Whether a text has the shape of a value in a table: a number with sign and unit, or a dash.

    `1.` or `3.其他` is numbering, not a value.
    """
    shown = trim(text)
    return _VALUE.fullmatch(shown) is not None and _NUMBERING.match(shown) is None


def width(text: str) -> int:
    """Columns that a text fills in a fixed-width print: East Asian wide characters count two."""
    if text.isascii():
        return len(text)
    return sum(map(character_width, text))


def without_invisible(text: str) -> str:
    """A text without characters that have no shape: a cell that holds but these is blank."""
    return _SHAPELESS.sub("", text)


@functools.lru_cache(maxsize=32768)
def character_width(character: str) -> int:
    """Columns of one character. Combining and invisible characters fill none."""
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Cf") else 1


def wide_width(text: str) -> int:
    """As `width`, where ambiguous characters (“—①) count two, as Chinese fonts draw them."""
    if text.isascii():
        return len(text)
    ambiguous = sum(unicodedata.east_asian_width(character) == "A" for character in text)
    return width(text) + ambiguous


def iso_day(text: str) -> str | None:
    """The first day that a text states (2021-01-17 10:10, 2021年1月17日), as 2021-01-17."""
    match = _DAY.search(text)
    if match is None:
        return None
    try:
        return datetime.date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None
