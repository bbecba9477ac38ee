"""What the collector remembers of each region: one small JSON file each, beside the raw folder.

Everything in it can be derived again: what was fetched and filed from the sidecars of the region's
raw files, since when pages are gone from what the caller knew last, the rest by the next visits. So
a file that is lost or damaged is rebuilt, and said.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from collection.counted import counted
from collection.files import write_whole
from collection.filing import SUFFIX as SIDECAR
from collection.yaml_lines import read_yaml

_NONE: Mapping[str, date] = {}
_MOST_BYTES = 200_000_000
_MOST_SIDECAR = 64 * 1024
_LOST_DAYS = (
    "Pages of which neither the last inventory nor the release says that they had vanished count "
    "as present until the visits of the next two weeks miss them. Where there is a backup of this "
    "file, put it back; otherwise nothing needs to be done."
)
_CODE = re.compile(r"^[0-9]{6}$")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_assignment=False)


class Version(_Part):
    """One file that was filed. source_path: relative to the raw folder."""

    source_path: str
    sha256: str
    said_sha256: str | None = None
    """The hash of what a page says (page.said), or of what an archive holds; else None."""

    @property
    def is_page(self) -> bool:
        return self.source_path.endswith(".html")


class Address(_Part):
    """What is known of one address that was visited for a report: a page, or a file it leads to.

    Grain: the address, within a region.
    listed: the day on which a list named it last; None for files, and for what is no longer listed.
    checked: the day of the last visit. content_type: of the last version. leads_to: the files that
    the page's report is in, when it is not the page itself. vanished: the day on which it was found
    to be gone, None while it is there.
    """

    source_key: str
    title: str = ""
    year: int | None = None
    declared: date | None = None
    first_seen: date | None = None
    listed: date | None = None
    checked: date | None = None
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    leads_to: list[str] = Field(default_factory=list)
    versions: list[Version] = Field(default_factory=list)
    vanished: date | None = None

    @property
    def is_file(self) -> bool:
        """Whether its last version is no page."""
        return bool(self.versions) and not self.versions[-1].is_page


class SourceMemory(_Part):
    """What is known of one source.

    failed_nights: days on which it was at fault since it was last visited without one, of which
    last_failed is the last, and fault what was wrong then. found: reports listed at the last visit
    without a fault. whole_visit: the last day on which every page of the list was visited.
    """

    failed_nights: int = Field(
        default=0, validation_alias=AliasChoices("failed_nights", "failed_visits")
    )
    last_failed: date | None = None
    failing_since: date | None = None
    fault: str | None = None
    last_visit: date | None = None
    last_good: date | None = None
    whole_visit: date | None = None
    found: int = 0

    def fail(self, today: date, fault: str) -> None:
        """Count a night with a fault: a second visit on its day is no second night."""
        self.fault = fault
        self.failed_nights += self.last_failed != today
        self.last_failed = today
        self.failing_since = self.failing_since or today

    def succeed(self, today: date) -> None:
        """End the count."""
        self.failed_nights, self.last_failed, self.failing_since, self.fault = 0, None, None, None
        self.last_good = today


class RegionMemory(_Part):
    """What is known of one region. Grain: division."""

    version: int = 1
    sources: dict[str, SourceMemory] = Field(default_factory=dict)
    addresses: dict[str, Address] = Field(default_factory=dict)

    def source(self, key: str) -> SourceMemory:
        return self.sources.setdefault(key, SourceMemory())


def memory_file(folder: Path, code: str) -> Path:
    """Where the memory of a region lies."""
    return folder / f"{code}.json"


def load(
    folder: Path, raw: Path, code: str, gone: Mapping[str, date] = _NONE
) -> tuple[RegionMemory, str | None]:
    """The memory of a region, and a note when it had to be rebuilt from sidecars.

    gone: by source path, the day on which its address was found to be gone, as known elsewhere; for
    a memory that is rebuilt.
    """
    path = memory_file(folder, code)
    try:
        found = _read(path)
    except FileNotFoundError:
        rebuilt, count = _rebuilt(raw, code, gone)
        if not count:
            return rebuilt, None
        return rebuilt, (
            f"What was known of region {code} was lost and was rebuilt from "
            f"{counted(count, 'sidecar')}. {_LOST_DAYS}"
        )
    except (OSError, ValueError) as error:
        rebuilt, count = _rebuilt(raw, code, gone)
        return rebuilt, (
            f"{path.name} was damaged ({type(error).__name__}) and was rebuilt from "
            f"{counted(count, 'sidecar')}. {_LOST_DAYS}"
        )
    return found, None


def save(folder: Path, code: str, memory: RegionMemory) -> None:
    """Write the memory of a region as a whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    text = memory.model_dump_json(exclude_defaults=True, indent=1)
    write_whole(memory_file(folder, code), text.encode("utf-8", "surrogatepass") + b"\n")


def faults(folder: Path, code: str) -> dict[str, str]:
    """What was wrong with the sources of a region when each was visited last, by key."""
    try:
        memory = _read(memory_file(folder, code))
    except (OSError, ValueError):
        return {}
    return {key: source.fault for key, source in memory.sources.items() if source.fault}


def vanished(folder: Path, before: Mapping[str, date] = _NONE) -> dict[str, date]:
    """The raw files whose address is gone, by source path, with the day this was found.

    A file of which another address is still there is not among them. before: what was known before;
    it stands for regions whose memory is lost or cannot be read, until the next visit rebuilds it.
    """
    lost = {path.partition("/")[0] for path in before}
    gone: dict[str, date] = {}
    present: set[str] = set()
    for code in _codes(folder):
        path = memory_file(folder, code)
        try:
            if code not in lost and b'"vanished"' not in path.read_bytes():
                continue  # defaults are not written
            memory = _read(path)
        except (OSError, ValueError):
            continue
        lost.discard(code)
        for address in memory.addresses.values():
            for version in address.versions:
                if address.vanished is None:
                    present.add(version.source_path)
                else:
                    gone[version.source_path] = address.vanished
    kept = {path: day for path, day in before.items() if path.partition("/")[0] in lost}
    return kept | {path: day for path, day in gone.items() if path not in present}


def _codes(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        for path in sorted(folder.glob("*.json")):
            if _CODE.match(path.stem):
                yield path.stem


def _read(path: Path) -> RegionMemory:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("too long")
    try:
        memory = RegionMemory.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ValueError("is not what was written") from error
    if memory.version != 1:
        raise ValueError("is of another version")
    return memory


def _rebuilt(raw: Path, code: str, gone: Mapping[str, date]) -> tuple[RegionMemory, int]:
    """A region's memory from the sidecars that the collector wrote, and how many there are."""
    memory, count = RegionMemory(), 0
    folder = raw / code
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names, key=_by_version):
            if not name.endswith(SIDECAR) or name.startswith("."):
                continue
            path = Path(place, name.removesuffix(SIDECAR))
            stated = _sidecar(Path(place, name))
            if "source_key" not in stated or not isinstance(stated.get("source_url"), str):
                continue
            if path.is_file():
                source_path = path.relative_to(raw).as_posix()
                _remember(memory, source_path, stated, gone.get(source_path))
                count += 1
    return memory, count


def _by_version(name: str) -> tuple[str, int]:
    found = re.fullmatch(r"(.*?)(?:\.v(\d{1,6}))?(\.[^.]*)?" + re.escape(SIDECAR), name)
    return (found[1], int(found[2] or 1)) if found else (name, 1)


def _sidecar(path: Path) -> dict[str, Any]:
    try:
        stated = {} if path.is_symlink() else read_yaml(path, _MOST_SIDECAR)[0]
    except (OSError, ValueError):
        return {}
    return stated if isinstance(stated, dict) else {}


def _remember(
    memory: RegionMemory, source_path: str, stated: dict[str, Any], gone: date | None
) -> None:
    def text(key: str) -> str | None:
        value = stated.get(key)
        return str(value) if isinstance(value, str | int | date) else None

    url = str(stated["source_url"])
    version = Version(
        source_path=source_path,
        sha256=text("sha256") or "",
        said_sha256=text("said_sha256"),
    )
    day = _day(text("fetched_at"))
    declared, year = _day(text("declared_date")), text("data_year") or ""
    known = memory.addresses.setdefault(url, Address(source_key=str(stated["source_key"])))
    known.title = text("list_title") or known.title
    known.year = int(year) if re.fullmatch(r"20\d\d", year) else known.year
    known.declared = declared or known.declared
    known.first_seen = min(filter(None, (known.first_seen, day)), default=None)
    known.checked = max(filter(None, (known.checked, day)), default=None)
    known.etag, known.last_modified = text("etag"), text("last_modified")
    known.content_type = text("content_type") or ""
    known.versions.append(version)
    known.vanished = gone
    page = text("page_url")
    if page and page != url:
        parent = memory.addresses.setdefault(page, Address(source_key=known.source_key))
        parent.title, parent.year = known.title, known.year
        parent.declared, parent.first_seen = known.declared, known.first_seen
        if url not in parent.leads_to:
            parent.leads_to.append(url)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
