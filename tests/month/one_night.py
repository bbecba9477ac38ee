"""One night of the month, in a process of its own: `gongkai night` with the test's day and web.

    python -m tests.month.one_night FOLDER DAY

FOLDER holds raw, releases, regions and notices.yml; DAY is the day of the visits, YYYY-MM-DD.
"""

import sys
from datetime import UTC, datetime, time
from pathlib import Path

from collection.options import Options
from orchestration.collecting import RegistryCollector
from orchestration.commands.night import run
from orchestration.files import BuildFailed


def main(folder: Path, day: str) -> int:
    now = datetime.combine(datetime.fromisoformat(day), time(hour=1), UTC)
    options = Options(pause=0, retries=0, request_seconds=10, allow_loopback=True, now=now)
    try:
        collector = RegistryCollector(folder / "regions", options)
        run(folder / "raw", folder / "releases", folder / "notices.yml", collector)
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
