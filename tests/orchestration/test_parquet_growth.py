"""A Parquet file with the row groups of two says what both say, to every reader."""

import contextlib
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from orchestration.releases.parquet_growth import append_row_groups

KINDS = """
    select
        'report ' || (i // 7) as report_id, i as number, i % 3 = 0 as is_third,
        (i / 8)::decimal(20, 6) as share, i::double as magnitude,
        case when i % 5 > 0 then date '2025-01-01' + i::integer end as day,
        timestamp '2025-01-01' + i * interval 1 minute as moment,
        ['文' || i, null] as words
    from range({first}, {last}) as r(i)
"""


def write(path: Path, first: int, last: int, sql: str = KINDS) -> Path:
    duckdb.execute(
        f"copy ({sql.format(first=first, last=last)}) to '{path}' "
        "(format parquet, compression zstd, row_group_size 2048)"
    )
    return path


def test_every_reader_finds_the_rows_of_both_in_order(tmp_path: Path):
    grown = write(tmp_path / "0.parquet", 0, 50_000)
    for night in range(3):
        first = 50_000 + 10 * night
        more = write(tmp_path / "more", first, first + 10)
        before, grown = grown, tmp_path / f"{night + 1}.parquet"
        append_row_groups(before, more, grown)
    whole = write(tmp_path / "whole.parquet", 0, 50_030)
    assert duckdb.sql(f"from '{grown}'").fetchall() == duckdb.sql(f"from '{whole}'").fetchall()
    assert pl.read_parquet(grown).equals(pl.read_parquet(whole))
    assert pq.read_table(grown).equals(pq.read_table(whole))
    assert pq.ParquetFile(grown).metadata.num_row_groups == 25 + 3
    # Filters look at statistics and Bloom filters, which have offsets of their own.
    for report in (0, 3000, 7142, 7146):
        theirs = f"where report_id = 'report {report}'"
        in_both = [duckdb.sql(f"from '{path}' {theirs}").fetchall() for path in (grown, whole)]
        assert in_both[0] == in_both[1] != []


def test_row_groups_are_copied_byte_by_byte(tmp_path: Path):
    standing = write(tmp_path / "standing.parquet", 0, 5000)
    append_row_groups(standing, write(tmp_path / "more", 5000, 5010), tmp_path / "grown.parquet")
    kept = pq.ParquetFile(standing).metadata.serialized_size + 8
    content = standing.read_bytes()[:-kept]
    assert (tmp_path / "grown.parquet").read_bytes().startswith(content)


def test_files_of_other_columns_are_not_put_together(tmp_path: Path):
    standing = write(tmp_path / "standing.parquet", 0, 10)
    more = write(tmp_path / "more", 0, 10, "select i::integer as number from range(10) as r(i)")
    with pytest.raises(ValueError, match="other columns"):
        append_row_groups(standing, more, tmp_path / "grown.parquet")


@pytest.mark.parametrize("byte", range(1, 300, 7))
def test_a_damaged_footer_raises_nothing_unforeseen(tmp_path: Path, byte: int):
    standing = write(tmp_path / "standing.parquet", 0, 10)
    more = write(tmp_path / "more", 10, 20)
    content = bytearray(standing.read_bytes())
    content[-byte] ^= 0x5A
    standing.write_bytes(content)
    # Whether the file says what it should is seen by whoever writes a release: it reads it.
    with contextlib.suppress(ValueError):
        append_row_groups(standing, more, tmp_path / "grown.parquet")


def test_what_is_no_parquet_file_is_refused(tmp_path: Path):
    more = write(tmp_path / "more", 10, 20)
    for content in (b"", b"PAR1", b"PAR1" * 5, more.read_bytes()[:-1]):
        standing = tmp_path / "standing.parquet"
        standing.write_bytes(content)
        with pytest.raises(ValueError):
            append_row_groups(standing, more, tmp_path / "grown.parquet")
