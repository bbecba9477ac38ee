"""A picture of a page, read: its rulings make tables, its lines of text are read one by one.

What comes out is a page as the PDF reader has it, in points: the rest of the way is shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import ClassVar, NamedTuple

import cv2
import numpy as np

from extraction.document import Recognition
from extraction.readers.page.contents import Page
from extraction.readers.page.glyphs import Box as PointBox
from extraction.readers.page.glyphs import Glyph, lines_of
from extraction.readers.page.grid import Grid, PageGrids
from extraction.readers.page.region import Region
from extraction.readers.scan import lookalikes
from extraction.readers.scan.blanks import doubtful_blanks
from extraction.readers.scan.fitting import SHORT_EMS
from extraction.readers.scan.halftone import without_dots
from extraction.readers.scan.lines import Box, em_of, find_lines, heights_of
from extraction.readers.scan.reading import LineReading, read_lines
from extraction.readers.scan.ruled import Ink, find_ink, find_rulings
from extraction.readers.scan.spots import Spot, find_spots
from extraction.readers.scan.stacked import pages_in
from extraction.readers.scan.strokes import is_faint_four, is_too_low, lone_stroke
from extraction.readers.scan.upright import Upright, upright
from extraction.typography import is_value

_TEXT_SIZE = 11.0
"""Points that a line of text is taken to be high: all distances of the layout go by it."""

_TELLING_PAGES = 8

_DARK, _SAMPLED = 96, 8
"""Where most of a picture is darker (each so many-th pixel tells), it is light on dark: a negative,
a screen at night."""

_LINE_HEIGHT, _IN_ROW = 0.8, 1.3
"""The height of characters as a share of the height of their line, and how far from one another
those of one word stand at most, in heights."""

_FEW_LINES, _WAYS, _MOST_OTHERS = 3, 8, 20
"""Other readings are told of cells of so few lines, with so many ways to read each line; so many
of them, the likeliest."""

_BORDER_EMS = 0.3

_CUT = 0.5
"""How sure a line at most is of which ink may be lost, or of whose ink nothing was made out."""

_WORN = 2
"""Of a worn page, a reading is as sure as were two of its kind at once: the recogniser does not
see what is missing."""

_UNKNOWN = "•"
"""What is lower than any digit and no stroke."""

_STROKE_SCORE, _SURE_DIGIT = 0.99, 0.9
"""How sure a stroke is that is told by its shape, unless a digit was read as surely as the second:
a 1 set aslant has the shape of a slash, and is neither then; another digit is itself. A level
stroke read as one, however unsurely, may be its foot: the rest was too faint to count as ink."""


@dataclass(eq=False)
class PicturePage(Page):
    """A page read from a picture.

    to_source: affine map (2x3) from the points of the page to the picture's own measure.
    """

    to_source: np.ndarray = field(default_factory=lambda: np.eye(3)[:2])
    is_recognised: ClassVar[bool] = True

    def source_box(self, box: PointBox) -> PointBox:
        """The bounds, in the source, of what stands in `box` on the levelled page."""
        left, top, right, bottom = box
        corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]])
        xs, ys = self.to_source @ corners.T
        return _rounded(xs.min()), _rounded(ys.min()), _rounded(xs.max()), _rounded(ys.max())


def _rounded(edge: float) -> float:
    return round(float(edge), 1)


class Picture(NamedTuple):
    """A page to be read: (height, width), uint8; its number; the size of its pixels in the
    measure of the source's places; where in the source's picture it begins."""

    gray: np.ndarray
    number: int
    pixel: float = 1.0
    left: int = 0
    top: int = 0


def read_pages(pictures: Iterable[Picture]) -> Iterator[PicturePage]:
    """Read the pages of one document.

    The first pages tell how high its smaller characters are, by which all distances go, so that
    a table has the same width on every page. No more pages than these are held at once.
    """
    pictures = (page for its in pictures for page in _pages_in(its))
    first = [(its, _levelled(its)) for its in islice(pictures, _TELLING_PAGES)]
    heights = [height * its.pixel for its, (_, cores) in first for height in heights_of(cores)]
    em = em_of(heights)
    for its, (picture, cores) in first:
        yield _read_page(its, picture, cores, em / its.pixel)
    for its in pictures:
        yield _read_page(its, *_levelled(its), em / its.pixel)


def _pages_in(picture: Picture) -> Iterable[Picture]:
    """Each page of a picture, dark on light."""
    if np.median(picture.gray[::_SAMPLED, ::_SAMPLED]) < _DARK:
        picture = picture._replace(gray=255 - picture.gray)
    for rows, columns in pages_in(picture.gray):
        gray = np.ascontiguousarray(picture.gray[rows, columns])
        yield picture._replace(gray=gray, left=columns.start, top=rows.start)


def _levelled(picture: Picture) -> tuple[Upright, list[Box]]:
    level = upright(without_dots(picture.gray))
    return level, find_lines(level.found)


def _read_page(source: Picture, picture: Upright, cores: list[Box], em: float) -> PicturePage:
    """em: height of the smaller characters, in pixels; 0 where the document shows no text."""
    number = source.number
    if not cores or not em:
        return _empty(picture, number)
    scale = _TEXT_SIZE / em
    ink = find_ink(picture.gray, em)
    rulings, ruled = find_rulings(ink, cores, em, scale)
    page_grids = PageGrids(rulings)
    regions = [region for grid in page_grids.grids for region in grid.regions]
    boxes = [Box(*(round(edge / scale) for edge in region.box)) for region in regions]
    ruled = _borders(ruled, boxes, em)
    clean = np.where(ruled > 0, ink.paper, picture.gray)
    ink = ink._replace(mask=cv2.bitwise_and(ink.mask, cv2.bitwise_not(ruled)))
    spots = find_spots(cores, boxes, clean, ink.mask, em)
    blank = sorted(set(range(len(boxes))) - {spot.region for spot in spots})
    spots += [
        Spot(box, index, is_rest=True) for index, box in doubtful_blanks(blank, boxes, ink, em)
    ]
    readings = _read(spots, clean, ink, em)
    outside = page_grids.take(_fill(spots, readings, regions, scale))
    _doubt_beside(outside, page_grids.grids)
    grids = [grid for grid in page_grids.grids if grid.has_text]
    page = PicturePage(
        number=number,
        width=picture.gray.shape[1] * scale,
        height=picture.gray.shape[0] * scale,
        lines=[line for line in lines_of(outside) if not line.is_blank],
        grids=grids,
        glyph_count=len(outside) + sum(len(region.glyphs) for region in regions),
        unmapped_count=0,
        object_count=1,
        to_source=_to_source(picture, scale, source),
    )
    page.take_apart([grid for grid in grids if grid.is_frame and len(grid.lines) > 2])
    return page


def _empty(picture: Upright, number: int) -> PicturePage:
    height, width = picture.gray.shape
    return PicturePage(number, width, height, [], [], 0, 0, 1)


def _to_source(picture: Upright, scale: float, source: Picture) -> np.ndarray:
    shrink = np.array([[1 / scale, 0, 0], [0, 1 / scale, 0], [0, 0, 1.0]])
    result: np.ndarray = picture.back @ shrink
    result[:, 2] += source.left, source.top
    return source.pixel * result


def _borders(ruled: np.ndarray, boxes: list[Box], em: float) -> np.ndarray:
    """The rulings that bound cells, a pixel wider: others may be strokes of large characters."""
    near = np.zeros_like(ruled)
    for box in boxes:
        cv2.rectangle(near, box[:2], box[2:], 255, max(round(_BORDER_EMS * em), 3))
    return cv2.dilate(cv2.bitwise_and(ruled, near), np.ones((3, 3), np.uint8))


def _read(spots: list[Spot], clean: np.ndarray, ink: Ink, em: float) -> list[LineReading]:
    """What stands in each spot. In cells, short lines are looked at twice: they are numbers."""
    has_cells = any(spot.region is not None for spot in spots)
    is_cell = [spot.region is not None or not has_cells for spot in spots]
    is_short = [its and s.box.width < SHORT_EMS * em for its, s in zip(is_cell, spots, strict=True)]
    crops = [_crop(clean, spot, ink.paper) for spot in spots]
    readings = read_lines(crops, with_others=is_short)
    in_cell = Counter(spot.region for spot in spots)
    for index, spot in enumerate(spots):
        if is_cell[index]:
            crop = _crop(ink.mask, spot)
            is_alone = spot.region is None or in_cell[spot.region] == 1
            its = _settled(readings[index], crop, em, is_alone)
            most = _CUT if spot.is_cut or not its.text else 1.0
            score = its.score**_WORN if spot.is_worn else its.score
            readings[index] = replace(its, score=min(score, most))
    return readings


def _crop(picture: np.ndarray, spot: Spot, paper: np.ndarray | None = None) -> np.ndarray:
    """The spot in a picture, without its specks: paper in their place, or nothing."""
    box = spot.box
    crop = picture[box.top : box.bottom, box.left : box.right]
    if not spot.specks:
        return crop
    crop = crop.copy()
    for speck in spot.specks:
        down = slice(max(speck.top - 1 - box.top, 0), max(speck.bottom + 1 - box.top, 0))
        across = slice(max(speck.left - 1 - box.left, 0), max(speck.right + 1 - box.left, 0))
        rows = slice(box.top, box.bottom)
        crop[down, across] = 0 if paper is None else paper[rows, box.left : box.right][down, across]
    return crop


def _settled(reading: LineReading, ink: np.ndarray, em: float, is_alone: bool) -> LineReading:
    stroke = lone_stroke(ink, em) if is_alone and len(reading.text) < 2 else None
    is_other_digit = reading.text.isdigit() and reading.text != "1"
    is_sure = stroke != "—" and reading.score > _SURE_DIGIT
    if stroke is None or (is_other_digit and is_sure):
        settled = lookalikes.settled(reading, is_alone=is_alone)
        if settled.text.isdigit() and is_too_low(ink, em):
            return replace(settled, text=_UNKNOWN, steps=(0.5,), score=min(settled.score, _CUT))
        if is_alone and settled.text == "1" and is_faint_four(ink):
            others = ("1", settled.score), *(its for its in settled.others if its[0] != "4")
            return replace(settled, text="4", score=_CUT, others=others)
        return settled
    others = ((reading.text, reading.score), *reading.others)
    is_doubtful = is_other_digit if stroke == "—" else is_sure and reading.text == "1"
    score = _CUT if is_doubtful else _STROKE_SCORE
    return LineReading(stroke, (0.5,), score, tuple(o for o in others if o[0] != stroke))


def _fill(
    spots: list[Spot], readings: list[LineReading], regions: list[Region], scale: float
) -> list[Glyph]:
    """Put what was read into the regions, with how surely; what stands outside comes back.

    Outside of tables what is not legible is left out: stamps, signatures, pictures.
    """
    outside: list[Glyph] = []
    lines: dict[int, list[LineReading]] = {}
    for spot, reading in _without_dirt(spots, readings):
        if spot.region is None:
            if reading.is_legible or (not regions and is_value(reading.text)):
                outside += _glyphs(spot.box, reading, scale, is_in_row=not regions)
            continue
        if spot.is_rest:
            reading = _taken_for_blank(reading)
        lines.setdefault(spot.region, []).append(reading)
        regions[spot.region].glyphs += _glyphs(spot.box, reading, scale)
    for index, region in enumerate(regions):
        region.recognition = _recognition(lines.get(index, []))
    return outside


def _doubt_beside(outside: list[Glyph], grids: list[Grid]) -> None:
    """Doubt what is level with text that stands in a table, though in none of its cells, or in a
    gap between them that was taken for one: the side of a stamp, or a ruling that was lost, has cut
    its cell."""
    gaps = [region for grid in grids for region in grid.regions if region.recognition is None]
    for gap in gaps:
        gap.recognition = Recognition(_CUT)
    for glyph in [*outside, *(glyph for gap in gaps for glyph in gap.glyphs)]:
        x, y = glyph.center
        for grid in grids:
            left, _, right, _ = grid.box
            for region in grid.regions if left < x < right else ():
                seen = region.recognition
                if region.box[1] < y < region.box[3] and seen is not None:
                    region.recognition = replace(seen, score=min(seen.score, _CUT))


def _without_dirt(
    spots: list[Spot], readings: list[LineReading]
) -> Iterable[tuple[Spot, LineReading]]:
    """What was read, but for ink that makes no sense beside the text of a cell.

    Such ink the finder has not taken for text: specks, the rest of a ruling, a stamp's edge.
    """
    found = {spot.region for spot in spots if not spot.is_overlooked}
    numbers = {
        spot.region for spot, reading in zip(spots, readings, strict=True) if reading.text.isdigit()
    }
    for spot, reading in zip(spots, readings, strict=True):
        beside_text = spot.is_overlooked and spot.region in found and not reading.is_legible
        beside_number = spot.region in numbers and lookalikes.is_dirt(reading.text)
        if not (beside_text or beside_number):
            yield spot, reading


def _taken_for_blank(rest: LineReading) -> LineReading:
    """No text, and what was read as another way to read the ink."""
    return LineReading("", (), _CUT, ((rest.text, rest.score), *rest.others))


def _recognition(lines: list[LineReading]) -> Recognition:
    """How sure a cell is, and what else it may say. One without ink is surely blank.

    A number that was broken over lines may be misread in each of them.
    """
    score = min((line.score for line in lines), default=1.0)
    others: list[tuple[str, float]] = []
    if 0 < len(lines) <= _FEW_LINES:
        ways = [((its.text, its.score), *its.others)[:_WAYS] for its in lines]
        said = tuple(its.text for its in lines)
        for way in product(*ways):
            texts = tuple(text for text, _ in way)
            if texts != said:
                others.append(("".join(texts), min(its for _, its in way)))
        others.sort(key=lambda other: -other[1])
    others = others[:_MOST_OTHERS]
    return Recognition(round(score, 4), tuple((text, round(its, 4)) for text, its in others))


def _glyphs(
    box: Box, reading: LineReading, scale: float, *, is_in_row: bool = False
) -> Iterable[Glyph]:
    """The characters of a line, each from half-way to the one before to half-way to the next.

    is_in_row: no rulings part the lines. Those of neighbouring cells may stand at different
    heights, and gaps part them; there is none beside a point or a bracket.
    """
    middle, height = (box.top + box.bottom) / 2, box.height * _LINE_HEIGHT
    height = min(height, _TEXT_SIZE / scale) if is_in_row else height
    reach, end = (height * _IN_ROW, height) if is_in_row else (height, height / 2)
    top, bottom = (middle - height / 2) * scale, (middle + height / 2) * scale
    places = [box.left + step * box.width for step in reading.steps]
    for index, (text, at) in enumerate(zip(reading.text, places, strict=True)):
        before = min(at - places[index - 1], reach) if index else end
        after = min(places[index + 1] - at, reach) if index + 1 < len(places) else end
        if not is_in_row:
            before = after = min(before, after)
        yield Glyph(text, (at - before / 2) * scale, top, (at + after / 2) * scale, bottom)
