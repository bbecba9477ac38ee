"""Closed lists that two packages need each for itself are the same list."""

from typing import get_args

import pytest
import yaml

from extraction.document import ReasonCode
from extraction.extract import TABLES
from extraction.facts.evidence import confidence
from extraction.forms import FOLDER, load_forms
from extraction.identity.organs import IssuerKind
from schemas import tables, vocabulary


@pytest.mark.parametrize(
    ("of_the_extraction", "declared"),
    [(ReasonCode, vocabulary.REASON_CODES), (IssuerKind, vocabulary.ISSUER_KINDS)],
)
def test_the_extraction_has_the_codes_of_the_contract(of_the_extraction, declared):
    assert get_args(of_the_extraction) == declared


def test_every_kind_of_evidence_that_is_declared_has_a_confidence_and_no_other():
    counts = yaml.safe_load((FOLDER / "confidence.yml").read_text(encoding="utf-8"))["kinds"]
    assert tuple(counts) == vocabulary.EVIDENCE
    assert all(0 <= confidence(kind) < 1 for kind in counts)


def test_the_extraction_yields_the_tables_that_are_declared():
    assert tuple(tables.EXTRACTED) == TABLES


def test_the_forms_use_the_applicant_types_and_form_codes_of_the_contract():
    keys = [key for form in load_forms() for block in form.blocks for key in block.cell_keys()]
    assert {applicant_type for _, applicant_type in keys} == set(vocabulary.APPLICANT_TYPES)
    assert {form.code for form in load_forms()} <= set(vocabulary.FORMS)
