"""How surely the year, the area and the issuer are found in the openings of real reports.

    python -m benchmarks.openings FILE

FILE holds one JSON object a line: `text` (the first lines of a page), `url`, `truth` and perhaps
`claims` (what folder and sidecar say, and the `title` among the file's properties). The truth has
`year`, `jurisdiction` (full name, towns included), `issuer` and perhaps `kind`, `scope`,
`period_start`, `period_end` and `published_date`: one value, a list of values as good as another,
or None where nothing tells it. `flagged` asks for a finding on the issuer. An answer that differs
from the truth is silent where no finding warns of the same matter: that is the one mistake that
nobody notices.
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
from extraction.identity import Identity, identify
from extraction.readers import read_document
from extraction.source import Source
from orchestration.lake import JURISDICTIONS

TARGETS = {"year": 0.95, "jurisdiction": 0.90}
_WHO = {"issuer_unknown", "issuer_mismatch", "jurisdiction_mismatch"}
_WHEN = {"year_mismatch", "period_mismatch"}
WARNINGS = {
    "year": {"year_mismatch"},
    "jurisdiction": _WHO - {"issuer_mismatch"},
    "issuer": _WHO,
    "kind": _WHO,
    "scope": _WHO,
    "period_start": _WHEN,
    "period_end": _WHEN,
    "published_date": _WHEN,
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


def read(opening: dict[str, Any], gazetteer: Gazetteer) -> Identity:
    """The identity that is found in an opening."""
    claims = dict(opening.get("claims", {}))
    document = read_document(opening["text"].encode(), "text/plain")
    if "title" in claims:
        document.metadata["title"] = claims.pop("title")
    source = Source(f"{opening['id']}.txt", source_url=opening["url"], **claims)
    return identify(document, source, gazetteer)


def answers(opening: dict[str, Any], gazetteer: Gazetteer) -> list[Answer]:
    """The answers to one opening, compared with its truth; what this does not mention is left
    out."""
    asked = [matter for matter in WARNINGS if matter in opening["truth"]]
    truth = {matter: _good(opening["truth"][matter]) for matter in asked}
    identity = read(opening, gazetteer)
    code = identity.jurisdiction_code
    division = gazetteer.by_code(code, identity.year or 9999) if code else None
    area = _NATION if division and division.level == "country" else None
    area = area or (division.full_name if division else None)
    dates = (identity.period_start, identity.period_end, identity.published_date)
    start, end, published = (date.isoformat() if date else None for date in dates)
    found = {
        "year": identity.year,
        "jurisdiction": area,
        "issuer": identity.issuer_name,
        "kind": identity.issuer_kind,
        "scope": identity.scope,
        "period_start": start,
        "period_end": end,
        "published_date": published,
    }
    warned = {finding["rule_code"] for finding in identity.findings}
    given = []
    for matter in asked:
        answer, good = found[matter], truth[matter]
        is_right = answer in good
        if matter == "jurisdiction":
            is_right |= any(is_same_area(area, name) for name in good if name)
        if matter == "issuer":
            places = [name for name in truth["jurisdiction"] if name] or [area or ""]
            is_right |= any(
                is_same_issuer(identity.issuer_name, name, place)
                for name in good
                for place in places
            )
        is_warned = bool(warned & WARNINGS[matter])
        given.append(Answer(matter, answer, opening["truth"][matter], is_right, is_warned))
    if opening.get("flagged"):
        given.append(Answer("flagged", None, True, bool(warned & _WHO), False))
    return given


def _good(truth: Any) -> list[Any]:
    return truth if isinstance(truth, list) else [truth]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    gazetteer = Gazetteer.load(JURISDICTIONS)
    lines = arguments.file.read_text(encoding="utf-8").splitlines()
    console = Console(width=140)
    given: dict[str, Counter[str]] = {matter: Counter() for matter in (*WARNINGS, "flagged")}
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
        if not total:
            continue
        share = verdicts["right"] / total
        least = TARGETS.get(matter, 0.0)
        is_met = share >= least and not verdicts["silent"]
        counts = [str(verdicts[name]) for name in ("missing", "flagged", "silent")]
        wanted = f"{least:.0%}, " if least else ""
        target = f"{wanted}none silent: {'met' if is_met else 'missed'}"
        table.add_row(matter, str(total), f"{share:.1%}", *counts, target)
    return table


if __name__ == "__main__":
    main()
