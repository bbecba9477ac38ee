"""Part a report from the reports of other bodies that are appended to it.

A government appends the reports of its bodies (附件1：某县财政局2023年政府信息公开年度报告); some
pages hold one report after another. Their 我局, their signatures, sentences and tables are none of
the first one's own: where a table of it cannot be read, theirs must not stand in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.document import Block, Document, Paragraph, Table
from extraction.identity.dates import YEAR
from extraction.labels import plain

_FIRST_SECTION = re.compile(r"^[一1][、.．,](?:总体|概述|概况|基本情况|主动公开)")
_PREFACE = re.compile(
    r"^(?:现?根据|按照?|依据|遵照)[^。]*(?:条例|规定|要求|通知)[^。]*(?:报告|年报)"
)
_CHAPTER = re.compile(r"^([一二三四五六七八九])[、.．]")
_TITLE = re.compile(
    rf"^(?=[^。，；,;:]*{YEAR}年)(?:附件?\d{{0,2}}[:：.、]?)?[^。，；,;:《》]{{0,60}}(?:信息|政务)公开"
    r"[^。，；,;:《》]{0,20}(?:报告|年报)[)）]?$"
)
_ANNEX = re.compile(r"^(?:附[件录表]?[一二三四五六七八九十\d]{0,2}[:：]?|[一-鿿]{2,25})$")
"""What may stand on the line above a title: the number of the annex, the name of the body."""

_LEAST_CHAPTERS = 3
_LEAST_SENTENCES = 2
"""What tells a report from a table of contents or a notice that stands before it."""

_NEAR = 6
"""Paragraphs between a title and the first section that it stands over."""


def without_appended(document: Document) -> tuple[Document, str | None]:
    """The document up to the title of the first appended report, and that title."""
    at = _appended_at(document.blocks)
    if at is None:
        return document, None
    blocks = document.blocks
    title = blocks[at]
    assert isinstance(title, Paragraph)
    above = blocks[at - 1]
    start = at - 1 if isinstance(above, Paragraph) and _ANNEX.match(plain(above.text)) else at
    own, others = blocks[:start], blocks[start:]
    if not any(isinstance(block, Table) for block in own) and any(
        isinstance(block, Table) for block in others
    ):
        return document, None
    return replace(document, blocks=own, read_in_order=None), title.text.strip()


def _appended_at(blocks: Sequence[Block]) -> int | None:
    """The index of the title that begins a further report: one that did not stand over the first
    one, below the chapters of that and close above a first section or a preface."""
    head: set[str] = set()
    chapters: set[str] = set()
    sentences = 0
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            if not chapters:
                head.update(map(plain, block.texts))
            continue
        folded = plain(block.text)
        if chapter := _CHAPTER.match(folded):
            chapters.add(chapter[1])
        if not chapters:
            head.add(folded)
            continue
        sentences += "。" in folded
        is_behind = len(chapters) >= _LEAST_CHAPTERS and sentences >= _LEAST_SENTENCES
        is_title = is_behind and _TITLE.match(folded) is not None and folded not in head
        if is_title and _opens_report(blocks[index + 1 :]):
            return index
    return None


def _opens_report(blocks: Sequence[Block]) -> bool:
    near = [block for block in blocks[:_NEAR] if isinstance(block, Paragraph)]
    folded = (plain(block.text) for block in near)
    return any(_FIRST_SECTION.match(text) or _PREFACE.match(text) for text in folded)
