"""Which label of a form a printed text is."""

import pytest

from extraction.forms import load_forms
from extraction.matching import Labels
from extraction.tables.heads.labels import columns_of, group_label
from extraction.tables.rows import best_row

OUTCOMES = Labels([["结果维持", "维持"], ["结果纠正", "纠正"], ["其他结果", "其他"]], least=0.6)
REQUESTS, REVIEW = (
    next(block for block in load_forms()[-1].blocks if block.name == name)
    for name in ("requests", "review")
)


@pytest.mark.parametrize(
    ("text", "label", "why"),
    [
        ("结果维持", 0, "exact"),
        ("结 果\n纠正：", 1, "exact"),
        ("其它结果", 2, "exact"),
        ("其他（撤回申请等）", 2, "explained"),
        ("结果维待", 0, "misread"),
        ("其他的结果", 2, "alike"),
    ],
)
def test_says_which_label_a_text_is_and_why(text, label, why):
    match = OUTCOMES.match(text)
    assert (match.nearest, match.why) == ((label,), why)


@pytest.mark.parametrize(
    "text", ["", "结果", "结果维持结果纠正", "结果不维持", "其他（上年）", "赔偿请求", "结果维持率"]
)
def test_a_text_that_may_be_either_or_another_quantity_is_no_label(text):
    match = OUTCOMES.match(text)
    assert (match.nearest, match.best, match.why) == ((), 0, "none")


def test_numbering_of_another_kind_counts_against_a_row_and_lost_numbering_does_not():
    scores = [best_row(f"{number}总计", REQUESTS.rows)[0] for number in ("（七）", "", "3.")]
    assert scores == [1.05, 1, 0.75]


def test_a_misread_label_of_a_group_is_known_though_the_wrong_character_denies_it():
    assert group_label(REVIEW, "未政复议") == group_label(REVIEW, "行政复议") is not None
    assert group_label(REVIEW, "8复议后起诉") is None


def test_one_head_over_columns_of_several_groups_is_each_of_them():
    assert len(columns_of(REVIEW).match("结果维持").nearest) == 3


def test_what_an_applicant_is_told_to_change_may_be_worded_otherwise():
    told = Labels([["告知作出更改补充数"], ["告知通过其他途径办理数"]], least=0.6)
    assert told.match("告知作出变更、补充数").nearest == (0,)
