"""Answers told by their reason, items told in short, and splits that the form itself makes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.extraction.test_narrative import fact, mismatches, parts, restated


def test_an_answer_with_its_reason_is_not_all_of_that_answer():
    reasons = ("not_held", "needs_creation", "still_unclear")
    facts = [
        fact(f"outcome.not_available.{reason}", count)
        for reason, count in zip(reasons, (2, 1, 0), strict=True)
    ]
    text = "收到申请9件，因本机关不掌握相关政府信息无法提供{}件，因另行制作无法提供1件。"
    assert mismatches(text.format(2), *facts) == []
    (finding,) = mismatches(text.format(3), *facts)
    assert finding["item_code"] == "outcome.not_available.not_held"
    assert mismatches("收到申请9件，因其他原因无法提供2件。", *facts) == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("办结申请，属于信访举报投诉类申请不予处理5件。", "outcome.not_processed.petition"),
        ("办结申请，属于重复申请不予处理的5件。", "outcome.not_processed.repeated"),
        ("申请中不予公开9件，其中四类过程性信息5件。", "outcome.denied.process_information"),
        ("申请中涉及第三方合法权益不予公开5件。", "outcome.denied.third_party_rights"),
        ("2022年共收到政府信息公开申请9件，2023年收到5件。", "request.received"),
        ("办结的5件申请中，属于公文类的2件。", "outcome.total"),
        ("对申请，按答复结果分：公开5件、部分公开2件。", "outcome.granted"),
        ("制发行政规范性文件3件，废止1件，现行有效5件。", "normative_document.in_force"),
    ],
)
def test_items_are_told_in_short(text, item):
    assert restated(text).get(item) == Decimal(5)


@pytest.mark.parametrize(
    "text",
    [
        "申请中部分公开3件，其中涉及第三方合法权益3件。",
        "收到政府信息公开申请9件。领导信箱受理信件8件，回复5件。",
    ],
)
def test_reasons_of_partial_answers_and_letters_restate_no_answer(text):
    told = restated(text)
    assert "outcome.denied.third_party_rights" not in told
    assert "outcome.total" not in told


def test_items_that_the_form_counts_together_are_a_split_without_a_word_for_it():
    text = "发生政府信息公开行政复议9件，结果维持2件，结果纠正4件，其他结果3件。"
    assert parts(text) == {9: [2, 4, 3]}
