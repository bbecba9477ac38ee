"""A doubt about a report, as a row for schemas.tables.Finding without report_id."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Finding = dict[str, Any]


def finding(
    rule_code: str,
    severity: str,
    message: str,
    subject: tuple[str | None, str | None] | None = None,
    *,
    expected: Decimal | None = None,
    actual: Decimal | None = None,
) -> Finding:
    """A finding. severity: error, warning or info. subject: item code and applicant type, of which
    None means all; without one it concerns the whole report."""
    item_code, applicant_type = subject or (None, None)
    return {
        "rule_code": rule_code,
        "severity": severity,
        "item_code": item_code,
        "applicant_type": applicant_type,
        "expected": expected,
        "actual": actual,
        "message": message,
    }
