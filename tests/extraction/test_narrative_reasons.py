"""Answers told by their reason, items told in short, and splits that the form itself makes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.prose.narrative import narrative_figures
from tests.extraction.test_narrative import fact, figures, mismatches, restated
from tests.extraction.test_splits import parts


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
    (finding,) = mismatches("收到申请9件，因本机关不掌握等原因无法提供2件。", *facts)
    assert (finding["item_code"], finding["expected"]) == (None, 3)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("办结申请，属于信访举报投诉类申请不予处理5件。", "outcome.not_processed.petition"),
        ("办结申请，属于重复申请不予处理的5件。", "outcome.not_processed.repeated"),
        ("申请中不予公开9件，其中四类过程性信息5件。", "outcome.denied.process_information"),
        ("申请中涉及第三方合法权益不予公开5件。", "outcome.denied.third_party_rights"),
        ("办结的5件申请中，属于公文类的2件。", "outcome.total"),
        ("对申请，按答复结果分：公开5件、部分公开2件。", "outcome.granted"),
        ("对申请，部分公开的有3件，予以公开的有5件。", "outcome.granted"),
        ("收到申请9件，除5件结转下年度办理外均已答复。", "request.carried_forward"),
        ("申请的本年度办理结果总计5件。", "outcome.total"),
        ("申请中信访举报投诉类申请3件和重复申请5件。", "outcome.not_processed.repeated"),
        ("1至9月收到政府信息公开申请3件，全年收到政府信息公开申请5件。", "request.received"),
        ("截至2023年12月31日，收到政府信息公开申请5件。", "request.received"),
        ("予以公开5件、部分公开3件、不予公开2件。", "outcome.granted"),
        ("予以公开3件、部分公开的有5件、不予公开2件。", "outcome.partly_granted"),
        ("其中本机关不掌握相关政府信息5件，均无法提供。", "outcome.not_available.not_held"),
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


def test_a_number_in_hundred_millions_and_ten_thousands_is_not_parted():
    assert figures("网站访问量1亿3千万次。") == []


def test_items_that_the_form_counts_together_are_a_split_without_a_word_for_it():
    text = "发生政府信息公开行政复议9件，结果维持2件，结果纠正4件，其他结果3件。"
    assert parts(text) == {9: [2, 4, 3]}


def test_what_was_received_in_two_years_is_told_of_the_data_year():
    text = "2022年收到政府信息公开申请9件，2023年收到5件。"
    told = narrative_figures([{"section": "overview", "text": text}], "711", 2023)
    assert [(figure.value, figure.items) for figure in told] == [
        (Decimal(9), ()),
        (Decimal(5), ("request.received",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "作为复议机关办理政府信息公开行政复议案件9件，维持5件。",
        "申请办理情况：补正9件，延期答复5件。",
        "代县政府办理申请答复5件。",
        "受理征收的申请5件。",
        "受理不动产登记申请5件。",
        "全年办理行政复议案件5件、应诉案件3件。",
        "县政府作为被告的行政诉讼5件。",
        "收到以县政府为被申请人的行政复议5件，其中信息公开类3件。",
        "政务服务中心受理各类申请9件，办结5件。",
        "县政府受理行政复议申请9件，审结7件，撤销5件。",
        "与2022年收到申请5件相比，明显减少。",
        "收到申请9件。受理企业开办申请9件，办结5件。",
        "通过EMS收到申请5件。",
        "三年来，共收到政府信息公开申请5件。",
        "处理依法履职申请9件，答复5件。",
        "我局指导下级单位答复申请5件。",
        "公开行政处罚案件信息9件，复议5件，诉讼3件。",
        "旁听行政诉讼案件5件，通报行政复议纠错案件3件。",
        "受理政府信息公开行政复议案件5件。",
        "未发生行政复议被纠错。公示类9条，其他5条。",
        "截至2023年10月底，共收到政府信息公开申请5件。",
        "1-9月收到政府信息公开申请5件。",
        "一所收到申请9件，二所收到申请5件。",
    ],
)
def test_what_a_body_did_for_others_restates_nothing(text):
    assert restated(text).get("request.received") in (None, Decimal(9))
    assert restated(text).keys() <= {"request.received"}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("未发生行政诉讼败诉案件。", set()),
        ("没有行政复议被纠错的情况。", set()),
        ("政府信息公开申请零受理。", {"request.received"}),
        ("收到政府信息公开申请数量为0。", {"request.received"}),
        ("没有公民、法人和其他组织申请公开政府信息。", {"request.received"}),
        ("本年度无政府信息公开申请。", {"request.received"}),
    ],
)
def test_of_what_there_was_none(text, items):
    assert set(restated(text)) == items


@pytest.mark.parametrize(
    "bodies", ["各部门", "县级部门", "全县各乡镇(街道)", "镇(街道)", "委办局", "县政府办公室"]
)
def test_what_the_bodies_of_one_kind_received_is_not_what_the_government_did(bodies):
    section = {"section": "overview", "text": f"{bodies}收到政府信息公开申请5件，办结3件。"}
    told = narrative_figures([section], "711", 2023, is_governments=True)
    assert [figure.items for figure in told] == [(), ()]
    section = {"section": "overview", "text": "各乡镇、县级部门共收到申请5件。"}
    (figure,) = narrative_figures([section], "711", 2023, is_governments=True)
    assert figure.items == ("request.received",)


@pytest.mark.parametrize(
    "text",
    [
        "全年没有接到要求公开政府信息的申请。",
        "未接到公众申请公开政府信息的情况。",
        "没有收到任何形式的政府信息公开申请。",
        "本年度我局未受理依申请公开事项。",
        "未收到自然人、法人或其他组织的政府信息公开申请。",
        "全年无公民、法人或其他组织向我局申请信息公开。",
        "依申请公开政府信息申请为零。",
    ],
)
def test_nobody_asked(text):
    assert restated(text) == {"request.received": Decimal(0)}


@pytest.mark.parametrize(
    "text",
    [
        "没有收到涉及国家秘密的政府信息公开申请。",
        "没有延期办理的政府信息公开申请。",
        "除此之外，未收到其他政府信息公开申请。",
        "未收到企业提交的政府信息公开申请。",
        "没有政府信息公开申请未按期答复的情况。",
        "未发生行政复议被撤销、行政诉讼被判败诉的情形。",
        "无行政复议被纠正案件。",
    ],
)
def test_that_there_was_none_of_one_kind_says_nothing_of_all(text):
    assert restated(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "行政复议、行政诉讼均为0件。",
        "没有被提起行政复议或行政诉讼。",
        "无政府信息公开行政复议、行政诉讼情况。",
        "零复议、零诉讼。",
        "没有公民因政府信息公开对我局提起行政复议、行政诉讼。",
    ],
)
def test_nobody_appealed(text):
    zero = Decimal(0)
    both = "litigation_direct.total+litigation_after_reconsideration.total"
    assert restated(text) == {"reconsideration.total": zero, both: zero}


@pytest.mark.parametrize(
    "told",
    [
        "予以公开及部分公开{}件",
        "予以公开（含部分公开）{}件",
        "公开或部分公开的{}件",
        "同意公开和同意部分公开{}件",
    ],
)
def test_what_is_granted_whole_and_in_part_may_be_told_as_one(told):
    facts = [fact("outcome.granted", 5), fact("outcome.partly_granted", 3)]
    text = f"收到申请9件，{told}，不予公开1件。"
    assert mismatches(text.format(8), *facts) == []
    (finding,) = mismatches(text.format(7), *facts)
    assert (finding["item_code"], finding["expected"]) == (None, 8)


def test_an_explanation_in_brackets_is_no_item_of_its_own():
    assert figures("制发公文（含部分公开）12件。") == [("制发公文(含部分公开)", Decimal(12), "件")]
    assert restated("收到申请9件，不予公开（含部分公开）3件。") == {"request.received": Decimal(9)}
    told = restated("收到政府信息公开申请（含上年结转）12件，予以公开9件（含部分公开3件）。")
    assert told == {
        "request.received+request.carried_over": Decimal(12),
        "outcome.granted": Decimal(9),
        "outcome.partly_granted": Decimal(3),
    }


@pytest.mark.parametrize(
    "text",
    [
        "2018年度我镇共收到4件信息公开申请，均已答复。",
        "全年收到4件公民、法人和其他组织提出的政府信息公开申请。",
        "依申请公开受理量为4件。",
    ],
)
def test_requests_are_told_before_their_name_and_as_their_number(text):
    assert restated(text) == {"request.received": Decimal(4)}
    assert restated(text, law="492") == {"stat.request": Decimal(4)}


@pytest.mark.parametrize(
    "text", ["共受理4件政府信息公开申请的行政复议。", "通过网络收到4件政府信息公开申请。"]
)
def test_reviews_and_ways_are_not_the_requests_whose_name_follows(text):
    assert restated(text) == {}


def test_no_information_was_asked_for_in_the_words_of_real_texts():
    for text in ("全年未收到依申请公开信息。", "未收到公民、法人依申请公开政府信息。"):
        assert restated(text) == {"request.received": Decimal(0)}
