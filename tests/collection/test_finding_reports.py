"""Lists of every kind lead to the reports they name."""

from __future__ import annotations

from tests.collection.conftest import Night, list_of
from tests.collection.web import Site

TITLE = "洪泽区2023年政府信息公开工作年度报告"


def test_a_report_on_a_list_is_filed_as_it_came_with_its_sidecar(night: Night, site: Site) -> None:
    answer = site.report("/art/2023.html", TITLE)
    site.index("/index.html", ["/art/2023.html"])
    visit = night.visit(**list_of(site), issuer="洪泽区人民政府")
    path = f"320829/2023/{TITLE}.html"
    assert (visit.fault, visit.notes, visit.found, visit.new) == (None, (), 1, (path,))
    assert (night.raw / path).read_bytes() == answer.body
    stated = night.sidecar(path)
    assert stated["source_url"] == site.url("/art/2023.html")
    assert stated["list_url"] == site.url("/index.html")
    assert stated["declared_issuer"] == "洪泽区人民政府"
    assert str(stated["declared_date"]) == "2024-01-30"
    assert stated["etag"] == answer.etag
    assert stated["fetched_at"] == "2024-03-01T18:00:00Z"
