"""`gongkai compare`: two reports of the current release side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table

from orchestration.commands.compare_page import page_of
from orchestration.commands.comparison import Comparison, Row, compare
from orchestration.commands.query import open_release
from orchestration.commands.reports import NEEDS, find_report
from orchestration.commands.shown_figures import (
    change,
    comparability,
    figure,
    percentage,
    rate,
    says_nothing,
)
from orchestration.commands.terminal import json_value, printable
from orchestration.files import BuildFailed, write_bytes

_SEVERITIES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def run(
    a: str, b: str, out: Path, *, as_json: bool, html: Path | None, every_applicant: bool
) -> None:
    """Print two reports side by side, or write them as a page of HTML.

    Raises BuildFailed when a report is not known or the page cannot be written.
    """
    with open_release(out, (*NEEDS, "fct_series")) as connection:
        reports = find_report(connection, a), find_report(connection, b)
        comparison = compare(connection, *reports, every_applicant=every_applicant)
    if html is not None:
        try:
            write_bytes(html, page_of(comparison).encode())
        except OSError as error:
            raise BuildFailed(f"{html} cannot be written ({error.strerror}).") from error
    if as_json:
        data = comparison.as_data()
        print(json.dumps(data, ensure_ascii=False, indent=2, default=json_value))
    elif html is not None:
        print(f"Wrote {html}.")
    else:
        _print(Console(highlight=False), comparison)


def _print(console: Console, comparison: Comparison) -> None:
    for letter, report in (("A", comparison.a), ("B", comparison.b)):
        console.print(printable(f"{letter}  {report.name}", "bold"))
        address = report.source_url or "address not known"
        about = f"   {report.report_id} · form {report.form} · {address} · {report.source_path}"
        console.print(printable(about, "dim"), soft_wrap=True)
    for caution in comparison.cautions:
        console.print(printable(caution, "yellow"))
    _print_figures(console, comparison.figures)
    if comparison.a.form != comparison.b.form:
        _print_series(console, comparison.series)
    _print_prose(console, comparison)
    for letter, findings in (("A", comparison.findings_a), ("B", comparison.findings_b)):
        if not findings:
            console.print(f"No findings on {letter}.")
        for finding in findings:
            item = " ".join(filter(None, (finding["item_code"], finding["applicant_type"])))
            place = f" [{item}]" if item else ""
            text = f"{letter}  {finding['severity']} {finding['rule_code']}{place}: "
            console.print(printable(text + finding["message"], _SEVERITIES[finding["severity"]]))


def _print_figures(console: Console, figures: Sequence[Row]) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("item", "A", "B", "change", "rate"):
        table.add_column(name, overflow="fold", justify="left" if name == "item" else "right")
    shown = [row for row in figures if not says_nothing(row)]
    for row in shown:
        kind = row["applicant_type"]
        label = row["label_zh"] if kind in ("total", "all") else f"{row['label_zh']} [{kind}]"
        texts = (label, figure(row, "a"), figure(row, "b"), change(row), rate(row))
        table.add_row(*map(printable, texts))
    console.print(table)
    notes = ["! in doubt, see the findings   ≈ blank, only this value fits   * repaired"]
    if len(shown) < len(figures):
        notes.append(f"not shown, as without a number above 0: {len(figures) - len(shown)}")
    console.print("   ".join(notes))


def _print_series(console: Console, series: Sequence[Row]) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("series", "A", "B", "change", "rate", "comparable"):
        justify: JustifyMethod = "left" if name in ("series", "comparable") else "right"
        table.add_column(name, overflow="fold", justify=justify)
    for row in (row for row in series if not says_nothing(row)):
        texts = (row["label_zh"], figure(row, "a"), figure(row, "b"), change(row), rate(row))
        table.add_row(*map(printable, (*texts, comparability(row))))
    console.print(table)


def _print_prose(console: Console, comparison: Comparison) -> None:
    whole = comparison.prose
    console.print(
        f"Repeated prose: {percentage(whole.as_printed)} word for word, "
        f"{percentage(whole.but_for_numbers)} but for numbers "
        f"(A {whole.length_a:,} characters, B {whole.length_b:,})."
    )
    for section, part in comparison.sections.items():
        if part.as_printed is not None:
            shares = f"{percentage(part.as_printed)}, {percentage(part.but_for_numbers)}"
            console.print(f"   {section}: {shares}")
