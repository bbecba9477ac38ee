"""Lines of text joined to paragraphs by their indents and ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extraction.document import Paragraph, Place
from extraction.readers.page.contents import Page
from extraction.readers.page.glyphs import Line
from extraction.typography import ends_sentence, is_chapter_heading

_SAME_SIZE = 0.12
_INDENT_EMS = 1.2
_INSET_EMS = 1.0
_CENTER_EMS = 1.0
_TITLE_PITCH_EMS = 2.6
_WIDE_PITCH = 1.6
"""Lines farther apart than this many times the usual pitch are two paragraphs."""

_MARGIN_SHARE = 0.08
"""A margin is where at least this share of the lines begins or ends."""


@dataclass(frozen=True, slots=True)
class Body:
    """Where the text of pages of one width stands.

    em: its usual font size; pitch: the usual distance of its lines.
    """

    left: float
    right: float
    em: float
    pitch: float


def measure(pages: Iterable[Page]) -> dict[int, Body]:
    """The body of each page width (portrait and landscape pages differ)."""
    by_width: dict[int, list[Page]] = {}
    for page in pages:
        by_width.setdefault(round(page.width), []).append(page)
    return {width: _measure_alike(group) for width, group in by_width.items()}


def _measure_alike(pages: list[Page]) -> Body:
    lines = [line for page in pages for line in page.lines]
    boxes = [grid.box for page in pages for grid in page.grids]
    if not lines:
        return Body(0.0, pages[0].width, 0.0, 0.0)
    em = median(line.em for line in lines)
    left = _edge([line.left for line in lines], em)
    right = -_edge([-line.right for line in _may_be_full(lines)], em)
    pitches = [line.top - last.top for page in pages for last, line in pairwise(page.lines)]
    return Body(
        min([left, *(box[0] for box in boxes)]) if len(lines) < 8 else left,
        max([right, *(box[2] for box in boxes)]) if len(lines) < 8 else right,
        em,
        median(pitches) if pitches else 0.0,
    )


def _may_be_full(lines: list[Line]) -> list[Line]:
    """The lines that may end at the right margin because they are full.

    One that ends a sentence or is a heading ends where its words do. A short report is made of
    these, and the few full ones among them would pass for strays.
    """
    broken_off = [
        line for line in lines if not ends_sentence(line.text) and not is_chapter_heading(line.text)
    ]
    return broken_off if len(broken_off) > 1 else lines


def _edge(starts: list[float], em: float) -> float:
    """The least place where more than a stray line begins."""
    needed = max(2.0, _MARGIN_SHARE * len(starts))
    ordered = sorted(starts)
    for index, start in enumerate(ordered):
        if bisect_right(ordered, start + 0.7 * em) - index >= needed:
            return start
    return ordered[0]


class ParagraphBuilder:
    """Takes lines in reading order and emits each paragraph when it is complete."""

    def __init__(self, bodies: dict[int, Body], emit: Callable[[Paragraph], None]) -> None:
        self._bodies = bodies
        self._emit = emit
        self._lines: list[Line] = []
        self._pages: list[Page] = []

    def add(self, page: Page, line: Line) -> None:
        if self._lines and not self._continues(page, line):
            self.finish()
        self._lines.append(line)
        self._pages.append(page)

    def finish(self) -> None:
        """End the paragraph, as before a table."""
        if not self._lines:
            return
        page = self._pages[0]
        boxes = [
            line.box
            for line, its_page in zip(self._lines, self._pages, strict=True)
            if its_page is page
        ]
        left, top, right, bottom = zip(*boxes, strict=True)
        box = page.source_box((min(left), min(top), max(right), max(bottom)))
        self._emit(Paragraph(_join(self._lines), Place(page=page.number, box=box)))
        self._lines, self._pages = [], []

    def _continues(self, page: Page, line: Line) -> bool:
        last, last_page = self._lines[-1], self._pages[-1]
        body, last_body = (self._bodies[round(its.width)] for its in (page, last_page))
        if not _same_size(last, line):
            return False
        pitch = line.top - last.top if page is last_page else 0.0
        if _is_title_line(last, last_body) and _is_title_line(line, body, is_inset=True):
            return pitch < _TITLE_PITCH_EMS * line.em and not ends_sentence(last.text)
        if body.pitch and pitch > _WIDE_PITCH * max(body.pitch, 1.2 * line.em):
            return False
        if _room(last, last_body) > _first_word_width(line) + last.em:
            return False
        return not _begins_paragraph(line, body, last, last_body)


def _begins_paragraph(line: Line, body: Body, last: Line, last_body: Body) -> bool:
    """Whether a line after a full one begins a paragraph by its indent or its numbering."""
    if is_chapter_heading(line.text):
        return True
    indent = line.left - body.left
    if indent < _INDENT_EMS * line.em:
        return False
    is_as_indented = abs(indent - (last.left - last_body.left)) < 0.5 * line.em
    return not is_as_indented or ends_sentence(last.text)


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.em - other.em) <= _SAME_SIZE * max(one.em, other.em)


def _is_title_line(line: Line, body: Body, *, is_inset: bool = False) -> bool:
    """Whether a line is centred: between the margins or, if larger than the text, as wide."""
    inset = _INSET_EMS * line.em
    middle = (line.left + line.right) / 2
    if abs(middle - (body.left + body.right) / 2) > _CENTER_EMS * line.em:
        return False
    if not is_inset and line.em > (1 + _SAME_SIZE) * body.em:
        return True
    return line.left - body.left > inset and body.right - line.right > inset


def _room(line: Line, body: Body) -> float:
    """What a line leaves free at its right."""
    return body.right - line.right


def _first_word_width(line: Line) -> float:
    """The width of what could not be broken off the start of a line.

    A Chinese character with the punctuation after it, or a Latin word or number.
    """
    shown = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    first = shown[0]
    if not first.text.isascii():
        return first.right - first.left + line.em
    end = first
    for glyph in shown[1:]:
        if not glyph.text.isascii() or glyph.left - end.right > 0.2 * line.em:
            break
        end = glyph
    return end.right - first.left + line.em


def _join(lines: list[Line]) -> str:
    """The text of a paragraph. Only Latin words take a space where a line ends.

    A number broken over two lines stays one number, unless the file has a space there.
    """
    text = ""
    last: Line | None = None
    for line in lines:
        own = line.spaced_text
        if last is not None and _needs_space(last, text[-1], own[0]):
            text += " "
        text += own
        last = line
    return text


def _needs_space(last: Line, before: str, after: str) -> bool:
    if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
        return False
    return (before.isalpha() and after.isalpha()) or last.glyphs[-1].text.isspace()
