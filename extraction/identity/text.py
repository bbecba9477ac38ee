"""A document as lines of text, the way the search for its identity needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.document import Document, Paragraph
from extraction.labels import plain
from extraction.typography import trim

_PUBLISHER = (
    "发布机构|发布单位|公开机构|公开单位|公开主体|制作单位|发文机关|发文单位|责任单位|编制单位"
    "|报告单位"
)
_PUBLISHED = (
    "发布日期|发布时间|公开日期|公开时间|发文日期|成文日期|成文时间|公文生成日期|生成日期|发稿时间"
    "|时间|日期"
)
_LABEL = re.compile(
    rf"^[-·•*\[【|]*(?P<label>{_PUBLISHER}|{_PUBLISHED}|名称|标题)[\]】]*[:：|]*(?P<value>.*)$"
)
_INLINE_LABEL = re.compile(
    r"(?<![一-鿿])(?P<label>发布日期|发布时间|公开日期|生成日期|成文日期|时间)[:：](?P<value>.{8,24})"
)
_SECTION = re.compile(
    r"^(?:[一二1][、.．,]?)?(?:总体情况|总体概述|概述|概况|基本情况|主动公开政府信息|政府信息主动公开)"
)
_PAGE_NUMBER = re.compile(r"^(?:[-—–]?\d{1,3}[-—–]?|第\d{1,3}页(?:共\d{1,3}页)?|P\.?\d{1,3})$")
_HEAD_LINES = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a cell. `text` as printed, `folded` without spaces and simplified."""

    text: str
    folded: str
    is_cell: bool


@dataclass(frozen=True, slots=True)
class View:
    """The parts of a document that may tell who reports on what.

    lines: paragraphs and cells in reading order, none empty.
    prose: the folded paragraphs, run together, so that a clause broken over lines is whole.
    preamble: the part of prose before the first section.
    labelled: label and value of metadata lines (发布机构, 发布日期 ...), folded, in order.
    """

    lines: tuple[Line, ...]
    prose: str
    preamble: str
    labelled: tuple[tuple[str, str], ...]

    @property
    def opening(self) -> str:
        """The preamble, or the beginning of a text that has none."""
        return self.preamble or self.prose[:800]

    def values(self, *labels: str) -> list[str]:
        """The values of metadata lines with one of the labels, in the order of the labels."""
        return [value for label in labels for name, value in self.labelled if name == label]


PUBLISHER_LABELS = tuple(_PUBLISHER.split("|"))
PUBLISHED_LABELS = tuple(_PUBLISHED.split("|"))


def view(document: Document) -> View:
    """The view of a document."""
    lines = tuple(_lines(document))
    paragraphs = [line.folded for line in lines if not line.is_cell]
    start = next(
        (index for index, text in enumerate(paragraphs) if _SECTION.match(text)),
        len(paragraphs),
    )
    preamble = "".join(paragraphs[: min(start, _HEAD_LINES)])
    return View(lines, "".join(paragraphs), preamble, tuple(_labelled(lines)))


def _lines(document: Document) -> list[Line]:
    lines = []
    for block in document.blocks:
        is_cell = not isinstance(block, Paragraph)
        texts = [block.text] if isinstance(block, Paragraph) else [c.text for c in block.cells]
        for text in texts:
            shown = trim(text).lstrip("#").strip()
            folded = plain(shown)
            if folded and (is_cell or not _PAGE_NUMBER.match(folded)):
                lines.append(Line(shown, folded, is_cell))
    return lines


def _labelled(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    pairs = []
    for index, line in enumerate(lines):
        if len(line.folded) <= 60 and (match := _LABEL.match(line.folded)):
            value = match["value"].strip("|")
            if not value and index + 1 < len(lines) and not _LABEL.match(lines[index + 1].folded):
                value = lines[index + 1].folded
            if value and len(value) <= 60:
                pairs.append((match["label"], value))
                continue
        for match in _INLINE_LABEL.finditer(line.folded):
            pairs.append((match["label"], match["value"]))
    return pairs
