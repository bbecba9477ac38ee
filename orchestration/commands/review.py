"""`gongkai review`: write a decision about a finding into the review files."""

from __future__ import annotations

import csv
import io
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from orchestration.commands.query import open_release
from orchestration.commands.terminal import printable
from orchestration.files import BuildFailed
from orchestration.review import COLUMNS, Fault, decision_values, known_rules

FILE = "decisions.csv"
_SHORTEST = 8


def run(finding_id: str, decision: str, by: str, why: str, out: Path, folder: Path) -> None:
    """Append a decision to the folder's file and say what it was about.

    Raises BuildFailed when the current release has no such finding, or the decision or the file
    that it belongs into is none.
    """
    finding = _finding(finding_id, out)
    line = {
        **{name: finding[name] for name in COLUMNS[:7]},
        "decision": decision,
        "reviewed_by": " ".join(by.split()),
        "reviewed_date": datetime.now(UTC).date().isoformat(),
        "note": " ".join(why.split()),
    }
    try:
        decision_values(line, known_rules())
    except Fault as fault:
        raise BuildFailed(f"This is no decision: {fault}.") from fault
    path = folder / FILE
    _append(path, line)
    console = Console(highlight=False, soft_wrap=True)
    console.print(printable(f"{finding['source_path']}: {finding['message']}"))
    if finding["finding_count"] > 1:
        console.print(f"{finding['finding_count']} findings share this identifier.")
    console.print(printable(f"{decision}, written to {path}. The next build shows it."))


def _finding(finding_id: str, out: Path) -> dict[str, Any]:
    """What a finding is about, as text by column of the review files."""
    if re.fullmatch(rf"[0-9a-f]{{{_SHORTEST},32}}", finding_id) is None:
        raise BuildFailed(
            f"{finding_id} is no finding_id: give its first {_SHORTEST} digits or more, see "
            'gongkai query "select finding_id, message from fct_finding".'
        )
    with open_release(out) as connection:
        result = connection.execute(
            """
            select
                finding_id,
                min(document_sha256) as document_sha256,
                min(source_path) as source_path,
                min(rule_code) as rule_code,
                coalesce(min(item_code), '') as item_code,
                coalesce(min(fct_finding.applicant_type), '') as applicant_type,
                coalesce(min(expected)::varchar, '') as expected,
                coalesce(min(actual)::varchar, '') as actual,
                min(message) as message,
                count(*) as finding_count
            from fct_finding
            inner join dim_report using (report_id)
            where starts_with(finding_id, $finding_id)
            group by finding_id
            """,
            {"finding_id": finding_id},
        )
        names = [column[0] for column in result.description or []]
        found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    if not found:
        raise BuildFailed(
            f"The current release of {out} has no finding {finding_id}. Look it up with "
            'gongkai query "select finding_id, message from fct_finding".'
        )
    if len(found) > 1:
        raise BuildFailed(f"{len(found)} findings begin with {finding_id}. Give more digits.")
    finding = found[0]
    return finding | {name: _plain(finding[name]) for name in ("expected", "actual")}


def _plain(number: str) -> str:
    """12.000000 as a person writes it."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def _append(path: Path, line: dict[str, Any]) -> None:
    """Add a line at the end of a review file, which is made where there is none.

    One write of whole lines: two people who decide at once do not mix theirs.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        head, ends = _head(path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BuildFailed(f"{path} cannot be read ({error}). Mend it or move it away.") from error
    if head is not None and sorted(head) != sorted(COLUMNS):
        raise BuildFailed(f"The first line of {path} must be {','.join(COLUMNS)}. Mend it.")
    text = io.StringIO()
    if head is not None and not ends:
        text.write("\n")
    writer = csv.DictWriter(text, head or COLUMNS, lineterminator="\n")
    if head is None:
        writer.writeheader()
    writer.writerow(line)
    with path.open("ab", buffering=0) as stream:
        stream.write(text.getvalue().encode())
        os.fsync(stream.fileno())


def _head(path: Path) -> tuple[list[str] | None, bool]:
    """The columns of a review file, if there is one, and whether its last line is ended."""
    if not path.exists() or path.stat().st_size == 0:
        return None, True
    content = path.read_bytes()
    first = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")), [])
    return first, content.endswith((b"\n", b"\r"))
