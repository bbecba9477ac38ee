"""What may pass by itself is tried again; a bad document or a failed test never is."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import duckdb

from orchestration.files import AnotherBuild, only_builder
from orchestration.full_disk import said_when_full
from orchestration.lake import Lake

PATIENCE = dg.RetryPolicy(max_retries=24, delay=300)
"""Two hours, in steps of five minutes: longer than any build of what a night finds."""

_PASSING = {
    errno.EAGAIN,
    errno.ECONNABORTED,
    errno.ECONNREFUSED,
    errno.ECONNRESET,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.ENETUNREACH,
    errno.ESTALE,
    errno.ETIMEDOUT,
}
"""Errors of a network or of a folder that lies on one. A full disk is none: it needs somebody."""


def may_pass(error: BaseException) -> bool:
    """Whether the same work may succeed some minutes later though nobody does anything."""
    if isinstance(error, AnotherBuild):
        return True
    if isinstance(error, duckdb.IOException):  # a client has the build's database open
        return "Could not set lock on file" in str(error)
    return isinstance(error, OSError) and error.errno in _PASSING


@contextmanager
def tried_again() -> Iterator[None]:
    """Ask for another try of this step where the fault may pass; let all others fail at once."""
    try:
        yield
    except Exception as error:
        if not may_pass(error):
            raise
        raise dg.RetryRequested(PATIENCE.max_retries, PATIENCE.delay) from error


@contextmanager
def sole_writer(lake: Lake) -> Iterator[None]:
    """Hold the lake's lock for the work of an asset; wait where another build holds it."""
    with (
        tried_again(),
        only_builder(lake.lock),
        said_when_full(lake.interim, lake.releases, Path(tempfile.gettempdir())),
    ):
        yield
