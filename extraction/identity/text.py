"""A document as lines of text, the way the search for its identity needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.document import Document, Paragraph
from extraction.labels import plain, simplified
from extraction.records import record
from extraction.typography import trim

_PUBLISHER = (
    "发布机构|发布单位|公开机构|公开单位|公开主体|制作单位|发文机关|发文单位|发文机构|责任单位|编制单位"
    "|报告单位|填报单位"
)
_SOURCE = "来源|信息来源|文章来源|稿件来源|供稿单位|供稿"
_PUBLISHED = (
    "发布日期|发布时间|公开日期|公开时间|发文日期|成文日期|成文时间|公文生成日期|生成日期|发稿时间"
    "|发表时间|上传时间|录入时间|更新时间|更新日期|时间|日期"
)
_FOOTER = "主办单位|主办|承办单位|承办|版权所有"
_LABEL = re.compile(
    rf"^[-·•*\[【|]*(?P<label>{_PUBLISHER}|{_PUBLISHED}|名称|标题)[\]】]*[:：|]*(?P<value>.*)$"
)
_LABELS = re.compile(
    rf"(?:(?<![一-鿿])|(?<=报告)|(?<=年报))"
    rf"(?P<label>{_PUBLISHER}|{_SOURCE}|{_PUBLISHED}|{_FOOTER})[\]】]?[:：]"
)
_COLUMN_LABELS = frozenset(f"{_PUBLISHER}|{_PUBLISHED}".split("|")) - {"时间", "日期"}
_MOST_WORDS = 12
_LABEL_WORD = re.compile(r"(?:机构|单位|主体|机关|来源|供稿|日期|时间|主办|承办|所有)[\]】]?:")
_NEXT_LABEL = re.compile(r"\s[一-鿿]{2,8}[:：]|\s{2,}|[【\[|]|(?<=[一-鿿])\s(?=\d|[A-Za-z])")
_GAP_IN_LABEL = re.compile(r"(?<![一-鿿])([一-鿿])\s+([一-鿿])(?:\s+([一-鿿]))?(?=[:：])")
_PATH = re.compile(r"\s*(?:>+|»|›|＞|→|/)\s*")
_PATH_START = re.compile(r"首页|位置|您在|当前|所在")
_DATED = re.compile(
    r"来源|字[号体]|浏览|点击|作者|打印|阅读|分享|次数|编辑|大中小|^[-\d年月日/.:时分秒()（）]+$"
    r"|^20\d\d[-年/.]\d{1,2}[-月/.]\d[-\d年月日/.:时分秒]*[一-鿿]{2,25}[府局厅委会办室部署处院校心镇乡道]$"
    r"|^[一-鿿]{2,25}[府局厅委会办室部署处院校心镇乡道]20\d\d[-年/.]\d{1,2}[-月/.]\d[-\d日/.:时分秒]*$"
)
"""A line with a date that says when the page was published: beside words of the page's frame,
alone, or beside nothing but the name of a body."""

_TABLE = re.compile(r"第二十条第\(?[一二三四五六七八九]|统计指标$|\(?本列数据的勾稽")
"""What begins a text that has tables alone, as in a spreadsheet."""

_SECTION = re.compile(
    r"^(?:[一二1][、.．,]?)?(?:总体情况|总体概述|概述|概况|基本情况|主动公开政府信息|政府信息主动公开)"
)
_PAGE_NUMBER = re.compile(r"^(?:[-—–]?\d{1,3}[-—–]?|第\d{1,3}页(?:共\d{1,3}页)?|P\.?\d{1,3})$")
_CHAPTER = re.compile(r"^[一二三四五六七八九十]{1,2}[、.．]")
_LINKS = re.compile(
    r"^(?:[上下]一[篇条页则]|相关(?:阅读|链接|文章|信息|新闻|文档)|点击排行|(?:推荐|延伸)阅读|热门)"
)
_BELOW_LINKS = re.compile(
    rf"^(?:{_FOOTER}|主管|网站标识码|联系|地址|电话|备案|Copyright|©)|.*(?:ICP备|公安备|[,，。;；])",
    re.IGNORECASE,
)
_MARKS = "#•●▪■◆"
"""What stands before a heading or a point of a list."""

_HEAD_LINES = 120
_SHORT = 16
_GOES_ON = "，,、；;：:。"
_LONGEST_HEAD = 40
"""Lines that may stand before a text without sections."""

_LONGEST_DATE = 24
_SHORTEST_WORDS = 8
"""A cell of fewer ASCII characters is a number of a table, no date."""


@record(frozen=True, slots=True)
class Line:
    """A paragraph or a cell. `text` as printed, `folded` without spaces and simplified."""

    text: str
    folded: str
    is_cell: bool


@dataclass(frozen=True, slots=True)
class View:
    """The parts of a document that may tell who reports on what.

    lines: paragraphs and cells in reading order, without empty ones and numbers alone.
    start: how many of the lines stand before the first section or, where there is none, table.
    prose: the folded paragraphs, run together, so that a clause broken over lines is whole. Short
        lines without punctuation, as in navigation, end with a line break.
    preamble: the part of prose before the first section.
    labelled: label and value of metadata lines (发布机构, 发布日期 ...), folded, in order.
    path: the parts of the page's navigation path (首页 > 财政局 > 年报), folded.
    dated: lines of the head that are a date without a label, or one beside 来源, 字号 ..., folded.
    """

    lines: tuple[Line, ...]
    start: int
    prose: str
    preamble: str
    labelled: tuple[tuple[str, str], ...]
    path: tuple[str, ...]
    dated: tuple[str, ...]

    @property
    def opening(self) -> str:
        """The preamble, or the beginning of a text that has none."""
        return self.preamble or self.prose[:800]

    def values(self, *labels: str) -> list[str]:
        """The values of metadata lines with one of the labels, in the order of the labels."""
        return [value for label in labels for name, value in self.labelled if name == label]


PUBLISHER_LABELS = tuple(_PUBLISHER.split("|"))
SOURCE_LABELS = tuple(_SOURCE.split("|"))
PUBLISHED_LABELS = tuple(_PUBLISHED.split("|"))
FOOTER_LABELS = tuple(_FOOTER.split("|"))


def view(document: Document) -> View:
    """The view of a document."""
    lines = tuple(_lines(document))
    starts = (
        i for opens in (_SECTION, _TABLE) for i, li in enumerate(lines) if opens.match(li.folded)
    )
    start = next(starts, None)
    last = max((i for i, line in enumerate(lines) if _CHAPTER.match(line.folded)), default=None)
    if last is not None:
        lines = lines[:last] + tuple(_without_links(lines[last:]))
    head = lines[: _LONGEST_HEAD if start is None else start]
    preamble = lines[:start]
    return View(
        lines=lines,
        start=len(lines) if start is None else start,
        prose="".join(
            line.folded + "\n" * (len(line.folded) <= _SHORT and line.folded[-1] not in _GOES_ON)
            for line in lines
            if not line.is_cell
        ),
        preamble="".join([line.folded for line in preamble if not line.is_cell][:_HEAD_LINES]),
        labelled=tuple(_labelled(lines)),
        path=_path(head),
        dated=tuple(
            line.folded for line in head if len(line.folded) <= 80 and _DATED.search(line.folded)
        ),
    )


def _without_links(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a text and of the foot of its page, without links to other documents.

    They name the reports of other bodies and years.
    """
    is_among_links = False
    for line in lines:
        if _LINKS.match(line.folded):
            is_among_links = True
        elif is_among_links and _BELOW_LINKS.match(line.folded):
            is_among_links = False
        if not is_among_links:
            yield line


def _lines(document: Document) -> list[Line]:
    lines = []
    for block in document.blocks:
        is_cell = not isinstance(block, Paragraph)
        texts = [block.text] if isinstance(block, Paragraph) else [c.text for c in block.cells]
        for text in texts:
            if is_cell and len(text) < _SHORTEST_WORDS and text.isascii():
                continue
            shown = trim(text).lstrip(_MARKS).strip()
            folded = plain(shown)
            if folded and (is_cell or not _PAGE_NUMBER.match(folded)):
                lines.append(Line(shown, folded, is_cell))
    return lines


def _labelled(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    pairs = []
    for index, line in enumerate(lines):
        if len(line.text) <= 300 and (found := _labels_on(line) or _in_columns(line)):
            pairs += found
        elif len(line.folded) <= 60 and (match := _LABEL.match(line.folded)):
            value = match["value"].strip("|")
            if not value and index + 1 < len(lines) and not _LABEL.match(lines[index + 1].folded):
                value = lines[index + 1].folded
            if value and len(value) <= 60:
                pairs.append((match["label"], value))
    return pairs


def _labels_on(line: Line) -> list[tuple[str, str]]:
    """The labels on one line with a colon each, with their values; spaces part the pairs."""
    if ":" not in line.folded or not _LABEL_WORD.search(line.folded):
        return []
    text = _GAP_IN_LABEL.sub(r"\1\2\3", simplified(line.text))
    pairs = []
    for match in _LABELS.finditer(text):
        rest = text[match.end() :].lstrip()
        stop = _NEXT_LABEL.search(rest)
        value = plain(rest[: stop.start()] if stop else rest)
        if match["label"] in PUBLISHED_LABELS:
            value = value[:_LONGEST_DATE]
        if value and len(value) <= 60:
            pairs.append((match["label"], value))
    return pairs


def _in_columns(line: Line) -> list[tuple[str, str]]:
    """Labels and values in turn on one line without colons, as a row of a table without rulings is
    printed: 发布机构 某局 发布日期 2023-03-18."""
    words = line.text.split()
    if not 2 <= len(words) <= _MOST_WORDS:
        return []
    folded = [plain(word) for word in words]
    return [
        (label, value)
        for label, value in pairwise(folded)
        if label in _COLUMN_LABELS and value not in _COLUMN_LABELS and len(value) <= 60
    ]


def _path(head: Sequence[Line]) -> tuple[str, ...]:
    for line in head:
        parts = _PATH.split(line.folded)
        if len(parts) >= 3 and len(line.folded) <= 120 and _PATH_START.search(line.folded):
            return tuple(parts)
    return ()
