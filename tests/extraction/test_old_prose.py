"""What the prose of reports before 2014 and beside the table of 2014 states, in their own words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.prose.figures import Figure
from extraction.prose.narrative import narrative_figures
from extraction.prose.phrases import Law


def told(
    text: str,
    section: str = "overview",
    heading: str | None = None,
    law: Law = "492",
    year: int = 2012,
) -> list[Figure]:
    return narrative_figures([{"section": section, "heading": heading, "text": text}], law, year)


def restated(text: str, **where: str) -> dict[str, Decimal]:
    return {
        figure.items[0]: figure.value
        for figure in told(text, **where)  # type: ignore[arg-type]
        if len(figure.items) == 1
    }


def test_one_number_for_two_things_is_neither_of_them():
    text = "收到申请14件，其中网络申请9件，信函、传真申请5件。"
    assert restated(text) == {"stat.request": 14, "stat.request.online": 9}
    (_, _, both) = told(text)
    assert (both.phrase, both.items) == (
        "信函、传真申请",
        ("stat.request.letter", "stat.request.fax"),
    )
    assert restated("发生行政复议、行政诉讼案件3件。") == {}
    assert restated("发生涉及行政复议3件。") == {"stat.reconsideration": 3}


def test_words_that_an_enumeration_joins_stay_with_their_number():
    (figure,) = told("公开财政预算、决算信息109条。")
    assert figure.phrase == "公开财政预算、决算信息"
    assert [figure.phrase for figure in told("一、机构类3条、人事、财务类信息4条。")] == [
        "机构类",
        "人事、财务类信息",
    ]
    assert [figure.phrase for figure in told("更新目录6个领域、874项事项。")] == [
        "更新目录",
        "事项",
    ]


def test_a_bracket_of_areas_stays_whole():
    assert told("县（区）134232条。")[0].phrase == "县(区)"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("二百一十三", 213),
        ("二百零九", 209),
        ("一百二十", 120),
        ("一千零五", 1005),
        ("十二", 12),
        ("三万", 30000),
    ],
)
def test_numbers_in_words_are_read_whole(words, value):
    assert [int(figure.value) for figure in told(f"共受理申请{words}件。")] == [value]


def test_ordinals_in_words_are_no_quantities():
    assert told("根据《条例》第三十一、三十二条规定，第一百零五条不变，每一百件公布。") == []


def test_answers_under_the_heading_on_requests_need_not_name_them_again():
    text = (
        "已答复1,220件，其余14件按规定延期。在答复中：属于已主动公开范围的356件，占29.2%；"
        "同意公开的498件；同意部分公开的23件；不予公开的87件；信息不存在的143件；"
        "非本机关掌握的78件；申请内容不明确的35件。"
    )
    assert restated(text, section="requests") == {
        "stat.answer": 1220,
        "stat.answer.already_public": 356,
        "stat.answer.granted": 498,
        "stat.answer.partly": 23,
        "stat.answer.denied": 87,
        "stat.answer.not_existing": 143,
        "stat.answer.not_this_body": 78,
    }
    figures = told(text, section="requests")
    parts = [figure.value for figure in figures if figure.whole == 0]
    assert parts == [356, 498, 23, 87, 143, 78, 35]
    assert {figure.scope for figure in figures} == {None}  # 非本机关掌握 tells of no circle


def test_outcomes_of_lawsuits_are_not_those_of_reviews():
    text = "行政复议21件，其中维持15件、被依法纠错2件；行政诉讼9件，驳回7件，败诉1件，其他情形1件。"
    assert restated(text) == {
        "stat.reconsideration": 21,
        "stat.reconsideration.upheld": 15,
        "stat.reconsideration.corrected": 2,
        "stat.litigation": 9,
        "stat.litigation.upheld": 7,
        "stat.litigation.corrected": 1,
        "stat.litigation.other": 1,
    }
    after = "复议12件；行政诉讼5件（其中直接起诉3件，复议后起诉2件），维持4件，尚未审结1件。"
    values = {figure.items: figure.value for figure in told(after, law="711") if figure.items}
    assert values == {
        ("reconsideration.total",): 12,
        ("litigation_direct.total", "litigation_after_reconsideration.total"): 5,
        ("litigation_direct.total",): 3,
        ("litigation_after_reconsideration.total",): 2,
    }


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("通过微博微信回应事件415次。", {"stat.response.social": 415}),
        ("主要负责同志参加新闻发布会8次。", {"stat.response.press_head": 8}),
        (
            "不同意公开答复数32件（涉及商业秘密12件、个人隐私20件）。",
            {"stat.answer.denied": 32, "stat.denied.commercial": 12, "stat.denied.privacy": 20},
        ),
        ("不是《条例》所指政府信息15件。", {"stat.denied.not_government_information": 15}),
        ("举报投诉0件。", {"stat.complaints": 0}),
        ("政府信息公开专项经费65万元。", {"stat.budget": 650000}),
        (
            "举办各类培训班46次，接受培训人员2315人次。",
            {"stat.trainings": 46, "stat.trained": 2315},
        ),
        ("被依法纠错数3件。", {}),
        ("累计举办各类培训班46次。", {}),
    ],
)
def test_labels_of_the_statistics_table_are_known_in_sentences(text, items):
    assert restated(text, section="requests") == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "全市从事政府信息公开工作人员312人，其中专职人员45人、兼职人员267人。",
            {"stat.staff": 312, "stat.staff.full_time": 45, "stat.staff.part_time": 267},
        ),
        ("网站管理专职人员3人。", {}),
        ("依申请公开政府信息共收取检索、复制等费用1560.5元。", {"stat.fees": Decimal("1560.5")}),
        ("区政府及部门依申请公开收取费用共计86元，减免12元。", {"stat.fees": 86}),
        ("我局未收取任何费用。", {"stat.fees": 0}),
        ("未发生依申请提供政府信息收费情况。", {"stat.fees": 0}),
        (
            "通过政府公报公开6条、其他方式公开5条。",
            {"stat.channel.gazette": 6, "stat.channel.other": 5},
        ),
        ("共接到群众政府信息公开申请146件。", {"stat.request": 146}),
        ("政府公报刊登文件156件。", {}),
        ("2012年新增主动公开信息156条。", {"stat.disclosed": 156}),
        ("财政领域主动公开信息156条。", {}),
    ],
)
def test_means_and_channels_are_told_in_other_words(text, items):
    assert restated(text) == items


def test_a_section_that_says_only_that_there_was_nothing_speaks_of_its_heading():
    heading = "五、因政府信息公开申请行政复议、提起行政诉讼情况"
    nothing = restated("无。", section="review", heading=heading)
    assert nothing == {"stat.reconsideration": 0, "stat.litigation": 0}
    assert told("无。", section="problems", heading="六、存在的主要问题") == []
    assert restated("行政复议1件，无行政诉讼。") == {
        "stat.reconsideration": 1,
        "stat.litigation": 0,
    }
    assert restated("未收到公民、法人或者其他组织政府信息公开申请。") == {"stat.request": 0}


@pytest.mark.parametrize(
    "text",
    [
        "2012年受理申请56件，2011年受理申请43件。",
        "2012年，全市受理申请56件；2011年，受理申请43件。",
        "受理申请56件，其中公安局受理申请23件、国土局受理申请18件。",
        "自《条例》施行以来，共受理申请215件，2012年受理申请56件。",
        "2012年以来，共受理申请56件。",
        "较2011年增加13件，受理申请56件。",
        "截至2012年底，受理申请56件。",
    ],
)
def test_figures_of_other_years_and_of_some_of_the_whole_restate_nothing(text):
    assert restated(text) == {"stat.request": 56}
    values = [figure.value for figure in told(text) if figure.items]
    assert values == [56]


def test_what_another_year_handed_on_is_of_the_data_year():
    text = "2011年结转5件，新收到申请145件，2013年（下年度）继续办理3件，本年办结申请147件。"
    values = {f.items[0]: int(f.value) for f in told(text, law="711") if f.items}
    assert values == {
        "request.carried_over": 5,
        "request.received": 145,
        "outcome.total": 147,
    }


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("按时办结13件，未办结5件，未答复5件。", {"stat.completed.on_time": 13}),
        ("12345热线受理来电137件，当面21件，信函58件。", {}),
        ("上半年受理政府信息公开申请13件，每月平均收到申请2件。", {}),
        ("行政复议2件，占全部行政复议案件21件的一成。", {"stat.reconsideration": 2}),
        ("行政复议申请21件（其中涉及信息公开2件）。", {}),
        ("市政府作为复议机关受理政府信息公开行政复议9件。", {}),
        ("各镇（街道）共受理申请13件，县直部门受理申请21件。", {}),
        ("自治区直属机关主动公开政府信息16848条。", {}),
        ("各行署、拉萨市人民政府主动公开政府信息36171条。", {}),
        ("各镇（街道）、各部门共受理申请34件。", {"stat.request": 34}),
        ("线下受理申请13件，三个部门分别收到申请5件、4件、3件。", {}),
        ("应答复申请13件，实际答复12件，其中直接答复9件。", {"stat.answer": 12}),
        ("政府信息不存在的答复7件。", {"stat.answer.not_existing": 7}),
        ("今年以来收到政府信息公开申请13件，二审行政诉讼1件。", {"stat.request": 13}),
        ("全市行政复议机关共收到政府信息公开行政复议申请9件。", {}),
        (
            "以传真形式申请2件，以信函形式申请3件。",
            {"stat.request.fax": 2, "stat.request.letter": 3},
        ),
        ("依申请公开共收取检索费、复制费、邮寄费137元。", {"stat.fees": 137}),
    ],
)
def test_what_only_sounds_like_an_item_restates_none(text, items):
    assert restated(text, section="requests") == items


def test_a_term_in_quotation_marks_belongs_to_its_number():
    text = "已答复的申请中，“同意公开”的38件，“不予公开”的7件，“信息不存在”的18件。"
    assert restated(text) == {
        "stat.answer.granted": 38,
        "stat.answer.denied": 7,
        "stat.answer.not_existing": 18,
    }


def test_staff_is_told_by_the_words_that_only_tell_its_kinds_apart():
    text = "从事政府信息公开工作人员97人，其中专职25人，兼职72人。"
    assert restated(text) == {
        "stat.staff": 97,
        "stat.staff.full_time": 25,
        "stat.staff.part_time": 72,
    }
    text = "目前配有专职工作人员2名，兼职工作人员3名，举办培训班4期、培训152人次。"
    assert restated(text, section="organisation") == {
        "stat.staff.full_time": 2,
        "stat.staff.part_time": 3,
        "stat.trainings": 4,
        "stat.trained": 152,
    }


def test_requests_that_came_in_by_one_way_are_told_by_it():
    text = "接到政府信息公开申请31宗，其中通过网络提交9宗，通过信函提交10宗。"
    assert restated(text) == {
        "stat.request": 31,
        "stat.request.online": 9,
        "stat.request.letter": 10,
    }
    assert "stat.request" not in restated("通过网站受理申请9件。")


def test_interpretation_and_interviews_are_told_in_short():
    text = "加强政策解读，全年发布解读稿件26篇，举办在线访谈9次。"
    assert restated(text) == {"stat.response.articles": 26, "stat.response.interview": 9}


def test_disclosure_by_all_ways_and_to_the_end_of_the_year_is_that_of_the_year():
    assert restated("通过各种渠道公开政府信息89条，比上年增加4条。") == {"stat.disclosed": 89}
    assert restated("全年累计主动公开政府信息97条。") == {"stat.disclosed": 97}
    assert restated("累计主动公开政府信息970条。") == {}


def test_a_bound_is_no_number_of_the_year():
    (figure,) = told("政府信息公开专职人员2人以上的单位另行说明。")
    assert figure.is_approximate


def test_the_title_of_last_years_report_does_not_run_into_its_first_sentence():
    titles = "政府信息公开情况统计表\n2011年某市政府信息公开工作年度报告\n"
    assert restated(titles + "2011年，我市主动公开政府信息63790条。") == {}


def test_press_conferences_and_a_companys_disclosure_are_told_in_short():
    text = "举办新闻发布会3次，政策解读稿件发布14篇。"
    assert restated(text) == {"stat.response.press": 3, "stat.response.articles": 14}
    assert restated("2018年，我公司共主动公开信息121条。", year=2018) == {"stat.disclosed": 121}


def test_the_number_of_something_is_told_as_such():
    assert restated("2012年主动公开政府信息的数量为5条。") == {"stat.disclosed": 5}
    text = "2012年，我局依申请公开受理总数为9件，其中网上申请7件。"
    assert restated(text) == {"stat.request": 9, "stat.request.online": 7}
    text = "收到政府信息公开申请9件，上年结转1件，共办结8件，转结至下年度办理2件。"
    assert restated(text, law="711", year=2023)["request.carried_forward"] == 2
