"""The quantities that a report's sentences state."""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from extraction.labels import plain
from extraction.prose.figures import Figure
from extraction.prose.phrases import Law, patterns
from extraction.prose.quantities import Quantity, quantities
from extraction.prose.splits import wholes
from extraction.typography import ends_sentence, starts_with_numbering

Row = Mapping[str, Any]

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
_TABLE_ROW = re.compile(r"[\t|]|\S {2,}\S.*\S {2,}\S|(?:^|\s)[\d.]+\s+[\d.]+\s+[\d.]+(?:\s|$)")
_MAY_BE_ROW = re.compile(r"[\s|]")
"""What every row of a table in a text holds and few lines of prose do: a quick test."""

_SUBHEADING_LENGTH = 25
_WHOLE_AREA = re.compile(
    r"[全我](?:省|市|县|区|州|旗|盟|自治区|自治州|自治县|地区)(?!本级|级)|各(?:级|地|县|区|市|州|旗|\()|县\(市"
)
_OWN_BODY = re.compile(
    r"(?<!非)(?<!属于)(?<!属)(?<!由)[我本](?:行政)?(?:局|厅|委|办|镇|乡|街道|单位|机关(?!不掌握)|部门|院|校|中心|部|社|队|所|站)"
    r"|[省市县区州地]?本级|全局|全镇|全乡"
)
_NOTHING = re.compile(r"(?:本年度)?(?:无|没有)(?:此类|上述|该类|此项|这类)?(?:情况|情形)?[。.]?")
_LONGEST_NOTHING = 20
_TITLE = re.compile(r"[^，。；：,;:]{4,60}(?:报告|统计表|情况表|附表)")
"""A line of its own that no stop ends: the title of another report, or of a table."""

_ENDINGS = "人民政府|政府|办事处"
_NAME = re.compile(
    rf"(?P<area>[一-鿿]{{1,8}}?[省市县区州旗盟])?(?P<core>[一-鿿]{{2,}}?)(?:{_ENDINGS})?$"
)
"""The name of a department or a town."""

_TOPICS = {
    "active_disclosure": "主动公开。",
    "requests": "申请。",
    "organisation": "政府信息公开。",
}
"""What all sentences of a section are about, also those that do not name it again."""
_CLAUSE_OF_A_YEAR = re.compile(
    r"(?:^|[,;:。])(?:而|在|其中,?)?(20\d\d)年(?!度?(?:未办结)?(?:结转|转入|遗留|顺延)|以来|至|[-—~])"
)
_WHOLE_OF_IT = re.compile(r"度?,?(?:全年|年内)度?")
"""Directly behind a year: the whole of that one (2022年，全年新收)."""

_THIS_YEAR = re.compile(r"[本今当]年|年内|全年")
_SINCE_THE_LAW = re.compile(
    r"(?<![今当]年)(?<!本年度)(?<!本年)(?<!\d年)(?<!年初)以来|[近两三四五六七八九十\d]年[来间]"
)
_SINCE_A_YEAR = re.compile(r"(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?以来")
_PART_OF_THE_YEAR = re.compile(
    r"截至(?!.{0,6}12月)[^,;:。]{0,6}\d月|(?<!\d)1月?[-—~至到](?:[2-9]|1[01])月|前[一二三四五六七八九十\d]{1,2}个?月|疫情期间"
    r"|(?<!\d)\d{1,2}月份?(?:,|共|新)*(?:收到|受理|新收)"
)
_BODY = re.compile(
    r"(?:^|[,;:、。])(?:其中|全年|(?:20\d\d|[本今])年度?)*(?:[^,;:、。我本全各]{2,12}(?<!政府)(?:局|厅|镇|乡|街道|"
    r"(?<![省市县区州旗])委|办事处|管委会)|[^,;:、。我本全各]{0,8}政府办公[室厅])(?:共|均|累计)*(?:(?:新收|收到|受理|接到|接收)[^,;:、。]*)?$"
)
"""What one body of a government received (县教育局收到...), or did not."""

_SOME_BODIES = re.compile(
    r"(?:^|[,;:。])(?:其中)?(?:全[省市县区州旗盟])?(?:[省市县区州盟旗](?:级|直))?(?:各|所属|下属)*"
    r"(?:部门|单位|委办局|乡镇|镇街|街镇|镇|乡|街道|县区|区县|市县|县市区)(?:\([^()]*\))?(?:共|累计|均)*"
    r"(?:新收|收到|受理|接到|接收|办理|办结|答复)[^,;:、。]*$"
)
"""What bodies of one kind received (县级部门收到..., 各镇(街道)收到...)."""

_RECEIVED = re.compile("收到|受理|接收|接到|新收|(?:办理|处理).*申请")
_GOVERNMENTS_SITE = re.compile(r"[省市县区州盟旗](?:人民)?政府(?:门户)?网站")
_OF_DISCLOSURE = re.compile("信息公开|依申请")
_ON_SITES = ("stat.channel.website",)
_ANSWERED = frozenset({"outcome.total", "stat.completed", "stat.answer"})

_CLAUSE_END = re.compile(r"[,;:。、]")
_ASIDE = re.compile(r"其中|\((?![市区县旗、]{1,3}\))")


def narrative_figures(
    sections: Iterable[Row],
    law: Law,
    year: int | None = None,
    *,
    is_governments: bool = False,
    issuer: str | None = None,
) -> list[Figure]:
    """Every quantity that the prose states, in order.

    That there was none of an item (未收到申请) is the quantity 0. What is told of another year
    than the data year, of all years since the law came into force, of some of the whole (其中), of
    other things than requests or, in a government's report, of one of its bodies (县教育局收到12件)
    restates no item.

    issuer: the name of the body, which its sentences call itself by (青山镇公开信息12条).
    """
    own = _own_name(None if is_governments else issuer)
    found: list[Figure] = []
    for section in sections:
        figures: list[Figure] = []
        topic = _TOPICS.get(section["section"], "")
        previous = ""
        for index, sentence in enumerate(_sentences(_text(section))):
            folded = plain(sentence)
            told = _quantities(folded, topic + previous, law, own)
            for quantity, items in _of_the_issuer(told, folded, is_governments):
                if items and not _is_of_the_year(folded[: quantity.start], year):
                    items = ()
                figures.append(
                    _figure(section["section"], sentence, index, folded, quantity, items)
                )
            previous = folded
        found += _with_wholes(figures, first=len(found))
    return found


def _text(section: Row) -> str:
    """The text of a section; where it only says that there was nothing, with its heading."""
    text: str = section["text"]
    is_short = len(text) <= _LONGEST_NOTHING
    if is_short and section.get("heading") and _NOTHING.fullmatch(plain(text)):
        return f"{section['heading']}：{text}"
    return text


def figure_rows(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Rows for schemas.tables.NarrativeFigure without report_id.

    item_code is filled where one item alone is restated.
    """
    return [
        {
            "figure_index": index,
            "section": figure.section,
            "sentence": figure.sentence,
            "phrase": figure.phrase,
            "value": figure.value,
            "unit": figure.unit,
            "is_approximate": figure.is_approximate,
            "scope": figure.scope,
            "item_code": figure.items[0] if len(figure.items) == 1 else None,
            "whole_index": None if figure.whole is None else figure.whole + 1,
            "split_index": figure.split,
        }
        for index, figure in enumerate(figures, 1)
    ]


def _with_wholes(figures: list[Figure], first: int) -> list[Figure]:
    """The figures of a section with their wholes.

    A part is not the item that its whole is, unless it is told of another circle (18件 of the
    county, 2件 of the office).
    """
    part_of = wholes(figures)
    linked: list[Figure] = []
    for index, figure in enumerate(figures):
        if index in part_of:
            whole = figures[part_of[index].whole]
            is_same = figure.items == whole.items and figure.scope == whole.scope
            figure = replace(
                figure,
                whole=first + part_of[index].whole,
                split=part_of[index].split,
                items=() if is_same else figure.items,
            )
        elif figure.items and any(
            _is_some_of(figure, other) for other in _told_with(figure, linked)
        ):
            figure = replace(figure, items=())
        linked.append(figure)
    return list(_without_shares(linked))


def _without_shares(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Figures of which a sentence tells one item several times with other numbers are those of
    several bodies (各镇街收到申请3件，各部门收到申请5件), and none is the item. Where it counts
    some of a kind, that there was none is told of another (未收到书面申请，网上申请3件)."""
    for _, told in itertools.groupby(figures, attrgetter("sentence_index")):
        sentence = list(told)
        if sum(bool(figure.items) for figure in sentence) < 2:
            yield from sentence
            continue
        values: dict[tuple[tuple[str, ...], str | None], set[Decimal]] = defaultdict(set)
        counted: set[str] = set()
        for figure in sentence:
            values[figure.items, figure.scope].add(figure.value)
            if figure.value:
                counted.update(item.rpartition(".")[0] for item in figure.items)
        for figure in sentence:
            is_share = len(values[figure.items, figure.scope]) > 1
            is_printed = figure.folded[figure.start].isnumeric()
            is_some = not (figure.value or is_printed or counted.isdisjoint(figure.items))
            yield replace(figure, items=()) if is_share or is_some else figure


def _told_with(figure: Figure, before: list[Figure]) -> Iterator[Figure]:
    """The figures before one in its sentence."""
    return itertools.takewhile(
        lambda other: other.sentence_index == figure.sentence_index, reversed(before)
    )


def _is_some_of(figure: Figure, whole: Figure) -> bool:
    """Whether a figure is told as some of what its sentence told before (其中公安局受理23件).

    whole: a figure before it in its sentence.
    """
    return (
        figure.items == whole.items
        and figure.scope == whole.scope
        and "其中" in figure.folded[whole.end : figure.start]
    )


def _is_of_the_year(before: str, year: int | None) -> bool:
    """Whether the words before a quantity leave it in the data year: the last year that a clause
    begins with is that one, and nothing since is told of a part of it or of all years together."""
    years = list(_CLAUSE_OF_A_YEAR.finditer(before))
    since = years[-1].end() if years else 0
    if years and year is not None and int(years[-1][1]) != year:
        if whole := _WHOLE_OF_IT.match(before, since):
            since = whole.end()
        return _THIS_YEAR.search(before, since) is not None
    if part := _PART_OF_THE_YEAR.search(before, since):
        return _THIS_YEAR.search(before, part.end()) is not None
    begun = _SINCE_A_YEAR.search(before, since)
    if begun is not None and year not in (None, int(begun[1])):
        return False
    return _SINCE_THE_LAW.search(before, since) is None


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text whose lines may be broken anywhere; lines of a table are left out."""
    gathered = ""
    for line in [*text.split("\n"), ""]:
        is_row = _MAY_BE_ROW.search(line) is not None and _TABLE_ROW.search(line) is not None
        starts_anew = not line or is_row or starts_with_numbering(line)
        is_heading = len(gathered) <= _SUBHEADING_LENGTH and starts_with_numbering(gathered)
        is_heading = is_heading or _TITLE.fullmatch(gathered) is not None
        if gathered and (starts_anew or ends_sentence(gathered) or is_heading):
            yield from (match[0].strip() for match in _SENTENCE.finditer(gathered))
            gathered = ""
        gathered += "" if is_row else line


def _quantities(
    folded: str, previous: str, law: Law, own: re.Pattern[str] | None
) -> Iterator[tuple[Quantity, tuple[str, ...]]]:
    """The quantities of a folded sentence with the items that they restate, nothing as zero. own:
    what the issuer calls itself by."""
    for quantity in quantities(folded):
        named = quantity
        if own is not None and "公开" in quantity.phrase and own.search(quantity.phrase):
            named = replace(quantity, phrase=own.sub("本单位", quantity.phrase))
        yield quantity, patterns(law).restated(named, folded, previous)
    for items, unit, match in patterns(law).none_of(folded, previous):
        yield Quantity(Decimal(0), unit, match[0], match.start(), match.end(), False), items


@functools.lru_cache(maxsize=16)
def _own_name(issuer: str | None) -> re.Pattern[str] | None:
    """What a body calls itself by, with or without its area, and a department the information of
    its field (主动公开卫生政府信息)."""
    match = _NAME.match(issuer or "")
    if match is None:
        return None
    areas = "|".join(filter(None, (match["area"], "[省市县区州旗盟]")))
    names = rf"(?:{areas})?{match['core']}(?:{_ENDINGS})?"
    field = re.fullmatch(r"(.{2,})(?:局|厅|委员会|委)", match["core"])
    return re.compile(names + (rf"|(?<=主动公开){field[1]}(?=政府信息)" if field else ""))


def _of_the_issuer(
    told: Iterable[tuple[Quantity, tuple[str, ...]]], folded: str, is_governments: bool
) -> Iterator[tuple[Quantity, tuple[str, ...]]]:
    """The quantities of a sentence with the items of the issuer that they restate. What it says was
    answered is what it said before was received, which may be no request for information
    (受理企业开办申请9件，办结5件) or another body's."""
    received_others = False
    for quantity, items in told:
        is_received = _RECEIVED.search(quantity.phrase) is not None
        before = folded[: quantity.start]
        is_anothers = (
            is_governments
            and (items or is_received)
            and (_BODY.search(before) or _SOME_BODIES.search(before)) is not None
        )
        if is_received:
            is_other = not items and not _OF_DISCLOSURE.search(quantity.phrase)
            received_others = is_anothers or is_other
        elif received_others and _ANSWERED.issuperset(items):
            items = ()
        elif items == _ON_SITES and not is_governments:
            is_anothers = _GOVERNMENTS_SITE.search(quantity.phrase) is not None
        yield quantity, () if is_anothers else items


def _figure(
    section: str,
    sentence: str,
    sentence_index: int,
    folded: str,
    quantity: Quantity,
    items: tuple[str, ...],
) -> Figure:
    return Figure(
        section=section,
        sentence=sentence,
        sentence_index=sentence_index,
        folded=folded,
        start=quantity.start,
        end=quantity.end,
        phrase=quantity.phrase or quantity.unit,
        value=quantity.value,
        unit=quantity.unit,
        is_approximate=quantity.is_approximate,
        scope=_scope(folded[: quantity.start]),
        items=items,
    )


def _scope(before: str) -> str | None:
    """Whose figures the nearest word about it before a quantity says; None when none does.

    What a clause opened by 其中 or a bracket says holds for that clause alone.
    """
    clauses = _CLAUSE_END.split(before)
    for clause in [
        clauses[-1],
        *(part for part in reversed(clauses[:-1]) if not _ASIDE.search(part)),
    ]:
        if (scope := _scope_of(clause)) is not None:
            return scope
    return None


@functools.lru_cache(maxsize=65536)
def _scope_of(clause: str) -> str | None:
    whole = max((match.end() for match in _WHOLE_AREA.finditer(clause)), default=-1)
    own = max((match.end() for match in _OWN_BODY.finditer(clause)), default=-1)
    if whole == own:
        return None
    return "whole_area" if whole > own else "own_body"
