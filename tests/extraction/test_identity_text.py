"""Bodies that only running text names: zones, offices, areas, and words that are no names."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("title", "name", "code"),
    [
        ("淮安经济技术开发区2021年", "淮安经济技术开发区管理委员会", "320800"),
        ("大兴安岭经济技术开发区2021年", "大兴安岭经济技术开发区管理委员会", "232700"),
        ("苏州工业园区2020年", "苏州工业园区管理委员会", "320500"),
        ("2022年连云港徐圩新区", "连云港徐圩新区管理委员会", "320700"),
        ("郑州航空港经济综合实验区2022年", "郑州航空港经济综合实验区管理委员会", "410100"),
        ("上海市浦东新区2022年", "浦东新区人民政府", "310115"),
    ],
)
def test_a_zone_stands_for_its_management_committee(identified, title, name, code):
    identity = identified(f"{title}政府信息公开工作年度报告\n一、总体情况")
    assert (identity.issuer_name, identity.issuer_kind) == (name, "government")
    assert (identity.jurisdiction_code, identity.findings) == (code, [])


def test_a_zone_may_lie_in_a_district_that_shares_its_name_with_a_county(identified):
    title = "五华科技产业园管理委员会2022年政府信息公开工作年度报告\n"
    told = identified(title + "如有疑问，请与本委联系（地址：昆明市五华区科普路1号）。")
    assert told.jurisdiction_code == "530102"
    untold = identified(title + "一、总体情况")
    assert untold.jurisdiction_code is None
    assert [finding["rule_code"] for finding in untold.findings] == ["issuer_unknown"]


def test_a_zone_may_lie_in_the_city_that_bears_the_name_of_its_prefecture(identified):
    title = "文山三七产业园区管理委员会2021年政府信息公开工作年度报告\n"
    assert identified(f"文山市人民政府\n{title}一、总体情况").jurisdiction_code == "532601"
    of_prefecture = identified(f"文山壮族苗族自治州人民政府\n{title}一、总体情况")
    assert of_prefecture.jurisdiction_code == "532600"
    untold = identified(title + "一、总体情况")
    assert untold.jurisdiction_code is None
    assert [finding["rule_code"] for finding in untold.findings] == ["issuer_unknown"]


@pytest.mark.parametrize(
    ("title", "name", "code"),
    [
        ("巴州人民政府", "巴音郭楞蒙古自治州人民政府", "652800"),
        ("巴州库尔勒市教育局", "库尔勒市教育局", "652801"),
        ("巴中市巴州区人民政府", "巴州区人民政府", "511902"),
        ("科左后旗财政局", "科尔沁左翼后旗财政局", "150522"),
        ("莫旗尼尔基镇", "莫力达瓦达斡尔族自治旗尼尔基镇人民政府", "150722"),
    ],
)
def test_a_long_name_may_be_written_by_its_usual_contraction(identified, title, name, code):
    identity = identified(f"{title}2023年政府信息公开工作年度报告\n一、总体情况")
    assert (identity.issuer_name, identity.jurisdiction_code) == (name, code)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("现公开涟水县教育局2024年政府信息公开工作年度报告。我局公开信息9条。", "涟水县教育局"),
        ("现就《关于涟水县水利局公开情况的报告》解读，我局公开信息。", None),
        (
            "江苏省形成了《2016年政府信息公开年度报告》。本报告由自治区政府办公厅编",
            "江苏省人民政府",
        ),
        (
            "结合国家税务总局涟水县税务局（以下简称“涟水县税务局”）政府信息公开工作有关统计数据撰写。",
            "国家税务总局涟水县税务局",
        ),
        ("涟水县2009年政府信息公开工作年度报告（以下简称年报）根据条例编制。", "涟水县人民政府"),
        ("2024年，涟水县自来水有限公司认真落实条例。", "涟水县自来水有限公司"),
        ("我镇认真落实条例。2024年，涟水县某软件有限公司积极测评。", None),
        ("编制涟水县人民政府办公室2020年政府信息公开工作年度报告。", "涟水县人民政府办公室"),
        ("由涟水县政务公开领导小组办公室编制。", "涟水县人民政府"),
        ("由涟水县全面推进政务公开工作领导小组办公室编制。", "涟水县人民政府"),
        ("由涟水县残联编制。", "涟水县残联"),
        (
            "汇总全县各乡镇、各部门情况编制，我县公开信息。请与涟水县电子政务服务中心联系。",
            "涟水县人民政府",
        ),
        ("我局据此报告。有疑问请与涟水县水利局政府信息公开领导小组办公室联系。", "涟水县水利局"),
        ("我局据此报告。有疑问请与涟水县商务局综合股联系。", "涟水县商务局"),
        (
            "我局据此报告。请与淮安市统计局办公室联系（地址：涟水县安东路办公区市统计局）。",
            "淮安市统计局",
        ),
        ("2020年，涟水经济开发区管委会认真贯彻执行条例，我委公开信息9条。", "涟水经济开发区管委会"),
        ("2020年，涟水县坚持以公开为常态。全年，涟水县高度重视公开。", "涟水县人民政府"),
        ("由无锡市锡山区人民政府厚桥街道党政办公室综合科编制。", "锡山区人民政府厚桥街道办事处"),
        ("本街道报告。请联系：滨江区人民政府长河街道办事处；", "滨江区人民政府长河街道办事处"),
        (
            "本报告依据条例要求，结合市财政局信息公开工作有关统计数据撰写。我局公开信息。"
            "如有疑问，请与淮安市财政局办公室联系（地址：江苏省淮安市翔宇大道1号）。",
            "淮安市财政局",
        ),
        ("我局成立了由局长任组长的涟水县水利局政府信息公开工作领导小组。", "涟水县水利局"),
        ("涟水县卫生健康委是主管全县卫生事业的职能部门，我委公开信息。", "涟水县卫生健康委"),
        ("2020年，江苏省全面贯彻条例，我省印发要点。", "江苏省人民政府"),
        ("所列数据为涟水县气象局机关年度统计数据，我局公开信息。", "涟水县气象局"),
        ("更新《淮安市生态环境局涟水分局公开指南》，我局公开信息。", "淮安市生态环境局涟水分局"),
        ("2020年，白水乡坚持公开为常态。白水乡认真公开信息。", "白水乡人民政府"),
        ("由淮安市人民政府地方志办公室编制，我办公开信息。", "淮安市人民政府地方志办公室"),
        ("现公布淮安市水利局政府信息公开工作2022年度报告。我局公开信息。", "淮安市水利局"),
        ("现公布淮安市水利局(原水务局)信息公开工作年度报告。我局公开信息。", "淮安市水利局"),
        ("现通过淮安市水利局门户网站公布。我局公开信息，有疑问请与我局联系。", "淮安市水利局"),
        ("涟水县水利局特向社会公布2020年度报告。我局公开信息，县水务局配合。", "涟水县水利局"),
        ("我署公开信息。请联系海关总署办公厅政务公开处，电话：(010)65194406。", "海关总署"),
        ("现就涟水县民政局2020年度政府信息公开工作情况报告如下，我局公开信息。", "涟水县民政局"),
        (
            "结合涟水县卫健委员会政府信息公开工作实际编制，我委公开信息。",
            "涟水县卫健委员会",
        ),
        ("我委公开信息。如有疑问，请与涟水县体育委员会办公室联系。", "涟水县体育委员会"),
        ("我镇公开信息。如有疑问，请与涟水县人民政府高沟镇办公室联系。", "涟水县高沟镇人民政府"),
    ],
)
def test_a_body_is_known_by_what_the_text_says_of_it(identified, text, name):
    identity = identified(f"{text}\n一、总体情况\n2020年，公开工作有序开展。")
    assert identity.issuer_name == name


@pytest.mark.parametrize(
    "text",
    [
        "2020年，我局公开信息9条。\n以滨江区政府信息公开网站为平台",
        "现公布区统计局2023年报告，我局公开信息50条。",
        "现向社会公布区统计局2021年度政府信息公开年度报告。",
        "结合2020年度本街道政府信息公开工作情况编制，我街道公开信息9条。",
        "按照通知要求，组织市监察局、市法制办到22个部门检查。",
    ],
)
def test_a_part_of_a_sentence_is_no_name(identified, text):
    assert identified(f"一、总体情况\n{text}").issuer_name is None


def test_a_town_is_known_within_a_sentence_without_its_words(identified):
    text = "2020年，县里公开了白水乡信息，请与白马乡政府联系。"
    assert identified(f"一、总体情况\n{text}").issuer_name == "白马乡人民政府"


def test_a_label_before_a_title_is_no_part_of_a_name(identified):
    identity = identified(
        "名        称 乌恰县人民政府2020年政府信息公开工作年度报告\n一、总体情况\n全县公开信息。"
    )
    assert identity.issuer_name == "乌恰县人民政府"


def test_an_area_named_once_may_be_any(identified):
    identity = identified("一、总体情况\n2020年，涟水县高度重视公开工作。共公开9条。")
    assert identity.issuer_name is None


@pytest.mark.parametrize("body", ["市级机关", "政府系统", "税务系统", "本级"])
def test_the_area_of_a_title_is_known_where_its_body_is_not(identified, body):
    identity = identified(f"淮安市{body}2022年政府信息公开工作年度报告\n一、总体情况")
    assert (identity.jurisdiction_code, identity.issuer_name) == ("320800", None)
    assert [finding["rule_code"] for finding in identity.findings] == ["issuer_unknown"]


def test_the_region_of_a_customs_house_is_no_district(identified):
    identity = identified("湛江海关关区2023年政府信息公开工作年度报告\n一、总体情况")
    assert (identity.issuer_name, identity.issuer_kind) == ("湛江海关", "department")
    assert identity.scope == "whole_area"
    untitled = "根据规定，编制湛江海关关区2023年政府信息公开工作年度报告。\n一、总体情况"
    assert identified(untitled).scope == "whole_area"
    system = identified("淮安市教育局全市2022年政府信息公开工作年度报告\n一、总体情况")
    assert (system.issuer_name, system.scope) == ("淮安市教育局", "whole_area")
    own = identified("湛江海关2023年政府信息公开工作年度报告\n一、总体情况")
    assert (own.issuer_name, own.scope) == ("湛江海关", "own_body")


def test_the_county_of_a_town_is_that_of_the_notice_it_follows(identified):
    identity = identified(
        "高沟镇2020年政府信息公开工作年度报告\n"
        "根据《涟水县人民政府办公室关于编制政府信息公开工作年度报告的通知》编制。\n一、总体情况"
    )
    assert (identity.jurisdiction_code, identity.issuer_name) == ("320826", "涟水县高沟镇人民政府")


def test_a_name_is_taken_in_full_where_the_title_stands_in_full_in_the_text(identified):
    identity = identified(
        "第三中学2022年政府信息公开工作年度报告\n"
        "现发布《江苏省涟水第三中学2022年政府信息公开工作年度报告》。\n一、总体情况\n我校公开信息。"
    )
    assert (identity.jurisdiction_code, identity.issuer_name) == ("320826", "江苏省涟水第三中学")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("(图解)淮安市水利局2022年政府信息公开工作年度报告", "淮安市水利局"),
        ("（附件1）淮安市水利局2022年政府信息公开工作年度报告", "淮安市水利局"),
        ("公报标题2022年度淮安市水利局政府信息公开工作年度报告", "淮安市水利局"),
        ("内容概述淮安市水利局2022年政府信息公开工作年度报告", "淮安市水利局"),
    ],
)
def test_a_remark_or_label_before_a_title_is_no_part_of_a_name(identified, title, name):
    assert identified(f"{title}\n一、总体情况").issuer_name == name


def test_the_office_of_city_affairs_is_no_municipal_one(identified):
    text = "2022年，市政务服务管理局公开信息。有疑问请与淮安市政务服务管理局办公室联系。"
    assert identified(f"一、总体情况\n{text}").issuer_name == "淮安市政务服务管理局"


def test_the_bodies_of_the_whole_country_are_no_body_of_a_place(identified):
    identity = identified(
        "全国海关2020年政府信息公开工作年度报告\n地址：江苏省淮安市翔宇大道1号\n一、总体情况"
    )
    assert identity.issuer_name is None


def test_a_street_office_may_be_called_by_its_street_alone(identified):
    identity = identified(
        "淮安市清江浦区佳荣里街2021年政府信息公开工作年度报告\n一、总体情况\n我街公开。"
    )
    assert (identity.issuer_name, identity.issuer_kind) == ("清江浦区佳荣里街道办事处", "township")


def test_offices_of_a_city_may_lie_in_any_of_its_districts(identified):
    text = "我局按市政府、市委要求公开信息。联系地址：淮安市清江浦区翔宇大道1号。"
    assert identified(f"一、总体情况\n{text}").jurisdiction_code == "320800"
    text = text.replace("市政府、市委", "区政府、区委")
    assert identified(f"一、总体情况\n{text}").jurisdiction_code == "320812"


def test_the_area_of_a_branch_is_the_county_whose_short_name_it_bears(identified):
    identity = identified("淮安市生态环境局涟水分局2022年政府信息公开工作年度报告\n一、总体情况")
    assert identity.jurisdiction_code == "320826"


def test_a_company_is_not_the_office_whose_text_it_copied(identified):
    identity = identified(
        "本报告由涟水县行政审批局编制。如有疑问，请与涟水县水务集团有限公司办公室联系。\n"
        "一、总体情况\n2023年，我公司公开信息77条。我集团完善公开目录。"
    )
    assert identity.issuer_name == "涟水县水务集团有限公司"


def test_the_title_over_the_first_table_counts_where_tables_alone_are_there(identified):
    sheets = [
        f"凤台县{year}年政府信息公开工作年度报告\n第二十条第（一）项\n规章\n0"
        for year in (2022, 2021)
    ]
    assert identified("\n".join(sheets)).year == 2022


@pytest.mark.parametrize(
    ("text", "address", "expected"),
    [
        (
            "请与三溪乡党政办联系（地址：三溪乡三溪村）。\n一、概述\n2018年全年，充分利用三溪乡门户网站公开。",
            "http://www.jinyun.gov.cn/art/2019/3/21/art_1.html",
            ("331122", "缙云县三溪乡人民政府"),
        ),
        (
            "一、总体情况\n2021年我局通过“略阳县人民政府网站”公开政务信息111条，并严格按照县财政局信息格式公开。",
            None,
            ("610727", None),
        ),
        (
            "2020年政府信息公开工作年度报告\n报告可在定州市人民政府门户（http://www.dzs.gov.cn）下载。"
            "请与经济开发区管委会党政办公室联系（电话：2359998）。\n一、总体情况",
            None,
            ("130682", "定州市经济开发区管委会"),
        ),
        (
            "大兴乡人民政府\n2018年政府信息公开工作年度报告\n一、概述\n对落实《中共通江县委办公室通江县人民政府办公室"
            "印发<关于全面推进政务公开工作的实施方案>的通知》的情况进行介绍。",
            None,
            ("511921", "通江县大兴乡人民政府"),
        ),
        ("一、概述\n2018年，宿安乡继续公开信息。我乡共公开9条。", None, (None, "宿安乡人民政府")),
    ],
)
def test_bodies_that_real_texts_name_beside_other_words(identified, text, address, expected):
    identity = identified(text, source_url=address)
    assert (identity.jurisdiction_code, identity.issuer_name) == expected


def test_the_office_of_a_school_for_government_information_makes_no_government_of_it(identified):
    identity = identified(
        "怀远二中2021年政府信息公开工作年度报告\n由怀远二中编制。如有疑问，请与怀远二中政府信息公开办公室联系"
        "（地址：怀远县荆山镇禹王西路999号）。\n一、总体情况\n我校公开信息。"
    )
    assert (identity.issuer_name, identity.issuer_kind) == ("怀远二中", "public_institution")
    assert identity.jurisdiction_code == "340321"
