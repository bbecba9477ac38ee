"""Two issuers over three years: a change of form, a correction, a break, a rejected file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.warehouse.interim import Cells, Interim, sha256_of_path

APPLICANTS = (
    "natural_person",
    "business",
    "research_institution",
    "social_welfare_organisation",
    "legal_service_organisation",
    "other_organisation",
)
DENIED = (
    "state_secret",
    "prohibited_by_law",
    "security_and_stability",
    "third_party_rights",
    "internal_affairs",
    "process_information",
    "enforcement_file",
    "administrative_query",
)
NOT_AVAILABLE = ("not_held", "needs_creation", "still_unclear")
NOT_PROCESSED = ("petition", "repeated", "publication", "excessive", "confirmation")
OTHER_2021 = ("not_corrected_in_time", "fee_unpaid", "other")
COURTS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
NEWER, OLDER = "2021", "2019"

OFFICE = {"issuer_name": "河北省张家口市沽源县人民政府办公室", "issuer_kind": "office"}
COUNTY = {"issuer_name": "沽源县人民政府", "issuer_kind": "government", "scope": "whole_area"}
COUNTY_LONG = COUNTY | {"issuer_name": "河北省张家口市沽源县人民政府"}


def requests(form: str, received: int, carried_over: int, carried_forward: int) -> Cells:
    """A table of requests that balances, all by natural persons; one is denied, one handled
    otherwise, the rest granted."""
    handled = received + carried_over - carried_forward
    rows = {
        "request.received": received,
        "request.carried_over": carried_over,
        "outcome.granted": handled - 2,
        "outcome.partly_granted": 0,
        **{f"outcome.denied.{code}": 0 for code in DENIED},
        "outcome.denied.third_party_rights": 1,
        **{f"outcome.not_available.{code}": 0 for code in NOT_AVAILABLE},
        **{f"outcome.not_processed.{code}": 0 for code in NOT_PROCESSED},
        "outcome.total": handled,
        "request.carried_forward": carried_forward,
    }
    if form == OLDER:
        rows["outcome.other"] = 1
    else:
        rows |= {f"outcome.other.{code}": 0 for code in OTHER_2021} | {"outcome.other.other": 1}
    cells: Cells = {}
    for item_code, value in rows.items():
        cells |= {(item_code, applicant): 0 for applicant in APPLICANTS}
        cells[item_code, "natural_person"] = cells[item_code, "total"] = value
    return cells


def review(corrected: int, upheld: int) -> Cells:
    """The table of reconsideration and litigation; the lawsuits of one kind are dashes."""
    cells: Cells = {}
    for court in COURTS:
        dashed = court == "litigation_after_reconsideration"
        total = {"corrected": corrected, "upheld": upheld, "other": 0, "pending": 0}
        total["total"] = corrected + upheld
        cells |= {(f"{court}.{code}", "all"): "/" if dashed else n for code, n in total.items()}
    return cells


def texts(issued: int | str, repealed: int | str, in_force: int | str) -> Cells:
    """The block of normative documents of the 2021 form."""
    measures = {"issued": issued, "repealed": repealed, "in_force": in_force}
    return {(f"normative_document.{code}", "all"): value for code, value in measures.items()}


def items(last_year: int, change: int) -> Cells:
    """The row of administrative licensing of the 2019 form."""
    return {
        ("licensing.items_last_year", "all"): last_year,
        ("licensing.items_change", "all"): change,
    }


def write_sample(folder: Path) -> dict[str, str]:
    """Write the interim tables; returns the identifiers of the reports by a short name."""
    interim = Interim(folder)
    reports = {
        "county_2019": interim.add_report(
            "130724/2019/a.html",
            requests(OLDER, 10, 2, 3) | items(100, 5),
            form=OLDER,
            **COUNTY,
        ),
        "county_2020": interim.add_report(
            "130724/2020/a.html",
            requests(OLDER, 20, 4, 5) | items(106, 0),
            form=OLDER,
            source_url="http://example.gov.cn/2020.html",
            **COUNTY_LONG,
        ),
        "county_2021_first": interim.add_report(
            "130724/2021/a.html",
            requests(NEWER, 29, 5, 1) | review(1, 3) | texts(4, 1, 50),
            form=NEWER,
            published_date=date.fromisoformat("2022-01-20"),
            **COUNTY,
        ),
        "county_2021": interim.add_report(
            "130724/2021/b.html",
            requests(NEWER, 30, 5, 1) | review(1, 3) | texts(4, 1, 50),
            form=NEWER,
            published_date=date.fromisoformat("2022-03-20"),
            **COUNTY,
        ),
        "county_2022": interim.add_report(
            "130724/2022/a.html",
            requests(NEWER, 24, 1, 0) | review(0, 4) | texts("", 2, 47),
            form=NEWER,
            **COUNTY,
        ),
        "office_2022": interim.add_report(
            "130724/2022/office.html",
            requests(NEWER, 3, 0, 0) | {("outcome.denied.state_secret", "total"): ""},
            form=NEWER,
            **OFFICE,
        ),
        "unknown_2022": interim.add_report(
            "130724/2022/unknown.html", {("request.received", "total"): 5}, form=NEWER
        ),
    }
    _add_text(interim, reports["county_2022"])
    _add_decisions(interim)
    sha256 = interim.add_file("130724/2022/cut.pdf")
    refusal = {"reason_code": "corrupt", "reason": "The file is cut. Fetch it again."}
    file = {"source_path": "130724/2022/cut.pdf", "document_sha256": sha256}
    interim.add("rejected_documents", "2022", file | refusal)
    interim.write()
    return reports


def _add_decisions(interim: Interim) -> None:
    """One about a finding that is there, one about numbers that are no longer, one slip."""
    line = {
        "file_name": "decisions.csv",
        "document_sha256": sha256_of_path("130724/2022/a.html"),
        "rule_code": "in_force_roll",
        "item_code": "normative_document.in_force",
        "applicant_type": "all",
        "expected": 48,
        "decision": "agency_error",
        "reviewed_by": "Li",
        "reviewed_date": date.fromisoformat("2025-01-31"),
        "note": "One text is counted twice.",
    }
    interim.review.append(line | {"line_number": 2, "actual": 47})
    interim.review.append(line | {"line_number": 3, "actual": 46})
    fault = "decisions.csv, line 4: reviewed_by is empty. Say who decided it."
    slip = {"file_name": "decisions.csv", "line_number": 4, "fault": fault}
    interim.review.append(slip)


def _add_text(interim: Interim, report: str) -> None:
    section = {"report_id": report, "section": "requests"}
    text = {"section_index": 1, "heading": "三", "text": "收到申请24件。"}
    interim.add("sections", "2022", section | text)
    phrase = {"sentence": "收到申请24件。", "phrase": "收到申请", "value": 24, "unit": "件"}
    figure = {"figure_index": 1, "is_approximate": False, "item_code": "request.received"}
    interim.add("narrative_figures", "2022", section | phrase | figure)
    finding = {"rule_code": "year_mismatch", "severity": "info", "message": "The year differs."}
    interim.add("findings", "2022", {"report_id": report} | finding)
    mismatch = {"rule_code": "text_table_mismatch", "severity": "warning", "message": "23 or 24?"}
    numbers = {"item_code": "request.received", "expected": 24, "actual": 23}
    interim.add("findings", "2022", {"report_id": report} | mismatch | numbers)
