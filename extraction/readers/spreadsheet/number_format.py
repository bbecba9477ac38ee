"""What a spreadsheet shows of a value by the format of its cell (ECMA-376 part 1, 18.8.31).

A format has up to four sections, for numbers above zero, below zero, zero, and text; with fewer,
the first serves for those that lack one. A section that is empty shows nothing.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-";@', 42: '"¥"#,##0;"¥"-#,##0;"¥-";@',
    43: '#,##0.00;-#,##0.00;"-"??;@', 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"??;@', 48: "##0.0E+0",
}  # fmt: skip
"""Formats that files name by number alone, but for those of days and times (18.8.30)."""

GENERAL = frozenset({"", "general", "g/通用格式", "@", "text"})
_TOKEN = re.compile(
    r"(?P<next>;)|\"(?P<quoted>[^\"]*)\"?|[\\\\!](?P<escaped>.?)|(?P<space>_).?|\*(?P<filler>).?"
    r"|\[(?P<bracket>[^\]]*)\]?|(?P<general>general|g/通用格式)|(?P<digit>[0#?])|(?P<mark>[.,])"
    r"|(?P<value>@)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
    "<>": operator.ne,
}  # fmt: skip
_WHITE = frozenset({"white", "白色"})
_COLOURS = re.compile(
    r"black|blue|cyan|green|magenta|red|yellow|color ?\d+|[黑蓝青绿洋红黄]+色?", re.I
)
_DATES = frozenset("ymdhsegb")


@dataclass(slots=True)
class _Section:
    """tokens: kind ("digit", ".", ",", "text", "general", "value") and text.

    condition: operator and number, where it has one. is_white: what it shows is not seen.
    is_known: whether what it shows can be worked out.
    """

    tokens: list[tuple[str, str]]
    condition: tuple[Callable[[Decimal, Decimal], bool], Decimal] | None = None
    is_white: bool = False
    is_known: bool = True


def shown_number(number: Decimal, plain: str, code: str) -> str | None:
    """A number as it is shown; None where the format is one that is not worked out here.

    plain: the number as the program shows it without a format.
    """
    if code.strip().lower() in GENERAL:
        return plain
    sections = _sections(code)
    section, is_absolute = _section_of(number, sections)
    if section is None or not section.is_known:
        return None
    if section.is_white:
        return ""
    kinds = {kind for kind, _ in section.tokens}
    if "general" in kinds or "value" in kinds:
        digits = plain.removeprefix("-") if is_absolute else plain
        return "".join(
            digits if kind in ("general", "value") else text for kind, text in section.tokens
        ).strip()
    text = _filled(abs(number), section.tokens)
    is_negative = number < 0 and not is_absolute and any(c in "123456789" for c in text)
    return f"-{text.strip()}" if is_negative else text.strip()


def shown_text(text: str, code: str) -> str:
    """A text as it is shown: by the fourth section, or by one that is made for text."""
    if ";" not in code and "@" not in code:
        return text
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if len(sections) < 4 and not any(kind == "value" for kind, _ in section.tokens):
        return text
    if section.is_white:
        return ""
    return "".join(text if kind == "value" else part for kind, part in section.tokens).strip()


def _section_of(number: Decimal, sections: list[_Section]) -> tuple[_Section | None, bool]:
    """The section that a number is shown by, and whether its sign is the section's matter."""
    # The last of four, and a section for text behind others, is not for numbers.
    numeric = sections[:3]
    if len(numeric) > 1 and any(kind == "value" for kind, _ in numeric[-1].tokens):
        numeric = numeric[:-1]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or section.condition[0](number, section.condition[1]):
                return section, False
        return None, False
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], True
    return numeric[0], False


def _filled(number: Decimal, tokens: list[tuple[str, str]]) -> str:
    """The digits of a number in their places, with what stands between them."""
    kinds = [kind for kind, _ in tokens]
    places = [at for at, kind in enumerate(kinds) if kind == "digit"]
    if not places:
        return "".join(text for kind, text in tokens if kind == "text")
    point = kinds.index(".") if "." in kinds else len(kinds)
    whole = [at for at in places if at < point]
    part = [at for at in places if at > point]
    last = places[-1]
    scale = sum(kind == "," for kind in kinds[(whole[-1] if whole else 0) : point])
    scale += sum(kind == "," for kind in kinds[last:]) if part else 0
    percent = sum(text.count("%") for kind, text in tokens if kind == "text")
    number = number * 100**percent / 1000**scale
    number = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    upper, _, lower = f"{number:f}".partition(".")
    is_grouped = bool(whole) and "," in kinds[whole[0] : whole[-1]]
    out = [text if kind in ("text", ".") else "" for kind, text in tokens]
    _fill_whole(out, tokens, whole, upper.lstrip("0"), is_grouped=is_grouped)
    _fill_part(out, tokens, part, lower)
    if not whole and upper.strip("0"):
        out.insert(point, upper)
    return "".join(out)


def _fill_whole(
    out: list[str],
    tokens: list[tuple[str, str]],
    places: list[int],
    digits: str,
    *,
    is_grouped: bool,
) -> None:
    """From the right; the first place takes all digits that are left."""
    placed = 0
    for at in reversed(places):
        rest = len(digits) - placed
        count = max(rest, 1) if at == places[0] else 1
        text = ""
        for _ in range(count):
            position = len(digits) - placed - 1
            filler = {"0": "0", "?": " ", "#": ""}[tokens[at][1]]
            digit = digits[position] if position >= 0 else filler
            comma = "," if is_grouped and digit.strip() and placed and placed % 3 == 0 else ""
            text = digit + comma + text
            placed += 1
        out[at] = text


def _fill_part(
    out: list[str], tokens: list[tuple[str, str]], places: list[int], digits: str
) -> None:
    """From the left; zeros at the end leave no trace where the format does not want them."""
    significant = len(digits.rstrip("0"))
    for position, at in enumerate(places):
        digit = digits[position]
        if position >= significant:
            digit = {"0": "0", "?": " ", "#": ""}[tokens[at][1]]
        out[at] = digit


@functools.lru_cache(maxsize=512)
def _sections(code: str) -> list[_Section]:
    sections = [_Section([])]
    for match in _TOKEN.finditer(code):
        section, kind = sections[-1], match.lastgroup or "text"
        text = match[match.lastgroup or 0]
        if kind == "next":
            sections.append(_Section([]))
        elif kind == "bracket":
            _bracketed(section, text)
        elif kind in ("digit", "mark"):
            section.tokens.append((text if kind == "mark" else kind, text))
        elif kind in ("general", "value"):
            section.tokens.append((kind, ""))
        else:
            section.tokens.append(("text", " " if kind == "space" else text))
            section.is_known &= kind != "plain" or text.lower() not in _DATES
    for section in sections:
        # Fractions are not worked out.
        section.is_known &= ("text", "/") not in section.tokens or not any(
            kind == "digit" for kind, _ in section.tokens
        )
    return sections


def _bracketed(section: _Section, inner: str) -> None:
    lowered = inner.strip().lower()
    condition = _CONDITION.fullmatch(lowered)
    if condition is not None:
        section.condition = _OPERATORS[condition[1]], Decimal(condition[2])
    elif lowered.startswith("$"):
        section.tokens.append(("text", inner[1:].partition("-")[0]))
    elif lowered in _WHITE:
        section.is_white = True
    elif _COLOURS.fullmatch(lowered) is None:
        # Elapsed time and numerals of other scripts.
        section.is_known = False
