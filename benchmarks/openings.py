"""How surely the year, the area and the issuer are found in the openings of real reports.

    python -m benchmarks.openings FILE

FILE holds one JSON object a line: `text` (the first lines of a page), `url`, and `truth` with
`year`, `jurisdiction` (full name, towns included) and `issuer`, None where nothing tells it. An
answer that differs from the truth is silent where no finding warns of the same matter: that is
the one mistake that nobody notices.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from extraction.gazetteer import Gazetteer
from extraction.identity import identify
from extraction.readers import read_document
from extraction.source import Source

SEED = Path(__file__).parents[1] / "dbt_project" / "seeds" / "jurisdictions.csv"
TARGETS = {"year": 0.95, "jurisdiction": 0.90}
WARNINGS = {
    "year": {"year_mismatch"},
    "jurisdiction": {"issuer_unknown", "jurisdiction_mismatch"},
    "issuer": {"issuer_unknown", "issuer_mismatch", "jurisdiction_mismatch"},
}
_BELOW_A_COUNTY = re.compile(r"^(?:[^省市县]{1,8}(?:镇|乡|街道|苏木|新区|开发区))?(?:（.*）)?$")
_NATION = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in one opening of one matter, beside the truth."""

    matter: str
    found: object
    truth: object
    is_right: bool
    is_warned: bool

    @property
    def verdict(self) -> str:
        """right, missing, flagged (wrong with a finding) or silent (wrong without one)."""
        if self.is_right:
            return "right"
        if self.found is None:
            return "missing"
        return "flagged" if self.is_warned else "silent"


def is_same_area(found: str | None, truth: str) -> bool:
    """Whether the full name of a division is the area of the truth; towns and zones, which have no
    code, count as the county that they lie in."""
    if found is None:
        return False
    return truth.startswith(found) and _BELOW_A_COUNTY.match(truth[len(found) :]) is not None


def is_same_issuer(found: str | None, truth: str | None, area: str) -> bool:
    """Whether two names are those of one body. Names are recorded without the areas above the
    body's own, so the truth may have these in front, as far as its area's full name has them; and
    with their own area, which the truth may leave out."""
    if found is None or truth is None:
        return False
    if found.endswith(truth):
        return found.removesuffix(truth) in area
    front = truth.removesuffix(found)
    return truth.endswith(found) and front in area and area.partition(front)[2][:2] == found[:2]


def answers(opening: dict[str, Any], gazetteer: Gazetteer) -> list[Answer]:
    """The answers to one opening, compared with its truth; a matter without truth is left out."""
    truth = opening["truth"]
    document = read_document(opening["text"].encode(), "text/plain")
    source = Source(f"{opening['id']}.txt", source_url=opening["url"])
    identity = identify(document, source, gazetteer)
    code = identity.jurisdiction_code
    year = identity.year or truth["year"] or 9999
    division = gazetteer.by_code(code, year) if code else None
    area = _NATION if division and division.level == "country" else None
    area = area or (division.full_name if division else None)
    found: dict[str, Any] = {
        "year": identity.year,
        "jurisdiction": area,
        "issuer": identity.issuer_name,
    }
    warned = {finding["rule_code"] for finding in identity.findings}
    right = {
        "year": identity.year == truth["year"],
        "jurisdiction": is_same_area(area, truth["jurisdiction"]),
        "issuer": is_same_issuer(identity.issuer_name, truth["issuer"], truth["jurisdiction"]),
    }
    return [
        Answer(matter, found[matter], truth[matter], right[matter], bool(warned & WARNINGS[matter]))
        for matter in found
        if matter != "issuer" or truth[matter] is not None
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    gazetteer = Gazetteer.load(SEED)
    lines = arguments.file.read_text(encoding="utf-8").splitlines()
    console = Console(width=140)
    given: dict[str, Counter[str]] = {matter: Counter() for matter in WARNINGS}
    for opening in (json.loads(line) for line in lines if line.strip()):
        for answer in answers(opening, gazetteer):
            given[answer.matter][answer.verdict] += 1
            if not answer.is_right:
                said = f"{answer.found}, should be {answer.truth}"
                console.print(f"{opening['id']}: {answer.matter} {answer.verdict}: {said}")
    console.print(_summary(given))


def _summary(given: dict[str, Counter[str]]) -> Table:
    table = Table(title="Who reports, where and on which year")
    for head in ("matter", "openings", "right", "missing", "flagged", "silent", "target"):
        table.add_column(head, justify="left" if head in ("matter", "target") else "right")
    for matter, verdicts in given.items():
        total = verdicts.total()
        share = verdicts["right"] / total if total else 0.0
        least = TARGETS.get(matter, 0.0)
        is_met = share >= least and not verdicts["silent"]
        counts = [str(verdicts[name]) for name in ("missing", "flagged", "silent")]
        wanted = f"{least:.0%}, " if least else ""
        target = f"{wanted}none silent: {'met' if is_met else 'missed'}"
        table.add_row(matter, str(total), f"{share:.1%}", *counts, target)
    return table


if __name__ == "__main__":
    main()
