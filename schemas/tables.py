"""Pandera models of every table that Python writes.

Common to all: `report_id` is the first 16 hexadecimal digits of the SHA-256 of
"<document_sha256> <source_path>", so the same bytes filed twice are two reports; amounts are
decimals with six places in the item's unit (amounts of money: 10,000 CNY); places count
from 1 and are null where the source has no such thing (no pages in HTML).
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import pandera.polars as pa
import polars as pl

from schemas import vocabulary

SHA256 = r"^[0-9a-f]{64}$"
REPORT_ID = r"^[0-9a-f]{16}$"
DIVISION_CODE = r"^[0-9]{6}$"
ITEM_CODE = r"^[a-z_0-9]+(\.[a-z_0-9]+)*$"

Amount = Annotated[pl.Decimal, 20, 6]
Date = pl.Date


class InventoryFile(pa.DataFrameModel):
    """One raw file. Grain: source_path.

    Sidecars (`*.source.yml`) are not rows; what they say stands beside their file. `claimed_*`
    is what the folders say, not what the document says.
    """

    source_path: str = pa.Field(unique=True, str_length={"min_value": 1})
    document_sha256: str = pa.Field(str_matches=SHA256)
    byte_count: int = pa.Field(ge=0)
    filed_year: str = pa.Field(
        str_matches=r"^([0-9]{4}|unfiled)$",
        description="Partition: the year that the folder claims, or unfiled.",
    )
    claimed_jurisdiction_code: str = pa.Field(nullable=True, str_matches=DIVISION_CODE)
    claimed_year: pl.Int16 = pa.Field(nullable=True)
    source_url: str = pa.Field(nullable=True)
    fetched_at: str = pa.Field(nullable=True, description="As written in the sidecar.")
    publisher: str = pa.Field(nullable=True)
    declared_issuer: str = pa.Field(nullable=True)
    source_note: str = pa.Field(nullable=True)
    sidecar_error: str = pa.Field(
        nullable=True,
        description="Why the sidecar could not be used, or that the file is not the one that it "
        "tells of; null when neither.",
    )
    vanished_date: Date = pa.Field(
        nullable=True,
        description="Day on which the collector found that the file's address is gone; null while "
        "it is there, and for files that the collector did not fetch.",
    )

    class Config:
        strict = True


class Report(pa.DataFrameModel):
    """One report that was read. Grain: report_id.

    Who, where and when stay null where neither the document nor its folder says so.
    """

    report_id: str = pa.Field(str_matches=REPORT_ID, unique=True)
    document_sha256: str = pa.Field(str_matches=SHA256)
    source_path: str
    jurisdiction_code: str = pa.Field(nullable=True, str_matches=DIVISION_CODE)
    issuer_name: str = pa.Field(nullable=True)
    issuer_kind: str = pa.Field(nullable=True, isin=vocabulary.ISSUER_KINDS)
    scope: str = pa.Field(nullable=True, isin=vocabulary.SCOPES)
    year: pl.Int16 = pa.Field(nullable=True, ge=2007, le=2100)
    period_start: Date = pa.Field(nullable=True)
    period_end: Date = pa.Field(nullable=True)
    form: str = pa.Field(isin=vocabulary.FORMS)
    title: str = pa.Field(nullable=True)
    published_date: Date = pa.Field(nullable=True)
    media_type: str
    reader: str
    reader_version: str

    class Config:
        strict = True


class Fact(pa.DataFrameModel):
    """One value cell of an official table, filled or not.

    Grain: report_id, item_code, applicant_type. `value` is null unless value_status is
    reported, inferred or repaired: a blank or a dash is never 0.
    """

    report_id: str = pa.Field(str_matches=REPORT_ID)
    item_code: str = pa.Field(str_matches=ITEM_CODE)
    applicant_type: str = pa.Field(isin=vocabulary.APPLICANT_TYPES)
    value: Amount = pa.Field(nullable=True)
    value_status: str = pa.Field(isin=vocabulary.VALUE_STATUSES)
    value_text: str = pa.Field(description="The cell as printed.")
    page: pl.Int32 = pa.Field(nullable=True, ge=1)
    table_index: pl.Int32 = pa.Field(nullable=True, ge=1)
    row_index: pl.Int32 = pa.Field(nullable=True, ge=1)
    column_index: pl.Int32 = pa.Field(nullable=True, ge=1)
    confidence: float = pa.Field(ge=0, le=1)
    evidence: str = pa.Field(isin=vocabulary.EVIDENCE)
    form: str = pa.Field(isin=vocabulary.FORMS, description="Form of the table the cell is in.")
    row_label_text: str = pa.Field(nullable=True, description="Label of the row as printed.")
    column_label_text: str = pa.Field(nullable=True, description="Head of the column as printed.")

    class Config:
        strict = True
        unique: ClassVar[list[str]] = ["report_id", "item_code", "applicant_type"]

    @pa.dataframe_check
    @classmethod
    def value_only_where_one_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        known = pl.col("value_status").is_in(["reported", "inferred", "repaired"])
        return data.lazyframe.select(pl.col("value").is_not_null() == known)


class Finding(pa.DataFrameModel):
    """One doubt about a report. Grain: none; a report may raise a rule many times."""

    report_id: str = pa.Field(str_matches=REPORT_ID)
    rule_code: str = pa.Field(str_matches=r"^[a-z_]+$")
    severity: str = pa.Field(isin=vocabulary.SEVERITIES)
    item_code: str = pa.Field(nullable=True)
    applicant_type: str = pa.Field(nullable=True, isin=vocabulary.APPLICANT_TYPES)
    expected: Amount = pa.Field(nullable=True)
    actual: Amount = pa.Field(nullable=True)
    message: str = pa.Field(str_length={"min_value": 1})

    class Config:
        strict = True


class Section(pa.DataFrameModel):
    """One section of a report's text. Grain: report_id, section_index (from 1)."""

    report_id: str = pa.Field(str_matches=REPORT_ID)
    section_index: pl.Int16 = pa.Field(ge=1)
    section: str = pa.Field(isin=vocabulary.SECTIONS)
    heading: str = pa.Field(nullable=True)
    text: str

    class Config:
        strict = True
        unique: ClassVar[list[str]] = ["report_id", "section_index"]


class NarrativeFigure(pa.DataFrameModel):
    """One quantity stated in the prose, or in a row of a table of a local form from before 2014.

    Grain: report_id, figure_index (from 1).

    `item_code` is filled only where the sentence restates one item of the tables. `whole_index`
    is the figure_index of the whole that this figure is a part of (18 = 2 + 16), `split_index` the
    number of the split that it belongs to, where the whole is told with several (18 = 17 + 1). A
    figure `is_approximate` when its last digits are left open (10余条).
    """

    report_id: str = pa.Field(str_matches=REPORT_ID)
    figure_index: pl.Int32 = pa.Field(ge=1)
    section: str = pa.Field(isin=vocabulary.SECTIONS)
    sentence: str
    phrase: str
    value: Amount
    unit: str
    is_approximate: bool
    scope: str = pa.Field(nullable=True, isin=vocabulary.SCOPES)
    item_code: str = pa.Field(nullable=True)
    whole_index: pl.Int32 = pa.Field(nullable=True, ge=1)
    split_index: pl.Int32 = pa.Field(nullable=True, ge=1)

    class Config:
        strict = True
        unique: ClassVar[list[str]] = ["report_id", "figure_index"]


class ReviewDecision(pa.DataFrameModel):
    """One line of a review file in data/review. Grain: file_name, line_number.

    The columns from document_sha256 to message say which finding is meant, as fct_finding has it.
    A line that could not be read has a fault, which says what to mend, and nothing else; a file
    that could not be read is one such line.
    """

    file_name: str = pa.Field(str_length={"min_value": 1})
    line_number: pl.Int32 = pa.Field(ge=1, description="Line of the file on which it ends.")
    document_sha256: str = pa.Field(nullable=True, str_matches=SHA256)
    rule_code: str = pa.Field(nullable=True, str_matches=r"^[a-z_]+$")
    item_code: str = pa.Field(nullable=True, str_matches=ITEM_CODE)
    applicant_type: str = pa.Field(nullable=True, isin=vocabulary.APPLICANT_TYPES)
    expected: Amount = pa.Field(nullable=True)
    actual: Amount = pa.Field(nullable=True)
    message: str = pa.Field(
        nullable=True, description="Part of the key only where expected and actual are null."
    )
    decision: str = pa.Field(nullable=True, isin=vocabulary.REVIEW_DECISIONS)
    reviewed_by: str = pa.Field(nullable=True)
    reviewed_date: Date = pa.Field(nullable=True)
    note: str = pa.Field(nullable=True, description="Why it was decided so.")
    fault: str = pa.Field(nullable=True)

    class Config:
        strict = True
        unique: ClassVar[list[str]] = ["file_name", "line_number"]

    @pa.dataframe_check
    @classmethod
    def a_decision_or_a_fault(cls, data: pa.PolarsData) -> pl.LazyFrame:
        whole = pl.all_horizontal(
            pl.col("document_sha256", "rule_code", "decision", "reviewed_by", "note").is_not_null(),
            pl.col("reviewed_date").is_not_null(),
        )
        return data.lazyframe.select(whole == pl.col("fault").is_null())


class ChangedReport(pa.DataFrameModel):
    """One report whose rows are others than in the build that is gone on with, or that is gone.

    Grain: report_id. All reports where a build begins with nothing.
    """

    report_id: str = pa.Field(unique=True, str_matches=REPORT_ID)

    class Config:
        strict = True


class RejectedDocument(pa.DataFrameModel):
    """One raw file that gave no report. Grain: source_path."""

    source_path: str = pa.Field(unique=True)
    document_sha256: str = pa.Field(str_matches=SHA256)
    reason_code: str = pa.Field(isin=vocabulary.REASON_CODES)
    reason: str = pa.Field(str_length={"min_value": 1})

    class Config:
        strict = True


EXTRACTED = {
    "reports": Report,
    "facts": Fact,
    "findings": Finding,
    "sections": Section,
    "narrative_figures": NarrativeFigure,
    "rejected_documents": RejectedDocument,
}
"""The tables of an extraction, by name; inventory comes before it."""
