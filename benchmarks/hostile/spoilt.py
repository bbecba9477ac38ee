"""Reports that were cut, or in which bytes were changed, and noise behind known beginnings."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.hostile import REPORT, Hostile, hostile

SAMPLES = Path(__file__).parents[2] / "tests" / "samples" / "reports" / "raw"
_ANY = (
    REPORT, "not_a_report", "corrupt", "encrypted", "empty", "unsupported", "too_large",
)  # fmt: skip
_CONVERTED = (".doc", ".rtf", ".wps")
"""Types that take seconds each: fewer of them."""
MAGIC = (
    b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1",
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"\x1f\x8b\x08",
    b"<html>", b"<?xml version='1.0'?>", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x84\x31\x95\x33",
    b"\x00\x00\xfe\xff", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n",
    b"|a|b|\n|-|-|\n", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x7fELF", b"MZ", b"SQLite format 3\x00",
)  # fmt: skip


def samples() -> list[Path]:
    """The smallest report of each file type, by suffix."""
    by_suffix: dict[str, Path] = {}
    for path in sorted(SAMPLES.rglob("*")):
        if path.is_file() and path.stat().st_size and path.suffix != ".yml":
            best = by_suffix.setdefault(path.suffix, path)
            if path.stat().st_size < best.stat().st_size:
                by_suffix[path.suffix] = path
    return list(by_suffix.values())


def cut() -> Iterator[Hostile]:
    """Each sample at points all over its length, the first and last bytes among them."""
    for path in samples():
        content = path.read_bytes()
        count = 3 if path.suffix in _CONVERTED else 30
        points = {round(len(content) * part / count) for part in range(1, count)}
        if count > 3:
            points |= {1, 4, 8, 64, len(content) - 1, len(content) - 10, len(content) - 100}
        for point in sorted(points):
            yield hostile(f"{point:07}{path.suffix}", lambda c=content, p=point: c[:p], *_ANY)


def flipped() -> Iterator[Hostile]:
    """Each sample with one to a hundred bytes changed."""
    for path in samples():
        content = path.read_bytes()
        for number in range(3 if path.suffix in _CONVERTED else 40):
            chance = random.Random(number)
            spoilt = bytearray(content)
            for _ in range(chance.choice((1, 3, 20, 100))):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            yield hostile(f"{number:03}{path.suffix}", lambda s=bytes(spoilt): s, *_ANY)


def noise() -> Iterator[Hostile]:
    """Random bytes behind what known file types begin with, under several names."""
    refused = tuple(code for code in _ANY if code != REPORT)
    for number, magic in enumerate(MAGIC):
        for size in (0, 100, 10_000):
            for suffix in (".html", ".pdf", ""):
                noise = random.Random(number).randbytes(size)
                name = f"{number:02}-{size}{suffix}"
                yield hostile(name, lambda m=magic + noise: m, *refused)
