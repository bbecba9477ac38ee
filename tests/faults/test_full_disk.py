"""A disk that is full: said by name, nothing published is harmed, and it heals with more room.

The disk is a small one of its own (tmpfs) where the system lets this user mount it, else a limit on
the size of files stands for it, which gives the same errors one number apart.
"""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.files import BuildFailed
from orchestration.full_disk import full_disk, said_when_full
from orchestration.releases.history import damage
from tests.conftest import ROOT
from tests.orchestration.made_releases import make_releases
from tests.orchestration.test_release import build

LIMIT = 300_000
"""Bytes of the largest file where no disk can be mounted."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, without much room, or any folder where that cannot be."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield folder
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def in_a_process(script: str, *arguments: object, is_limited: bool) -> subprocess.CompletedProcess:
    """Run Python on this project; limited: no file may grow beyond LIMIT."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({LIMIT}, {LIMIT}))\n"
    return subprocess.run(
        [sys.executable, "-c", (limit if is_limited else "") + script, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def leave(disk: Path, free: int) -> None:
    """Fill a disk up to so many free bytes."""
    found = os.statvfs(disk)
    (disk / "ballast").write_bytes(b"\0" * (found.f_bavail * found.f_frsize - free))


def test_a_publication_without_room_says_so_and_is_made_when_there_is_room(disk: Path):
    lake, ids = make_releases(disk, 1)
    build(lake, "('b', 2)")
    is_limited = not os.path.ismount(disk)
    if not is_limited:
        leave(disk, 200_000)
    script = (
        "import sys; from pathlib import Path; from orchestration.lake import Lake; "
        "from orchestration.defs.passing import sole_writer; "
        "from orchestration.releases.publish import publish\n"
        "lake = Lake.at(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "with sole_writer(lake): publish(lake)"
    )
    done = in_a_process(script, lake.raw, lake.releases, is_limited=is_limited)
    assert done.returncode != 0
    name = "/" if is_limited else disk
    assert f"DiskFull: The disk at {name}" in done.stderr
    assert "gongkai prune" in done.stderr
    assert lake.current.resolve().name == ids[0]
    assert damage(lake.current) is None
    assert not list(lake.releases.glob(".building-*")), "half a release keeps no room"
    (disk / "ballast").unlink(missing_ok=True)
    done = in_a_process(script, lake.raw, lake.releases, is_limited=False)
    assert done.returncode == 0, done.stderr
    assert damage(lake.current) is None
    assert lake.current.resolve().name != ids[0]


def test_a_build_without_room_ends_with_1_and_names_the_disk(disk: Path):
    lake, ids = make_releases(disk, 1)
    lake.build_receipt.unlink()
    is_limited = not os.path.ismount(disk)
    if not is_limited:
        leave(disk, 1_000_000)
    script = "from orchestration.cli import main; main()"
    arguments = ("build", "--raw", lake.raw, "--out", lake.releases)
    done = in_a_process(script, *arguments, is_limited=is_limited)
    assert done.returncode == 1, done.stderr
    assert "The disk at" in done.stderr
    assert is_limited or str(disk) in done.stderr
    assert "gongkai: The build failed while " in done.stderr
    assert "The last release stays as it is" in done.stderr
    assert lake.current.resolve().name == ids[0]
    assert damage(lake.current) is None


def test_a_half_written_file_does_not_keep_the_room(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_bytes(b"whole")
    script = (
        "import sys; from pathlib import Path; from orchestration.files import write_bytes; "
        "write_bytes(Path(sys.argv[1]), bytes(1_000_000))"
    )
    assert "File too large" in in_a_process(script, path, is_limited=True).stderr
    assert path.read_bytes() == b"whole"
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device", "/nowhere/a.parquet"),
        OSError(122, "Disk quota exceeded"),
        RuntimeError('IO Error: Could not write file "/x": No space left on device'),
    ],
)
def test_every_way_of_saying_it_is_understood(error: Exception):
    assert "no room" in str(full_disk(error, [Path("/")]))


def test_other_errors_are_left_as_they_are():
    assert full_disk(OSError(13, "Permission denied", "/root/x"), [Path("/")]) is None


def _chained() -> Exception:
    try:
        try:
            raise OSError(28, "No space left on device")
        except OSError as error:
            raise ValueError("dbt failed") from error
    except ValueError as error:
        return error


def test_the_cause_of_an_error_counts():
    assert "no room" in str(full_disk(_chained()))


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_folder_that_may_not_be_written_to_says_who_may(tmp_path: Path, number: int):
    aside = str(tmp_path / "releases" / ".building-x")
    with (
        pytest.raises(BuildFailed, match="as the user that builds"),
        said_when_full(tmp_path / "interim", tmp_path / "releases"),
    ):
        raise OSError(number, os.strerror(number), aside)
