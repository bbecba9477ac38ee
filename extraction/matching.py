"""Which label of a form a printed text is, how surely, and why.

Labels are printed with characters lost, doubled and misread, with remarks, under other numbers. Who
meets a text asks the labels that can stand in its place (`Labels.match`), and leaves what they do
not tell to what stands around it: the order of rows, the group above a column, sums.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from extraction.labels import LAST_YEAR, OTHER_YEARS, THIS_YEAR, core, plain, split_numbering

Why = Literal["exact", "explained", "misread", "alike", "none"]
"""Word for word, but for what it says of itself in brackets, one character wrong, like it."""

_OTHER_MATTERS = (
    "撤销|撤回|变更(?!补充)|注销|减免|免收|免征|退费|草案|解读|办结|预算|计划|预计|率|比例"
)
"""What is done to a document, a decision, a charge or a request, what is only meant to be, and
shares: each is a quantity of its own."""

_OTHERWISE = re.compile(f"{OTHER_YEARS}|[上下]半年|累计|[不非未无]")
_TELLING = re.compile(f"{_OTHERWISE.pattern}|{_OTHER_MATTERS}")
_LAST_YEAR, _THIS_YEAR = re.compile(LAST_YEAR), re.compile(THIS_YEAR)
_INCLUDED = ("含", "包含", "包括")
_EXPLAINED = re.compile(
    r"(?P<label>(?:\([一二三四五六七八九十\d]{1,2}\))?[^()]+)\((?P<explanation>.+)\)"
)

_LESS_FOR_EXPLAINED = 0.01
"""By how much less a label fits for what it says of itself: the same without that comes first."""

_SAME_NUMBERING, _OTHER_NUMBERING = 0.05, -0.25
"""What the kind of numbering adds where it is the form's, or another; none says nothing."""

_FEWEST_WITHIN = 4
"""Characters of a label by which it is known within a longer one: 其他 stands in many."""

_FEWEST_MISREAD = 3
"""Of two characters one tells nothing: 小计 is not 总计 misread."""


class Match(NamedTuple):
    """Which labels a text is.

    scores: how surely each of them, 0 for those that it is not. nearest: those with the best one,
    several where they are worded alike.
    """

    scores: tuple[float, ...]
    best: float
    nearest: tuple[int, ...]
    why: Why


class Labels:
    """The labels that can stand in one place, each in all of its wordings."""

    def __init__(
        self,
        wordings: Iterable[Sequence[str]],
        *,
        least: float,
        near: float = 0.0,
        margin: float | None = 0.0,
        numbering: Sequence[str | None] = (),
        is_known_misread: bool = False,
        words_of: Callable[[str], str] = str,
    ) -> None:
        """least: a text less like a label than this is none of them.

        near: by how much less like a label may be than the nearest to count as well. margin: where
        another wording is no farther from the nearest a text may be either, and is none; None
        where the order of the labels tells. numbering: the kind that the form prints before each.
        is_known_misread: a label of which one character is another is known, less alike or not.
        words_of: a text without what else stands with labels of this kind.
        """
        self.wordings = [tuple(core(words_of(each)) for each in labels) for labels in wordings]
        self.names = frozenset(each for labels in self.wordings for each in labels)
        self._least, self._near, self._margin = least, near, margin
        self._numbering = numbering or (None,) * len(self.wordings)
        self._is_known_misread = is_known_misread
        self._words_of = words_of
        self.match = functools.lru_cache(maxsize=16384)(self._match)

    def words(self, text: str) -> str:
        """The words of a text that are compared with those of the labels."""
        return core(self._words_of(text))

    def _bare(self, text: str) -> str:
        """A text without what it says of itself in brackets, where the rest is one of the labels:
        规范性文件（行政机关制定发布的决定、公告等）. What denies something or speaks of another
        period or matter stays: it may be another quantity. What is counted as well does not, nor
        what 其他 is (其他（撤回申请等）)."""
        parted = _EXPLAINED.fullmatch(plain(text)) if "(" in plain(text) else None
        if parted is None or core(text) in self.names or core(parted["label"]) not in self.names:
            return text
        said = parted["explanation"]
        is_open = said.startswith(_INCLUDED) or core(parted["label"]).startswith("其他")
        is_another = (_OTHERWISE if is_open else _TELLING).search(said)
        return text if is_another else parted["label"]

    def _match(self, text: str) -> Match:
        shown = self._words_of(text)
        bare = self._bare(shown)
        words = core(bare)
        alike = [_alike(words, labels) for labels in self.wordings]
        best = max(alike, default=0.0)
        if not words or (best < 1 and (self._may_be_either(alike, best) or self._several(words))):
            return self._of([0.0] * len(alike), "none")
        why: Why = "exact" if bare is shown else "explained"
        if best < 1:
            why = "misread" if any(_is_misread(words, each) for each in self.wordings) else "alike"
        less = _LESS_FOR_EXPLAINED if why == "explained" else 0.0
        kind = split_numbering(bare)[0]
        scores = [
            max(self._score(words, n, kind) - less, 0.0) if like >= best - self._near else 0.0
            for n, like in enumerate(alike)
        ]
        return self._of(scores, why)

    @staticmethod
    def _of(scores: list[float], why: Why) -> Match:
        best = max(scores, default=0.0)
        nearest = tuple(n for n, score in enumerate(scores) if score == best > 0)
        return Match(tuple(scores), best, nearest, why if best else "none")

    def _score(self, words: str, number: int, kind: str | None) -> float:
        """How surely words are a label; not where they deny something that it does not."""
        labels = [each for each in self.wordings[number] if not says_more(words, each)]
        score = _alike(words, labels)
        if self._is_known_misread and _is_misread(words, self.wordings[number]):
            score = max(score, self._least)
        its = self._numbering[number]
        if score >= self._least and kind is not None and its is not None:
            score += _SAME_NUMBERING if kind == its else _OTHER_NUMBERING
        return score if score >= self._least else 0.0

    def _may_be_either(self, alike: list[float], best: float) -> bool:
        """Whether labels of different wordings are the nearest, or others hardly farther."""
        nearest = {self.wordings[n] for n, like in enumerate(alike) if like == best}
        others = (n for n, labels in enumerate(self.wordings) if labels not in nearest)
        second = max((alike[n] for n in others), default=-1.0)
        margin = self._margin
        return margin is not None and (len(nearest) > 1 or best - second < margin)

    def _several(self, words: str) -> bool:
        """Whether words hold two of the labels, one behind the other; two short ones only where
        they are no more than these."""
        if any(words.startswith(name) and words[len(name) :] in self.names for name in self.names):
            return True
        held = {
            (labels, name)
            for labels in self.wordings
            for name in labels
            if len(name) >= _FEWEST_WITHIN and name in words
        }
        # 其他法律行政法规禁止公开 holds the words of shorter labels of its own and of other rows.
        return (
            len(
                {
                    labels
                    for labels, name in held
                    if not any(name in n and name != n for _, n in held)
                }
            )
            > 1
        )


def likeness(text: str, wordings: Iterable[str]) -> float:
    """How like a text is to the nearest wording, 0 to 1, by the edits that turn one core into the
    other."""
    words = core(text)
    return _alike(words, tuple(map(core, wordings))) if words else 0.0


def is_misread(text: str, wordings: Iterable[str]) -> bool:
    """Whether a text is one of the wordings with one wrong character (白然人, 行政复意, 沐阳县)."""
    return _is_misread(core(text), tuple(map(core, wordings)))


def _alike(words: str, labels: Sequence[str]) -> float:
    return max((fuzz.ratio(words, each) for each in labels), default=0.0) / 100


def _is_misread(words: str, labels: Sequence[str]) -> bool:
    return any(
        len(words) == len(each) >= _FEWEST_MISREAD and sum(map(operator.ne, words, each)) == 1
        for each in labels
    )


@functools.lru_cache(maxsize=65536)
def _telling(text: str) -> tuple[str, ...]:
    return tuple(sorted(_LAST_YEAR.sub("上年", word) for word in _TELLING.findall(core(text))))


def says_more(printed: str, official: str) -> bool:
    """Whether a printed label denies, or speaks of another period or matter, where the official
    one does not: 上年新收 is another quantity than 本年新收, however alike the two are."""
    said, rest = _telling(printed), list(_telling(official))
    is_of_last_year = "上年" in rest and "上年" not in said
    if is_of_last_year and _THIS_YEAR.search(printed) and not _THIS_YEAR.search(official):
        return True
    for word in said:
        if word not in rest:
            return True
        rest.remove(word)
    return False
