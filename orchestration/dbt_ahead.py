"""dbt that loads itself and the project while other stages are at work, and is then told its task.

That takes it some seconds of one processor, of which the stages before use the other one alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from orchestration import children, warehouse
from orchestration.lake import Lake

_waiting: list[subprocess.Popen[bytes]] = []


@contextlib.contextmanager
def loading(lake: Lake, project: Path) -> Iterator[None]:
    """Have a dbt load the project for a lake; it ends where nobody has told it anything."""
    folders = {
        "DBT_PROJECT_DIR": str(project),
        "DBT_PROFILES_DIR": str(project),
        "DBT_TARGET_PATH": str(lake.dbt_target),
        "DBT_LOG_PATH": str(lake.dbt_target),
    }
    as_dagster_asks = {"DBT_LOG_FORMAT": "json", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [str(warehouse.DBT), children.AHEAD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=project,
        env=os.environ | warehouse.writing_environment(lake) | folders | as_dagster_asks,
    ) as process:
        _waiting.append(process)
        try:
            yield
        finally:
            _waiting.clear()
            process.kill()


def told(command: Sequence[str]) -> subprocess.Popen[bytes] | None:
    """The dbt that was loaded ahead, at work on a command; None where there is none."""
    if not _waiting:
        return None
    process = _waiting.pop()
    assert process.stdin is not None  # it was started with one
    try:
        process.stdin.write(f"{json.dumps(command)}\n".encode())
        process.stdin.close()
    except OSError:  # it has ended
        return None
    return process
