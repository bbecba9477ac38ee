"""The commands that look after releases over time: `releases`, `rollback`, `prune`.

They are commands of `gongkai` like those in orchestration.cli; each imports its module when it is
called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

Out = Annotated[Path, typer.Option("--out", file_okay=False, help="The folder of releases.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command()
def releases(
    out: Out = Path("data/releases"),
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare every file with its SHA-256; takes a while.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Releases shown.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the releases, the newest first: what each holds, changed, and why it is there.

    A damaged or half-written one is listed with what to do.
    """
    from orchestration.commands.releases import show

    show(out, verify=verify, limit=limit, as_json=as_json)


@app.command()
def rollback(
    why: Annotated[str, typer.Option(help="Why the current release is taken back, a sentence.")],
    release: Annotated[
        str | None,
        typer.Argument(help="The release to go to; its beginning suffices. Else the one before."),
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who decides; else the user at work.")] = None,
    out: Out = Path("data/releases"),
) -> None:
    """Let `current` lead to an earlier release, once its files have been verified.

    The one that is left stays, marked as withdrawn: a build of the same content is held back until
    somebody publishes it with `gongkai build --accept`. Going to a newer release takes its mark
    away.
    """
    from orchestration.commands.releases import go_back

    go_back(out, why, to=release, by=by)


@app.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many releases stay.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be removed, and remove nothing.")
    ] = False,
    as_json: AsJson = False,
    out: Out = Path("data/releases"),
) -> None:
    """Remove old releases, and what stopped builds have left.

    Kept are the current release, then those that rollbacks would go to, then the newest of the
    rest. A release that a process of this machine has open stays too.
    """
    from orchestration.commands.releases import remove_old

    remove_old(out, keep, is_dry=dry_run, as_json=as_json)
