"""The commands by which reports come in: `add` and `region`.

They are commands of `gongkai` like those in orchestration.cli; each imports its module when it is
called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

Raw = Annotated[Path, typer.Option("--raw", file_okay=False, help="The folder of raw files.")]
REGION = "A division's name (洪泽区, 南京市鼓楼区) or its code of six digits."


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, readable=True)],
    region: Annotated[str | None, typer.Option(help=f"Whose report it is. {REGION}")] = None,
    year: Annotated[int | None, typer.Option(help="The year that it reports on.")] = None,
    origin: Annotated[
        str | None, typer.Option("--from", help="Its address, or in words whom it came from.")
    ] = None,
    issuer: Annotated[
        str | None, typer.Option(help="The body that issued it, where it does not say so.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What else is to be kept beside it.")] = None,
    raw: Raw = Path("data/raw"),
) -> None:
    """File reports that came by mail: copy each to its place, with its sidecar.

    Division and year are those that the document says; say them where it does not. The same bytes
    are filed once. The next build takes the files into the warehouse. One that cannot be filed
    keeps none of the others; the exit code is 1 then.
    """
    from orchestration.commands.add import Said, run

    run(files, raw, Said(region, year, origin, issuer, note))


region_app = typer.Typer(
    help="Where the reports of a region are: the files of regions/.", no_args_is_help=True
)
app.add_typer(region_app, name="region")

Regions = Annotated[
    Path, typer.Option("--regions", file_okay=False, help="The folder of the registry.")
]


@region_app.command("add")
def region_add(
    region: Annotated[str, typer.Argument(help=REGION)],
    address: Annotated[
        list[str] | None,
        typer.Option("--list", help="A page that lists the government's reports; may be repeated."),
    ] = None,
    regions: Regions = Path("regions"),
) -> None:
    """Begin the file of a region with what is known of it."""
    from orchestration.commands.region_add import run

    run(region, address or [], regions)


@region_app.command("check")
def region_check(
    region: Annotated[str, typer.Argument(help=REGION)],
    regions: Regions = Path("regions"),
    scratch: Annotated[
        Path, typer.Option(file_okay=False, help="Where to put what is found; emptied before.")
    ] = Path("data/check"),
) -> None:
    """Try a region's sources: collect into a scratch folder, read, say what to mend next.

    The raw folder, the warehouse and what the nights remember stay as they are.

    Exit code 0 when every source could be visited, whatever its reports say; 3 when a source is at
    fault; 1 when the region has no file or a wrong one, 2 for a wrong call.
    """
    from orchestration.commands.region_check import run

    run(region, regions, scratch)


@region_app.command("list")
def region_list(
    years: Annotated[
        str | None,
        typer.Option(help="Data years to show: 2019-2024; else the last six, in JSON all."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    regions: Regions = Path("regions"),
    raw: Raw = Path("data/raw"),
    out: Annotated[
        Path, typer.Option("--out", file_okay=False, help="The folder of releases.")
    ] = Path("data/releases"),
) -> None:
    """Show every region with its sources, what is at fault, and what the warehouse holds."""
    from orchestration.commands.region_list import run

    run(regions, raw, out, years, as_json=as_json)
