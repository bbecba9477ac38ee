"""The commands of nights: `night`, `collect`, `backfill`, `notices`.

They are commands of `gongkai` like those in orchestration.cli; each imports its module when it is
called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
notices = typer.Typer(no_args_is_help=True, help="Telling people about nights.")
app.add_typer(notices, name="notices")

Raw = Annotated[Path, typer.Option("--raw", file_okay=False, help="The folder of raw files.")]
Out = Annotated[Path, typer.Option("--out", file_okay=False, help="The folder of releases.")]
Regions = Annotated[
    Path, typer.Option("--regions", file_okay=False, help="The folder of region files.")
]
NoticesFile = Annotated[
    Path, typer.Option("--notices", dir_okay=False, help="Whom to tell; nobody without the file.")
]


@app.command()
def night(
    raw: Raw = Path("data/raw"),
    out: Out = Path("data/releases"),
    regions: Regions = Path("regions"),
    notices_file: NoticesFile = Path("notices.yml"),
    no_collect: Annotated[
        bool, typer.Option("--no-collect", help="Visit no source; build from what is there.")
    ] = False,
) -> None:
    """A whole night: visit the sources, read what is new, build, publish, tell.

    For cron or a systemd timer, without Dagster's daemon. A source that cannot be visited, a bad
    region file and a notice that cannot be delivered never fail a night. Each night has a journal
    and a page in the folder `nights` beside the releases.

    Exit code 0 when a release stands, 1 when the night failed or its release was held back.
    """
    _not_inside(out, raw)
    from orchestration.collecting import RegistryCollector
    from orchestration.commands.night import run

    collector = None if no_collect else RegistryCollector(regions.absolute())
    run(raw, out, notices_file, collector)


@app.command()
def collect(
    region: Annotated[
        list[str] | None,
        typer.Option(help="Divisions by name or code, each with all below it; else all regions."),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Ask for every report whole, not only for what is due.")
    ] = False,
    raw: Raw = Path("data/raw"),
    out: Out = Path("data/releases"),
    regions: Regions = Path("regions"),
) -> None:
    """Visit sources as a night does, and file what is new; build nothing, tell nobody.

    `--anew` is for after a change of a region's file, or where a site hides that a report changed.

    Exit code 0 when every source could be visited, 3 when one is at fault, 1 when there is no such
    region file or another collector is at work.
    """
    _not_inside(out, raw)
    from orchestration.collecting import RegistryCollector
    from orchestration.commands.collect import run
    from orchestration.lake import Lake

    collector = RegistryCollector(regions.absolute())
    run(Lake.at(raw, out), collector.anew() if anew else collector, region or ())


@app.command()
def backfill(
    year: Annotated[
        str | None, typer.Option(help="Years: 2023, 2021-2023, or several with commas.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(help="Divisions by name or code, each with all below it; may be repeated."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every file.")] = False,
    raw: Raw = Path("data/raw"),
    out: Out = Path("data/releases"),
    accept: Annotated[
        bool, typer.Option("--accept", help="Publish also what would be held back.")
    ] = False,
) -> None:
    """Read files again though nothing has changed, then build and publish.

    A changed reader has every file read again by the next build of its own accord; this is for
    what no build can notice, such as another version of a program that readers call.
    """
    _not_inside(out, raw)
    if not (year or region or everything):
        raise typer.BadParameter("Say which files: --year, --region or --all.")
    from orchestration.commands.backfill import run

    run(raw, out, year, tuple(region or ()), accept=accept)


@notices.command()
def test(notices_file: NoticesFile = Path("notices.yml")) -> None:
    """Send a trial to every channel of the file; exit code 1 when one did not arrive."""
    from orchestration.commands.notices import send_trial

    send_trial(notices_file)


@notices.command()
def send(
    out: Out = Path("data/releases"),
    raw: Raw = Path("data/raw"),
    notices_file: NoticesFile = Path("notices.yml"),
) -> None:
    """Tell of nights whose process was killed, and nothing else.

    For whatever starts nights, after they end: the next night would do the same.
    """
    from orchestration.commands.notices import send_lost

    send_lost(raw, out, notices_file)


def _not_inside(out: Path, raw: Path) -> None:
    if out.resolve().is_relative_to(raw.resolve()):
        raise typer.BadParameter("Releases inside the raw folder would be read as reports.")
