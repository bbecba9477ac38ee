"""Two reports side by side as one self-contained page of HTML, without script or network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from orchestration.commands.comparison import Comparison, Row
from orchestration.commands.reports import Report
from orchestration.commands.shown_figures import change, comparability, figure, percentage, rate
from orchestration.commands.source_page import framed

_TABLES = {
    "active_disclosure": "主动公开",
    "requests": "依申请公开",
    "review": "行政复议、行政诉讼",
    "statistics": "统计表",
}


def page_of(comparison: Comparison) -> str:
    """The page."""
    title = f"{comparison.a.name} / {comparison.b.name}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        *_reports(comparison),
        *(f'<p class="warning">{escape(caution)}</p>' for caution in comparison.cautions),
        *_figures(comparison.figures),
        *_series(comparison.series),
        *_prose(comparison),
        *_findings("A", comparison.findings_a),
        *_findings("B", comparison.findings_b),
    ]
    return framed(title, "\n".join(parts))


def _row(texts: Iterable[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts) + "</tr>"


def _reports(comparison: Comparison) -> Iterator[str]:
    a, b = comparison.a, comparison.b
    yield "<table>"
    yield _row(("", "A", "B"), "th")
    for label, texts in (
        ("issuer", [r.issuer_name or "unknown" for r in (a, b)]),
        ("year", [str(r.year or "unknown") for r in (a, b)]),
        ("division", [r.jurisdiction_code or "unknown" for r in (a, b)]),
        ("covers", [r.scope or "unknown" for r in (a, b)]),
        ("form", [r.form for r in (a, b)]),
        ("file", [r.source_path for r in (a, b)]),
        ("report", [r.report_id for r in (a, b)]),
    ):
        yield _row((label, *texts))
    yield f"<tr><td>address</td><td>{_address(a)}</td><td>{_address(b)}</td></tr></table>"


def _address(report: Report) -> str:
    """The address, as a link where it is one of the web: a sidecar may say anything."""
    address = report.source_url
    if address is None:
        return "not known"
    if not address.lower().startswith(("http://", "https://")):
        return escape(address)
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(address)}</a>'


def _figures(figures: list[Row]) -> Iterator[str]:
    yield "<h2>Figures</h2><p>! in doubt, see the findings · ≈ blank, only this value fits · "
    yield "* repaired · rate: change in per cent of A</p>"
    table = None
    for row in figures:
        if row["report_table"] != table:
            yield "</table>" if table else ""
            table = row["report_table"]
            yield f"<h2>{escape(_TABLES.get(table, table))}</h2><table>"
            yield _row(("项目", "item", "applicant", "unit", "A", "B", "change", "rate"), "th")
        yield _row(
            (
                row["label_zh"],
                row["label_en"],
                row["applicant_type"],
                row["unit"],
                figure(row, "a"),
                figure(row, "b"),
                change(row),
                rate(row),
            )
        )
    yield "</table>" if table else "<p>Neither report has a figure.</p>"


def _series(series: list[Row]) -> Iterator[str]:
    yield "<h2>Series over the forms</h2><table>"
    yield _row(("序列", "series", "unit", "A", "B", "change", "rate", "comparable"), "th")
    for row in series:
        yield _row(
            (
                row["label_zh"],
                row["label_en"],
                row["unit"],
                figure(row, "a"),
                figure(row, "b"),
                change(row),
                rate(row),
                comparability(row),
            )
        )
    yield "</table>"


def _prose(comparison: Comparison) -> Iterator[str]:
    yield "<h2>Repeated prose</h2><p>Characters of sentences that stand in both texts, twice, over "
    yield "the characters of both; but for numbers: with every number taken for the same.</p>"
    yield "<table>"
    heads = ("section", "word for word", "but for numbers", "characters of A", "of B")
    yield _row(heads, "th")
    for section, part in (("all", comparison.prose), *comparison.sections.items()):
        shares = percentage(part.as_printed), percentage(part.but_for_numbers)
        yield _row((section, *shares, f"{part.length_a:,}", f"{part.length_b:,}"))
    yield "</table>"


def _findings(letter: str, findings: list[Row]) -> Iterator[str]:
    yield f"<h2>Findings on {letter}</h2>"
    if not findings:
        yield "<p>None.</p>"
        return
    yield "<ol>"
    for finding in findings:
        item = " ".join(filter(None, (finding["item_code"], finding["applicant_type"])))
        text = f"{finding['severity']} {finding['rule_code']} {item}: {finding['message']}"
        yield f'<li class="{escape(finding["severity"])}">{escape(text)}</li>'
    yield "</ol>"
