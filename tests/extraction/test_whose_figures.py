"""Whose figures the prose tells: the report's own, or those of one of its bodies."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.prose.narrative import narrative_figures
from extraction.prose.restated import text_table_mismatch

TABLE = [{"item_code": "request.received", "applicant_type": "total", "value": Decimal(95)}]


def told(text: str, *, is_governments: bool = True):
    section = {"section": "overview", "text": text}
    return narrative_figures([section], "711", 2023, is_governments=is_governments)


@pytest.mark.parametrize(
    "text",
    [
        "2023年县教育局收到政府信息公开申请12件。",
        "全县认真答复，其中县公安局共受理政府信息公开申请30件。",
        "县发改委未收到政府信息公开申请。",
        "青山镇收到政府信息公开申请3件。",
    ],
)
def test_what_one_body_of_a_government_received_is_not_what_the_table_tells(text):
    assert [figure.items for figure in told(text)] == [()]
    assert [figure.items for figure in told(text, is_governments=False)] == [("request.received",)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年，全县收到政府信息公开申请12件。",
        "县政府收到政府信息公开申请12件。",
        "各乡镇、县直各部门共收到政府信息公开申请12件。",
        "我局收到政府信息公开申请12件。",
    ],
)
def test_what_a_government_received_itself_is_compared(text):
    assert [figure.items for figure in told(text)] == [("request.received",)]


def test_what_the_office_received_does_not_contradict_the_table_of_the_whole_area():
    figures = told("本机关收到政府信息公开申请17件。")
    assert text_table_mismatch(figures, TABLE, "711", "whole_area") == []
    assert len(text_table_mismatch(figures, TABLE, "711", "own_body")) == 1
    assert len(text_table_mismatch(figures, TABLE, "711")) == 1


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("被申请行政复议5件，其中上年结转1件，今年新收4件。", "reconsideration.total"),
        ("未发生因政府信息公开被纠错的行政复议、败诉的行政诉讼。", None),
        ("全县行政诉讼案件120件，败诉3件，其中涉及政府信息公开的7件。", None),
        ("通过政府门户网站共办理并答复信息公开申请15件、纸质申请36件。", None),
    ],
)
def test_a_part_of_what_an_item_counts_is_not_compared_with_it(text, item):
    assert {each for figure in told(text) for each in figure.items} == {item} - {None}
