"""The command `gongkai`. Each command's module is imported when it is called: `query` must not
wait for Dagster, nor `--help` for anything."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration import keeping, ways_by_night, ways_in, ways_out
from orchestration.files import BuildFailed

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Out = Annotated[Path, typer.Option("--out", file_okay=False, help="The folder of releases.")]


class Format(StrEnum):
    """How `query` prints its result."""

    table = "table"
    csv = "csv"
    json = "json"


class Decision(StrEnum):
    """What `review` may decide; see schemas.vocabulary.REVIEW_DECISIONS."""

    accepted = "accepted"
    agency_error = "agency_error"
    reader_error = "reader_error"


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"gongkai {version('gongkai')}, Python {sys.version.split()[0]}")
        raise typer.Exit


@app.callback()
def gongkai(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """The open warehouse of China's government-information-disclosure annual reports (公开)."""


@app.command()
def build(
    raw: Annotated[
        Path,
        typer.Option("--raw", exists=True, file_okay=False, help="The folder of raw files."),
    ] = Path("data/raw"),
    out: Out = Path("data/releases"),
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Publish also a release that was held back for its changes."),
    ] = False,
) -> None:
    """Read what is new or changed, build the warehouse, publish a release.

    A release that loses reports, or changes more than one in a hundred cells of unchanged files,
    is held back until you accept it.

    Exit code 0 when a release stands (also with rejected files), 1 when the build failed and the
    last release stays, 2 for a wrong call.
    """
    if out.resolve().is_relative_to(raw.resolve()):
        raise typer.BadParameter("Releases inside the raw folder would be read as reports.")
    from orchestration.commands.build import run

    run(raw, out, accept=accept)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(help="Also write a page that shows the source with each cell outlined."),
    ] = None,
) -> None:
    """Read one file and show what it says; no warehouse needed.

    A file that is refused was read as well: the reason is shown and the exit code is 0.
    """
    from orchestration.commands.read import run

    run(file, as_json=as_json, html=html)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="For example: from dim_report")],
    out: Out = Path("data/releases"),
    output_format: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Run SQL on the current release, read-only."""
    from orchestration.commands.query import run

    run(sql, out, output_format.value)


@app.command()
def review(
    finding_id: Annotated[str, typer.Argument(help="As in fct_finding; the first 8 digits do.")],
    decision: Annotated[Decision, typer.Option(help="What you decide about the finding.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    why: Annotated[str, typer.Option(help="Why, as a sentence.")],
    out: Out = Path("data/releases"),
    folder: Annotated[
        Path, typer.Option("--folder", file_okay=False, help="The folder of review files.")
    ] = Path("data/review"),
) -> None:
    """Write down what you decide about a finding; the next build shows it beside the finding.

    accepted: looked at and explained, the numbers stand; agency_error: the report itself is wrong;
    reader_error: the report was read wrongly. A later decision takes the place of an earlier one.
    """
    from orchestration.commands.review import run

    run(finding_id, decision.value, by, why, out, folder)


app.add_typer(ways_in.app)
app.add_typer(ways_by_night.app)
app.add_typer(ways_out.app)
app.add_typer(keeping.app)


def main() -> None:
    """Entry point: what a user can mend is said in words, without a traceback."""
    try:
        app()
    except BuildFailed as error:
        print(f"gongkai: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        from orchestration.full_disk import full_disk

        if not (message := full_disk(error)):
            raise
        print(f"gongkai: {message}", file=sys.stderr)
        sys.exit(1)
