"""The sites of the month: three governments, their reports as pages, as JSON lists and as PDF.

`python -m tests.month.sites` serves the one with PDF until it is stopped, to try things with.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.manners.pages import page
from benchmarks.manners.papers import PAPERS
from benchmarks.manners.report import Invented, invent
from collection.region import Region
from collection.region_file import write_region
from tests.collection.web import Site, Web, cover_page

SUQIAN, HUAIAN, HONGZE = "321300", "320800", "320813"
NAMES = {SUQIAN: "宿迁市", HUAIAN: "淮安市", HONGZE: "洪泽区"}


def report(code: str, year: int, seed: int = 0) -> Invented:
    """The report of a government on a year; another seed, other numbers."""
    invented = invent(seed * 10_000 + int(code) + year, "2021" if year > 2020 else "2019")
    return replace(invented, issuer=f"{NAMES[code]}人民政府", year=year)


@dataclass
class Government:
    """A site with the reports that it lists. known: what stands in each, by path."""

    code: str
    site: Site
    known: dict[str, Invented] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

    def _keep(self, path: str, report: Invented) -> None:
        """Listed as of late: the collector looks at older ones by turns within a fortnight."""
        self.known[path] = report
        self.site.known(path, report.title, "2025-02-10")
        if path not in self.listed:
            self.listed.insert(0, path)
        self.write_list()

    def publish(self, year: int, seed: int = 0) -> str:
        """Put a report on the site, or a corrected one in its place, and list it."""
        path = f"/{year}.html"
        made = report(self.code, year, seed)
        self.site.put(path, page(made))
        self._keep(path, made)
        return path

    def write_list(self) -> None:
        """Two pages of links."""
        half = (len(self.listed) + 1) // 2
        self.site.index("/index.html", self.listed[:half], '<a href="/index_2.html">下一页</a>')
        self.site.index("/index_2.html", self.listed[half:])

    def empty_list(self) -> None:
        """What a new layout looks like to a collector that knows the old one."""
        self.site.put("/index.html", "<html><body><div id='app'></div></body></html>")

    @property
    def source(self) -> dict[str, object]:
        return {"key": "government", "list": {"url": self.site.url("/index.html")}}


class WithJson(Government):
    """Its list is loaded as JSON."""

    def write_list(self) -> None:
        records = [
            {"t": self.site.listed[path].title, "u": path, "d": self.site.listed[path].day}
            for path in self.listed
        ]
        text = json.dumps({"data": {"rows": records}}, ensure_ascii=False)
        self.site.put("/list.json", text, "application/json")

    @property
    def source(self) -> dict[str, object]:
        fields = {"records": "data.rows", "title": "t", "address": "u", "date": "d"}
        return {"key": "government", "json": {"url": self.site.url("/list.json"), **fields}}


class WithAttachments(Government):
    """Its reports are PDF files behind pages that say nothing else."""

    def publish(self, year: int, seed: int = 0) -> str:
        made = report(self.code, year, seed)
        file, path = f"/{year}.pdf", f"/{year}.html"
        self.site.put(file, PAPERS["ruled"](made), "application/pdf")
        self.site.put(path, cover_page(made.title, file))
        self._keep(path, made)
        return path

    def publish_cut(self, year: int) -> str:
        """A report whose file broke off on its way to the site."""
        path = self.publish(year)
        answer = self.site.answers[f"/{year}.pdf"]
        self.site.put(f"/{year}.pdf", answer.body[:2000], "application/pdf")
        del self.known[path]
        return path


def governments(web: Web) -> dict[str, Government]:
    """Three governments on three sites, nothing published yet."""
    kinds: Iterable[tuple[str, type[Government]]] = (
        (SUQIAN, Government),
        (HUAIAN, WithJson),
        (HONGZE, WithAttachments),
    )
    return {code: kind(code, web.site()) for code, kind in kinds}


def register(folder: Path, government: Government) -> Path:
    """Write the region's file."""
    stated = {
        "division": government.code,
        "name": NAMES[government.code],
        "sources": [government.source],
    }
    region = Region.model_validate(stated, context={"allow_loopback": True})
    return write_region(folder, region)


def main() -> None:
    """Serve an invented 洪泽区 with four reports, and say where."""
    with Web() as web:
        government = governments(web)[HONGZE]
        for year in range(2020, 2024):
            government.publish(year)
        print(government.site.url("/index.html"), flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
