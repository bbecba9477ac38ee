"""Files that are broken or made to break a reader, written by code.

    python -m benchmarks.hostile [--only KIND ...] [--write FOLDER]

Each is read in a worker process under the limits of a build. Printed by kind: how many inputs,
what became of them, the longest time and the most memory. Fails where a file ends otherwise than
it should, or kills its process. --write puts them as a raw folder where a build can meet them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

REPORT = "report"
"""The outcome of a file that is read after all."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file's name and how to make its bytes; `outcomes`: REPORT or the codes that fit."""

    name: str
    make: Callable[[], bytes]
    outcomes: frozenset[str]


def hostile(name: str, make: Callable[[], bytes], *outcomes: str) -> Hostile:
    return Hostile(name, make, frozenset(outcomes))


def kinds() -> dict[str, Callable[[], Iterator[Hostile]]]:
    from benchmarks.hostile import archives, markup, pdfs, pictures, spoilt, texts

    return {
        "archives": archives.inputs,
        "markup": markup.inputs,
        "pdf": pdfs.inputs,
        "pictures": pictures.inputs,
        "text": texts.inputs,
        "cut": spoilt.cut,
        "flipped": spoilt.flipped,
        "noise": spoilt.noise,
    }
