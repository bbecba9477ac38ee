"""The quantities that sentences state, and what they restate of the tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.prose.figures import Figure
from extraction.prose.narrative import narrative_figures
from extraction.prose.phrases import Law
from extraction.prose.restated import text_table_mismatch


def told(*lines: str, law: Law = "711") -> list[Figure]:
    return narrative_figures([{"section": "overview", "text": "\n".join(lines)}], law)


def figures(text: str) -> list[tuple[str, Decimal, str]]:
    return [(figure.phrase, figure.value, figure.unit) for figure in told(text)]


def restated(text: str, law: Law = "711") -> dict[str, Decimal]:
    return {"+".join(figure.items): figure.value for figure in told(text, law=law) if figure.items}


def fact(item_code: str, value: int, applicant_type: str = "total") -> dict[str, object]:
    return {"item_code": item_code, "applicant_type": applicant_type, "value": Decimal(value)}


def mismatches(text: str, *facts: dict[str, object], law: Law = "711") -> list[dict[str, object]]:
    return text_table_mismatch(told(text, law=law), facts, law)


def test_quantities_carry_the_words_they_belong_to():
    text = "其中政策文件96条、工作动态1,936条，阅读量约120万次，15家单位作了交流。"
    assert figures(text) == [
        ("其中政策文件", Decimal(96), "条"),
        ("工作动态", Decimal(1936), "条"),
        ("阅读量约", Decimal(1200000), "次"),
        ("单位作了交流", Decimal(15), "家"),
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("投入12.73万元。", "127300", "元"),
        ("金额合计1.2亿元。", "120000000", "元"),
        ("主动公开政府信息10余条。", "10", "条"),
        ("粉丝1.5万余人。", "15000", "人"),
        ("满意度88.95%。", "88.95", "%"),
        ("主动公开信息十余条。", "10", "条"),
        ("召开会议两次。", "2", "次"),
        ("收到申请 3 119 件。".replace(" ", ""), "3119", "件"),
    ],
)
def test_amounts_are_told_in_single_units(text, value, unit):
    ((_, found, found_unit),) = figures(text)
    assert (found, found_unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("words", "value"),
    [("二十三", "23"), ("一百〇五", "105"), ("一万零三百", "10300"), ("三百多", "300")]
    + [(words, None) for words in ("两三", "三四十", "数十", "几百", "上千", "好几千", "二〇五")],
)
def test_numerals_in_words_are_numbers_where_they_say_one(words, value):
    found = [str(number) for _, number, _ in figures(f"主动公开信息{words}条。")]
    assert found == ([] if value is None else [value])


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月1日至12月31日。",
        "根据国办公开办函〔2021〕30号文件和《条例》第20条。",
        "联系电话0989-5554245，邮编100000。",
        "办理“12345”热线。",
        "地址：建设路41号2楼201室。",
        "执行三审三校，开展1+2联审。",
        "第3期公报和第一批清单。",
        "时间：2017-01-12 10:01 本报告由办公室编制。",
    ],
)
def test_dates_ordinals_numbers_of_documents_and_telephones_are_no_quantities(text):
    assert figures(text) == []


def test_lines_broken_within_a_sentence_do_not_break_a_number_from_its_words():
    rows = told("全县共收到政府信息公开申请", "155 件，办结152件。")
    assert [(row.items, row.value) for row in rows] == [
        (("request.received",), Decimal(155)),
        (("outcome.total",), Decimal(152)),
    ]


def test_sentences_restate_items_of_the_tables():
    text = (
        "我县新收到政府信息公开申请97件，上年结转2件，年内办结95件，结转下年度继续办理4件。"
        "其中，因申请引发行政复议5件、行政诉讼1件。"
    )
    assert restated(text) == {
        "request.received": Decimal(97),
        "request.carried_over": Decimal(2),
        "outcome.total": Decimal(95),
        "request.carried_forward": Decimal(4),
        "reconsideration.total": Decimal(5),
        "litigation_direct.total+litigation_after_reconsideration.total": Decimal(1),
    }


def test_outcomes_of_a_lawsuit_are_not_those_of_a_review():
    text = "行政复议351件，其中结果维持72件；行政诉讼46件，其中结果维持25件，尚未审结7件。"
    assert restated(text) == {
        "reconsideration.total": Decimal(351),
        "reconsideration.upheld": Decimal(72),
        "litigation_direct.total+litigation_after_reconsideration.total": Decimal(46),
    }


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "全年受理公民、法人和其他组织政府信息公开申请26件。",
            {"request.received": 26},
        ),
        (
            "制发行政规范性文件12件，废止3件，现行有效行政规范性文件87件。",
            {
                "normative_document.issued": 12,
                "normative_document.repealed": 3,
                "normative_document.in_force": 87,
            },
        ),
        ("办结申请12件，废止3件。", {"outcome.total": 12}),
        ("共收到依申请公开政府信息申请9件。答复8件。", {"request.received": 9, "outcome.total": 8}),
        (
            "共办理申请356件（其中上年结转12件，本年新收344件）。",
            {
                "request.carried_over": 12,
                "request.received": 344,
            },
        ),
        ("涉及信息公开的行政复议案件共8件。", {"reconsideration.total": 8}),
        ("行政处罚处理决定数量678件。", {"penalty.decisions": 678}),
    ],
)
def test_items_are_restated_in_other_words(text, items):
    assert {item: int(value) for item, value in restated(text).items()} == items


def test_figures_of_other_things_restate_nothing():
    text = (
        "对1430份公文标注属性，其中主动公开10份、不予公开180份；从渠道看，网络申请5件；"
        "收取信息处理费0元，涉及申请3件；办结人大建议4件。"
    )
    assert restated(text) == {}


def test_what_was_done_in_the_year_before_restates_nothing():
    assert restated("上年度办结761件，去年收到政府信息公开申请9件。") == {}
    assert restated("上年度结转3件。") == {"request.carried_over": 3}


def test_none_is_told_as_zero():
    assert restated("2021年，我镇未收到政府信息公开申请，也未发生行政复议。") == {
        "request.received": Decimal(0),
        "reconsideration.total": Decimal(0),
    }
    lawsuits = "litigation_direct.total+litigation_after_reconsideration.total"
    assert restated("未因申请被提起行政诉讼。") == {lawsuits: Decimal(0)}
    assert restated("未发生行政复议，行政诉讼1件。")[lawsuits] == Decimal(1)


def test_the_circle_of_a_figure_is_told_by_the_words_before_it():
    text = "全区共受理依申请公开18件，地本级收到和受理依申请公开2件。共发布信息96条。"
    assert [figure.scope for figure in told(text)] == ["whole_area", "own_body", None]


def test_text_and_table_that_differ_are_a_finding_with_both_numbers():
    (finding,) = mismatches("因申请引发行政复议134件。", fact("reconsideration.total", 170, "all"))
    assert finding["rule_code"] == "text_table_mismatch"
    assert (finding["expected"], finding["actual"]) == (Decimal(170), Decimal(134))


def test_lawsuits_of_the_text_are_both_kinds_of_the_table():
    facts = [
        fact("litigation_direct.total", 26, "all"),
        fact("litigation_after_reconsideration.total", 20, "all"),
    ]
    assert mismatches("政府信息公开行政诉讼46件。", *facts) == []
    (finding,) = mismatches("政府信息公开行政诉讼47件。", *facts)
    assert finding["expected"] == Decimal(46)


def test_received_may_be_told_with_those_carried_over():
    facts = [fact("request.received", 97), fact("request.carried_over", 2)]
    assert mismatches("共受理政府信息公开申请99件。", *facts) == []
    assert len(mismatches("共受理政府信息公开申请98件。", *facts)) == 1


def test_a_figure_of_the_office_does_not_contradict_the_table_of_the_area():
    text = "全区共受理依申请公开18件，地本级收到和受理依申请公开2件。"
    assert mismatches(text, fact("request.received", 18)) == []


def test_a_number_with_open_digits_contradicts_nothing():
    assert mismatches("共受理政府信息公开申请10余件。", fact("request.received", 12)) == []


def test_a_part_is_not_the_item_that_its_whole_is():
    text = "共收到政府信息公开申请18件，其中新收到政府信息公开申请16件、收到补正后的申请2件。"
    (whole,) = [figure for figure in told(text) if figure.items == ("request.received",)]
    assert whole.value == 18
    assert mismatches(text, fact("request.received", 16)) != []


def test_words_before_a_number_without_unit_belong_to_that_number():
    text = "全年收到行政复议3件，其中2撤销行政复议，1件正在办理中。"
    assert restated(text) == {"reconsideration.total": Decimal(3)}
    assert ("正在办理中", Decimal(1), "件") in figures(text)
    assert ("受理12345热线工单,共", Decimal(5), "件") in figures("受理12345热线工单，共5件。")


def test_figures_of_other_things_beside_a_review_restate_nothing_of_it():
    text = "行政复议1件。受理申请2件，当面申请1件，其他形式申请1件。"
    assert set(restated(text, law="492")) == {
        "stat.reconsideration", "stat.request", "stat.request.in_person",
    }  # fmt: skip
    assert restated("政务服务大厅共受理申请12345件。") == {}


def test_numbers_of_a_list_of_articles_are_no_quantities():
    assert figures("依据《条例》第20、21、22条公开。") == []


def test_sums_of_outcomes_are_compared_with_their_rows():
    text = "办结申请40件，其中不予公开4件，无法提供30件，其他处理6件。"
    facts = [
        fact("outcome.not_available.not_held", 20),
        fact("outcome.not_available.needs_creation", 10),
        fact("outcome.not_available.still_unclear", 0),
        fact("outcome.other.not_corrected_in_time", 1),
        fact("outcome.other.fee_unpaid", 0),
        fact("outcome.other.other", 4),
    ]
    (finding,) = mismatches(text, *facts)
    assert (finding["expected"], finding["actual"]) == (Decimal(5), Decimal(6))


def test_reports_before_2019_restate_items_of_the_statistics_table():
    text = (
        "2016年，全县主动公开政府信息1250条。收到政府信息公开申请25件，其中当面申请5件，"
        "网络申请15件，信函申请5件。申请办结25件，答复25件，其中同意公开20件，信息不存在5件。"
        "因政府信息公开引发行政复议2件、行政诉讼1件。"
    )
    assert {item: int(value) for item, value in restated(text, "492").items()} == {
        "stat.disclosed": 1250,
        "stat.request": 25,
        "stat.request.in_person": 5,
        "stat.request.online": 15,
        "stat.request.letter": 5,
        "stat.completed": 25,
        "stat.answer": 25,
        "stat.answer.granted": 20,
        "stat.answer.not_existing": 5,
        "stat.reconsideration": 2,
        "stat.litigation": 1,
    }
    assert "stat.request" not in restated(text)


def test_information_disclosed_in_one_channel_is_not_all_that_was_disclosed():
    text = "通过政府门户网站主动公开政府信息800条。"
    assert restated(text, "492") == {"stat.channel.website": Decimal(800)}
    assert restated("累计主动公开政府信息8000条。", "492") == {}


def test_amounts_of_the_text_are_compared_in_the_unit_of_the_table():
    facts = [fact("charge.amount", 1273, "all")]
    assert mismatches("行政事业性收费1273万元。", *facts) == []
    (finding,) = mismatches("行政事业性收费1373万元。", *facts)
    assert (finding["expected"], finding["actual"]) == (Decimal(1273), Decimal(1373))
    assert "1373 万元" in finding["message"]


def test_an_answer_of_one_kind_is_not_all_that_were_given():
    text = "共完成政府信息依申请公开答复53件，其中予以公开答复40件，无法提供答复13件。"
    found = restated(text)
    assert (found["outcome.total"], found["outcome.granted"]) == (53, 40)
    assert restated("全年共办结依申请政府信息公开事项23件。") == {"outcome.total": Decimal(23)}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("2022年，全年新收政府信息公开申请99件，予以公开88件。", ()),
        ("2022年度全年收到政府信息公开申请99件。", ()),
        ("2022年制定办法，全年收到政府信息公开申请99件。", ("request.received",)),
        ("2023年，全年收到政府信息公开申请99件。", ("request.received",)),
    ],
)
def test_the_whole_year_behind_another_year_is_that_year(text, items):
    section = {"section": "overview", "text": text}
    found = narrative_figures([section], "711", 2023)
    assert {item for figure in found for item in figure.items} == set(items)
