"""Recognise where sentences tell a figure together with its parts: 18件 = 2件 + 16件.

A whole comes before its parts (收到申请18件，其中网络16件、信函2件) or after them (网络16件、
信函2件，共18件), and may have several splits (按申请人分，个人17件、企业1件). Parts may have parts
of their own. That numbers add up is no evidence where they are few and small: words must say that
one is told of the other, or many must agree.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extraction.prose.figures import Figure

_OPENS_PARTS = re.compile(
    r"其中|分别|包括|包含|含|分为|[按从](?!时|事|业|而)[^,，。;；]{0,12}(?:看|分|统计|划分)|[:：(（]"
)
_CONTINUES = re.compile(
    r"^(?:其中|在[^,，]{1,12}中|(?:办理|处理|答复)(?:结果|情况)|按[^,，]{1,12}(?:分|看)|从[^,，]{1,12}(?:看|分)|分别|包括)"
)
_TOGETHER = re.compile(r"(?:总共|共|共计|合计|总计|总数)(?:为|是|有|达)?$")
_COMPARED = re.compile(
    r"(?:同比|环比|较|比)[^,，。;；]*$|(?:增加|增长|减少|下降|上升|增)(?:了|约)?$"
)
_CLAUSE_END = re.compile(r"[;；]")
_ASIDE = re.compile(r"\([^()]*\)")
_MANY, _LARGE = 4, 30


class Part(NamedTuple):
    """Of which figure, by its index, another one is a part, and in which split of it, from 1."""

    whole: int
    split: int


def wholes(figures: Sequence[Figure]) -> dict[int, Part]:
    """For each figure that is a part, by its index, what it is a part of.

    figures: those of one section in their order. Zeros that follow the last part are parts as
    well (维持2件、纠正0件). What stands in brackets divides the figure before them, and is no part
    of what goes on behind them (办结177件（含上年3件），其中公开60件…).
    """
    part_of: dict[int, Part] = {}
    splits: Counter[int] = Counter()

    def add(whole: int, parts: list[int]) -> None:
        splits[whole] += 1
        part_of.update(dict.fromkeys(parts, Part(whole, splits[whole])))

    found = True
    while found:  # a whole of parts that have parts shows once theirs are known
        found = False
        for whole, figure in enumerate(figures):
            if not figure.value or _is_unfit(figure):
                continue
            while parts := _next_split(figures, whole, part_of):
                add(whole, parts)
                found = True
    for whole, figure in enumerate(figures):
        is_sum = whole not in part_of and _is_sum(figure)
        if is_sum and (parts := _parts_before(figures, whole, part_of)):
            add(whole, parts)
    return part_of


def _next_split(figures: Sequence[Figure], whole: int, part_of: dict[int, Part]) -> list[int]:
    """The parts of a whole behind it, or behind those of its split before."""
    before = max((part for part, its in part_of.items() if its.whole == whole), default=whole)
    for candidates in (
        _in_brackets_behind(figures, whole),
        _level_behind(figures, whole),
        _in_sentence_behind(figures, whole),
    ):
        free = (each for each in candidates if each > before and each not in part_of)
        if parts := _parts_after(figures, whole, before, free):
            return parts
    return []


def _parts_after(
    figures: Sequence[Figure], whole: int, before: int, candidates: Iterable[int]
) -> list[int]:
    """Parts of a whole among the candidates. before: the last part of its split before, or itself;
    what follows a split and adds up to the same is another one, unless it may be chance. That
    there was none of something (未发生行政复议) is no zero that follows."""
    parts: list[int] = []
    total = Decimal(0)
    for index in candidates:
        if total == figures[whole].value and parts:
            told = _between(figures[parts[-1]], figures[index])
            is_printed = figures[index].folded[figures[index].start].isnumeric()
            if figures[index].value or not is_printed or _CLAUSE_END.search(told):
                break
        parts.append(index)
        total += figures[index].value
        if total > figures[whole].value:
            return []
    if total != figures[whole].value or not total or len(parts) < 2:
        return []
    is_told = (
        _OPENS_PARTS.search(_between(figures[before], figures[parts[0]]))
        or (before != whole and total >= _LARGE)
        or _is_no_chance([figures[part].value for part in parts])
        or _is_sum(figures[whole])
        or _are_circles_of(figures[whole], [figures[part] for part in parts])
        or _are_items_of(figures[whole], [figures[part] for part in parts])
    )
    return parts if is_told else []


def _level_behind(figures: Sequence[Figure], whole: int) -> Iterator[int]:
    """Figures of the same unit outside further brackets, to the end of the sentence and of those
    that continue it."""
    sentence, depth = figures[whole].sentence_index, _depth(figures[whole])
    for index in range(whole + 1, len(figures)):
        figure = figures[index]
        if figure.sentence_index != sentence:
            if figure.sentence_index != sentence + 1 or not _CONTINUES.match(figure.folded):
                return
            sentence, depth = figure.sentence_index, 0
        if _depth(figure) < depth:
            return
        if _depth(figure) == depth and _is_fit(figure, figures[whole].unit):
            yield index


def _in_sentence_behind(figures: Sequence[Figure], whole: int) -> Iterator[int]:
    """Figures of the same unit in the sentence after, where it continues that of the figure:
    between them may stand what else its own sentence tells (答复12件，其余2件延期。其中…)."""
    following = figures[whole].sentence_index + 1
    for index in range(whole + 1, len(figures)):
        figure = figures[index]
        if figure.sentence_index > following:
            return
        if (
            figure.sentence_index == following
            and _CONTINUES.match(figure.folded)
            and _depth(figure) == 0
            and _is_fit(figure, figures[whole].unit)
        ):
            yield index


def _in_brackets_behind(figures: Sequence[Figure], whole: int) -> Iterator[int]:
    """Figures of the same unit in the brackets that open behind a figure."""
    depth = _depth(figures[whole])
    for index in range(whole + 1, len(figures)):
        figure = figures[index]
        if figure.sentence_index != figures[whole].sentence_index or _depth(figure) <= depth:
            return
        if _depth(figure) == depth + 1 and _is_fit(figure, figures[whole].unit):
            yield index


def _parts_before(figures: Sequence[Figure], whole: int, part_of: Container[int]) -> list[int]:
    parts: list[int] = []
    total = Decimal(0)
    for index in reversed(range(whole)):
        figure = figures[index]
        if figure.sentence_index != figures[whole].sentence_index:
            break
        if index in part_of or not _is_fit(figure, figures[whole].unit):
            continue
        parts.append(index)
        total += figure.value
        if total == figures[whole].value and total and len(parts) > 1:
            return parts
    return []


def _is_no_chance(values: Sequence[Decimal]) -> bool:
    """Whether so many and so large numbers hardly add up to another by chance."""
    return sum(value > 0 for value in values) >= _MANY and sum(values) >= _LARGE


def _are_circles_of(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether an area's figure is told with that of its own body and the rest (全区, 区本级)."""
    return whole.scope == "whole_area" and any(part.scope == "own_body" for part in parts)


def _are_items_of(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether every part restates another of the items that the form counts together as that of the
    whole (行政复议9件，维持2件，纠错4件，其他情形3件)."""
    told = [item for part in parts for item in part.items]
    counted = tuple(f"{item.removesuffix('.total')}." for item in whole.items)
    is_each = all(part.items for part in parts) and len(set(told)) == len(told)
    return is_each and bool(counted) and all(item.startswith(counted) for item in told)


def _is_sum(figure: Figure) -> bool:
    return _TOGETHER.search(figure.folded[: figure.start]) is not None


def _is_fit(figure: Figure, unit: str) -> bool:
    return figure.unit == unit and not _is_unfit(figure)


def _is_unfit(figure: Figure) -> bool:
    """Whether a figure has open digits or only says by how much another differs from before."""
    return figure.is_approximate or _is_compared(figure.folded, figure.start)


# Each figure is compared with many others: what its sentence says of it is found out once.


@functools.lru_cache(maxsize=4096)
def _is_compared(folded: str, start: int) -> bool:
    clause = re.split(r"[,，。;；]", folded[:start])[-1]
    return _COMPARED.search(clause) is not None


def _depth(figure: Figure) -> int:
    """How many brackets are open where a figure stands."""
    return _open_brackets(figure.folded, figure.start)


@functools.lru_cache(maxsize=4096)
def _open_brackets(folded: str, start: int) -> int:
    return folded.count("(", 0, start) - folded.count(")", 0, start)


def _between(whole: Figure, part: Figure) -> str:
    """The words between two figures, without what stands in closed brackets."""
    told = whole.folded[whole.end : part.start]
    if whole.sentence_index != part.sentence_index:
        told = whole.folded[whole.end :] + part.folded[: part.start]
    return _ASIDE.sub("", told)
