"""The commands that lead out of a release: `export`, `search`, `compare`, `trace`.

They are commands of `gongkai` like those in orchestration.cli; each imports its module when it is
called.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

Out = Annotated[Path, typer.Option("--out", file_okay=False, help="The folder of releases.")]
REPORT = 'A report_id (or how it begins), a source_path, or issuer and year: "宿迁市 2023".'


class FileFormat(StrEnum):
    """What `export` writes."""

    csv = "csv"
    xlsx = "xlsx"
    dta = "dta"
    parquet = "parquet"


class Language(StrEnum):
    """Language of the labels in a Stata file."""

    en = "en"
    zh = "zh"


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="A table of the release, or `all`.")],
    file_format: Annotated[FileFormat, typer.Option("--format")] = FileFormat.csv,
    where: Annotated[
        str | None, typer.Option(help='Only these rows, for example: "year = 2023".')
    ] = None,
    out_file: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="The file to write; else TABLE.FORMAT in --folder."),
    ] = None,
    folder: Annotated[Path, typer.Option(file_okay=False, help="Where to write.")] = Path(),
    bom: Annotated[
        bool, typer.Option("--bom", help="csv: begin with a byte order mark, for Excel.")
    ] = False,
    language: Annotated[Language, typer.Option(help="dta: language of labels.")] = Language.en,
    out: Out = Path("data/releases"),
) -> None:
    """Write tables of the current release as CSV, Excel, Stata or Parquet files.

    In csv and xlsx an apostrophe stands before text that a spreadsheet would take for a formula;
    dta and parquet hold every text as it is.
    """
    from orchestration.commands.export import run

    run(
        table,
        out,
        file_format.value,
        where=where,
        out_file=out_file,
        folder=folder,
        with_mark=bom,
        language=language.value,
    )


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="A section is a hit that holds all of them.")],
    year: Annotated[
        str | None, typer.Option(help="Data years: 2023, 2020-2023, or several with commas.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="A division with all below it: its name or code.")
    ] = None,
    issuer: Annotated[str | None, typer.Option(help="A part of the issuer's name.")] = None,
    section: Annotated[
        str | None, typer.Option(help="For example: requests, problems, overview.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Hits shown.")] = 20,
    all_versions: Annotated[
        bool, typer.Option("--all-versions", help="Also reports that a later one replaced.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    out: Out = Path("data/releases"),
) -> None:
    """Find words in the text of all reports, in any case and width."""
    from orchestration.commands.search import Filters, run

    filters = Filters(year, region, issuer, section, all_versions)
    run(words, out, filters, limit=limit, as_json=as_json)


@app.command()
def compare(
    a: Annotated[str, typer.Argument(help=REPORT)],
    b: Annotated[str, typer.Argument(help=REPORT)],
    every_applicant: Annotated[
        bool, typer.Option("--applicants", help="Each kind of applicant, not the totals alone.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page instead.")] = None,
    out: Out = Path("data/releases"),
) -> None:
    """Show two reports side by side: figures with their change, repeated prose, findings."""
    from orchestration.commands.compare import run

    run(a, b, out, as_json=as_json, html=html, every_applicant=every_applicant)


@app.command()
def trace(
    report: Annotated[str, typer.Argument(help=REPORT)],
    item: Annotated[str, typer.Argument(help="An item's code or its official wording.")],
    applicant: Annotated[
        str | None, typer.Argument(help="A kind of applicant; else the printed total.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    as_sql: Annotated[
        bool, typer.Option("--sql", help="Print the SQL that tells the same.")
    ] = False,
    out: Out = Path("data/releases"),
) -> None:
    """Show the cell that a fact comes from, and every sum of the form that it stands in."""
    from orchestration.commands.trace import run

    run(report, item, applicant, out, as_json=as_json, as_sql=as_sql)
