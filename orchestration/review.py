"""Review decisions: what people decided about findings, kept as CSV files in data/review.

Only people write there, and the command `gongkai review` for them. A line names its finding by
what it is about (the bytes of the document, rule, item, applicant, numbers), so that it finds it
again after every rebuild. A line that cannot be read is no decision but a fault, which the build
shows: one slip of the pen must not stop a night.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.files import write_parquet
from orchestration.lake import RULES, Lake
from schemas import vocabulary
from schemas.tables import ITEM_CODE, SHA256, ReviewDecision
from schemas.validation import frame_of, validate

COLUMNS = (
    "document_sha256",
    "rule_code",
    "item_code",
    "applicant_type",
    "expected",
    "actual",
    "message",
    "decision",
    "reviewed_by",
    "reviewed_date",
    "note",
)
"""The head of a review file. Columns may stand in any order; others may not be there."""

MAX_BYTES = 64 * 1024 * 1024
_LARGEST = Decimal(10) ** 14


class Fault(ValueError):
    """A line that is no decision; the message says what is wrong and what to do."""


def known_rules() -> frozenset[str]:
    """The rules that a finding can come from."""
    with RULES.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["rule_code"] for row in csv.DictReader(stream))


def write_review_decisions(lake: Lake) -> pl.DataFrame:
    """Read the review files and write them as an interim table. Returns it; it may be empty."""
    frame = frame_of(ReviewDecision, read_review_files(lake.review))
    validate(ReviewDecision, frame, may_be_empty=True)
    write_parquet(lake.review_decisions, frame)
    return frame


def read_review_files(folder: Path) -> list[dict[str, Any]]:
    """The lines of every CSV file of a folder, in the order of names; none without a folder.

    Raises nothing for what stands in the files: what cannot be read becomes a row with a fault.
    """
    rules = known_rules()
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.csv")):
        file_name = path.name.encode(errors="replace").decode()
        last_line = 0
        try:
            for last_line, line in _lines(path):
                rows.append(_row(file_name, last_line, line, rules))
        except (OSError, UnicodeDecodeError, csv.Error, Fault) as error:
            rows.append(_faulty(file_name, last_line + 1, _file_fault(error)))
    return rows


def _lines(path: Path) -> Iterator[tuple[int, Mapping[str | None, Any]]]:
    """The lines of a file by column, with the number of the line that each ends on."""
    if not path.is_file():
        raise Fault("it is no regular file. Put the file itself there")
    if path.stat().st_size > MAX_BYTES:
        raise Fault(f"it is longer than {MAX_BYTES} bytes. Split it")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        head = list(reader.fieldnames or [])
        if sorted(head) != sorted(COLUMNS):
            raise Fault(f"its first line must be the columns {','.join(COLUMNS)}; {_wrong(head)}")
        for line in reader:
            yield reader.line_num, line


def _wrong(head: list[str]) -> str:
    lacking = [name for name in COLUMNS if name not in head]
    if lacking:
        return f"without {', '.join(lacking)}. Add what is missing"
    return f"with {', '.join(sorted(set(head) - set(COLUMNS))) or 'one twice'}. Take it out"


def _file_fault(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the file is not UTF-8. Save it as CSV in UTF-8"
    if isinstance(error, csv.Error):
        return f"from here on it is not CSV ({error}). Mend the quotation marks"
    return str(error)


def _row(
    file_name: str, line_number: int, line: Mapping[str | None, Any], rules: frozenset[str]
) -> dict[str, Any]:
    try:
        values = decision_values(line, rules)
    except Fault as fault:
        return _faulty(file_name, line_number, str(fault))
    return {"file_name": file_name, "line_number": line_number, **values, "fault": None}


def _faulty(file_name: str, line_number: int, fault: str) -> dict[str, Any]:
    sentence = f"{file_name}, line {line_number}: {fault}."
    place = {"file_name": file_name, "line_number": line_number}
    return {**place, **dict.fromkeys(COLUMNS), "fault": sentence}


def decision_values(line: Mapping[str | None, Any], rules: frozenset[str]) -> dict[str, Any]:
    """The values of one line. Raises Fault, in words without the place, for the first wrong one."""
    if None in line or None in line.values():
        raise Fault(f"it has not {len(COLUMNS)} fields. Put texts with commas into quotation marks")
    texts = {name: str(line[name]).strip() or None for name in COLUMNS}
    _one_of(texts, "decision", vocabulary.REVIEW_DECISIONS)
    _one_of(texts, "rule_code", sorted(rules))
    if texts["applicant_type"] is not None:
        _one_of(texts, "applicant_type", vocabulary.APPLICANT_TYPES)
    _matching(texts, "document_sha256", SHA256, "64 hexadecimal digits, as in dim_report")
    if texts["item_code"] is not None:
        _matching(texts, "item_code", ITEM_CODE, "an item code, as in dim_item")
    for name, what in {"reviewed_by": "who decided it", "note": "why it was decided so"}.items():
        if texts[name] is None:
            raise Fault(f"{name} is empty. Say {what}")
    values: dict[str, Any] = dict(texts)
    values |= {name: _amount(name, texts[name]) for name in ("expected", "actual")}
    values["reviewed_date"] = _date(texts["reviewed_date"])
    if values["expected"] is None and values["actual"] is None and values["message"] is None:
        raise Fault(
            "a finding without expected and actual is known by its message. Copy it from "
            "fct_finding"
        )
    return values


def _one_of(texts: Mapping[str, str | None], name: str, codes: Any) -> None:
    if texts[name] not in codes:
        raise Fault(f"{name} is {texts[name] or 'empty'}. Write one of {', '.join(codes)}")


def _matching(texts: Mapping[str, str | None], name: str, pattern: str, what: str) -> None:
    if re.search(pattern, texts[name] or "") is None:
        raise Fault(f"{name} is {texts[name] or 'empty'}. Write {what}")


def _amount(name: str, text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= _LARGEST or amount != round(amount, 6):
        raise Fault(f"{name} is {text}. Write a number such as 12 or 12.5, as in fct_finding")
    return amount


def _date(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Fault(f"reviewed_date is {text or 'empty'}. Write it as 2025-01-31") from None
