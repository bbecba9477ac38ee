"""The comparison of found identities with known ones."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.openings import answers, is_same_area, is_same_issuer
from extraction.gazetteer import Gazetteer
from tests.conftest import ROOT

OPENINGS = ROOT / "tests" / "samples" / "openings.jsonl"


@pytest.mark.parametrize(
    ("found", "truth", "is_same"),
    [
        ("山东省济宁市邹城市", "山东省济宁市邹城市田黄镇", True),
        ("湖南省岳阳市", "湖南省岳阳市南湖新区", True),
        ("山东省济宁市", "山东省济宁市邹城市", False),
        ("山东省济宁市", "山东省济宁市邹城市田黄镇", False),
        (None, "山东省济宁市", False),
    ],
)
def test_a_town_counts_as_its_county_and_no_area_as_the_one_above(
    found: str | None, truth: str, is_same: bool
) -> None:
    assert is_same_area(found, truth) is is_same


@pytest.fixture
def verdicts(gazetteer: Gazetteer) -> Callable[[dict[str, Any]], dict[str, str]]:
    def given(truth: dict[str, Any]) -> dict[str, str]:
        opening = {
            "id": "made_up",
            "url": "http://www.example.cn/",
            "text": "邹城市财政局2021年政府信息公开工作年度报告\n\n一、总体情况\n\n公开信息。\n",
            "truth": {"year": 2021, "jurisdiction": "山东省济宁市邹城市"} | truth,
        }
        return {answer.matter: answer.verdict for answer in answers(opening, gazetteer)}

    return given


def test_a_right_answer_is_right_and_what_the_truth_leaves_out_is_not_asked_for(verdicts) -> None:
    assert verdicts({}) == {"year": "right", "jurisdiction": "right"}
    assert verdicts({"kind": "department", "issuer": ["邹城市财政局", None]}) == {
        "year": "right",
        "jurisdiction": "right",
        "issuer": "right",
        "kind": "right",
    }


def test_a_wrong_answer_without_a_finding_is_silent(verdicts) -> None:
    assert verdicts({"year": 2020, "issuer": None}) == {
        "year": "silent",
        "jurisdiction": "right",
        "issuer": "silent",
    }


def test_areas_above_the_own_area_may_be_left_out_of_a_name_but_not_the_own_area() -> None:
    area = "山东省威海市文登区"
    assert is_same_issuer("文登区信访局", "威海市文登区信访局", area)
    assert not is_same_issuer("信访局", "威海市文登区信访局", area)
    assert not is_same_issuer("文登区信访局", "济南市文登区信访局", area)
    assert is_same_issuer("文登区宋村镇人民政府", "宋村镇人民政府", area)
    assert not is_same_issuer("乳山市宋村镇人民政府", "宋村镇人民政府", area)


def test_openings_of_bodies_of_every_kind_are_identified_and_none_silently_wrong(
    gazetteer: Gazetteer,
) -> None:
    """195 invented openings in the manner of real pages, written with their truth before they
    were read: ministries and their arms, provinces to towns, zones, schools, 2008 to 2024."""
    lines = OPENINGS.read_text(encoding="utf-8").splitlines()
    given = {
        (opening["id"], answer.matter): answer.verdict
        for opening in map(json.loads, lines)
        for answer in answers(opening, gazetteer)
    }
    missed = {key: verdict for key, verdict in given.items() if verdict != "right"}
    assert missed == {("p_partner", "issuer"): "flagged"}
