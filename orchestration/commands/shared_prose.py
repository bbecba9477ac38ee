"""How much of two texts is the same: 2 · common / (length of one + length of the other).

Texts are compared by sentences, without differences of width, case and spaces. Common are the
characters of sentences that stand in both, each as often as in the text that has it less often.
0 is nothing in common, 1 the same text. But for numbers: the same with every number taken for the
same number, which finds last year's text with this year's figures in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from orchestration.commands.reports import folded

_END = re.compile(r"(?<=[。！？!?；;])|\n")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Share:
    """Shares of two texts, from 0 to 1; None where one of them is empty.

    length_a, length_b: characters without spaces.
    """

    as_printed: float | None
    but_for_numbers: float | None
    length_a: int
    length_b: int


def share(a: str, b: str) -> Share:
    """What two texts have in common."""
    sentences_a, sentences_b = _sentences(a), _sentences(b)
    length_a, length_b = _length(sentences_a), _length(sentences_b)
    if not length_a or not length_b:
        return Share(None, None, length_a, length_b)
    return Share(
        _share(sentences_a, sentences_b),
        _share(_without_numbers(sentences_a), _without_numbers(sentences_b)),
        length_a,
        length_b,
    )


def _sentences(text: str) -> Counter[str]:
    return Counter(sentence for part in _END.split(text) if (sentence := folded(part)))


def _without_numbers(sentences: Counter[str]) -> Counter[str]:
    result: Counter[str] = Counter()
    for sentence, count in sentences.items():
        result[_NUMBER.sub("0", sentence)] += count
    return result


def _length(sentences: Counter[str]) -> int:
    return sum(len(sentence) * count for sentence, count in sentences.items())


def _share(a: Counter[str], b: Counter[str]) -> float:
    return 2 * _length(a & b) / (_length(a) + _length(b))
