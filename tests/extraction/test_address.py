"""The area that an address spells."""

from pathlib import Path

import pytest

from extraction.document import Document, Paragraph
from extraction.gazetteer import Gazetteer
from extraction.identity import identify
from extraction.identity.address import division_of
from extraction.source import Source

GAZETTEER = Gazetteer.load(
    Path(__file__).parents[2] / "dbt_project" / "seeds" / "jurisdictions.csv"
)


@pytest.mark.parametrize(
    ("address", "prose", "code"),
    [
        ("http://www.huaian.gov.cn/a/b.html", "", None),
        ("http://www.huaian.gov.cn/a/b.html", "按照江苏省有关要求", "320800"),
        ("https://tongjj.qujing.gov.cn/x", "", "530300"),
        ("https://www.suzhou.gov.cn/x", "", None),
        ("https://www.suzhou.gov.cn/x", "江苏省和苏州市有关要求", "320500"),
        ("https://www.huaian.com/x", "", None),
        ("http://[broken", "", None),
    ],
)
def test_a_host_names_an_area_only_where_one_alone_is_spelled_so(
    address: str, prose: str, code: str | None
) -> None:
    division = division_of(address, GAZETTEER, 2021, prose)
    assert (division.code if division else None) == code


def test_an_area_known_by_the_address_alone_is_used_with_a_finding() -> None:
    text = "2021年，我局认真做好政府信息公开工作。"
    document = Document([Paragraph(text)], "text/html", "html", "1")
    source = Source("a.html", source_url="http://www.qujing.gov.cn/a.html")
    identity = identify(document, source, GAZETTEER)
    assert identity.jurisdiction_code == "530300"
    assert any("address" in finding["message"] for finding in identity.findings)
