"""Closed lists of the warehouse contract, as far as Python writes them.

Add codes at the end only: their places are the numbers that stand for them in Stata files.
`extraction/` imports nothing from here; what it has as types or files of its own is compared with
these lists in tests/test_vocabulary.py.
"""

from __future__ import annotations

APPLICANT_TYPES = (
    "natural_person",
    "business",
    "research_institution",
    "social_welfare_organisation",
    "legal_service_organisation",
    "other_organisation",
    "total",
    "all",
)
"""Columns of the table of requests; "all" for tables without applicant columns."""

VALUE_STATUSES = ("reported", "blank", "dash", "inferred", "repaired", "unreadable")
"""What stands in a cell. "unreadable" (something stands there that is no number) adds to the
contract's five, so that such a cell is neither dropped nor passed off as blank."""

EVIDENCE = (
    "sums_hold",
    "sum_holds",
    "untested",
    "sum_broken",
    "sums_broken",
    "placed_by_order",
    "placed_by_order_broken",
    "digits_joined",
    "not_a_count",
    "unit_assumed",
    "inferred",
    "recognised_sums_hold",
    "recognised_sum_holds",
    "recognised_untested",
    "recognised_doubtful",
    "recognised_broken",
    "repaired",
    "unreadable",
)
"""What speaks for a value: it decides the confidence (`extraction.facts.evidence`).

sums_hold, sum_holds: two or more identities of the cell were tested and hold, or one.
untested: the cell was found without doubt and stands in no identity that could be tested.
sum_broken, sums_broken: one identity of the cell is broken, or a row and a column that cross.
placed_by_order: its column follows from the order of the row's values, not from their places.
digits_joined: its digits stood apart. not_a_count: a fraction, a negative or an amount of money
where a count belongs. unit_assumed: an amount of money with no unit printed.
inferred: nothing stands there, the identities leave one value. repaired: a misread number gave way
to another reading of the picture, the only one with which the identities hold.
recognised_…: the same of a cell that was read from a picture; recognised_doubtful: the
recogniser was not sure of it, or what it read cannot stand there, and no two identities prove it
(that a cell is a zero, a dash or a blank they never prove), or a text has the letter O for a zero,
as recognisers write it."""

ISSUER_KINDS = ("government", "office", "department", "township", "public_institution")

SCOPES = ("whole_area", "own_body")

FORMS = ("2021", "2019", "2014", "pre2014")

SEVERITIES = ("error", "warning", "info")

REVIEW_DECISIONS = ("accepted", "agency_error", "reader_error")
"""What a person may decide about a finding: it is explained and the numbers stand; the agency
printed it wrongly; it was read wrongly."""

REASON_CODES = (
    "not_a_report",
    "corrupt",
    "encrypted",
    "empty",
    "unsupported",
    "too_large",
    "timed_out",
    "unsafe",
)

SECTIONS = (
    "preamble",
    "overview",
    "active_disclosure",
    "requests",
    "review",
    "problems",
    "other_matters",
    "response",
    "organisation",
)
"""What stands before the first heading, then the six sections of the 2019 and 2021 forms
(notices 国办公开办函〔2019〕60号 and 〔2021〕30号), then two that only reports with the statistics
table have (国办发〔2014〕32号: 回应解读; 机构建设、保障经费和培训会议)."""
