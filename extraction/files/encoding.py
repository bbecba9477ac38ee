"""From bytes to text, for files that say wrongly, or not at all, how they are encoded."""

from __future__ import annotations

import codecs
import functools
import re

from extraction.document import Rejected

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)""")
_HEAD_BYTES = 8192

_GB = {"gb2312", "gbk", "gb_2312-80", "gb18030", "cp936", "x-gbk", "euc-cn", "csgb2312"}
"""Names under which servers send the superset GB 18030."""

_CHARSET = re.compile("utf-8|big5|gb|hz|cp|iso|mac|koi8|shift_jis|euc")
"""What begins the name of a charset of texts; other codecs unpack, or name domains."""

_SAYS_NOTHING = {"iso-8859-1", "latin1", "latin-1", "windows-1252", "us-ascii", "ascii", "unicode"}
"""Defaults of servers and editors: a Chinese text is never really encoded so."""

_CONTROL = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r\x1b"))
_NO_CONTROL = bytes(set(range(0x100)) - set(_CONTROL))
_NO_CHARACTERS = "\ufffd\ufffe\uffff"
_USUAL = re.compile(r"[\t\n\r -~\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FREQUENT = re.compile("[的一不是在有人大上日月年中公政府]")
"""Among the most frequent characters in simplified and in traditional texts alike."""

_TO_LATIN_1 = {
    ord(character): code
    for code in range(0x80, 0xA0)
    if (character := bytes([code]).decode("cp1252", errors="replace")) != "\ufffd"
}
"""Latin letters of Windows by the bytes they stand for (WHATWG Encoding, windows-1252)."""

USUAL_SHARE = 0.95

_MOST_KEPT = 4_000_000
"""Bytes of a file whose text is kept: that of a larger one would weigh on the next."""

ENOUGH_CHARACTERS = 10
"""So many valid multi-byte UTF-8 sequences do not come about by chance in a GB text."""

DAMAGED_SHARE = 0.02
"""Share of unreadable characters up to which a text counts as damaged rather than as no text."""


def decode(content: bytes) -> tuple[str, str]:
    """Decode a text file or an HTML page: once for what tells its type and for its reader.

    Order: byte order mark, UTF-16 without one, strict UTF-8, the charset declared in the file
    (gb2312 and gbk read as gb18030), strict GB 18030; last, whichever of these leaves at most
    2 % of the characters unreadable (they become U+FFFD).
    Returns the text without byte order mark and the name of the encoding.
    Raises Rejected("corrupt") for bytes that are no text in any of these.
    """
    return _decoded(content) if len(content) <= _MOST_KEPT else _decoded.__wrapped__(content)


@functools.lru_cache(maxsize=1)
def _decoded(content: bytes) -> tuple[str, str]:
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _damaged(content[len(mark) :], (name,))
    wide = _utf16_without_mark(content)
    if wide is not None:
        return wide
    declared = _declared(content)
    names = [declared] if declared else []
    utf8 = _strict(content, "utf-8")
    # A Chinese character takes three bytes in UTF-8.
    if utf8 is not None and (not names or len(content) - len(utf8) >= 2 * ENOUGH_CHARACTERS):
        names.insert(0, "utf-8")
    names += [name for name in ("utf-8", "gb18030") if name not in names]
    for name in names:
        text = utf8 if name == "utf-8" else _strict(content, name)
        if text is not None:
            return _likelier(content, text, name)
    return _damaged(content, tuple(names))


def _likelier(content: bytes, text: str, name: str) -> tuple[str, str]:
    """A text, or what it more likely is: nearly all bytes can be read as GB 18030, and a text in
    UTF-8 may be one that was taken for Latin letters and encoded a second time."""
    if name == "gb18030":
        other = _strict(content, "big5")
        if other is not None and len(_FREQUENT.findall(other)) > len(_FREQUENT.findall(text)):
            return other, "big5"
    elif name == "utf-8" and not text.isascii() and not _CHINESE.search(text):
        try:
            twice = text.translate(_TO_LATIN_1).encode("latin-1").decode("utf-8")
        except UnicodeError:
            return text, name
        if len(_CHINESE.findall(twice)) >= ENOUGH_CHARACTERS:
            return twice, name
    return text, name


def looks_like_text(text: str) -> bool:
    """Whether a decoded text holds few control or unreadable characters."""
    control = text.encode(errors="surrogatepass").translate(None, _NO_CONTROL)
    count = len(control) + sum(map(text.count, _NO_CHARACTERS))
    return count <= DAMAGED_SHARE * len(text)


def _declared(content: bytes) -> str | None:
    head = content[:_HEAD_BYTES]
    match = _META_CHARSET.search(head) or _XML_ENCODING.match(head)
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    if name in _GB:
        return "gb18030"
    if name in _SAYS_NOTHING:
        return None
    try:
        # A page that could state its charset in ASCII is not encoded in 16 bits.
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return known if _CHARSET.match(known) else None


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16_without_mark(content: bytes) -> tuple[str, str] | None:
    """UTF-16 is suspected by the zero bytes of its digits, spaces and line ends, which no other
    text holds, and believed where nearly all characters are usual ones."""
    if len(content) % 2 or content[:_HEAD_BYTES].count(0) < 0.005 * len(content[:_HEAD_BYTES]):
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = _strict(content, name)
        if text and len(_USUAL.findall(text)) >= USUAL_SHARE * len(text):
            return text, name
    return None


def _damaged(content: bytes, names: tuple[str, ...]) -> tuple[str, str]:
    readings = [(content.decode(name, errors="replace"), name) for name in names]
    text, name = min(readings, key=lambda reading: reading[0].count("\ufffd"))
    # Damage is counted against what is not ASCII: markup around it must not hide it.
    readable = sum(not character.isascii() for character in text)
    if text.count("\ufffd") > max(1, DAMAGED_SHARE * readable):
        raise Rejected(
            "corrupt", "The bytes are no text in UTF-8, UTF-16 or GB 18030. Fetch the file again."
        )
    return text, name
