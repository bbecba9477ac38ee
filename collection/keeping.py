"""Keep what a visit fetched: once, and a further version where the report differs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from collection.addresses import host_of
from collection.charset import decoded
from collection.fetched import Fetched, extension, file_name, version_name
from collection.filing import file_report
from collection.memory import Address, RegionMemory, Version
from collection.options import Options
from collection.page import said
from collection.region import Source
from collection.tally import Tally

UNFILED = "unfiled"
"""The folder of reports whose title names no year; the document alone says it then."""


class Keeper:
    """The raw files of one region, as one source adds to them."""

    def __init__(
        self,
        raw: Path,
        region_code: str,
        source: Source,
        memory: RegionMemory,
        options: Options,
        tally: Tally,
    ) -> None:
        self._raw, self._code, self._source = raw, region_code, source
        self._memory, self._options, self._tally = memory, options, tally

    @property
    def today(self) -> date:
        return self._options.today()

    def is_here(self, known: Address) -> bool:
        """Whether the last file of an address, or of every file it leads to, still lies here."""
        if known.versions:
            return (self._raw / known.versions[-1].source_path).is_file()
        parts = [self._memory.addresses.get(url) for url in known.leads_to]
        return bool(parts) and all(
            part is not None and bool(part.versions) and self.is_here(part) for part in parts
        )

    def is_kept(self, known: Address, fetched: Fetched) -> bool:
        """Whether this was filed for this address before, and still lies here."""
        return any(
            (
                version.sha256 == fetched.sha256
                or (fetched.said_sha256 and version.said_sha256 == fetched.said_sha256)
            )
            and (self._raw / version.source_path).is_file()
            for version in known.versions
        )

    def last_said(self, known: Address) -> tuple[str, ...] | None:
        """What the last page of an address said; None where it was no page or is lost."""
        if not known.versions or not known.versions[-1].is_page:
            return None
        try:
            content = (self._raw / known.versions[-1].source_path).read_bytes()
        except OSError:
            return None
        html = decoded(content, known.content_type, self._source.charset)
        return said(html, self._source.content)

    def keep(
        self,
        fetched: Fetched,
        url: str,
        known: Address,
        list_url: str | None,
        page_url: str | None = None,
    ) -> None:
        """File what was fetched unless it lies here already, whoever filed it. Raises OSError."""
        known.checked, known.vanished = self.today, None
        if self.is_kept(known, fetched):
            self._tally.unchanged += 1
            return
        present = [v for v in known.versions if (self._raw / v.source_path).is_file()]
        path = self._same_report(known, fetched)
        if path is None:
            folder = f"{self._code}/{known.year or UNFILED}"
            filed = file_report(
                self._raw,
                folder if not present else str(Path(present[0].source_path).parent),
                version_name(Path(present[0].source_path).name, fetched)
                if present
                else file_name(known.title, fetched, self._raw / folder),
                fetched.content,
                self._stated(fetched, url, known, list_url, page_url),
            )
            path = filed.source_path
            if filed.is_new:
                (self._tally.changed if present else self._tally.new).append(path)
            else:
                self._tally.unchanged += 1
        else:
            self._tally.unchanged += 1
        known.content_type = fetched.content_type
        known.versions = [v for v in present if v.source_path != path]
        known.versions.append(
            Version(source_path=path, sha256=fetched.sha256, said_sha256=fetched.said_sha256)
        )

    def _same_report(self, known: Address, fetched: Fetched) -> str | None:
        """The file of this region that says the same, under whatever address it was found."""
        for other in self._memory.addresses.values():
            if fetched.said_sha256 and (other.year, other.title) == (known.year, known.title):
                for version in other.versions:
                    is_same = version.said_sha256 == fetched.said_sha256
                    if is_same and (self._raw / version.source_path).is_file():
                        return version.source_path
        return None

    def _stated(
        self,
        fetched: Fetched,
        url: str,
        known: Address,
        list_url: str | None,
        page_url: str | None,
    ) -> dict[str, str]:
        """What the sidecar says; the hash of the bytes is added by whoever writes it."""
        stated = {
            "source_url": url,
            "fetched_at": self._options.instant().isoformat().replace("+00:00", "Z"),
            "publisher": host_of(url),
            "declared_issuer": self._source.issuer,
            "source_key": self._source.key,
            "list_url": list_url,
            "list_title": known.title,
            "declared_date": known.declared.isoformat() if known.declared else None,
            "data_year": str(known.year) if known.year else None,
            "page_url": page_url,
            "answered_url": fetched.url if fetched.url != url else None,
            "content_type": fetched.content_type,
            "charset": self._source.charset if extension(fetched) == "html" else None,
            "etag": fetched.headers.get("etag"),
            "last_modified": fetched.headers.get("last-modified"),
            "said_sha256": fetched.said_sha256,
        }
        return {key: value for key, value in stated.items() if value}
