"""What lies under data/raw after many visits: every report once, every correction, nothing lost."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

from collection.collect import collect
from collection.due import is_due
from collection.filing import file_report
from collection.memory import Address, Version, vanished
from collection.options import Options
from tests.collection.conftest import CODE, Night, list_of, region, title
from tests.collection.web import Answer, Asked, Site, Web, cover_page, pdf, report_page

REPORT = f"320813/2023/{title(2023)}.html"


def one_report(site: Site) -> None:
    site.report("/a.html", title(2023))
    site.index("/index.html", ["/a.html"])


def test_a_second_visit_asks_for_changes_only_and_files_nothing(night: Night, site: Site) -> None:
    one_report(site)
    night.on("2024-03-01").visit(**list_of(site))
    site.asked.clear()
    visit = night.on("2024-03-02").visit(**list_of(site))
    assert (visit.fault, visit.new, visit.changed, visit.unchanged) == (None, (), (), 1)
    asked = next(asked for asked in site.asked if asked.path == "/a.html")
    answer = site.answers["/a.html"]
    assert isinstance(answer, Answer)
    assert asked.headers["if-none-match"] == answer.etag
    assert night.files() == [REPORT]


def test_a_report_corrected_a_month_later_is_a_further_version(night: Night, web: Web) -> None:
    page, file = web.site(), web.site()
    one_report(page)
    file.known("/b.html", title(2023, of="某局"))
    file.put("/b.html", cover_page(title(2023, of="某局"), "/b.pdf"))
    file.put("/b.pdf", pdf("12"), "application/pdf")
    file.index("/index.html", ["/b.html"])
    sources = {"page": list_of(page), "file": list_of(file)}
    night.on("2024-03-01").visits(**sources)
    first = (night.raw / REPORT).read_bytes()
    page.report("/a.html", title(2023), received=13)
    file.put("/b.pdf", pdf("13"), "application/pdf")
    found = night.on("2024-04-01").visits(**sources)
    assert found["page"].changed == (f"320813/2023/{title(2023)}.v2.html",)
    assert found["file"].changed == (f"320813/2023/{title(2023, of='某局')}.v2.pdf",)
    assert (night.raw / REPORT).read_bytes() == first
    assert b"13" in (night.raw / found["page"].changed[0]).read_bytes()
    again = night.on("2024-04-02").visits(**sources)
    assert [(visit.new, visit.changed) for visit in again.values()] == [((), ()), ((), ())]
    page.report("/a.html", title(2023), received=12)
    back = night.on("2024-04-03").visits(page=sources["page"])["page"]
    assert (back.changed, len(night.files())) == ((), 4)


def test_counters_clocks_and_news_around_a_report_are_no_correction(night: Night, web: Web) -> None:
    """Labelled counters and clocks are known; a bare one gives itself away when asked twice."""
    sites = {kind: web.site() for kind in ("counter", "clock", "news", "bare")}
    visits = 0

    def page(kind: str, site: Site) -> Answer:
        nonlocal visits
        visits += 1
        extra = {
            "counter": f"浏览次数：<span>{visits}</span>次",
            "clock": f"今天是2024年3月{visits}日 星期{'一二三四五六日'[visits % 7]}",
            "news": f"<p><a href='/n{visits}'>要闻{visits}</a></p><p>2024-03-{visits:02}</p>",
            "bare": f"<i>{visits}</i>",
        }[kind]
        html = report_page(title(2023, of=site.place), extra=extra)
        return Answer(html.encode(), has_etag=False)

    for kind, site in sites.items():
        site.known("/a.html", title(2023, of=site.place))
        site.index("/index.html", ["/a.html"])

        def answer(asked: Asked, kind: str = kind, site: Site = site) -> Answer:
            return page(kind, site)

        site.answers["/a.html"] = answer
    content = {"content": "div.main"}
    sources = {kind: list_of(site) | content for kind, site in sites.items()}
    for day in ("2024-03-01", "2024-03-02", "2024-03-03"):
        found = night.on(day).visits(**sources)
        assert {visit.fault for visit in found.values()} == {None}
    assert len(night.files()) == 4


def test_a_number_moved_to_another_cell_is_a_correction(night: Night, site: Site) -> None:
    def page(*cells: str) -> str:
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        return report_page(title(2023)).replace(
            "</h1>", f"</h1><table>{f'<tr>{row}</tr>' * 30}</table>"
        )

    site.known("/a.html", title(2023))
    site.index("/index.html", ["/a.html"])
    site.put("/a.html", page("3", "", ""))
    night.on("2024-03-01").visit(**list_of(site))
    site.put("/a.html", page("", "3", ""))
    assert len(night.on("2024-03-02").visit(**list_of(site)).changed) == 1


def test_the_same_report_is_kept_once_whoever_filed_it_and_wherever_it_is_listed(
    night: Night, web: Web
) -> None:
    one, other = web.site(), web.site()
    for site in (one, other):
        one_report(site)
        site.known("/f.pdf", title(2022))
        site.put("/f.pdf", pdf("2022"), "application/pdf")
        site.index("/index.html", ["/a.html", "/f.pdf"])
    by_hand = file_report(night.raw, f"{CODE}/2022", "mail.pdf", pdf("2022"), {"note": "by mail"})
    found = night.visits(one=list_of(one), other=list_of(other))
    assert night.files() == sorted([by_hand.source_path, REPORT])
    assert sum(len(visit.new) for visit in found.values()) == 1
    assert night.sidecar(by_hand.source_path)["note"] == "by mail"


def test_reports_that_say_the_same_of_two_bodies_are_two(night: Night, site: Site) -> None:
    """Small towns copy one another, numbers of zero included."""
    for name in ("甲镇", "乙镇"):
        site.report(f"/{name}.html", title(2023, of=name))
    site.index("/index.html", ["/甲镇.html", "/乙镇.html"])
    from urllib.parse import quote

    for name in ("甲镇", "乙镇"):
        site.answers[quote(f"/{name}.html")] = site.answers[f"/{name}.html"]
    assert len(night.visit(**list_of(site)).new) == 2


def test_namesakes_of_a_year_get_names_of_their_own(night: Night, site: Site) -> None:
    for n in range(3):
        site.report(f"/{n}.html", title(2023), received=10 + n)
    site.index("/index.html", [f"/{n}.html" for n in range(3)])
    visit = night.visit(**list_of(site))
    assert len(visit.new) == 3 and not any(".v2" in path for path in visit.new)


def test_a_vanished_report_stays_is_marked_and_loses_the_mark_when_it_returns(
    night: Night, web: Web
) -> None:
    sites = {kind: web.site() for kind in ("gone", "soft", "home", "unlisted", "moved")}
    for site in sites.values():
        for year in (2022, 2023):
            site.report(f"/{year}.html", title(year, of=site.place))
        site.index("/index.html", ["/2022.html", "/2023.html"])
        site.put("/", "<html><body>首页</body></html>")
    sources = {kind: list_of(site) for kind, site in sites.items()}
    night.on("2024-03-01").visits(**sources)
    assert vanished(night.memory) == {}
    sites["gone"].gone("/2023.html", 410)
    sites["soft"].put(
        "/2023.html", "<html><title>提示</title><body>您访问的页面不存在或已删除</body></html>"
    )
    sites["home"].redirect("/2023.html", "/")
    sites["unlisted"].gone("/2023.html")
    for kind in ("unlisted", "moved"):
        sites[kind].index("/index.html", ["/2022.html"])
    found = night.on("2024-03-02").visits(**sources)
    assert {kind: len(visit.vanished) for kind, visit in found.items()} == {
        "gone": 1,
        "soft": 1,
        "home": 1,
        "unlisted": 1,
        "moved": 0,
    }
    assert {visit.fault for visit in found.values()} == {None}
    paths = {path for visit in found.values() for path in visit.vanished}
    assert vanished(night.memory) == dict.fromkeys(paths, date(2024, 3, 2))
    assert all((night.raw / path).is_file() for path in paths)
    again = night.on("2024-03-03").visits(**sources)
    assert not any(visit.vanished for visit in again.values())
    assert vanished(night.memory) == dict.fromkeys(paths, date(2024, 3, 2))
    for kind in ("gone", "soft", "home", "unlisted"):
        sites[kind].report("/2023.html", title(2023, of=sites[kind].place))
    night.on("2024-03-04").visits(**sources)
    assert vanished(night.memory) == {}
    assert len(night.files()) == 10


def test_memory_that_is_lost_or_damaged_is_rebuilt_from_the_sidecars(
    night: Night, web: Web
) -> None:
    page, file = web.site(), web.site()
    one_report(page)
    file.known("/b.html", title(2022))
    file.put("/b.html", cover_page(title(2022), "/b.pdf"))
    file.put("/b.pdf", pdf("2022"), "application/pdf")
    file.index("/index.html", ["/b.html"])
    sources = {"page": list_of(page), "file": list_of(file)}
    night.on("2024-03-01").visits(**sources)
    memory = night.memory / f"{CODE}.json"
    page.asked.clear()
    for damage in (b"{", b"[]", b'{"addresses": {"x": 1}}', b"\xff\x00", None):
        memory.unlink() if damage is None else memory.write_bytes(damage)
        found = night.on("2024-03-02").visits(**sources)
        notes = " ".join(note for visit in found.values() for note in visit.notes)
        assert "rebuilt from 2 sidecars" in notes
        assert not any(visit.new or visit.changed or visit.fault for visit in found.values())
    assert len(night.files()) == 2
    assert json.loads(memory.read_bytes())["addresses"][page.url("/a.html")]["versions"]
    assert sum("if-none-match" in asked.headers for asked in page.asked) == 5


def test_a_lost_memory_takes_the_day_on_which_a_page_vanished_from_what_is_known_elsewhere(
    night: Night, site: Site
) -> None:
    one_report(site)
    night.on("2024-03-01").visit(**list_of(site))
    site.gone("/a.html")
    night.on("2024-03-02").visit(**list_of(site))
    known = vanished(night.memory)
    assert known == {REPORT: date(2024, 3, 2)}
    (night.memory / f"{CODE}.json").unlink()
    assert vanished(night.memory) == {} and vanished(night.memory, known) == known
    regions, options = (
        [region({"key": "government", **list_of(site)})],
        night.on("2024-03-09").options,
    )
    (visit,) = collect(regions, night.raw, night.memory, options=options, gone=known)
    assert "rebuilt" in visit.notes[0] and not visit.vanished
    assert vanished(night.memory) == known


def test_a_raw_file_removed_by_hand_is_fetched_again(night: Night, site: Site) -> None:
    one_report(site)
    night.on("2024-03-01").visit(**list_of(site))
    (night.raw / REPORT).unlink()
    visit = night.on("2024-03-02").visit(**list_of(site))
    assert visit.new or visit.changed
    assert [path.replace(".v2", "") for path in night.files()] == [REPORT]


def test_old_reports_are_looked_at_in_turns_and_lists_left_at_old_news(
    night: Night, site: Site
) -> None:
    years = range(2008, 2024)
    for year in years:
        site.report(f"/{year}.html", title(year), f"{year + 1}-01-30")
    for n in range(4):
        paths = [f"/{year}.html" for year in reversed(years)][4 * n : 4 * n + 4]
        site.index(f"/list{n}.html", paths, f'<a href="/list{n + 1}.html">下一页</a>' * (n < 3))
    source = list_of(site, "/list0.html")
    assert len(night.on("2024-03-20").visit(**source).new) == 16
    asked: list[int] = []
    lists: list[int] = []
    for day in range(21, 31):
        site.asked.clear()
        visit = night.on(f"2024-03-{day}").visit(**source)
        assert (visit.fault, visit.found, visit.new) == (None, 16, ())
        asked.append(sum(path.startswith("/2") for path in site.paths()))
        lists.append(sum(path.startswith("/list") for path in site.paths()))
    assert max(asked) < 10 and 5 <= sum(asked) <= 40
    assert set(lists) == {2}


def test_a_file_never_appears_without_its_sidecar_or_half(night: Night, site: Site) -> None:
    """Whatever interrupts the filing, what is visible is whole and has a sidecar."""
    import threading

    one_report(site)
    for n in range(40):
        site.report(f"/{n}.html", title(2022), received=10 + n)
    site.index("/index.html", ["/a.html", *(f"/{n}.html" for n in range(40))])
    wrong: list[str] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.is_set():
            for path in night.raw.rglob("*.html"):
                if path.name.startswith("."):
                    continue
                if not path.with_name(f"{path.name}.source.yml").is_file():
                    wrong.append(f"{path.name} has no sidecar")
                if not path.read_bytes().endswith(b"</html>"):
                    wrong.append(f"{path.name} is half a file")

    watcher = threading.Thread(target=look)
    watcher.start()
    visit = night.visit(**list_of(site))
    is_over.set()
    watcher.join()
    assert len(visit.new) == 41 and wrong == []


def test_files_that_a_site_packs_anew_for_each_request_are_no_corrections(
    night: Night, web: Web
) -> None:
    """An archive is told by its members; of others nothing can be told, and that is said."""
    packed, stamped = web.site(), web.site()
    times, received = 0, 12

    def archive(asked: Asked) -> Answer:
        nonlocal times
        times += 1
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as made:
            member = zipfile.ZipInfo("word/document.xml", (2024, 1, 1, 0, 0, times * 2))
            made.writestr(member, f"<w:document>{received}</w:document>")
            made.writestr("docProps/core.xml", str(times))
        return Answer(content.getvalue(), content_type="application/zip", has_etag=False)

    def stamp(asked: Asked) -> Answer:
        nonlocal times
        times += 1
        return Answer(pdf(str(times)), content_type="application/pdf", has_etag=False)

    for site, answer in ((packed, archive), (stamped, stamp)):
        site.known("/a", title(2023, of=site.place))
        site.answers["/a"] = answer
        site.index("/index.html", ["/a"])
    sources = {"packed": list_of(packed), "stamped": list_of(stamped)}
    for day in ("2024-03-01", "2024-03-02", "2024-03-03"):
        found = night.on(day).visits(**sources)
    assert len(night.files()) == 2
    assert (found["packed"].notes, found["packed"].fault) == ((), None)
    assert "two requests gave two files" in found["stamped"].notes[0]
    received = 13
    assert len(night.on("2024-03-04").visits(packed=sources["packed"])["packed"].changed) == 1


def test_days_that_a_clock_got_wrong_only_cause_another_look() -> None:
    options = Options(young_days=60, recheck_days=14)
    old = {"source_key": "x", "declared": date(2010, 1, 1), "first_seen": date(2024, 1, 1)}
    version = [Version(source_path="a.html", sha256="0" * 64)]
    for today, checked, due in [
        (date(2024, 3, 1), date(2099, 1, 1), True),
        (date(2024, 3, 1), date(2024, 2, 1), True),
        (date(2024, 3, 1), None, True),
        (date(1970, 1, 1), date(2024, 3, 1), True),
    ]:
        known = Address(**old, checked=checked, versions=version)
        assert is_due("https://www.example.gov.cn/", known, today, options) is due
    days = [date(2024, 3, 1) + timedelta(days=n) for n in range(14)]
    looks = [
        is_due(
            f"https://www.example.gov.cn/{n}",
            known.model_copy(update={"checked": day}),
            day,
            options,
        )
        for n in range(50)
        for day in days
    ]
    assert sum(looks) == 50
