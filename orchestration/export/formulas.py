"""Text that a spreadsheet would take for a formula, made harmless.

A report is text of unknown origin: a cell that begins with = + - @ or with a tab or a line break
may call a program when the file is opened in a spreadsheet (OWASP, CSV Injection). An apostrophe
in front makes it text. A dash, and a number with its sign, which is what such cells hold nearly
always, are no formula and stay as printed; so do columns of numbers.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_OPENING = r"[=@\t\r\n＝＠]|[+\-＋－]"
_HARMLESS = r"[+\-＋－]+|[+\-＋－][0-9]+([.,][0-9]+)*%?"
_HARMLESS_TEXT = re.compile(rf"(?:{_HARMLESS})")
_OPENING_TEXT = re.compile(_OPENING)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run a text."""
    return _OPENING_TEXT.match(text) is not None and _HARMLESS_TEXT.fullmatch(text) is None


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet might run it."""
    return f"'{text}" if is_formula(text) else text


def harmless_array(texts: pa.Array) -> tuple[pa.Array, int]:
    """The same for an array of texts, and how many were changed."""
    opening = pc.match_substring_regex(texts, f"^(?:{_OPENING})")
    if not pc.any(opening).as_py():
        return texts, 0
    plain = pc.match_substring_regex(texts, f"^(?:{_HARMLESS})$")
    changed = pc.fill_null(pc.and_not(opening, plain), False)
    count = pc.sum(changed).as_py()
    prefixed = pc.binary_join_element_wise("'", texts, "")
    return pc.if_else(changed, prefixed, texts), count
