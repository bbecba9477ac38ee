"""Derive extraction/readers/pdf/digit_shapes.yml: what digits look like in many typefaces.

    python -m scripts.derive_digit_shapes PDF [PDF ...]

Each PDF shows digits in fonts whose Unicode maps are right (a page of digits in every typeface
of a machine, as a browser prints it). Written down are the outlines that differ from one
another. The file in the repository was made with the typefaces Arimo, Tinos, Carlito, Lato, Open
Sans, EB Garamond, Old Standard, Courier Prime, STIX, Computer Modern, DejaVu (sans, serif, mono),
Noto Sans and Serif CJK, WenQuanYi Zen Hei, AR PL UMing and UKai, LXGW WenKai, ZCOOL XiaoWei and
the built-in ones of PDFium, upright, slanted and bold: all under free licences.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium
import yaml

from extraction.readers.pdf.fonts import DIGITS, outline_of
from extraction.readers.pdf.outlines import COLUMNS, ROWS, Shape, shape_of

TARGET = Path(__file__).parents[1] / "extraction" / "readers" / "pdf" / "digit_shapes.yml"
ALIKE = 6
"""A shape nearer than this to one that is there already adds nothing."""


def main() -> None:
    found: dict[str, list[Shape]] = defaultdict(list)
    for path in sys.argv[1:]:
        for digit, shape in _shapes(path):
            if all(shape.distance(other) >= ALIKE for other in found[digit]):
                found[digit].append(shape)
    width = COLUMNS * ROWS // 4
    lines = {
        digit: [f"{shape.ratio:.3f} {shape.points:0{width}x}" for shape in found[digit]]
        for digit in sorted(found)
    }
    head = "# Written by scripts/derive_digit_shapes.py: ratio of width to height, points inked.\n"
    TARGET.write_text(head + yaml.safe_dump(lines, width=200), encoding="utf-8")


def _shapes(path: str) -> Iterator[tuple[str, Shape]]:
    pdf = pdfium2.PdfDocument(path)
    for page in pdf:
        text_page = pdfium.FPDFText_LoadPage(page.raw)
        for index in range(pdfium.FPDFText_CountChars(text_page)):
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if code in DIGITS:
                item = pdfium.FPDFText_GetTextObject(text_page, index)
                shape = shape_of(outline_of(pdfium.FPDFTextObj_GetFont(item), code))
                if shape is not None:
                    yield chr(code), shape
        pdfium.FPDFText_ClosePage(text_page)


if __name__ == "__main__":
    main()
