"""Lists of every kind lead to the reports they name, whatever these are."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collection.titles import date_in, titled
from tests.collection.conftest import Night, list_of, title
from tests.collection.web import Site, Web, cover_page, docx, pdf, report_page


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("洪泽区2023年政府信息公开工作年度报告", 2023),
        ("洪泽区人民政府办公室2023年度政府信息公开年报", 2023),
        ("2023年政府信息公开年度报告", 2023),
        ("政府信息公开工作年度报告（2023年度）", 2023),
        ("洪泽区水务局二〇二三年政府信息公开工作情况的报告", 2023),
        ("二○一○年度信息公开工作报告", 2010),
        ("关于发布２０２３年政府信息公开工作年度报告的公告", 2023),
        ("2023 年 政府信息公开 年度报告", 2023),
        ("2024年1月公布：2023年度政府信息公开报告", 2023),
    ],
)
def test_official_names_and_their_variants_name_a_report(text: str, year: int) -> None:
    found = titled(text)
    assert found is not None and found.year == year


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开年度报告",
        "政府信息公开指南",
        "关于做好2023年政府信息公开工作年度报告编制的通知",
        "一图读懂洪泽区2023年政府信息公开工作年度报告",
        "2023年法治政府建设年度报告",
        "2023年政府网站工作年度报表",
        "",
    ],
)
def test_other_titles_name_none(text: str) -> None:
    assert titled(text) is None


def test_a_pattern_may_name_signs_in_full_width_as_the_page_shows_them() -> None:
    for pattern in (r"信公总结（(?P<year>\d{4})）", r"信公总结\((?P<year>\d{4})\)"):
        found = titled(" 信公总结（2023）", re.compile(pattern))
        assert found is not None and found.year == 2023
    assert titled("信公总结[2023]", re.compile(r"信公总结（(?P<year>\d{4})）")) is None


def test_dates_are_read_as_lists_write_them() -> None:
    written = [
        "[2024-01-30]",
        "2024/1/30",
        "2024年1月30日",
        "2024.01.30 09:12",
        "1 2024-13-99 2024-01-30",
    ]
    assert [str(date_in(text)) for text in written] == ["2024-01-30"] * 5
    assert date_in("2024-02-31") is None


def test_a_report_on_a_list_is_filed_as_it_came_with_its_sidecar(night: Night, site: Site) -> None:
    answer = site.report("/art/2023.html", title(2023))
    site.index("/index.html", ["/art/2023.html"])
    visit = night.visit(**list_of(site), issuer="洪泽区人民政府")
    path = f"320813/2023/{title(2023)}.html"
    assert (visit.fault, visit.notes, visit.found, visit.new) == (None, (), 1, (path,))
    assert (night.raw / path).read_bytes() == answer.body
    stated = night.sidecar(path)
    assert stated["source_url"] == site.url("/art/2023.html")
    assert stated["list_url"] == site.url("/index.html")
    assert stated["declared_issuer"] == "洪泽区人民政府"
    assert str(stated["declared_date"]) == "2024-01-30"
    assert stated["etag"] == answer.etag
    assert stated["fetched_at"] == "2024-03-01T18:00:00Z"


def test_lists_go_on_in_every_manner_and_end(night: Night, web: Web) -> None:
    """Next link, numbered addresses, the script of a widespread system, and lists that repeat."""
    following, numbered, scripted, circle, repeated = (web.site() for _ in range(5))
    years = list(range(2015, 2024))
    for site in (following, numbered, scripted, circle, repeated):
        for year in years:
            site.report(f"/{year}.html", title(year, of=site.place), f"{year + 1}-01-30")
    pages = [[f"/{year}.html" for year in years[n : n + 3]] for n in (0, 3, 6)]
    for n, paths in enumerate(pages):
        on = f'<a href="/list{n + 1}.html">下一页</a>' if n < 2 else "<a>下一页</a>"
        following.index(f"/list{n}.html", paths, on)
        numbered.index(f"/list{n}.html", paths)
        scripted.index(
            f"/index{f'_{n}' * bool(n)}.html",
            paths,
            f'<script>createPageHTML(3,{n},"index","html");</script>',
        )
        circle.index(f"/list{n}.html", paths, f'<a href="/list{(n + 1) % 3}.html">下一页</a>')
        repeated.index(f"/list{n}.html", paths)
    for n in range(3, 40):
        repeated.index(f"/list{n}.html", pages[2])
    numbers = {"second_page": 1}
    found = night.visits(
        following=list_of(following, "/list0.html"),
        numbered=list_of(
            numbered, "/list0.html", numbered=numbered.url("/list{page}.html"), **numbers
        ),
        scripted=list_of(scripted),
        circle=list_of(circle, "/list0.html"),
        repeated=list_of(
            repeated, "/list0.html", numbered=repeated.url("/list{page}.html"), **numbers
        ),
    )
    assert {visit.fault for visit in found.values()} == {None}
    assert {key: len(visit.new) for key, visit in found.items()} == dict.fromkeys(found, 9)
    assert repeated.paths().count("/list4.html") == 0


def test_a_list_whose_last_page_comes_again_under_every_further_address_ends(
    night: Night, web: Web
) -> None:
    site = web.site()
    for year in (2022, 2023):
        site.report(f"/{year}.html", title(year, of=site.place))
    for n in range(9):
        site.index(
            f"/list.jsp?p={n}",
            [f"/{2022 + min(n, 1)}.html"],
            f'<a href="/list.jsp?p={n - 1}">上一页</a> <a href="/list.jsp?p={n + 1}">下一页</a>',
        )
    visit = night.visit(**list_of(site, "/list.jsp?p=0"))
    assert (visit.fault, visit.found, len(visit.new)) == (None, 2, 2)
    assert "/list.jsp?p=3" not in site.paths()


def test_a_list_longer_than_its_limit_is_cut_where_the_registry_says_so_else_a_fault(
    night: Night, web: Web
) -> None:
    one, other = web.site(), web.site()
    for site in (one, other):
        for n in range(9):
            site.report(f"/{n}.html", title(2010 + n, of=site.place))
            site.index(f"/list{n}.html", [f"/{n}.html"], f'<a href="/list{n + 1}.html">下一页</a>')
    found = night.but(most_list_pages=4).visits(
        one=list_of(one, "/list0.html", limit=3), other=list_of(other, "/list0.html")
    )
    assert (found["one"].fault, len(found["one"].new)) == (None, 3)
    assert "goes on after 4 pages" in (found["other"].fault or "")
    assert len(found["other"].new) == 4


def test_a_json_list_is_read_by_its_fields(night: Night, web: Web) -> None:
    paged, posted = web.site(), web.site()

    def rows(site: Site, years: list[int]) -> str:
        for year in years:
            site.report(f"/content/{year}", title(year, of=site.place))
        return json.dumps(
            {
                "code": 200,
                "data": {
                    "list": [
                        {
                            "id": y,
                            "title": f"<em>{title(y, of=site.place)}</em>",
                            "at": 1706572800000,
                        }
                        for y in years
                    ]
                },
            }
        )

    kind = "application/json; charset=utf-8"
    paged.put("/api?page=1", rows(paged, [2022, 2023]), kind)
    paged.put("/api?page=2", rows(paged, [2021]), kind)
    paged.put("/api?page=3", rows(paged, []), kind)
    bodies = {b"page=0&n=2": [2023], b"page=1&n=2": []}
    from tests.collection.web import Answer

    posted.answers["/api"] = lambda asked: Answer(
        rows(posted, bodies[asked.body]).encode(), content_type=kind
    )
    fields = {"records": "data.list", "title": "title", "date": "at"}
    found = night.visits(
        paged={"json": {"url": paged.url("/api?page={page}"), "address": "/content/{id}"} | fields},
        posted={
            "json": {
                "url": posted.url("/api"),
                "form": "page={page}&n=2",
                "first_page": 0,
                "address": "/content/{id}",
            }
            | fields
        },
    )
    assert {key: (visit.fault, len(visit.new)) for key, visit in found.items()} == {
        "paged": (None, 3),
        "posted": (None, 1),
    }
    assert str(night.sidecar(found["posted"].new[0])["declared_date"]) == "2024-01-30"


def test_pages_in_gbk_are_read_and_kept_as_they_came(night: Night, web: Web) -> None:
    """One says so, one states the wrong charset and the registry corrects it."""
    honest, wrong = web.site(), web.site()
    for site, kind in ((honest, "text/html; charset=gb2312"), (wrong, "text/html; charset=utf-8")):
        site.report("/2023.html", title(2023, of=site.place))
        site.index("/index.html", ["/2023.html"])
        for path in ("/2023.html", "/index.html"):
            answer = site.answers[path]
            assert not callable(answer)
            site.put(path, answer.body.decode().encode("gb18030"), kind)
    found = night.visits(
        honest=list_of(honest),
        wrong=list_of(wrong) | {"charset": "gb18030"},
    )
    for key, site in (("honest", honest), ("wrong", wrong)):
        assert found[key].new == (f"320813/2023/{title(2023, of=site.place)}.html",)
        assert "年度报告" in (night.raw / found[key].new[0]).read_bytes().decode("gb18030")
    assert night.sidecar(found["wrong"].new[0])["charset"] == "gb18030"


def test_a_page_that_only_leads_to_files_gives_the_files(night: Night, site: Site) -> None:
    site.put("/f/2021.pdf", pdf("2021"), "application/pdf")
    site.put("/f/2022.docx", docx("2022"), "application/octet-stream")
    site.put("/f/2023.zip", b"PK\x05\x06" + b"\0" * 18, "application/zip")
    site.put(
        "/download.jsp?id=7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "application/msword"
    )
    site.put("/f/2019.pdf", pdf("2019"), "application/pdf")
    for path, year, file in [
        ("/2021.html", 2021, "/f/2021.pdf"),
        ("/2022.html", 2022, "/f/2022.docx"),
        ("/2023.html", 2023, "/f/2023.zip"),
    ]:
        site.known(path, title(year))
        site.put(path, cover_page(title(year), file))
    site.known("/2020.html", title(2020))
    site.put("/2020.html", '<h1>x</h1><a href="/download.jsp?id=7">2020年报告.doc</a>')
    site.known("/2019.html", title(2019))
    site.put("/2019.html", '<h1>x</h1><iframe src="/pdfjs/viewer.html?file=/f/2019.pdf"></iframe>')
    site.index("/index.html", [f"/{year}.html" for year in range(2019, 2024)])
    visit = night.visit(**list_of(site))
    assert (visit.fault, visit.notes) == (None, ())
    assert (
        sorted(visit.new)
        == night.files()
        == [
            f"320813/2019/{title(2019)}.pdf",
            f"320813/2020/{title(2020)}.doc",
            f"320813/2021/{title(2021)}.pdf",
            f"320813/2022/{title(2022)}.docx",
            f"320813/2023/{title(2023)}.zip",
        ]
    )
    assert (night.raw / f"320813/2022/{title(2022)}.docx").read_bytes() == docx("2022")
    stated = night.sidecar(f"320813/2021/{title(2021)}.pdf")
    assert stated["source_url"] == site.url("/f/2021.pdf")
    assert stated["page_url"] == site.url("/2021.html")


def test_the_registry_decides_between_a_page_and_its_files(night: Night, web: Web) -> None:
    sites = {mode: web.site() for mode in ("prefer", "only", "ignore")}
    for site in sites.values():
        site.known("/2023.html", title(2023, of=site.place))
        site.put(
            "/2023.html",
            report_page(title(2023, of=site.place)).replace(
                "</h1>", '</h1><a href="/a.pdf">报告</a>'
            ),
        )
        site.put("/a.pdf", pdf(site.host), "application/pdf")
        site.report("/2022.html", title(2022, of=site.place))
        site.index("/index.html", ["/2023.html", "/2022.html"])
    found = night.visits(
        **{mode: list_of(site) | {"attachments": mode} for mode, site in sites.items()}
    )
    ends = {mode: sorted(path[-4:] for path in visit.new) for mode, visit in found.items()}
    assert ends == {"prefer": [".pdf", "html"], "only": [".pdf"], "ignore": ["html", "html"]}
    assert "`attachments` is `only`" in " ".join(found["only"].notes)


def test_selectors_patterns_and_single_addresses_reach_odd_sites(night: Night, web: Web) -> None:
    odd, single = web.site(), web.site()
    odd.report("/a", "年报")
    odd.report("/b", "年报", received=13)
    odd.put(
        "/index.html",
        '<div class="row"><b>二〇二二年度年报</b><i>2023-01-30</i><a href="/a">查看</a></div>'
        '<div class="row"><b>2023年度年报</b><i>2024-01-30</i><a href="/b">查看</a></div>'
        '<a href="/c">2021年度年报</a>',
    )
    single.report("/x.html", title(2020, of="某镇"))
    single.put("/y", pdf("y"), "application/pdf")
    found = night.visits(
        odd=list_of(odd, item="div.row", date="i") | {"title": r"(?P<year>.{4})年度年报"},
        single={
            "pages": [
                {"url": single.url("/x.html")},
                {"url": single.url("/y"), "title": "某镇年报", "year": 2019},
            ]
        },
    )
    assert sorted(path.split("/")[1] for path in found["odd"].new) == ["2022", "2023"]
    assert str(night.sidecar(found["odd"].new[0])["declared_date"]) == "2023-01-30"
    assert sorted(found["single"].new) == [
        "320813/2019/某镇年报.pdf",
        f"320813/2020/{title(2020, of='某镇')}.html",
    ]


def test_a_report_whose_year_nobody_states_is_filed_apart(night: Night, site: Site) -> None:
    site.report("/a.html", "政府信息公开年度报告")
    site.index("/index.html", ["/a.html"])
    visit = night.visit(**list_of(site), title="年度报告$")
    assert visit.new == ("320813/unfiled/政府信息公开年度报告.html",)


def test_names_that_a_file_system_takes_amiss_become_safe(night: Night, site: Site) -> None:
    odd = f'../../{title(2023)}\u202e:\\*?"<b>|{"长" * 200}'
    for path in ("/a.html", "/b.html"):
        site.report(path, title(2023), received=ord(path[1]))
        site.known(path, odd.replace("<b>", "&lt;b&gt;"))
    site.index("/index.html", ["/a.html", "/b.html"])
    visit = night.visit(**list_of(site))
    assert len(visit.new) == 2 and visit.fault is None
    for path in visit.new:
        folder, name = path.rsplit("/", 1)
        assert folder == "320813/2023" and not name.startswith(".")
        assert len(f"{name}.source.yml".encode()) < 255
        assert not set(name) & set('\\/:*?"<>|\u202e')
        assert (night.raw / path).is_file()


def test_reports_before_the_first_year_wanted_are_left_out(night: Night, site: Site) -> None:
    for year in (2014, 2015):
        site.report(f"/{year}.html", title(year))
    site.index("/index.html", ["/2014.html", "/2015.html"])
    visit = night.visit(**list_of(site), year_from=2015)
    assert (visit.found, len(visit.new)) == (1, 1)
    assert "/2014.html" not in site.paths()


def test_old_pages_that_state_no_charset_are_read_as_gbk(night: Night, site: Site) -> None:
    site.report("/2010.html", title(2010))
    site.index("/index.html", ["/2010.html"])
    for path in ("/2010.html", "/index.html"):
        answer = site.answers[path]
        assert not callable(answer)
        site.put(path, answer.body.decode().encode("gb18030"), "text/html")
    assert night.visit(**list_of(site)).new == (f"320813/2010/{title(2010)}.html",)


def test_a_file_without_any_title_is_named_after_its_address(night: Night, site: Site) -> None:
    site.put("/f/2023%E5%B9%B4%E6%8A%A5.pdf", pdf("x"), "application/pdf")
    visit = night.visit(pages=[{"url": site.url("/f/2023%E5%B9%B4%E6%8A%A5.pdf")}])
    assert visit.new == ("320813/2023/2023年报.pdf",)


def test_sites_on_https_are_visited_also_with_a_certificate_of_their_own(
    night: Night, web: Web, tmp_path: Path
) -> None:
    site = web.site(certificate_in(tmp_path))
    site.report("/a.html", title(2023))
    site.index("/index.html", ["/a.html"])
    visit = night.visit(**list_of(site))
    assert (visit.fault, len(visit.new)) == (None, 1)
    assert night.sidecar(visit.new[0])["source_url"].startswith("https://")


def certificate_in(folder: Path) -> Path:
    """A certificate that nobody signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an invented site")])
    start = datetime(2020, 1, 1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(pem))
    return path
