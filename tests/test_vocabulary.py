"""Closed lists that two packages need each for itself are the same list."""

from typing import get_args

from extraction.document import ReasonCode
from extraction.evidence import EVIDENCE, confidence
from extraction.extract import TABLES
from extraction.forms import load_forms
from schemas import tables, vocabulary


def test_the_extraction_refuses_with_the_reasons_of_the_contract():
    assert get_args(ReasonCode) == vocabulary.REASON_CODES


def test_every_kind_of_evidence_is_declared_and_has_a_confidence():
    assert EVIDENCE == vocabulary.EVIDENCE
    assert all(0 <= confidence(kind) < 1 for kind in EVIDENCE)


def test_the_extraction_yields_the_tables_that_are_declared():
    assert tuple(tables.EXTRACTED) == TABLES


def test_the_forms_use_the_applicant_types_and_form_codes_of_the_contract():
    keys = [key for form in load_forms() for block in form.blocks for key in block.cell_keys()]
    assert {applicant_type for _, applicant_type in keys} == set(vocabulary.APPLICANT_TYPES)
    assert {form.code for form in load_forms()} <= set(vocabulary.FORMS)
