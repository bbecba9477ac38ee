"""Words to look for in Chinese text: how SQL and Python tell that a text holds one.

A word is found in any case and any width (ＡＢＣ is abc, （ is (), by a pattern of what each
character may be printed as: folding the text itself would cost twenty times as much as reading it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FULL_WIDTH = 0xFEE0
"""What U+0021 to U+007E lie before their full-width forms."""

_NARROW = {code + _FULL_WIDTH: code for code in range(0x21, 0x7F)}

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in half width, and the pattern of what it may be printed as (RE2 and Python alike)."""

    text: str
    pattern: str
    is_plain: bool

    @classmethod
    def of(cls, text: str) -> Word:
        narrow = text.translate(_NARROW)
        variants = [_variants(character) for character in narrow]
        pattern = "".join(map(_one_of, variants))
        return cls(narrow, pattern, all(len(v) == 1 for v in variants))

    @property
    def plain_part(self) -> str | None:
        """The longest part of two characters or more that is printed in one way only: what does
        not hold it need not be matched with the pattern."""
        parts = re.split(r"\[[^\]]*\]|\\.", self.pattern)
        longest = max(parts, key=len)
        return longest if len(longest) > 1 else None


def words_of(arguments: Sequence[str]) -> list[Word]:
    """The words of a call; several in one argument are parted by spaces."""
    return [Word.of(text) for argument in arguments for text in argument.split()]


def condition(column: str, words: Sequence[Word], parameters: dict[str, object]) -> str:
    """SQL that is true where a text holds all words; its parameters are added to the others."""
    tests = []
    for number, word in enumerate(words):
        plain = word.text if word.is_plain else word.plain_part
        name = f"{column.replace('.', '_')}_{number}"
        if plain:
            parameters[f"{name}_plain"] = plain
            tests.append(f"contains({column}, ${name}_plain)")
        if not word.is_plain:
            parameters[f"{name}_pattern"] = word.pattern
            tests.append(f"regexp_matches({column}, ${name}_pattern)")
    return " and ".join(tests)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with words in it. spans: where each begins and ends, in order, never crossing."""

    sentence: str
    spans: tuple[tuple[int, int], ...]

    def shortened(self, around: int) -> Passage:
        """So many characters before the first word and after it or the last word not far behind;
        … for the rest."""
        first = self.spans[0][0]
        near = [span for span in self.spans if span[1] <= first + 2 * around] or self.spans[:1]
        last = near[-1][1]
        start, end = max(first - around, 0), min(last + around, len(self.sentence))
        before, after = "…" if start else "", "…" if end < len(self.sentence) else ""
        shift = len(before) - start
        spans = tuple((begin + shift, stop + shift) for begin, stop in near)
        return Passage(f"{before}{self.sentence[start:end]}{after}", spans)


def passages(text: str, words: Sequence[Word]) -> list[Passage]:
    """The fewest sentences, in their order, that hold every word: first those with most words."""
    found = list(_sentences(text, words))
    missing = set(range(len(words)))
    chosen: list[tuple[int, Passage]] = []
    while missing:
        place, (held, passage) = max(
            enumerate(found), key=lambda entry: (len(entry[1][0] & missing), -entry[0])
        )
        if not held & missing:
            break  # a word that runs over the end of a sentence
        missing -= held
        chosen.append((place, passage))
    return [passage for _, passage in sorted(chosen, key=lambda entry: entry[0])]


def _sentences(text: str, words: Sequence[Word]) -> Iterator[tuple[set[int], Passage]]:
    patterns = [re.compile(word.pattern) for word in words]
    any_word = re.compile("|".join(sorted((w.pattern for w in words), key=len, reverse=True)))
    yield set(), Passage("", ())
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        held = {number for number, pattern in enumerate(patterns) if pattern.search(sentence)}
        if held:
            spans = tuple(found.span() for found in any_word.finditer(sentence))
            yield held, Passage(sentence, spans)


def _variants(character: str) -> str:
    """What a character may be printed as, itself first."""
    cases = dict.fromkeys((character, character.lower(), character.upper()))
    single = [case for case in cases if len(case) == 1]
    wide = [chr(ord(case) + _FULL_WIDTH) for case in single if "!" <= case <= "~"]
    return "".join((*single, *wide))


def _one_of(characters: str) -> str:
    escaped = "".join(f"\\{c}" if c in r"\^$.|?*+()[]{}-&~#/" else c for c in characters)
    return escaped if len(characters) == 1 else f"[{escaped}]"
