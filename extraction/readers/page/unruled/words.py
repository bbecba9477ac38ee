"""Words of the official forms: the labels, names and captions that a text may be, or a line of."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from extraction.forms import Block, load_forms
from extraction.labels import core
from extraction.readers.page.glyphs import Line

_FEWEST_OF_LIST = 4
"""So many labels of a list of indicators do not stand together by chance."""

_INDENT = 4.0

_ALIKE = 86
_FEWEST_ALIKE = 5
"""A text this like a label, in per cent, is that label misprinted, if it is not shorter."""

_FEWEST_OF_LINE = 8
"""So many characters of a line of running text are in no label by chance."""

_MOST_OF_COLUMN = 6
"""Characters of a line in a column beside which the labels of rows stand."""

REMARK = re.compile(r"[（(](?![一二三四五六七八九十]{1,3}[)）])[^（()）]*[)）]\Z")
ARTICLE = re.compile(r"第二十条第[一二三四五六七八九]项(?:第二十条)?(?:第[一二三四五六七八九]项)?")


class Words:
    """Labels by their cores. indent: how far their first lines may be indented, in ems."""

    def __init__(self, labels: Iterable[str], indent: float = 0.0) -> None:
        self.indent = indent
        self.cores = frozenset(map(core, labels))
        self._all = "\n".join(self.cores)

    def has(self, text: str) -> bool:
        """Whether a text is a label, but for a remark in brackets behind it."""
        shown = core(text)
        return shown in self.cores or core(REMARK.sub("", text)) in self.cores

    def make_up(self, text: str) -> bool:
        """Whether a text is labels and nothing else, set solid."""
        return self._row.fullmatch(core(text)) is not None

    @functools.cached_property
    def _row(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(sorted(self.cores, key=len, reverse=True))})+")

    def hold(self, text: str) -> bool:
        """Whether a text is a line of a label."""
        shown = core(text)
        return len(shown) >= _FEWEST_OF_LINE and shown in self._all

    def begin_with(self, text: str) -> bool:
        """Whether a text is the first line of a label in a narrow column."""
        shown = core(text)
        return len(shown) <= _MOST_OF_COLUMN and any(
            label.startswith(shown) and label != shown for label in self.cores
        )

    def have_line(self, text: str) -> bool:
        """Whether a text is a line of a label, or the label."""
        shown = core(text)
        return bool(shown) and shown in self._all

    def is_like(self, text: str) -> bool:
        """Whether a text is like a label, as with a misprint."""
        shown = core(text)
        if len(shown) < _FEWEST_ALIKE:
            return False
        return (
            process.extractOne(shown, self.cores, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            is not None
        )


@functools.cache
def names() -> Words:
    """The names of columns."""
    return _words(column.labels for block in _blocks() for column in block.columns)


@functools.cache
def sure_names() -> Words:
    """The names of columns that are no labels of rows."""
    rows = (row.labels for block in _blocks() for row in block.rows)
    return Words(names().cores - _words([*rows, headings().cores]).cores)


@functools.cache
def captions() -> Words:
    """What stands over several names."""
    return _words(
        labels
        for block in _blocks()
        for labels in (block.captions, *(group.labels for group in block.groups))
    )


@functools.cache
def headings() -> Words:
    """What stands in front of several rows."""
    return _words(
        labels
        for block in _blocks()
        for labels in (
            block.headings,
            *(row.labels for row in block.rows if not row.code),
            *(group.labels for group in block.groups),
        )
    )


@functools.cache
def groups_of_rows() -> Words:
    """What stands beside several rows and is no label of one in any form."""
    return Words(_words(block.headings for block in _blocks()).cores - row_words().cores)


def _blocks() -> list[Block]:
    return [block for form in load_forms() for block in form.blocks]


def _words(labels: Iterable[Iterable[str]]) -> Words:
    return Words(label for texts in labels for label in texts)


@functools.cache
def head_words() -> Words:
    return Words(names().cores | captions().cores)


@functools.cache
def row_words() -> Words:
    """The labels of rows that have numbers."""
    return _words(
        [*(row.labels for block in _blocks() for row in block.rows if row.code), names().cores]
    )


@functools.cache
def sure_rows() -> Words:
    """The labels of rows that have numbers and are no names of columns."""
    return Words(row_words().cores - names().cores)


@functools.cache
def list_rows() -> Words:
    """The labels of a list of indicators, whose rows tell what they are without a head."""
    rows = [row for block in _blocks() if block.is_list for row in block.rows]
    return Words((label for row in rows for label in row.labels), _INDENT)


def are_list(texts: Iterable[Line]) -> bool:
    """Whether texts are the labels of a list of indicators."""
    return sum(list_rows().has(text.text) for text in texts) >= _FEWEST_OF_LIST


@functools.cache
def body_words() -> Words:
    """What may stand beside numbers: the names of columns as well, in tables set upright."""
    rows = (row.labels for block in _blocks() for row in block.rows)
    return _words([*rows, headings().cores, names().cores])


@functools.cache
def label_words() -> Words:
    """What stands before the numbers of rows: their labels, and what is in front of several."""
    rows = (row.labels for block in _blocks() for row in block.rows)
    return _words([*rows, headings().cores])


_NUMBERED = re.compile(r"\d[、.．）)]|[（(][一二三四五六七八九十][）)]")
_GROUP_NUMBERING = re.compile(r"[（(]?[一二三四五六七八九十]?[）)、]?")


def is_label_line(text: str) -> bool:
    """Whether a text is a line of a label, of the name of its group, or of both side by side."""
    is_of_group = _GROUP_NUMBERING.fullmatch(text) is not None
    return is_of_group or label_words().have_line(text) or behind_group(text) is not None


def behind_group(text: str) -> int | None:
    """Where in a line that of a label begins behind one of the name of its group, or behind the
    number of that alone."""
    if not text or body_words().have_line(text):
        return None
    found = [
        at
        for at in range(1, len(text))
        if (at > 1 or _NUMBERED.match(text, at))
        and (
            headings().have_line(text[:at])
            or (_NUMBERED.match(text, at) and _GROUP_NUMBERING.fullmatch(text[:at]))
        )
        and (body_words().have_line(text[at:]) or _NUMBERED.fullmatch(text, at))
    ]
    return found[0] if len(found) == 1 else None


def is_caption(text: str) -> bool:
    return (captions().has(text) and not names().has(text)) or bool(ARTICLE.fullmatch(core(text)))
