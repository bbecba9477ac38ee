"""An answer, and what it is to be asked by: the visit knows nothing of how requests are made."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from collection.charset import decoded
from collection.fetched import Fetched, extension


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. url: where it came from in the end. headers: by name in small letters."""

    url: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def file_name(self) -> str | None:
        """The file name that Content-Disposition gives."""
        stated = self.headers.get("content-disposition", "")
        found = re.search(r"filename\*\s*=\s*[\w-]+'[^']*'([^;\s]+)", stated)
        if found:
            return unquote(found[1])
        found = re.search(r"filename\s*=\s*(?:\"([^\"]+)\"|([^;\s]+))", stated)
        return unquote(found[1] or found[2]) if found else None

    def fetched(self, name: str | None = None, said_sha256: str | None = None) -> Fetched:
        return Fetched(
            self.body,
            self.url,
            self.content_type,
            self.file_name or name,
            said_sha256,
            self.headers,
        )

    @property
    def is_page(self) -> bool:
        return extension(self.fetched()) == "html"

    def text(self, charset: str | None) -> str:
        return decoded(self.body, self.content_type, charset)


class NoAnswer(Exception):
    """A request that was not made or not answered; the reason is the end of a sentence."""


class Forbidden(NoAnswer):
    """The site's robots.txt does not allow the request."""


class NoReport(NoAnswer):
    """An answer that holds no report: the page's trouble, not the site's."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request to make. Sent by POST where there is a form.

    headers: to send beside the usual ones. cookies: keep those of the site. most_bytes: of the
    answer; None for what the crawl allows. seconds: for all of it, waiting included.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: str | None = None
    cookies: bool = False
    most_bytes: int | None = None
    seconds: float = 3600.0


Fetch = Callable[[Question], Awaitable[Reply]]
"""Make one request. Raises NoAnswer."""
