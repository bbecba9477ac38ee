"""`gongkai backfill`: read chosen files again, then build and publish."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from collection.counted import counted
from orchestration.backfill import forget
from orchestration.commands import build
from orchestration.commands.divisions import codes_of
from orchestration.commands.years import years_of
from orchestration.files import BuildFailed, only_builder
from orchestration.lake import Lake


def run(raw: Path, out: Path, years: str | None, regions: Sequence[str], *, accept: bool) -> None:
    """Read again what was read of these years and regions, build, publish.

    regions: names or codes. Raises BuildFailed for years and divisions that are none, and when
    nothing of them was ever read.
    """
    chosen = years_of(years) if years else []
    lake = Lake.at(raw, out)
    with only_builder(lake.lock):
        count = forget(lake, regions=codes_of(regions), years=chosen)
        if not count:
            raise BuildFailed(
                "No file of these years and regions has been read. `gongkai build` reads new ones."
            )
        print(f"Read again: {counted(count, 'file')}.", flush=True)
        build.run(raw, out, accept=accept)
