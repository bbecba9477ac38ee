"""Remember what a build was published as, so that a night with nothing new need not read it.

To know what a build says, all of its rows are read, eighteen million cells in a large warehouse.
What was once found out about a build holds as long as it is the same build (what it was made from,
and the marks of its database) and the same code that looks at it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from orchestration.files import write_json
from orchestration.lake import Lake


@dataclass(frozen=True, slots=True)
class Publication:
    """What a build says: the hash of its content, as in a manifest, and its rows by table."""

    content_sha256: str
    row_counts: dict[str, int]


def remember(lake: Lake, receipt: Mapping[str, Any], code: str, publication: Publication) -> None:
    """Note what the build with this receipt says. code: identifies the code that found it out."""
    write_json(lake.publication, {"build": _build(receipt, code), **asdict(publication)})


def recall(lake: Lake, receipt: Mapping[str, Any], code: str) -> Publication | None:
    """What is known of the build with this receipt; None when it must be looked at."""
    try:
        kept = json.loads(lake.publication.read_text(encoding="utf-8"))
        if kept["build"] != _build(receipt, code):
            return None
        rows = {str(table): int(count) for table, count in kept["row_counts"].items()}
        return Publication(str(kept["content_sha256"]), rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _build(receipt: Mapping[str, Any], code: str) -> dict[str, Any]:
    return {"key": receipt["build_key"], "database": receipt["database"], "code": code}
