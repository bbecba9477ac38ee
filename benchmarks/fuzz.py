"""Change reports at random, read them, and look for what must never happen.

    python -m benchmarks.fuzz [--minutes 10] [--seed 0] [--keep FOLDER] [--only SUFFIX ...]

Never: an error that no reader foresaw, a document that is not well formed, rows that break their
schema, two readings that differ, more than some seconds. What fails is kept with its bytes, and
can be read again by `gongkai read`; half of the PDFs are read as they are, but with characters
moved and lost and rulings left out, and fail again by their number as `--seed`.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from benchmarks.hostile import REPORT
from benchmarks.hostile.checks import problems
from benchmarks.hostile.mutation import mutated
from benchmarks.hostile.positions import moved
from benchmarks.hostile.spoilt import SAMPLES
from extraction.extract import Examination, examine
from extraction.gazetteer import Gazetteer
from extraction.readers.scan import models
from extraction.source import Source
from orchestration.lake import JURISDICTIONS

_SLOW = 10.0
_KINDS = (".html", ".htm", ".shtml", ".mht", ".txt", ".md", ".docx", ".xlsx", ".pdf")
"""Types that are read within milliseconds: what LibreOffice reads is left out."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Read reports that were changed at random.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"), help="for what fails")
    parser.add_argument("--only", nargs="+", default=_KINDS)
    arguments = parser.parse_args()
    end = time.monotonic() + 60 * arguments.minutes
    models.is_installed = lambda: False  # recognition takes seconds a page
    gazetteer = Gazetteer.load(JURISDICTIONS)
    samples = [path for path in sorted(SAMPLES.rglob("*")) if path.suffix in arguments.only]
    samples = [path for path in samples if path.stat().st_size]
    contents = [path.read_bytes() for path in samples]
    outcomes: Counter[tuple[str, str]] = Counter()
    failures: Counter[str] = Counter()
    seed = arguments.seed
    while time.monotonic() < end:
        chance = random.Random(seed)
        number = chance.randrange(len(samples))
        source = Source(f"{seed}{samples[number].suffix}")
        content = contents[number]
        is_moved = samples[number].suffix == ".pdf" and chance.random() < 0.5
        if not is_moved:
            content = mutated(content, chance.choice(contents), chance)
        read = partial(_examined, content, source, gazetteer, seed if is_moved else None)
        start = time.perf_counter()
        examined = read()
        seconds = time.perf_counter() - start
        found = problems(examined)
        if seconds > _SLOW:
            found.append(f"took {seconds:.0f} s")
        if seed % 10 == 0 and read().rows != examined.rows:
            found.append("two readings differ")
        for problem in found:
            failures[problem[:80]] += 1
            if failures[problem[:80]] == 1:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / source.source_path).write_bytes(content)
                print(f"{source.source_path}: {problem}", flush=True)
        rejected = examined.rows["rejected_documents"]
        outcome = rejected[0]["reason_code"] if rejected else REPORT
        outcomes[samples[number].suffix, outcome] += 1
        seed += 1
    for (suffix, outcome), count in sorted(outcomes.items()):
        print(f"{suffix:6} {outcome:14} {count:7,}")
    print(f"{outcomes.total():,} files read, {sum(failures.values())} failures")
    sys.exit(bool(failures))


def _examined(
    content: bytes, source: Source, gazetteer: Gazetteer, moves: int | None
) -> Examination:
    """A file as read; with its characters moved where `moves` seeds that."""
    with nullcontext() if moves is None else moved(random.Random(moves)):
        return examine(content, source, gazetteer)


if __name__ == "__main__":
    main()
