"""Read `regions/<division code>.yml`, all of it at once, and say what is wrong where."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from collection.region import JsonList, ListPages, Page, Region, Source
from collection.visit import SourceVisit
from collection.yaml_lines import Place, Unreadable, read_yaml

SUFFIX = ".yml"
MOST_BYTES = 2_000_000
REGISTRY_KEY = "registry"
"""The source key under which a region's broken file is reported."""


@dataclass(frozen=True, slots=True)
class RegistryFault:
    """One fault of one file. line counts from 1; place: `sources[0].list.url`, or empty."""

    file: str
    line: int
    place: str
    message: str

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}:{self.line}: {place}{self.message}"

    @property
    def region_code(self) -> str:
        """The division code that the file's name stands for."""
        return Path(self.file).stem


@dataclass(frozen=True, slots=True)
class Registry:
    """The regions whose files are right, and the faults of the others."""

    regions: tuple[Region, ...]
    faults: tuple[RegistryFault, ...]

    def visits_of_faults(self) -> list[SourceVisit]:
        """One visit with a fault for each file that is wrong: it stays visible until mended."""
        by_region: dict[str, list[RegistryFault]] = {}
        for fault in self.faults:
            by_region.setdefault(fault.region_code, []).append(fault)
        return [
            SourceVisit(
                region_code=code,
                source_key=REGISTRY_KEY,
                fault=f"No source of {found[0].file} was visited. "
                + " ".join(str(fault) for fault in found),
            )
            for code, found in by_region.items()
        ]


def names_by_code(seed: Path) -> dict[str, tuple[str, ...]]:
    """The names that each division code ever stood for, from the seed of jurisdictions."""
    names: dict[str, dict[str, None]] = {}
    with seed.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            names.setdefault(row["jurisdiction_code"], {})[row["name_zh"]] = None
    return {code: tuple(found) for code, found in names.items()}


def read_registry(
    folder: Path, names: Mapping[str, Collection[str]], *, allow_loopback: bool = False
) -> Registry:
    """The good regions of a folder beside the faults, so that one bad file stops no night.

    A folder that does not exist holds no region. names: what each division code may be called; see
    `names_by_code`. allow_loopback: for tests, whose sites are served on loopback.
    """
    regions: list[Region] = []
    faults: list[RegistryFault] = []
    for path in _files(folder):
        found = read_region(path, names, allow_loopback=allow_loopback)
        if isinstance(found, Region):
            regions.append(found)
        else:
            faults += found
    return Registry(tuple(regions), tuple(faults))


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.suffix in (SUFFIX, ".yaml") and not path.name.startswith("."):
                yield path


def read_region(
    path: Path, names: Mapping[str, Collection[str]], *, allow_loopback: bool = False
) -> Region | list[RegistryFault]:
    """One region's file, or its faults."""
    file = f"{path.parent.name}/{path.name}"

    def fault(line: int, place: Place, message: str) -> RegistryFault:
        return RegistryFault(file, line, _written(place), message)

    if path.suffix != SUFFIX:
        return [fault(1, (), f"name the file {path.stem}{SUFFIX}.")]
    try:
        value, lines = read_yaml(path, MOST_BYTES)
    except Unreadable as error:
        return [fault(error.line, error.place, error.message)]
    except OSError as error:
        return [fault(1, (), f"the file cannot be read ({error.strerror}). Make it readable.")]
    if not isinstance(value, dict):
        return [fault(1, (), "the file is no list of `key: value` lines. See regions/README.md.")]
    faults = [
        fault(_line(lines, place), place, message)
        for place, message in _against_gazetteer(path.stem, value, names)
    ]
    empty = list(_empty(value, ()))
    faults += [fault(_line(lines, place), place, _NOTHING) for place in empty]
    region = None
    try:
        region = Region.model_validate(value, context={"allow_loopback": allow_loopback})
    except ValidationError as error:
        for details in error.errors(include_url=False):
            if (place := details["loc"]) not in empty:
                faults.append(fault(_line(lines, place), place, _message(details)))
    faults += [fault(_line(lines, place), place, text) for place, text in _twice(value)]
    if region is not None:
        faults += [
            fault(_line(lines, place), place, text) for place, text in _listed_twice(region, lines)
        ]
    if faults or region is None:
        return sorted(faults, key=lambda found: found.line)
    return region


def _against_gazetteer(
    stem: str, value: dict[str, Any], names: Mapping[str, Collection[str]]
) -> Iterator[tuple[Place, str]]:
    code, name = value.get("division"), value.get("name")
    if not isinstance(code, str):
        return
    known = names.get(code)
    if code != stem and known is not None:
        yield ("division",), f"{code} is not the name of the file. Name it {code}{SUFFIX}."
    if known is None:
        near = [other for other, called in names.items() if name in called][:3]
        hint = f" {name} is {' or '.join(near)}." if near else ""
        yield ("division",), f"{code} is no division code of the gazetteer.{hint} Correct the code."
    elif isinstance(name, str) and name not in known:
        yield (
            ("name",),
            f"{code} is {' or '.join(known)}, not {name}. Correct the code or the name.",
        )


_NOTHING = (
    "nothing stands here. Write something (`sources: []` while none is known), or leave it out. "
    'What begins with # is a comment: a selector like "#main" stands in quotes.'
)


def _empty(value: object, place: Place) -> Iterator[Place]:
    """Where a key or an entry has nothing behind it, which YAML takes for null."""
    if value is None:
        yield place
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _empty(part, (*place, key))


def _twice(value: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    sources = value.get("sources")
    seen: dict[str, int] = {}
    for position, source in enumerate(sources if isinstance(sources, list) else []):
        key = source.get("key") if isinstance(source, dict) else None
        if not isinstance(key, str):
            continue
        if key in seen:
            yield (
                ("sources", position, "key"),
                f"{key} is also the key of sources[{seen[key]}]. Give each source its own key.",
            )
        seen.setdefault(key, position)


def _listed_twice(region: Region, lines: Mapping[Place, int]) -> Iterator[tuple[Place, str]]:
    """Sources that take the same reports: each is filed once, and the second issuer gets none.

    Two sources may share a list where each says which of its entries are its own.
    """
    seen: dict[tuple[object, ...], str] = {}
    for position, source in enumerate(region.sources):
        for within, taken in _taken(source):
            place: Place = ("sources", position, *within)
            if taken in seen:
                remedy = "" if source.pages else ", or say by `title` or `item` which are whose"
                yield place, f"{seen[taken]} takes the same reports. Keep one{remedy}."
            seen.setdefault(taken, f"the source {source.key} (line {_line(lines, place)})")


def _taken(source: Source) -> Iterator[tuple[Place, tuple[object, ...]]]:
    """What a source asks for and what it picks there, with where that is written."""
    if way := source.list_pages:
        links = (way.item, way.link, way.lists, way.address, way.parts, way.html)
        yield ("list", "url"), (way.url, way.form, links, source.title)
    if json := source.json_list:
        fields = (json.records, json.title, json.address)
        yield ("json", "url"), (json.url, json.form, fields, source.title)
    for number, page in enumerate(source.pages or []):
        yield ("pages", number, "url"), (page.url,)


def _line(lines: Mapping[Place, int], place: Place) -> int:
    """The line of a place, or of what it would stand in."""
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _written(place: Place) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


_PARTS: dict[str, type[BaseModel]] = {
    "sources": Source,
    "list": ListPages,
    "json": JsonList,
    "pages": Page,
}


def _known_keys(place: Place) -> list[str]:
    """The keys of the part in which a place stands."""
    holders = [part for part in place[:-1] if isinstance(part, str)]
    model = _PARTS.get(holders[-1], Region) if holders else Region
    return [field.alias or name for name, field in model.model_fields.items()]


_SHAPES = {
    "model_type": "write its keys on the lines below it, indented: `url: https://...`",
    "list_type": "write a list below it: each entry begins with `- `; `[]` where there is none",
    "bool_type": "write true or false, without quotes",
    "int_type": "write a whole number, without quotes",
    "float_type": "write a number, without quotes",
    "string_too_short": "write something, or leave the key out",
    "too_short": "write at least one entry, or leave the key out",
}
_BOUNDS = {
    "greater_than_equal": "too small. Write {ge:g} or more.",
    "less_than_equal": "too large. Write {le:g} or less.",
    "literal_error": "not allowed here. Write {expected}.",
}


def _message(details: ErrorDetails) -> str:
    """What is wrong and what to do, in place of the validator's words where they say too little."""
    kind, given = details["type"], details.get("input")
    if kind == "extra_forbidden":
        key, known = str(details["loc"][-1]), _known_keys(details["loc"])
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        return (
            f"there is no such key. Did you mean `{near[0]}`?"
            if near
            else f"there is no such key. Known here: {', '.join(known)}."
        )
    if kind == "missing":
        return "this key is missing. Add it; regions/README.md says what it holds."
    if kind == "string_type" and details["loc"][-1] == "division":
        return 'a code without quotes is no text. Write its six digits in quotes: "320813".'
    if kind == "string_type":
        return f"{given!r} is no text. Put it in quotes."
    if kind == "string_pattern_mismatch" and details["loc"][-1] == "division":
        return f'{given!r} is no division code. Write its six digits in quotes: "320813".'
    if kind == "string_pattern_mismatch":
        return f"{given!r} does not fit. Use small letters, digits, - and _."
    if kind == "value_error":
        return details["msg"].removeprefix("Value error, ")
    if kind in _SHAPES:
        return f"{_SHAPES[kind]}, not {given!r}."
    if kind in _BOUNDS:
        return f"{given!r} is {_BOUNDS[kind].format(**details['ctx'])}"
    return f"{details['msg'].rstrip('.')}, not {given!r}. Correct it; see regions/README.md."
