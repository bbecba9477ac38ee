"""The area that an address spells."""

from collections.abc import Callable

import pytest

from extraction.document import Document, Paragraph
from extraction.gazetteer import Gazetteer
from extraction.identity import Identity, identify
from extraction.source import Source


@pytest.fixture
def read(gazetteer: Gazetteer) -> Callable[[str, str], Identity]:
    def identity(address: str, text: str) -> Identity:
        document = Document([Paragraph(text)], "text/html", "html", "1")
        return identify(document, Source("a.html", source_url=address), gazetteer)

    return identity


@pytest.mark.parametrize(
    ("address", "text", "code"),
    [
        ("https://tongjj.qujing.gov.cn/x", "2021年，我局公开信息。", "530300"),
        ("http://www.huaian.gov.cn/a/b.html", "2021年，我局公开信息。", "320800"),
        ("http://www.huaian.gov.cn/a.html", "2021年，按照河北省、县委要求公开。", "130728"),
        ("https://www.suzhou.gov.cn/x", "2021年，我局公开信息。", None),
        ("https://www.suzhou.gov.cn/x", "2021年，江苏省和苏州市有关要求", "320500"),
        ("https://www.suzhou.gov.cn/x", "2021年，电话：0557-3021000。", "341300"),
        ("https://fjax.gov.cn/x", "2021年，我乡公开信息。", "350524"),
        ("https://www.scanju.gov.cn/x", "2022年，我镇公开信息。", "510904"),
        ("http://www.sxjiaxian.gov.cn/x", "2022年，我镇公开信息。", "610828"),
        ("http://www.bjchp.gov.cn/x", "2021年，我局公开信息。", "110114"),
        ("https://gongan.huaian.gov.cn/x", "2021年，我局公开信息。", "320800"),
        ("https://czt.ln.gov.cn/x", "2021年，我厅按照省政府要求公开信息。", "210000"),
        ("https://www.xz.gov.cn/x", "2021年，我局按照市政府要求公开信息。", None),
        ("https://www.huaian.com/x", "2021年，我局公开信息。", None),
        ("http://[broken", "2021年，我局公开信息。", None),
    ],
)
def test_an_address_names_an_area_only_where_one_alone_is_meant(
    read, address: str, text: str, code: str | None
) -> None:
    assert read(address, text).jurisdiction_code == code


def test_a_path_names_the_county_on_the_page_of_its_city(read) -> None:
    address = "http://zwgk.bozhou.gov.cn/mengcheng/czj/1.html"
    identity = read(address, "2021年，县财政局落实安徽省、县政府要求公开信息。")
    assert (identity.jurisdiction_code, identity.issuer_name) == ("341622", "蒙城县财政局")


def test_a_city_below_the_one_that_a_text_reports_to_is_known_by_the_address(read) -> None:
    text = "市政府办公室2015年度政府信息公开工作年度报告\n按照省、白城市政府的工作安排编制。"
    identity = read("http://daan.jlbc.gov.cn/1.html", text)
    assert identity.jurisdiction_code == "220882"
    assert any("address" in finding["message"] for finding in identity.findings)


def test_the_page_of_a_city_is_not_the_area_of_a_county_body(read) -> None:
    identity = read("http://www.suqian.gov.cn/1.html", "2021年，我局落实县委、县政府要求。")
    assert identity.jurisdiction_code is None


def test_a_credit_code_in_the_address_tells_the_division_of_its_register(read) -> None:
    address = "http://www.x.gov.cn/annual.jsp?area=11370883004326278A&fbtime=2021"
    identity = read(address, "2021年，我局公开信息。")
    assert identity.jurisdiction_code == "370883"
    assert any("统一社会信用代码" in finding["message"] for finding in identity.findings)


def test_a_credit_code_of_a_division_long_gone_tells_nothing(read) -> None:
    address = "http://www.gsliangzhou.gov.cn/annual.jsp?area=116223010139324488"
    identity = read(address, "2021年，我镇公开信息。张义镇人民政府2021年工作有序。")
    assert identity.jurisdiction_code == "620602"


def test_an_area_known_by_the_address_alone_is_used_with_a_finding(read) -> None:
    identity = read("http://www.qujing.gov.cn/a.html", "2021年，我局做好政府信息公开工作。")
    assert identity.jurisdiction_code == "530300"
    assert any("address" in finding["message"] for finding in identity.findings)


def test_a_page_on_the_site_of_another_county_is_flagged(read) -> None:
    identity = read("http://www.lixin.gov.cn/1.html", "涡阳县水利局2021年政府信息公开工作年度报告")
    assert identity.jurisdiction_code == "341621"
    assert [finding["rule_code"] for finding in identity.findings] == ["jurisdiction_mismatch"]


def test_the_government_of_an_area_that_a_text_calls_its_own_is_taken_with_a_warning(read) -> None:
    identity = read("http://www.xinghai.gov.cn/1.html", "2021年，我县完善公开制度。")
    assert (identity.jurisdiction_code, identity.issuer_name) == ("632524", "兴海县人民政府")
    (finding,) = [f for f in identity.findings if f["rule_code"] == "issuer_unknown"]
    assert finding["severity"] == "warning"
    assert "我县" in finding["message"]
    assert read("http://www.xinghai.gov.cn/1.html", "2021年，我州公开。").issuer_name is None


@pytest.mark.parametrize(
    ("host", "text", "code"),
    [
        ("www.zengdu.gov.cn", "2021年，我区公开信息。", "421303"),
        ("www.hongtong.gov.cn", "2021年，我县公开信息。", "141024"),
        ("www.hunchun.gov.cn", "2021年，我市公开信息。", "222404"),
        ("sjt.gxzf.gov.cn", "2021年，自治区审计厅认真公开信息。我厅依法办理。", "450000"),
    ],
)
def test_a_name_is_read_in_an_address_as_its_place_reads_it(read, host, text, code) -> None:
    assert read(f"http://{host}/1.html", text).jurisdiction_code == code


def test_an_area_that_begins_a_name_shortly_is_not_written_before_it(read) -> None:
    title = "曾都经济开发区管委会2023年政府信息公开工作年度报告"
    identity = read("http://www.zengdu.gov.cn/1.html", title)
    assert (identity.jurisdiction_code, identity.issuer_name) == ("421303", title[:10])
