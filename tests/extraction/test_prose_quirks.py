"""Ways in which real reports word their prose: who speaks, what counts, what there was none of."""

from __future__ import annotations

import pytest

from extraction.extract import extract
from extraction.prose.narrative import narrative_figures
from extraction.source import Source


def told(text: str, section: str = "overview", law="492", **who):
    row = {"section": section, "heading": None, "text": text}
    return narrative_figures([row], law, None, **who)


def restated(text: str, section: str = "overview", law="492", **who) -> dict[str, int]:
    figures = told(text, section, law, **who)
    return {each.items[0]: int(each.value) for each in figures if len(each.items) == 1}


def test_a_person_before_a_body_is_no_part_of_its_name(identified):
    page = "http://www.nanjing.gov.cn/zzb/zfxxgk/zfxxgknb/x.html"
    text = (
        "根据规定，现将2013年我区信息公开情况报告如下。\n一、概述\n"
        "{}黄忠洋 开发区管委会宣传局（法制办）局长（主任）\n2013年，开发区网站公开信息9条。"
    )
    for label in ("部门领导：", "联系人："):
        assert identified(text.format(label), source_url=page).issuer_name is None


def test_the_site_of_a_government_is_not_all_sites_of_another_body():
    text = "通过{}政府网站主动公开政府信息137条。"
    assert restated(text.format("省")) == {}
    assert restated(text.format("")) == {"stat.channel.website": 137}
    assert restated(text.format("县"), is_governments=True) == {"stat.channel.website": 137}


@pytest.mark.parametrize(
    "text",
    [
        "我局主动公开政府信息主要通过四条途径，一是网站。",
        "开辟主动公开政府信息4条渠道。",
        "十六届人大七次会议、政协九届三次全体会议期间没有建议。",
    ],
)
def test_ways_and_sessions_are_no_quantities(text):
    assert told(text) == []
    assert [int(figure.value) for figure in told("召开三次会议，公开四条信息。")] == [3, 4]


def test_fees_may_be_named_in_brackets():
    text = "本局2017年度依申请公开收取的费用（检索费、邮寄费、复制费等）为0元。"
    assert restated(text) == {"stat.fees": 0}


def test_a_share_behind_a_number_without_a_unit_tells_that_it_is_a_count():
    text = "予以公开966件，占66.48%；部分公开67，占4.61%；不予公开8件。编号2019，占地。"
    assert restated(text, "requests", "711") == {
        "outcome.granted": 966,
        "outcome.partly_granted": 67,
    }


def test_chapters_in_one_paragraph_are_sections(gazetteer):
    title = "青山镇2009年政府信息公开工作年报\n"
    text = (
        "现将我镇工作小结如下： 一、政府信息主动公开情况 为方便公众，公开信息60条。{}"
        "二、政府依申请公开政府信息情况 2009年，办理事项为零。 三、信息公开收费和减免情况：为零。"
        "四、加强学习 认真学习。"
    )
    rows = extract((title + text.format("")).encode(), Source("a.txt"), gazetteer)["sections"]
    assert [(row["section"], row["heading"]) for row in rows[1:]] == [
        ("active_disclosure", "一、政府信息主动公开情况"),
        ("requests", "二、政府依申请公开政府信息情况"),
        ("other_matters", "三、信息公开收费和减免情况"),
    ]
    assert rows[1]["text"] == "为方便公众，公开信息60条。"
    assert rows[3]["text"] == "为零。\n四、加强学习 认真学习。"
    listed = "本报告由一、概述；二、主动公开情况；三、依申请公开情况三部分组成，于网站公布。"
    rows = extract((title + listed).encode(), Source("a.txt"), gazetteer)["sections"]
    assert [row["section"] for row in rows] == ["preamble"]


def test_a_report_may_be_a_letter(identified, gazetteer):
    title = "渭南市水务局关于2014年度政府信息公开年度报告的函\n"
    assert identified(title + "一、基本情况").issuer_name == "渭南市水务局"
    text = "一、基本情况\n按要求办理。\n二、主动公开情况\n公开信息9条。"
    letters = [title, "渭南市水务局关于做好2014年度政府信息公开年度报告的函\n"]
    read = [extract((each + text).encode(), Source("a.txt"), gazetteer) for each in letters]
    assert [len(rows["reports"]) for rows in read] == [1, 0]


NO_REQUESTS = [
    "2016年度我乡没有依申请公开的政府信息。",
    "本年度我镇没有依申请公开和不予公开的政府信息。",
    "我镇未收到公开政府信息的申请。",
    "我镇没有接到群众主动要求公开政府信息的申请。",
    "受理依申请公开事项0项。",
    "全镇政府信息公开依申请办理事项为零。",
    "没有收到过相关申请。",
    "2012年未接到申请。",
    "我镇2016年度无申请。",
    "未收到过公开申请。",
    "未接到群众要求公开的信息。",
    "未收到申请公开政府信息件。",
    "未收到和处理政府信息公开申请，零报告。",
    "没有收到受理政府信息公开申请。",
    "未收到依申请公开信件。",
    "未收到依申请公开来信。",
    "未收到政府信息依申请公开事项。",
    "我局2008年度依申请受理信息公开申请：无。",
    "三、依申请公开政府信息办理情况：无。",
]


@pytest.mark.parametrize("text", NO_REQUESTS)
def test_no_requests_in_many_words(text):
    assert restated(text, "requests") == {"stat.request": 0}


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("没有收到过相关申请。", "review"),
        ("我镇2016年度无申请。", "review"),
        ("通过传真没有收到政府信息公开申请。", "requests"),
        ("其中网上未收到申请。", "requests"),
        ("依申请公开收费情况：无。", "other_matters"),
        ("未收到行政复议申请补正材料。", "requests"),
    ],
)
def test_no_requests_of_one_kind_are_not_none_of_all(text, section):
    assert "stat.request" not in restated(text, section)


@pytest.mark.parametrize(
    "text",
    [
        "我乡无一例因政府信息公开申请行政复议和提起行政诉讼发生。",
        "没有针对我局政府信息公开的行政复议和行政诉讼。",
        "无涉及政府信息公开的行政复议、诉讼案件。",
        "未发生一起因政府信息公开引发的行政复议、行政诉讼。",
    ],
)
def test_no_reviews_in_many_words(text):
    assert restated(text, "review") == {"stat.reconsideration": 0, "stat.litigation": 0}


@pytest.mark.parametrize(
    ("text", "fees"),
    [
        ("未发生政府信息公开的收费及减免情况。", {"stat.fees": 0}),
        ("未发生依申请公开信息收费和费用减免情况。", {"stat.fees": 0}),
        ("全镇信息公开的收费和减免为零。", {"stat.fees": 0}),
        ("未收取任何政府信息公开费用。", {"stat.fees": 0}),
        ("未向政府信息公开申请人收取任何费用。", {"stat.fees": 0}),
        ("未发生违规收费行为。", {}),
        ("除复印成本费外，没有收取依申请公开有关费用。", {}),
        ("对低保对象不收取费用。", {}),
    ],
)
def test_no_fees_are_not_no_wrong_fees(text, fees):
    assert restated(text, "other_matters") == fees


def test_no_normative_documents():
    assert restated("本机关未制发行政规范性文件。", law="711") == {"normative_document.issued": 0}
    assert restated("未制定规范性文件清理计划。", law="711") == {}
    assert restated("未制发、废止、修改行政规范性文件。", law="711") == {
        "normative_document.issued": 0,
        "normative_document.repealed": 0,
    }


@pytest.mark.parametrize(
    ("text", "section", "law", "items"),
    [
        ("“非本机关政府信息”的1件。", "requests", "492", {"stat.answer.not_this_body": 1}),
        ("包括上年结转信息公开申请30件。", "requests", "711", {"request.carried_over": 30}),
        ("发布政策解读稿5篇。", "response", "492", {"stat.response.articles": 5}),
        (
            "镇配备了1名专职人员和2名兼职工作人员，并成立信息公开领导小组。",
            "overview",
            "492",
            {"stat.staff.full_time": 1, "stat.staff.part_time": 2},
        ),
        ("政务服务中心配备了3名专职人员。", "overview", "492", {}),
        ("收到处理依申请公开件4件。", "requests", "711", {"request.received": 4}),
        ("共收到并答复依申请公开1件。", "requests", "711", {"request.received": 1}),
        ("通过网站提交申请2件。", "requests", "492", {"stat.request.online": 2}),
        ("收到申请政府信息公开26件。", "requests", "492", {"stat.request": 26}),
        ("收到3份依申请公开信件。", "requests", "711", {"request.received": 3}),
        ("政策解读稿件7条。", "response", "492", {"stat.response.articles": 7}),
        ("受理公民、法人提出的信息公开申请5宗。", "requests", "711", {"request.received": 5}),
        ("开辟了14个公安政府信息查阅点。", "overview", "492", {"stat.reading_places": 14}),
        (
            "市政府及组成部门收到信息公开的行政复议申请12件。",
            "review",
            "492",
            {"stat.reconsideration": 12},
        ),
        ("依申请提供信息均免费，收取费用0元。", "other_matters", "492", {"stat.fees": 0}),
        ("举办消防培训班3次，培训86人次。", "organisation", "492", {}),
        (
            "公开工作主要由3名全职工作人员和2名兼职工作人员负责承办。",
            "organisation",
            "492",
            {"stat.staff.full_time": 3, "stat.staff.part_time": 2},
        ),
        ("受理2个申请公开信息事项。", "requests", "492", {"stat.request": 2}),
    ],
)
def test_items_in_other_words(text, section, law, items):
    assert restated(text, section, law) == items


def test_a_body_may_call_itself_by_its_name_and_its_information_by_its_field():
    text = "主动公开卫生政府信息52条。"
    assert restated(text, issuer="泉港区卫生局") == {"stat.disclosed": 52}
    assert restated(text, issuer="泉港区教育局") == {}
    text = "（一）公开的数量。2008年，湘潭街道公开信息总数为54条。"
    own = {"stat.disclosed": 54}
    assert restated(text, "active_disclosure", issuer="龙潭区湘潭街道办事处") == own
    assert restated(text, "active_disclosure", issuer="龙潭区人民政府", is_governments=True) == {}


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("全年共公开信息253条。", "overview"),
        ("（三）财政信息公开。全年共公开信息253条。", "active_disclosure"),
        ("1.政府网站。全年共公开信息253条。", "active_disclosure"),
        ("自2008年以来，共公开信息253条。", "active_disclosure"),
    ],
)
def test_disclosure_is_told_whole_under_its_heading_alone(text, section):
    assert restated(text, section) == {}
    assert restated("全年共公开信息253条。", "active_disclosure") == {"stat.disclosed": 253}


def test_what_was_done_since_an_earlier_year_is_not_the_years():
    row = {"section": "overview", "heading": None, "text": "2013年以来，主动公开政府信息9条。"}
    figures = {year: narrative_figures([row], "492", year) for year in (2013, 2016)}
    assert [figures[year][0].items for year in figures] == [("stat.disclosed",), ()]


@pytest.mark.parametrize(
    "text",
    [
        "2012年度我局主动公开文件41件，依申请公开0件，不予公开125件。",
        "主动公开政府信息43条，其中财政信息19条、依申请公开信息0条、不予公开为5件。",
        "全年制作信息236条，其中主动公开158条，不予公开24条，依申请公开54条。",
    ],
)
def test_classes_of_documents_are_no_answers(text):
    assert not {"stat.answer.denied", "stat.request"} & set(restated(text))


def test_a_running_total_of_one_year_is_the_years():
    assert restated("2012年，全局累计主动公开政府信息12条。") == {"stat.disclosed": 12}
    assert restated("截至2012年底，我局累计主动公开政府信息12条。") == {}
    assert restated("我局累计主动公开政府信息12条。") == {}


def test_a_zero_that_is_counted_is_told_once():
    assert [int(each.value) for each in told("受理政府信息公开申请0条。")] == [0]


def test_none_in_writing_is_not_none_at_all():
    text = "全年未收到书面形式的政府信息公开申请，网上申请3件。"
    assert restated(text, "requests") == {"stat.request.online": 3}


def test_the_period_of_a_titled_report_tells_that_it_is_one(gazetteer):
    period = "报告中所列数据的统计期限自2025年1月1日起至2025年12月31日止。"
    titles = [
        "淮安市教育局2025年政府信息公开年度工作报告",
        "淮安市教育局：政府信息公开年度报告已发布",
    ]
    read = [extract(f"{title}\n{period}".encode(), Source("a.txt"), gazetteer) for title in titles]
    assert [len(rows["reports"]) for rows in read] == [1, 0]


def test_the_bodies_of_a_government_itself_are_its_own_level(identified):
    identity = identified("城口县人民政府机关\n2020年政府信息公开工作年度报告\n一、总体情况")
    assert (identity.issuer_name, identity.jurisdiction_code) == ("城口县人民政府", "500229")
    assert identity.scope == "own_body"


@pytest.mark.parametrize(
    "text",
    [
        "依法履行行政复议职责，全年收到行政复议申请87件。",
        "我局共收到行政复议申请87件，办结80件。",
        "网上受理申请3200件，办结3190件。",
        "本年度政务服务事项收到申请5600件，办结5590件。",
        "全年共公开行政许可决定1203件、行政处罚决定88件。",
        "牵头制定以县政府名义印发的规范性文件3件。",
    ],
)
def test_what_a_body_does_for_others_restates_no_item(text):
    assert restated(text, law="711") == {}


def test_reviews_and_decisions_of_its_own_are_items():
    text = "2022年收到行政复议申请1件，已审结。作出行政许可决定3件，制定规范性文件2件。"
    assert restated(text, law="711") == {
        "reconsideration.total": 1,
        "licensing.decisions": 3,
        "normative_document.issued": 2,
    }


def test_who_is_trained_is_not_who_works_on_disclosure():
    assert restated("参加信息公开培训，有3名专职人员参加。", "organisation") == {}


def test_to_publish_to_society_is_no_body(identified):
    text = (
        "2014年，我局认真公开。\n现向社会公布2014年度本机关信息公开工作年度报告。如有疑问，"
        "请与青岛市审计局政府信息公开领导小组办公室联系。\n一、概述\n我局公开信息。"
    )
    assert identified(text).issuer_name == "青岛市审计局"


def test_a_government_may_say_that_it_reports_of_its_own_level(identified):
    text = (
        "湖里区人民政府2018年政府信息公开工作年度报告\n向社会公布2018年度本级政府（机关）信息公开"
        "年度报告。\n一、概述\n2018年，我区公开信息。"
    )
    assert identified(text).scope == "own_body"


@pytest.mark.parametrize(
    "text",
    [
        "未产生与诉讼（行政复议、行政申诉）有关的费用支出。",
        "未产生政府信息公开诉讼相关的费用支出。",
        "未针对复议诉讼开展培训。",
    ],
)
def test_no_costs_or_courses_of_lawsuits_are_not_no_lawsuits(text):
    assert restated(text, "other_matters") == {}
