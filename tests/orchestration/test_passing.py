"""What is tried again, since it may pass by itself."""

import dagster as dg
import duckdb
import pytest

from orchestration.defs.passing import may_pass, sole_writer
from orchestration.files import AnotherBuild, BuildFailed
from orchestration.full_disk import DiskFull
from orchestration.lake import Lake
from tests.orchestration.conftest import another_holds


def test_a_lock_held_by_another_build_is_waited_for(lake: Lake):
    with another_holds(lake.lock), pytest.raises(dg.RetryRequested) as asked, sole_writer(lake):
        pass
    assert (asked.value.max_retries, asked.value.seconds_to_wait) == (24, 300)
    with sole_writer(lake):
        pass


@pytest.mark.parametrize(
    "error",
    [
        BuildFailed("dbt could not build"),
        ValueError("a bad document"),
        OSError(28, "disk full"),
        PermissionError(13, "Permission denied", "/somewhere/else"),
        duckdb.IOException("Could not read the file"),
        dg.Failure("a test failed"),
    ],
)
def test_what_does_not_pass_by_itself_is_not_tried_again(lake: Lake, error: Exception):
    assert not may_pass(error)
    named = DiskFull if getattr(error, "errno", None) == 28 else type(error)
    with pytest.raises(named), sole_writer(lake):
        raise error


@pytest.mark.parametrize(
    "error",
    [
        AnotherBuild("at work"),
        ConnectionResetError(104, "reset"),
        TimeoutError(110, "timed out"),
        duckdb.IOException("IO Error: Could not set lock on file build.duckdb"),
    ],
)
def test_locks_and_networks_pass(error: Exception):
    assert may_pass(error)
