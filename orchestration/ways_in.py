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
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
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
    """File a report that came by mail: copy it to its place, with its sidecar.

    Division and year are those that the document says; say them where it does not. The same bytes
    are filed once. The next build takes the file into the warehouse.
    """
    from orchestration.commands.add import Said, run

    run(file, raw, Said(region, year, origin, issuer, note))
