"""Recognise which printed row of the table of 2014 (政府信息公开情况统计表) is which indicator.

Many indicators differ in one word only (政务微博公开政府信息数, 政务微信公开政府信息数), so a
label must be the form's own but for a slip of the pen, and labels that recur are known by what
stands around them or not at all.
"""

from __future__ import annotations

import functools
import re

from rapidfuzz.distance import Levenshtein

from extraction.forms import Block, Row, load_forms
from extraction.labels import core, plain, split_numbering

SLIP = 8
"""Characters of a label for each one that may be wrong, missing or too many."""

_OF_WHICH = re.compile(r"^(?:其中|其)[:：、,]?")
_FOOT = re.compile(r"(?:单位负责人|审核人|填报人|填报日期|联系电话)[:：].*$")
"""The foot of the table, which a text layer may run into the last label."""

_REMARK = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]|[(\[【〔][^)\]】〕]*$")
_UNIT_WORDS = "条|件|件次|次|篇|个|家|人|人次|亿元|万元|千元|元"
_UNIT = re.compile(rf"^[(]?(?:单位[:：]?)?({_UNIT_WORDS}|[-—–－一/]{{1,4}})[)]?$")
_UNIT_IN_LABEL = re.compile(
    rf"[(\[](?:单位[:：]?)?({_UNIT_WORDS})[)\]]|[,:]单位[:：]?({_UNIT_WORDS})$"
)

OTHER_TABLES = tuple(
    core(label)
    for label in (
        "全文电子化的主动公开信息数", "新增的行政规范性文件数", "提供服务类信息数",
        "网站专栏页面访问量", "现场接待人数", "网上咨询数", "咨询电话接听数",
        "依申请公开信息目录数", "申请总数", "电子邮件申请数", "其他形式申请数",
        "对申请的答复总数", "本年度对申请的答复总数", "否决公开答复总数", "行政申诉数",
        "受理依申请公开信息总数", "非《规定》所指政府信息数", "收取费用总数",
    )
)  # fmt: skip
"""Rows of the local tables before 2014 (the model of Shanghai, the short table of Fujian) that
the form of 2014 has not."""


@functools.lru_cache(maxsize=1)
def statistics_block() -> Block:
    """The block of the form of 2014."""
    return next(b for form in load_forms() for b in form.blocks if b.table == "statistics")


@functools.lru_cache(maxsize=65536)
def bare(label: str) -> str:
    """The words of an indicator: no numbering, 其中, unit or remark in brackets."""
    text = _FOOT.sub("", split_numbering(label)[1])
    text = split_numbering(_OF_WHICH.sub("", text))[1]
    return core(_REMARK.sub("", _UNIT_IN_LABEL.sub("", _OF_WHICH.sub("", text))))


def unit_of(text: str) -> str | None:
    """The unit that a cell holds and nothing else; "" for the dash in rows without a figure."""
    match = _UNIT.match(plain(text))
    if match is None:
        return None
    return match[1] if match[1] in _UNIT_WORDS.split("|") else ""


def unit_in_label(label: str) -> str | None:
    """The unit that a label prints in brackets, as in 行政复议数量（件）."""
    found = [a or b for a, b in _UNIT_IN_LABEL.findall(plain(label))]
    return found[-1] if found else None


@functools.lru_cache(maxsize=1)
def _labels() -> dict[str, tuple[int, ...]]:
    """The indicators by each of their labels."""
    known: dict[str, tuple[int, ...]] = {}
    for index, row in enumerate(statistics_block().rows):
        for label in dict.fromkeys(bare(text) for text in row.labels):
            known[label] = (*known.get(label, ()), index)
    return known


@functools.lru_cache(maxsize=65536)
def candidates(label: str) -> tuple[int, ...]:
    """The positions in the form of the indicators that a printed label can be."""
    words = bare(label)
    exact = _labels().get(words)
    if exact is not None:
        return exact
    if words in OTHER_TABLES:
        return ()
    nearest, found = len(words) // SLIP, set[int]()
    if nearest == 0:
        return ()
    for known, indices in _labels().items():
        distance = Levenshtein.distance(words, known, score_cutoff=nearest)
        if distance < nearest and distance <= len(known) // SLIP:
            nearest, found = distance, set(indices)
        elif distance == nearest:
            found |= set(indices)
    return tuple(sorted(found))


def match_rows(labels: list[str]) -> list[Row | None]:
    """The indicator of each printed label, None for rows that the form has not.

    A label that fits one indicator and stands once is that indicator, wherever it stands. Of
    labels that recur those between the same two sure neighbours must be as many as the form has
    there; else it stays open which of them is lost, and none is taken.
    """
    rows = statistics_block().rows
    options = [candidates(label) for label in labels]
    single = [found[0] if len(found) == 1 else None for found in options]
    sure: list[int | None] = [
        index if index is not None and single.count(index) == 1 else None for index in single
    ]
    chosen = list(sure)
    for position, found in enumerate(options):
        if len(found) < 2:
            continue
        before = next((i for i in reversed(sure[:position]) if i is not None), -1)
        after = next((i for i in sure[position + 1 :] if i is not None), len(rows))
        inside = [index for index in found if before < index < after]
        start = max((p for p in range(position) if sure[p] is not None), default=-1)
        stop = min((p for p in range(position + 1, len(sure)) if sure[p] is not None),
                   default=len(labels))  # fmt: skip
        alike = [p for p in range(start + 1, stop) if options[p] == found]
        if len(inside) == len(alike):
            chosen[position] = inside[alike.index(position)]
    return [
        rows[index] if index is not None and chosen.count(index) == 1 else None for index in chosen
    ]


def is_statistics(labels: list[str]) -> bool:
    """Whether rows of these labels are of the form of 2014 and of no local table before it."""
    rows = statistics_block().rows
    own = {
        found[0]
        for label in labels
        if len(found := candidates(label)) == 1 and not rows[found[0]].common
    }
    others = sum(bare(label) in OTHER_TABLES for label in labels)
    return len(own) >= 3 and others < 2
