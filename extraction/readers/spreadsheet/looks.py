"""How a spreadsheet shows its cells: their number formats, text in the colour of its ground, and
text of which parts look different within one cell.

A look is kept for the cell formats that may show something else than what the file holds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from extraction.readers.colours import WHITE, Stated, colour_of, look_alike
from extraction.readers.docx.markup import is_on, properties
from extraction.readers.office_xml import attribute, local_name, stated_number
from extraction.readers.spreadsheet.number_format import BUILT_IN, GENERAL, shown_number, shown_text
from extraction.typography import OF_ODD_FORMAT, lowered, raised, struck_out

_THEME = {0: WHITE, 1: (0, 0, 0)}
_INDEXED = {0: (0, 0, 0), 1: WHITE, 8: (0, 0, 0), 9: WHITE, 65: WHITE}
"""Colours by number, as far as they are the page's own: its ground and its ink."""

MARKED = (b"strike", b"vertAlign")
"""What a part holds that has such text; all others are passed by."""


@dataclass(frozen=True, slots=True)
class Look:
    """code: the number format. is_unseen: whether the text has the colour of its ground.
    is_struck: whether it is struck out."""

    code: str = ""
    is_unseen: bool = False
    is_struck: bool = False

    @property
    def matters(self) -> bool:
        return self.is_unseen or self.is_struck or self.code.strip().lower() not in GENERAL

    def shown(self, value: Any, plain: str) -> str:
        """What a cell shows. value, plain: what the file holds, as it is and as text."""
        if self.is_unseen:
            return ""
        if self.is_struck:
            return struck_out(plain) if plain else plain
        if isinstance(value, str):
            return shown_text(plain, self.code) if plain else plain
        if isinstance(value, bool) or not isinstance(value, int | float):
            return plain
        try:
            text = shown_number(Decimal(plain), plain, self.code)
        except InvalidOperation:
            return plain
        return OF_ODD_FORMAT + plain if text is None else text


def looks_of(formats: Iterable[tuple[int, Look]]) -> dict[int, Look]:
    """The looks that matter by the number of their cell format."""
    return {number: look for number, look in formats if look.matters}


def looks_of_xlsx(root: Any) -> dict[int, Look]:
    """root: the part of styles of an XLSX file."""
    parts = {local_name(each): each for each in root}
    codes = dict(BUILT_IN)
    for each in parts.get("numFmts", ()):
        codes[stated_number(each, "numFmtId")] = attribute(each, "formatCode") or ""
    fonts = [_colour(_child(font, "color")) for font in parts.get("fonts", ())]
    strikes = [is_on(_child(font, "strike")) for font in parts.get("fonts", ())]
    fills = [_fill(fill) for fill in parts.get("fills", ())]
    return looks_of(
        (
            number,
            Look(
                codes.get(stated_number(each, "numFmtId"), ""),
                look_alike(
                    _listed(fonts, stated_number(each, "fontId")),
                    _listed(fills, stated_number(each, "fillId")) or WHITE,
                ),
                bool(_listed(strikes, stated_number(each, "fontId"))),
            ),
        )
        for number, each in enumerate(parts.get("cellXfs", ()))
    )


def looks_of_xls(records: Iterable[tuple[int, bytes]]) -> dict[int, Look]:
    """records: those of the part of an XLS file that stands before its sheets (MS-XLS 2.4)."""
    codes, fonts, formats = dict(BUILT_IN), list[int](), list[bytes]()
    for kind, record in records:
        if kind == 0x41E and len(record) > 5:  # Format
            number, length, is_wide = struct.unpack_from("<HHB", record)
            text = record[5 : 5 + length * (1 + (is_wide & 1))]
            codes[number] = text.decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")
        elif kind == 0x31 and len(record) > 5:  # Font; there is none of number 4
            fonts += [0] if len(fonts) == 4 else []
            fonts.append(int.from_bytes(record[4:6], "little"))
        elif kind == 0xE0:  # XF
            formats.append(record)
    return looks_of(
        (number, _look_of_xf(record, codes, fonts)) for number, record in enumerate(formats)
    )


def looks_of_xlsb(records: Iterable[tuple[int, bytes]]) -> dict[int, Look]:
    """records: those of the part of styles of an XLSB file (MS-XLSB 2.1.7.51)."""
    codes, fonts, fills, formats = dict(BUILT_IN), list[Stated](), list[Stated](), list[bytes]()
    are_of_cells = False
    for kind, record in records:
        if kind == 44:  # BrtFmt
            number, length = struct.unpack_from("<HI", record) if len(record) > 5 else (0, 0)
            codes[number] = record[6 : 6 + 2 * length].decode("utf-16-le", "replace")
        elif kind == 43:  # BrtFont
            fonts.append(_binary_colour(record[12:20]))
        elif kind == 45:  # BrtFill; 0 is no pattern, 1 a solid one
            pattern = int.from_bytes(record[:4], "little")
            ground = _binary_colour(record[4:12]) if pattern == 1 else "unknown"
            fills.append(ground if pattern else WHITE)
        elif kind in (617, 618):  # BrtBeginCellXFs, BrtEndCellXFs
            are_of_cells = kind == 617
        elif kind == 47 and are_of_cells and len(record) > 7:  # BrtXF
            formats.append(record)
    found = []
    for number, record in enumerate(formats):
        _, code, font, fill = struct.unpack_from("<HHHH", record)
        is_unseen = look_alike(_listed(fonts, font), _listed(fills, fill) or WHITE)
        found.append((number, Look(codes.get(code, ""), is_unseen)))
    return looks_of(found)


def _binary_colour(record: bytes) -> Stated:
    """A colour of XLSB (MS-XLSB 2.5.14): by number, as RGB or of the theme."""
    if len(record) < 8:
        return None
    kind, number, tint = record[0] >> 1, record[1], int.from_bytes(record[2:4], "little")
    if kind == 2:
        return record[4], record[5], record[6]
    if tint or kind not in (1, 3):
        return "unknown"
    return (_INDEXED if kind == 1 else _THEME).get(number, "unknown")


def _look_of_xf(record: bytes, codes: dict[int, str], fonts: list[int]) -> Look:
    font, code = struct.unpack_from("<HH", record) if len(record) >= 4 else (0, 0)
    ink = _INDEXED.get(_listed(fonts, font) or 0)
    has_pattern = len(record) >= 20 and record[17] >> 2
    ground: Stated = WHITE
    if has_pattern:
        ground = _INDEXED.get(int.from_bytes(record[18:20], "little") & 0x7F, "unknown")
    return Look(codes.get(code, ""), look_alike(ink, ground))


def _fill(fill: Any) -> Stated:
    pattern = _child(fill, "patternFill")
    kind = None if pattern is None else attribute(pattern, "patternType")
    if kind in (None, "none"):
        return "unknown" if _child(fill, "gradientFill") is not None else WHITE
    return _colour(_child(pattern, "fgColor")) or "unknown" if kind == "solid" else "unknown"


def _colour(element: Any | None) -> Stated:
    """A colour as RGB, of the theme or by number."""
    if element is None:
        return None
    if rgb := attribute(element, "rgb"):
        return colour_of(f"#{rgb[-6:]}")
    if attribute(element, "theme") is not None:
        shade = attribute(element, "tint") or "0"
        is_pure = not shade.strip("-0.")
        return _THEME.get(stated_number(element, "theme"), "unknown") if is_pure else "unknown"
    return _INDEXED.get(stated_number(element, "indexed"), "unknown")


def _child(element: Any, name: str) -> Any | None:
    return next((each for each in element if local_name(each) == name), None)


def _listed(items: list[Any], number: int) -> Any:
    return items[number] if number < len(items) else None


def shown_runs(item: Any) -> str | None:
    """What a string says as it looks, None where all of it looks the same (ECMA-376 part 1, 18.4).

    The library gives it in one piece, in which a struck number and the one written beside it, or a
    number and its raised footnote, are one longer number.
    item: a string of the shared ones (`si`) or of a cell (`is`).
    """
    pieces: list[str] = []
    struck = ""
    looks_different = False
    for run in item:
        if local_name(run) not in ("r", "t"):
            continue  # phonetic hints
        about = properties(run, "rPr")
        parts = [run] if local_name(run) == "t" else run
        text = "".join(each.text or "" for each in parts if local_name(each) == "t")
        height = attribute(about["vertAlign"], "val") if "vertAlign" in about else None
        looks_different |= "strike" in about or height is not None
        if is_on(about.get("strike")):
            struck += text
        elif height in ("superscript", "subscript") and any(pieces):
            pieces.append(raised(text) if height == "superscript" else lowered(text))
        else:
            pieces.append(text)
    if not looks_different:
        return None
    shown = "".join(pieces)
    return struck_out(struck) if struck.strip() and not shown.strip() else shown
