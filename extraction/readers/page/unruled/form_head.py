"""Heads of the official forms without borders: which characters are of which name.

The form says which names stand side by side, and what stands over them; so the characters of a
head are dealt out to them from left to right, however near they stand and however they are wrapped.
"""

from __future__ import annotations

import functools
import operator
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

from extraction.forms import Block, load_forms
from extraction.labels import core
from extraction.readers.page.glyphs import Glyph, Line, lines_of
from extraction.readers.page.unruled.lines import is_blank_row
from extraction.readers.page.unruled.names import Cell
from extraction.readers.page.unruled.words import ARTICLE, REMARK

_LONGEST_REMARK = 12
"""Characters of a remark in brackets behind a name: （单位：万元）."""

_REMARKS = frozenset(("备注", "说明"))

_CORNERS = frozenset(("信息内容",))
"""What stands over the labels of rows, as high as the names beside it or between their lines."""

_CLOSING = "）)，。、"

_BREAK = 2
"""Characters of punctuation in a name, which its core leaves out: 增/减."""

_LONG = 20
_MOST_MISPRINTS = 2
"""Characters of a head with so many that may be others than the form's, of one head counted once:
all that stand around them say which names they are of."""


@dataclass(frozen=True)
class _Part:
    """A name, or a caption and what stands under it; the caption of a whole head may be none."""

    cores: frozenset[str]
    under: tuple[_Part, ...] = ()
    has_labels: bool = True

    @functools.cached_property
    def shortest(self) -> int:
        if self.under:
            return sum(part.shortest for part in self.under)
        return min(map(len, self.cores))

    @functools.cached_property
    def longest(self) -> int:
        own = max(map(len, self.cores), default=0)
        if self.under:
            return own + sum(part.longest for part in self.under)
        return own + _BREAK + _LONGEST_REMARK

    @functools.cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset("".join(sorted(each)) for each in self.cores)

    def may_be(self, glyphs: list[Glyph]) -> bool:
        """Whether characters are those of the name, in whatever order, or a remark is with them."""
        shown = "".join(sorted(core(glyph.text) for glyph in glyphs))
        return shown in self._characters or any(glyph.text in "（(" for glyph in glyphs)

    @functools.cached_property
    def needed(self) -> Counter[str]:
        """The characters that are in every wording of its names."""
        if self.under:
            return sum((part.needed for part in self.under), Counter())
        return functools.reduce(operator.and_, map(Counter, self.cores))

    @functools.cached_property
    def wanted(self) -> tuple[Counter[str], Counter[str]]:
        """The characters needed, without captions, which may be torn off, and with them."""
        own = functools.reduce(operator.and_, map(Counter, self.cores)) if self.cores else Counter()
        return self.needed, sum((part.wanted[1] for part in self.under), own)

    @functools.cached_property
    def known(self) -> frozenset[str]:
        """The characters that are in any wording of it."""
        return frozenset("".join(self.cores)).union(*(part.known for part in self.under))

    def may_hold(self, text: str) -> bool:
        """Whether a text may be the part whole: it is neither too long nor too short for its names,
        and has their characters."""
        is_fit = self.shortest <= len(text) <= self.longest
        return is_fit and not self.needed - Counter(text)

    def may_be_among(self, shown: Counter[str]) -> bool:
        """Whether characters may be those of the part and of more, few of a long one misprinted."""
        missing = self.needed - shown
        return not missing or (self.shortest >= _LONG and len(missing) <= _MOST_MISPRINTS)

    def misprints(self, text: str) -> Iterator[dict[str, str]]:
        """The ways in which a text may be the part whole: what stands for which of its characters
        at least as often as that is missing, and is in no wording of it. Mostly nothing does."""
        if not self.shortest <= len(text) <= self.longest:
            return
        shown = Counter(text)
        if not self.needed - shown:
            yield {}
        if self.shortest < _LONG:
            return
        foreign = [each for each in shown if each not in self.known]
        for wanted in self.wanted:
            missing = wanted - shown
            if 0 < len(missing) == len(foreign) <= _MOST_MISPRINTS:
                for order in permutations(missing):
                    misprints = dict(zip(foreign, order, strict=True))
                    if all(shown[one] >= missing[its] for one, its in misprints.items()):
                        yield misprints


class FormHead(NamedTuple):
    """The cells of a head as a form has them.

    captions: from the outermost inwards. corner: the pieces that stand left of the names.
    has_labels: its rows have labels; else there is but one.
    """

    names: list[Cell]
    captions: list[list[Cell]]
    corner: list[Line]
    has_labels: bool

    @property
    def cells(self) -> list[Cell]:
        return [*self.names, *(cell for row in self.captions for cell in row)]


def may_hold_bare_head(lines: list[Line]) -> bool:
    """Whether lines have the characters of a head with one row without a label."""
    shown = Counter(core("".join(glyph.text for line in lines for glyph in line.glyphs)))
    return any(not head.has_labels and not head.needed - shown for head in _heads())


def fit(lines: list[Line]) -> FormHead | None:
    """The head of a form that the lines from one of them on hold, top to bottom; what stands left
    of its names is its corner. Remarks may have a column behind the others. Rows of blanks above
    are of another head."""
    first_own = next((at for at in range(len(lines), 0, -1) if is_blank_row(lines[at - 1])), 0)
    shown = Counter(core("".join(g.text for line in lines[first_own:] for g in line.glyphs)))
    heads = [head for head in _heads() if head.may_be_among(shown)]
    if not heads:
        return None
    parts = [part for line in lines for part in line.parts]
    remarks = [part for part in parts if core(part.text) in _REMARKS]
    corner = [part for part in parts if core(part.text) in _CORNERS]
    beside = {glyph for part in (*remarks, *corner) for glyph in part.glyphs}
    for first in range(first_own, len(lines)):
        its = [line for line in lines[first:] if not ARTICLE.fullmatch(core(line.text))]
        shown_once = dict.fromkeys(glyph for line in its for glyph in line.glyphs)
        glyphs = [each for each in shown_once if each not in beside and not each.text.isspace()]
        glyphs.sort(key=lambda glyph: (glyph.center[0], glyph.top))
        texts = [core(glyph.text) for glyph in glyphs]
        shown = Counter("".join(texts))
        heads = [head for head in heads if head.may_be_among(shown)]
        if not heads:
            return None
        for start in range(len(glyphs)):
            text = "".join(texts[start:])
            for head in heads:
                if cells := _fit_whole(head, text, glyphs[start:]):
                    cells += [(-1, Cell([part], 0, 1)) for part in remarks]
                    return _made(cells, lines[first:], glyphs[start:], head)
    return None


def _fit_whole(head: _Part, text: str, glyphs: list[Glyph]) -> list[tuple[int, Cell]] | None:
    """The cells of a head that is made of just these characters, as they are printed."""
    for misprints in head.misprints(text):
        if not misprints:
            cells = _fit(head, glyphs, 0)
        else:
            meant = [each._replace(text=misprints.get(each.text, each.text)) for each in glyphs]
            cells = _fit(head, meant, 0)
            printed = dict(zip(meant, glyphs, strict=True))
            for _, cell in cells or ():
                cell.pieces = [Line([printed[g] for g in piece.glyphs]) for piece in cell.pieces]
        if cells:
            return cells
    return None


def _made(
    cells: list[tuple[int, Cell]], lines: list[Line], glyphs: list[Glyph], part: _Part
) -> FormHead:
    names: list[Cell] = []
    rows: dict[int, list[Cell]] = {}
    for depth, cell in cells:
        cell.first += len(names)
        cell.stop += len(names)
        if depth < 0:
            names.append(cell)
        else:
            rows.setdefault(depth, []).append(cell)
    articles = [line for line in lines if ARTICLE.fullmatch(core(line.text))]
    if articles:
        rows[-1] = [Cell(articles[-1:], 0, len(names))]
    start = min(glyph.left for glyph in glyphs)
    corner = [
        piece
        for line in lines
        if line not in articles
        for part in line.parts
        for piece in part.cut_at([start])
        if piece.left < start
    ]
    return FormHead(names, [rows[depth] for depth in sorted(rows)], corner, part.has_labels)


@functools.cache
def _heads() -> tuple[_Part, ...]:
    """The heads that the forms have, those with the most names first."""
    blocks = [block for form in load_forms() for block in form.blocks if not block.is_list]
    heads = {
        _Part(_cores(block.captions), _under(block, None), bool(block.rows)) for block in blocks
    }
    return tuple(sorted(heads, key=lambda head: -head.shortest))


def _under(block: Block, parent: int | None) -> tuple[_Part, ...]:
    """The parts of a block within a group, or outside all of them, in their order."""
    found: list[_Part] = []
    groups: set[int] = set()
    for column in block.columns:
        group = column.group
        while group is not None and block.groups[group].parent != parent:
            group = block.groups[group].parent
        if group is None and column.group == parent:
            found.append(_Part(_cores(column.labels)))
        elif group is not None and group not in groups:
            groups.add(group)
            found.append(_Part(_cores(block.groups[group].labels), _under(block, group)))
    return tuple(found)


def _cores(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(core, labels))


def _fit(part: _Part, glyphs: list[Glyph], depth: int) -> list[tuple[int, Cell]] | None:
    """The cells of a part that is made of just these characters, left to right; a caption with
    its depth, a name with -1."""
    if not part.under:
        if not part.may_be(glyphs):
            return None
        lines = lines_of(glyphs)
        text = "".join(line.text for line in lines)
        if text[0] in _CLOSING or text.count("（") != text.count("）"):
            return None
        is_name = core(text) in part.cores or core(REMARK.sub("", text)) in part.cores
        return [(-1, Cell(lines, 0, 1))] if is_name else None
    if not part.may_hold("".join(core(glyph.text) for glyph in glyphs)):
        return None
    lines = lines_of(glyphs)
    for captions, rest in _under_caption(part, lines, glyphs):
        cells = _dealt(part.under, rest, depth + 1)
        if cells is not None:
            stop = sum(level < 0 for level, _ in cells)
            return [*([(depth, Cell(captions, 0, stop))] if captions else []), *cells]
    return None


def _under_caption(
    part: _Part, lines: list[Line], glyphs: list[Glyph]
) -> Iterator[tuple[list[Line], list[Glyph]]]:
    """The lines of a caption, and what stands below them; without one where it is torn off."""
    text = ""
    for number, line in enumerate(lines, start=1):
        text += line.text
        if core(text) in part.cores:
            taken = {glyph for each in lines[:number] for glyph in each.glyphs}
            yield lines[:number], [glyph for glyph in glyphs if glyph not in taken]
    yield [], glyphs


def _dealt(
    parts: tuple[_Part, ...], glyphs: list[Glyph], depth: int
) -> list[tuple[int, Cell]] | None:
    """The cells of parts that stand side by side and are made of just these characters."""
    count = len(glyphs)

    @functools.cache
    def from_(number: int, start: int) -> list[tuple[int, Cell]] | None:
        if number == len(parts):
            return [] if start == count else None
        part = parts[number]
        rest = sum(other.shortest for other in parts[number + 1 :])
        for stop in range(start + part.shortest, min(start + part.longest, count - rest) + 1):
            cells = _fit(part, glyphs[start:stop], depth)
            if cells is not None and (others := from_(number + 1, stop)) is not None:
                return [*cells, *others]
        return None

    return from_(0, 0)
