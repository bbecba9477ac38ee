"""`gongkai region add`: begin the file of a region with what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from collection.region import Region
from collection.region_file import write_region
from extraction.gazetteer import Gazetteer
from extraction.gazetteer.divisions import Division
from orchestration.collecting import collecting_options
from orchestration.commands.divisions import chosen_division, heirs_of, place_of
from orchestration.commands.terminal import printable
from orchestration.files import BuildFailed
from orchestration.lake import JURISDICTIONS
from orchestration.reading.task import gazetteer

_GOVERNMENTS = {"地区": "行政公署", "盟": "行政公署"}
"""What the government of a unit of this kind is called; of all others 人民政府."""


def run(words: str, addresses: Sequence[str], folder: Path) -> None:
    """Write `<folder>/<division code>.yml` and say what comes next.

    addresses: pages that list the reports of the area's government, one source each. Raises
    BuildFailed for a division that is none or has its file already, and for a wrong address.
    """
    division = chosen_division(words)
    region = _region(division, addresses)
    known = gazetteer(JURISDICTIONS)
    remarks = [f"{place_of(division, known)}, {division.level}"]
    if division.valid_to is not None:
        remarks.append(f"In force until {division.valid_to}.")
    try:
        path = write_region(folder, region, remarks, government_of(division))
    except FileExistsError as error:
        raise BuildFailed(str(error)) from error
    except OSError as error:
        raise BuildFailed(f"{folder} cannot be written to ({error.strerror}).") from error
    console = Console(highlight=False, soft_wrap=True)
    console.print(printable(f"Wrote {path} for {place_of(division, known)}."))
    if division.valid_to is not None:
        console.print(printable(_gone(division, known), "yellow"))
    if addresses:
        console.print(f"See what it finds: gongkai region check {division.code}")
    else:
        console.print(
            "Write into it where its reports are listed (docs/add-a-region.md), then see what it "
            f"finds: gongkai region check {division.code}"
        )


def government_of(division: Division) -> str | None:
    """The official name of a division's government; None for the country, which has many."""
    if division.level == "country":
        return None
    for ending, arm in _GOVERNMENTS.items():
        if division.name.endswith(ending):
            return division.name + arm
    return division.name + "人民政府"


def _gone(division: Division, known: Gazetteer) -> str:
    """That a division is no longer in force, and which to add for its later reports."""
    lines = [f"It was in force until {division.valid_to}."]
    heirs = heirs_of(division, known)
    if not heirs:
        return f"{lines[0]} No division of today stands in its place."
    lines[0] += " Reports on later years are those of what stands in its place today:"
    lines += [
        f"  {heir.code} {place_of(heir, known)}: gongkai region add {heir.code}" for heir in heirs
    ]
    return "\n".join(lines)


def _region(division: Division, addresses: Sequence[str]) -> Region:
    issuer = government_of(division)
    sources = [
        {"key": key, **({"issuer": issuer} if issuer else {}), "list": {"url": address}}
        for key, address in zip(_keys(addresses), addresses, strict=True)
    ]
    stated = {"division": division.code, "name": division.name, "sources": sources}
    try:
        return Region.model_validate(
            stated, context={"allow_loopback": collecting_options().allow_loopback}
        )
    except ValidationError as error:
        texts = [one["msg"].removeprefix("Value error, ") for one in error.errors()]
        raise BuildFailed("\n".join(texts)) from error


def _keys(addresses: Sequence[str]) -> list[str]:
    """A key for each address: `government`, then by number."""
    return ["government", *(f"list-{number}" for number in range(2, len(addresses) + 1))][
        : len(addresses)
    ]
