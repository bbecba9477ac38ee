"""`gongkai export`: tables of the current release as files of other programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console

from collection.counted import counted
from orchestration.commands.query import open_release
from orchestration.commands.terminal import printable
from orchestration.export.source import Selection, select_rows, table_names
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.releases.package import PARQUET

ALL = "all"

_Write = Callable[[Selection, Path], tuple[int, list[str]]]


def run(
    table: str,
    out: Path,
    file_format: str,
    *,
    where: str | None = None,
    out_file: Path | None = None,
    folder: Path = Path(),
    with_mark: bool = False,
    language: str = "en",
) -> None:
    """Write a table, or every table, of the current release.

    Raises BuildFailed, after all other tables were written, when one could not be.
    """
    if table == ALL and (out_file is not None or where is not None):
        raise BuildFailed("`export all` writes a file a table: choose --folder, without --where.")
    with open_release(out) as connection:
        release = Lake.at(Path(), out).current.resolve()
        names = table_names(connection) if table == ALL else [table]
        write = _writer(file_format, release, with_mark=with_mark, language=language)
        failed = []
        for name in names:
            selection = select_rows(connection, release.name, name, where)
            target = out_file or folder / f"{name}.{file_format}"
            try:
                _write(write, selection, target, release)
            except BuildFailed as error:
                failed.append(str(error))
    if failed:
        raise BuildFailed("\n".join(failed))


def _writer(file_format: str, release: Path, *, with_mark: bool, language: str) -> _Write:
    """What writes a format. Each module is imported when it is needed: two are slow to load."""
    match file_format:
        case "csv":
            from orchestration.export import csv_file

            return partial(csv_file.write, with_mark=with_mark)
        case "xlsx":
            from orchestration.export import xlsx_file

            return xlsx_file.write
        case "dta":
            from orchestration.export import stata_file

            return partial(stata_file.write, language=language)
        case _:
            from orchestration.export import parquet_file

            return lambda selection, target: parquet_file.write(
                selection, target, release / PARQUET / f"{selection.name}.parquet"
            )


def _write(write: _Write, selection: Selection, target: Path, release: Path) -> None:
    """Write one file, whole or not at all."""
    if target.resolve().is_relative_to(release.parent):
        raise BuildFailed(f"{target} lies among the releases, which never change. Choose another.")
    console = Console(highlight=False)
    aside = target.with_name(f".{target.name}.writing-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        rows, remarks = write(selection, aside)
        os.replace(aside, target)
    except OSError as error:
        raise BuildFailed(f"{target} cannot be written ({error.strerror or error}).") from error
    finally:
        aside.unlink(missing_ok=True)
    console.print(printable(f"{target}: {counted(rows, 'row')} of {selection.name}"))
    for remark in remarks:
        console.print(printable(f"  {remark}", "yellow"))
