"""Files are read again when they are asked for, and no others."""

from pathlib import Path

import pytest

from orchestration.backfill import forget
from orchestration.commands.years import years_of
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.raw.inventory import FILED_YEARS, write_inventory
from orchestration.reading.run import extract_partitions
from tests.commands import call
from tests.orchestration.conftest import HUAIAN, SUQIAN, put_report


@pytest.fixture
def read(lake: Lake) -> Lake:
    """A lake with a report of 2024 on 320800, one of 2023 on 321300, and one that lies anywhere."""
    put_report(lake.raw, HUAIAN)
    put_report(lake.raw, SUQIAN)
    put_report(lake.raw, "321300/2024/moved.html").rename(lake.raw / "mail.html")
    assert read_again(lake) == 3
    return lake


def read_again(lake: Lake) -> int:
    """How many files an extraction reads."""
    results = extract_partitions(lake, write_inventory(lake), FILED_YEARS)
    return sum(result.read for result in results)


def test_files_of_regions_and_years_are_read_again(read: Lake):
    for regions, years, count in (
        ([], [], 3),
        (["320800"], [], 1),
        (["320000"], [], 3),
        (["321300"], [], 2),
        ([], [2023], 1),
        ([], [2024], 2),
        (["321302"], [], 0),
        (["000000"], [], 0),
        ([], [2019], 0),
    ):
        assert forget(read, regions=regions, years=years) == count, (regions, years)
    assert read_again(read) == 3
    assert forget(read, regions=["321300"], years=[2024]) == 1, "by what the report says"
    assert read_again(read) == 1
    assert read_again(read) == 0


@pytest.mark.parametrize(
    ("text", "years"),
    [("2023", [2023]), ("2021–2023", [2021, 2022, 2023]), ("2019, 2021-2022", [2019, 2021, 2022])],
)
def test_years_are_written_as_people_do(text: str, years: list[int]):
    assert years_of(text) == years


@pytest.mark.parametrize("text", ["", "202", "2023-2021", "last year", "1-9999"])
def test_what_is_no_year_is_refused(text: str):
    with pytest.raises(BuildFailed, match="is no year"):
        years_of(text)


def test_the_command_refuses_what_it_cannot_do(read: Lake):
    folders = ("--raw", read.raw, "--out", read.releases)
    assert call("backfill", *folders).code == 2
    assert "No division is called '3208'" in call("backfill", "--region", "3208", *folders).err
    assert "may be any of these" in call("backfill", "--region", "鼓楼区", *folders).err
    named = call("backfill", "--region", "洪泽区", "--year", "2010", *folders)
    assert "No file of these" in named.err
    assert "No file of these" in call("backfill", "--year", "2010", *folders).err
    inside: Path = read.raw / "releases"
    assert call("backfill", "--all", "--raw", read.raw, "--out", inside).code == 2
