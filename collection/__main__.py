"""`python -m collection`: visit the sources of chosen regions and print what came of it as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

from collection.collect import collect, options_from_data
from collection.options import Options
from collection.region import Region
from collection.registry import names_by_code, read_region
from collection.visit import as_data

_PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Exit 0 when every source was visited without a fault, 1 when one has a fault, 2 for a wrong
    call or a wrong registry."""
    parser = argparse.ArgumentParser(prog="python -m collection", description=__doc__)
    parser.add_argument("regions", nargs="*", type=Path, metavar="regions/<code>.yml")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"))
    parser.add_argument("--memory", type=Path, default=Path("data/collection"))
    parser.add_argument(
        "--divisions", type=Path, default=_PROJECT / "dbt_project" / "seeds" / "jurisdictions.csv"
    )
    parser.add_argument("--contact", default="", help="your address, for the sites' administrators")
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between two requests")
    parser.add_argument("--allow-loopback", action="store_true", help="for tests only")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        return child()
    if not given.regions:
        parser.error("name the file of a region, for example regions/320813.yml")
    names, regions = names_by_code(given.divisions), []
    for path in given.regions:
        found = read_region(path, names, allow_loopback=given.allow_loopback)
        if isinstance(found, Region):
            regions.append(found)
            continue
        for fault in found:
            print(fault, file=sys.stderr)
        return 2
    options = Options(contact=given.contact, pause=given.pause, allow_loopback=given.allow_loopback)
    visits = collect(regions, given.raw, given.memory, options=options)
    for visit in visits:
        print(json.dumps(as_data(visit), ensure_ascii=False))
    return 1 if any(visit.fault for visit in visits) else 0


def child() -> int:
    """The crawl's process: a job on standard input, events on standard output."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes to the log
    job = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    options = options_from_data(job["options"])
    context = {"allow_loopback": options.allow_loopback}

    def tell(event: dict[str, Any]) -> None:
        events.write(json.dumps(event, ensure_ascii=True) + "\n")
        events.flush()

    regions = [Region.model_validate(stated, context=context) for stated in job["regions"]]
    from collection.crawl import Crawl  # starts Twisted, which the calling process has no need of

    gone = {path: date.fromisoformat(day) for path, day in job["gone"].items()}
    Crawl(regions, Path(job["raw"]), Path(job["memory"]), options, tell, gone).run()
    return 0


def _end_with_parent() -> None:
    """The parent never closes its end while it lives; when it is killed, the system does."""
    sys.stdin.buffer.read()
    os._exit(70)


if __name__ == "__main__":
    sys.exit(main())
