"""What speaks for a value: the kind of evidence, and the confidence that experience gives it.

Every fact is of one kind of evidence, of those that `schemas.vocabulary.EVIDENCE` explains. Its
confidence is how often cells of that kind were read as they are printed, counted on reports with
known values, whole ones, damaged ones and scans: the lower end of the 95 % interval (Wilson's), so
that a kind seldom seen is not trusted much. The counts stand in `formats/confidence.yml`;
`python -m benchmarks.calibration` counts anew.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import yaml

from extraction.facts.identities import Check
from extraction.forms import Key

SURE, _SURE_ALONE = 0.9, 0.95
"""A recognised number is doubtful when its score is below the first, unless two identities of it
hold and it adds something to them, or below the second where it stands in none: of those between
the two one in twenty-five is misread.

One may hold by misreading: the same digit, broken in the same way, in a part and in the sum."""

_FILE = Path(__file__).parent.parent / "formats" / "confidence.yml"
_Z = 1.96


class Outcomes:
    """How the identities that each cell stands in came out."""

    def __init__(self, checks: Iterable[Check]) -> None:
        self._held: dict[Key, int] = defaultdict(int)
        self._broken: dict[Key, set[str]] = defaultdict(set)
        for result in checks:
            for key in result.identity.keys:
                if result.holds:
                    self._held[key] += 1
                else:
                    self._broken[key].add(result.identity.rule_code)

    def outcome(self, key: Key) -> str:
        """Of sums_hold, sum_holds, untested, sum_broken and sums_broken, the one that applies."""
        broken = self._broken.get(key)
        if broken:
            return "sums_broken" if "applicant_sum" in broken and len(broken) > 1 else "sum_broken"
        held = self._held.get(key, 0)
        return "untested" if not held else "sum_holds" if held == 1 else "sums_hold"


def kind(
    outcome: str, *, score: float | None, is_placed_by_order: bool, adds_something: bool = True
) -> str:
    """The kind of evidence of a cell about whose value nothing is odd.

    outcome: of `Outcomes`. score: the recogniser's, None for a cell that stands in the file.
    adds_something: whether its value is other than nothing: a zero, a dash and a blank have the
    same sums, which do not tell one from the other.
    """
    is_broken = outcome.endswith("_broken")
    if score is not None:
        if is_broken:
            return "recognised_broken"
        least = _SURE_ALONE if outcome == "untested" else SURE
        is_doubtful = score < least and not (outcome == "sums_hold" and adds_something)
        return "recognised_doubtful" if is_doubtful else f"recognised_{outcome}"
    if is_placed_by_order:
        return "placed_by_order_broken" if is_broken else "placed_by_order"
    return outcome


@functools.cache
def confidence(evidence: str) -> float:
    """The confidence of a kind of evidence, 0 to 1. Raises KeyError for one that is not named."""
    counts = _counts()[evidence]
    return lower_bound(counts["right"], counts["cells"])


def lower_bound(right: int, cells: int) -> float:
    """The lower end of Wilson's 95 % interval of a share; 0 where nothing was counted.

    Rounded down, so that none is ever 1.
    """
    if not cells:
        return 0.0
    share = right / cells
    centre = share + _Z**2 / (2 * cells)
    spread = _Z * math.sqrt(share * (1 - share) / cells + _Z**2 / (4 * cells**2))
    lowest = max((centre - spread) / (1 + _Z**2 / cells), 0.0)
    return math.floor(lowest * 1000) / 1000


@functools.cache
def _counts() -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["kinds"]
    return counts
