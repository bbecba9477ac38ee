"""Figures of the prose that are told with their parts: `extraction.prose.splits`."""

import time

import pytest

from extraction.prose.narrative import figure_rows
from tests.extraction.test_narrative import told


def parts(text: str) -> dict[int, list[int]]:
    """The parts of each whole, by their values."""
    found: dict[int, list[int]] = {}
    rows = told(text)
    for figure in rows:
        if figure.whole is not None:
            found.setdefault(int(rows[figure.whole].value), []).append(int(figure.value))
    return found


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("收到申请18件，其中网络申请16件、信函申请2件。", {18: [16, 2]}),
        ("收到申请18件。其中，网络申请16件，信函申请2件。", {18: [16, 2]}),
        ("全区共受理18件，地本级受理2件，县（市）区受理16件。", {18: [2, 16]}),
        (
            "行政复议351件，结果维持72件，结果纠正64件，其他结果178件，尚未审结37件。",
            {351: [72, 64, 178, 37]},
        ),
        ("行政复议10件（维持7件、纠正3件、尚未审结0件）。", {10: [7, 3, 0]}),
        ("当面申请2件、网络申请16件，共计18件。", {18: [2, 16]}),
        ("收到申请180件，占57%，其中网络100件，占56%，信函80件。", {180: [100, 80]}),
    ],
)
def test_a_figure_is_told_with_its_parts(text, wholes):
    assert parts(text) == wholes


def test_parts_have_parts_of_their_own():
    text = "收到申请60件，其中网络申请40件（邮件25件、平台15件），信函申请20件。"
    assert parts(text) == {60: [40, 20], 40: [25, 15]}


def test_a_whole_is_known_before_its_parts_are_taken_for_one_another():
    text = "作出答复44件：予以公开20件，部分公开3件，不予公开5件，无法提供12件，其他处理4件。"
    assert parts(text) == {44: [20, 3, 5, 12, 4]}


@pytest.mark.parametrize(
    "text",
    [
        "收到申请351件，其中网络申请340件、信函申请11件；按申请人分，自然人314件、法人37件。",
        "收到申请351件，其中网络申请340件、信函申请11件；自然人314件、法人37件。",
        "收到申请351件。其中，网络申请340件，信函申请11件。从申请人看，自然人314件，法人37件。",
        "网络申请340件、信函申请11件，共计351件，其中自然人314件、法人37件。",
    ],
)
def test_a_figure_is_told_with_several_splits(text):
    rows = told(text)
    splits: dict[int | None, list[int]] = {}
    for figure in rows:
        if figure.whole is not None:
            assert rows[figure.whole].value == 351
            splits.setdefault(figure.split, []).append(int(figure.value))
    assert sorted(splits) == [1, 2]
    assert sorted(splits.values()) == [[314, 37], [340, 11]]


def test_small_figures_behind_a_split_are_no_other_one():
    text = "收到申请5件，其中当面3件、网络2件，答复4件，结转1件。"
    assert parts(text) == {5: [3, 2]}


def test_what_did_not_happen_is_no_part_of_what_was_told_before():
    text = "办理申请7件，其中网络申请6件，信函申请1件，均已答复，未发生行政复议和行政诉讼。"
    assert parts(text) == {7: [6, 1]}


def test_zeros_of_another_clause_are_no_parts():
    assert parts("复议案件3起，其中维持2起、纠正1起；行政诉讼0起。") == {3: [2, 1]}


def test_what_stands_in_brackets_is_no_part_of_what_goes_on_behind_them():
    text = (
        "办结依申请公开件177件(含2022年结转的3件)，其中，予以公开60件，部分公开51件，"
        "不予公开4件，信息无法提供30件、不予处理3件，其他处理29件。"
    )
    assert parts(text) == {177: [60, 51, 4, 30, 3, 29]}


@pytest.mark.parametrize(
    "text",
    [
        "行政复议5件，行政诉讼3件，举报2件。",
        "收到申请20件，比上年增加15件，办结5件。",
        "发布信息100余条，其中政策60条、动态40条。",
        "收到申请18件，其中网络申请16件。",
        "收到申请312件（含上年度结转8件），按期答复305件，结转下年度7件。",
        "予以公开20件，部分公开3件，不予公开5件，无法提供12件。",
        "召开会议5次，培训3次。收到申请5件，其中当面2件、网络1件。",
    ],
)
def test_figures_that_are_not_told_of_one_another_are_no_split(text):
    assert parts(text) == {}


def test_rows_of_figures_name_the_whole_by_its_index():
    rows = figure_rows(told("收到申请18件，其中网络申请16件、信函申请2件。"))
    assert [row["figure_index"] for row in rows] == [1, 2, 3]
    assert [row["whole_index"] for row in rows] == [None, 1, 1]
    assert [row["split_index"] for row in rows] == [None, 1, 1]


def test_numbers_of_a_list_share_its_unit():
    text = "通过当面、网络、信函收到的申请分别为2、10、6件，共18件。"
    assert [int(figure.value) for figure in told(text)] == [2, 10, 6, 18]
    assert parts(text) == {18: [2, 10, 6]}


def test_a_sentence_of_many_splits_takes_a_moment():
    text = "收到申请40件，其中" + "，".join(["信函20件"] * 800) + "。"
    start = time.process_time()
    rows = told(text)
    assert time.process_time() - start < 15
    assert max(figure.split or 0 for figure in rows) == 400
