"""Find the columns of a list of indicators: the label, the unit and the one value of the year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.document import Cell
from extraction.labels import plain

_LABEL = re.compile(r"^(?:统计|指标)?(?:指标|指标名称|项目|内容|事项|名称)(?:名称)?$")
_UNIT = re.compile(r"^(?:计量|统计)?单位$")
_ASIDE = re.compile(r"^(?:序号|编号|代码|指标代码|行次|备注|说明)$")
_OTHER_PERIOD = re.compile(r"历年|累计|上一?年|去年|同期|增|减|比|±|[%％]|[月季]")
_YEAR = re.compile(r"(20\d\d)年")
_THIS_YEAR = re.compile(r"本年|当年|全年|年度统计数|本期")
_SUM = re.compile(r"^(?:合计|总计|总数)")


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of one half of a table (a table may be folded into two side by side).

    label, unit, value: grid columns, or positions in a ragged table. columns: all of the half.
    head: the head of the value column as printed. others: how many value columns stand beside it.
    refusal: why no value column can be chosen, else None.
    """

    columns: range
    label: range
    unit: range | None
    value: range | None
    head: str
    others: int
    has_aside: bool
    refusal: str | None = None


def is_label_head(text: str) -> bool:
    """Whether a cell heads the column of indicators (统计指标)."""
    return _LABEL.match(plain(text)) is not None


def parts(head_rows: list[list[Cell]]) -> list[Part]:
    """The parts of a table by its head; empty if no column of indicators stands in it."""
    columns = _columns(head_rows)
    starts = [at for at, (_, text) in enumerate(columns) if is_label_head(text)]
    found = []
    for number, at in enumerate(starts):
        first = 0 if number == 0 else _start(columns, starts[number - 1], at)
        stop = starts[number + 1] if number + 1 < len(starts) else len(columns)
        if number + 1 < len(starts):
            stop = _start(columns, at, stop)
        found.append(_part(columns[first:stop], at - first))
    return found


def _start(columns: list[tuple[range, str]], before: int, at: int) -> int:
    """A part begins with the number column (序号, 代码) in front of its labels."""
    return at - 1 if at - 1 > before and plain(columns[at - 1][1]) in {"序号", "编号"} else at


def _columns(head_rows: list[list[Cell]]) -> list[tuple[range, str]]:
    """Each column of the lowest head row and the texts above it, outermost first."""
    found = []
    for cell in head_rows[-1]:
        texts: list[str] = []
        for row in head_rows:
            for other in row:
                covers = other.column <= cell.column and cell.column < other.columns.stop
                if covers and other.text.strip() and other.text not in texts:
                    texts.append(other.text)
        found.append((cell.columns, " ".join(texts)))
    return found


def _part(columns: list[tuple[range, str]], at: int) -> Part:
    label = columns[at][0]
    behind = columns[at + 1 :]
    unit = next((place for place, text in behind if _UNIT.match(plain(text))), None)
    values = [
        (place, text)
        for place, text in behind
        if not _UNIT.match(plain(text)) and not _ASIDE.match(plain(text))
    ]
    chosen, refusal = _choose(values)
    return Part(
        columns=range(columns[0][0].start, columns[-1][0].stop),
        label=label,
        unit=unit,
        value=chosen[0] if chosen else None,
        head=chosen[1] if chosen else "",
        others=len(values) - 1,
        has_aside=any(_ASIDE.match(plain(text)) for _, text in behind),
        refusal=refusal,
    )


def _choose(
    values: list[tuple[range, str]],
) -> tuple[tuple[range, str] | None, str | None]:
    """The value column of the year, never a running total or another year's.

    Bodies side by side are not added up: where no column is the sum of them, none is chosen.
    """
    if not values:
        return None, "no column of values stands in its head"
    if len(values) == 1 and not re.search("历年|上一?年|去年|同期", plain(values[0][1])):
        return values[0], None
    texts = [plain(text) for _, text in values]
    own = [
        value
        for value, text in zip(values, texts, strict=True)
        if not _OTHER_PERIOD.search(text) or re.search("(?:本年|当年|全年)度?累计", text)
    ]
    years = {_YEAR.search(plain(text)) and _YEAR.findall(plain(text))[0] for _, text in own}
    if len(own) > 1 and len(years) == len(own) and None not in years:
        return max(own, key=lambda value: _YEAR.findall(plain(value[1]))[0]), None
    for rule in (_THIS_YEAR, _YEAR, _SUM):
        named = [value for value in own if rule.search(plain(value[1]))]
        if len(own) > 1 and len(named) == 1:
            return named[0], None
    if len(own) == 1:
        return own[0], None
    heads = " | ".join(text for _, text in values)
    return None, f"several columns of values stand side by side ({heads})"
