"""The summary at the end of a build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from collection.counted import counted
from orchestration.commands.query import open_release
from orchestration.commands.terminal import printable
from orchestration.lake import Lake

_SHOWN_REJECTIONS = 10


@dataclass(frozen=True, slots=True)
class Built:
    """What a successful build came to. read, reused: raw files. is_new: the release is."""

    read: int
    reused: int
    release_id: str
    folder: Path
    is_new: bool


def print_summary(built: Built, lake: Lake, seconds: float) -> None:
    """Print what a successful build did and what the release holds."""
    console = Console(highlight=False)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("files", f"{built.read} read, {built.reused} unchanged since they were read")
    with open_release(lake.releases) as connection:
        for name, text in _contents(connection):
            table.add_row(name, text)
        rejected = connection.sql(
            "select source_path, reason_code, reason from rejected_document order by all"
        ).fetchall()
        faults = connection.sql(
            "select fault from review_decision where fault is not null order by all"
        ).fetchall()
    table.add_row("duration", f"{seconds:.1f} s")
    state = "published" if built.is_new else "is already current, nothing has changed"
    table.add_row("release", printable(f"{built.release_id} {state}"))
    table.add_row("", printable(str(built.folder)))
    console.print(table)
    for source_path, reason_code, reason in rejected[:_SHOWN_REJECTIONS]:
        console.print(printable(f"rejected ({reason_code}): {source_path}\n  {reason}", "yellow"))
    if len(rejected) > _SHOWN_REJECTIONS:
        console.print(f"... {len(rejected) - _SHOWN_REJECTIONS} more in table rejected_document")
    for (fault,) in faults[:_SHOWN_REJECTIONS]:
        console.print(printable(f"no review decision: {fault}", "yellow"))
    console.print(
        '\nTry: gongkai query "select issuer_name, year, requests_received '
        'from rpt_annual_disclosure order by all"',
        soft_wrap=True,
    )


def _contents(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """What the release holds, in words: reports, rejections and findings by kind."""
    counts = {
        "rejected": "select reason_code, count(*) from rejected_document group by 1 order by 1",
        "review": """
            select
                case
                    when fault is not null then 'with a fault'
                    when is_matched then 'in force'
                    else 'about findings that are gone'
                end as state,
                count(*)
            from review_decision group by 1 order by 1
        """,
        "findings": """
            select severity, count(*) from fct_finding group by 1
            order by list_position(['error', 'warning', 'info'], severity)
        """,
    }
    reports = connection.sql("select count(*) from dim_report").fetchall()[0][0]
    facts = connection.sql("select count(*) from fct_disclosure").fetchall()[0][0]
    texts = {
        name: ", ".join(f"{count} {kind}" for kind, count in connection.sql(sql).fetchall())
        for name, sql in counts.items()
    }
    return [
        ("reports", f"{reports}, with {counted(facts, 'cell')}"),
        *((name, text or "none") for name, text in texts.items()),
    ]
