"""What a region's file may say: its sources and how each lists its reports."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from parsel.csstranslator import HTMLTranslator
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from collection.addresses import NOT_PUBLIC, refusal

PAGE, FIRST, LAST = COUNTERS = ("{page}", "{first}", "{last}")
"""Stand for the number of a page, and of its first and last record, where a list is asked for."""

_CSS = HTMLTranslator()


def _address(value: str, info: ValidationInfo, counters: Sequence[str] = ()) -> str:
    allow_loopback = bool(info.context and info.context.get("allow_loopback"))
    unknown = [name for name in re.findall(r"\{\w*\}", value) if name not in counters]
    if unknown:
        known = f"Known are {', '.join(counters)}." if counters else "Write the address out."
        raise ValueError(f"there is no {unknown[0]} here. {known}")
    why = refusal(re.sub(r"\{\w+\}", "1", value), allow_loopback)
    if why:
        remedy = (
            "Only sites of the public internet are visited."
            if why == NOT_PUBLIC
            else "Give the address as a browser shows it, with http:// or https://."
        )
        raise ValueError(f"{value} {why}. {remedy}")
    return value


def _counted_address(value: str, info: ValidationInfo) -> str:
    return _address(value, info, COUNTERS)


def _selector(value: str) -> str:
    try:
        _CSS.css_to_xpath(value)
    except Exception as error:
        raise ValueError(
            f"{value!r} is no CSS selector ({error}). Write it like `div.content`."
        ) from error
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{value!r} is no regular expression ({error}). Mend it.") from error
    return value


def _charset(value: str) -> str:
    try:
        codecs.lookup(value)
        "a".encode(value)
    except (LookupError, TypeError, ValueError) as error:
        raise ValueError(
            f"{value!r} is no known charset. Write gb18030, utf-8 or big5, or leave it out."
        ) from error
    return value


Address = Annotated[str, AfterValidator(_address)]
CountedAddress = Annotated[str, AfterValidator(_counted_address)]
Selector = Annotated[str, Field(min_length=1), AfterValidator(_selector)]
TitlePattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]
Charset = Annotated[str, AfterValidator(_charset)]
Pages = Annotated[int, Field(ge=1, le=2000)]
Year = Annotated[int, Field(ge=2000, le=2049)]
Pause = Annotated[float, Field(ge=0.5, le=300)]
Text = Annotated[str, Field(min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class _Counted(_Part):
    """How the pages of a list are asked for."""

    url: CountedAddress
    form: Text | None = None
    """What to send by POST, {page} for the number of the page. Default: GET."""
    per_page: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """How many records a page has: for {first} and {last}."""
    first_record: Annotated[int, Field(ge=0, le=1)] = 1
    """The number of the first record, for {first} and {last}."""
    limit: Pages | None = None
    """The most pages to visit."""

    @property
    def is_paged(self) -> bool:
        """Whether pages are asked for by number."""
        return any(counter in self.asked for counter in COUNTERS)

    @property
    def asked(self) -> str:
        """What is asked for further pages: the address and what is sent."""
        return self.url + (self.form or "")

    @model_validator(mode="after")
    def _counts_records(self) -> Self:
        counts = FIRST in self.asked or LAST in self.asked
        if counts and self.per_page is None:
            raise ValueError("{first} and {last} need `per_page`: how many records a page has.")
        if self.per_page is not None and not counts:
            raise ValueError("`per_page` counts for {first} and {last}, and neither is there.")
        return self

    def counted(self, template: str, number: int, first_page: int) -> str:
        """A template for a page, numbered from 0, with its counters filled in."""
        size = self.per_page or 0
        first = self.first_record + number * size
        numbers = (first_page + number, first, first + size - 1)
        for counter, value in zip(COUNTERS, numbers, strict=True):
            template = template.replace(counter, str(value))
        return template


class ListPages(_Counted):
    """Pages of links to reports."""

    item: Selector | None = None
    """One entry of the list. Default: every link of the page."""
    link: Selector | None = None
    """The link within an entry. Default: the first one."""
    date: Selector | None = None
    """The date within an entry. Default: the first date in its text."""
    address: Text | None = None
    """The address of an entry, with {parts} that `parts` finds. Default: the link's own."""
    parts: TitlePattern | None = None
    """What of a link's attributes makes its address: a regular expression with named groups."""
    next: Selector | None = None
    """The link to the next page. Default: the link that says 下一页 or has rel=next."""
    numbered: CountedAddress | None = None
    """The address of the second page and those after it, {page} for the number."""
    second_page: Annotated[int, Field(ge=0, le=10)] = 2
    """The number of the second page in `numbered`."""
    lists: Selector | None = None
    """The links to further lists, of years or of bodies."""
    html: Text | None = None
    """Where the piece of page with the links stands in an answer that is JSON: `data.html`."""

    @property
    def first_page(self) -> int:
        return self.second_page - 1

    @property
    def asked(self) -> str:
        return (self.numbered or self.url) + (self.form or "")

    @model_validator(mode="after")
    def _has_one_pagination(self) -> Self:
        if self.is_paged and self.next is not None:
            raise ValueError("`next` and `numbered` exclude each other. Keep one.")
        if self.numbered is not None and not self.is_paged:
            raise ValueError("`numbered` has no {page}. Write {page} where the number stands.")
        if self.lists is not None and self.is_paged:
            raise ValueError(
                "`lists` and pages by number exclude each other. Make a source of each list."
            )
        return self

    @model_validator(mode="after")
    def _finds_the_parts(self) -> Self:
        if (self.address is None) != (self.parts is None):
            raise ValueError("`address` and `parts` belong together. Give both or neither.")
        if self.address is not None and self.parts is not None:
            wanted = set(re.findall(r"\{(\w+)\}", self.address))
            lacking = wanted - set(re.compile(self.parts).groupindex)
            if lacking or not wanted:
                raise ValueError(
                    f"`parts` has no group for {', '.join(sorted(lacking)) or 'any part'}. Write "
                    "{id} in `address` and (?P<id>...) in `parts`."
                )
        return self


class JsonList(_Counted):
    """A list that a site's page loads as JSON."""

    first_page: Annotated[int, Field(ge=0, le=10)] = 1
    records: str = ""
    """The way to the records, `data.list`; empty where the answer itself is the list."""
    title: Text
    """The field that holds the title."""
    address: Text
    """The field that holds the address, or an address with {field}s of the record in it."""
    date: Text | None = None
    """The field that holds the date: 2024-01-31, or seconds or milliseconds since 1970."""


class Page(_Part):
    """One report, by its address."""

    url: Address
    title: Text | None = None
    """Default: the title of the page."""
    year: Year | None = None
    """The data year. Default: the year in the title."""


class Source(_Part):
    """One place that lists reports."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
    issuer: Text | None = None
    list_pages: ListPages | None = Field(None, alias="list")
    json_list: JsonList | None = Field(None, alias="json")
    pages: Annotated[list[Page], Field(min_length=1, max_length=2000)] | None = None
    title: TitlePattern | None = None
    """What a link's title must match. A group named year is the data year."""
    content: Selector | None = None
    """The block of a report's page that holds the report."""
    charset: Charset | None = None
    """The charset of lists and pages that state a wrong one."""
    files: Selector | None = None
    """The links of a report's page to the files that are the report, whatever they look like."""
    attachments: Literal["prefer", "only", "ignore"] | None = None
    """prefer: the files of a page are the report where there are any; only: a page without
    files is none; ignore: the page is the report. Default: the files where the page says
    nothing else."""
    pause: Pause | None = None
    year_from: Year | None = None
    """Leave out reports on years before this one."""
    referer: Address | None = None
    """The page that is said to lead to the list and its reports. Default: the list, to reports."""
    cookies: bool = False
    """Keep the cookies of this site for the visit."""

    @field_validator("title")
    @classmethod
    def _names_the_year_alone(cls, title: str | None) -> str | None:
        other = sorted(set(re.compile(title or "").groupindex) - {"year"})
        if other:
            raise ValueError(f"there is no group {other[0]} here. Call it (?P<year>...).")
        return title

    @field_validator("pages")
    @classmethod
    def _are_different(cls, pages: list[Page] | None) -> list[Page] | None:
        seen: set[str] = set()
        for page in pages or []:
            if page.url in seen:
                raise ValueError(f"{page.url} stands twice. Keep one.")
            seen.add(page.url)
        return pages

    @model_validator(mode="after")
    def _lists_in_one_way(self) -> Self:
        ways = [self.list_pages, self.json_list, self.pages]
        if sum(way is not None for way in ways) != 1:
            raise ValueError(
                "give exactly one of `list`, `json` and `pages`; make a second source for another."
            )
        return self

    @property
    def first_address(self) -> str:
        way = self.list_pages or self.json_list
        if way is not None:
            return way.counted(way.url, 0, way.first_page)
        assert self.pages is not None
        return self.pages[0].url


class Region(_Part):
    """One file of the registry. Grain: division."""

    division: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name: Text
    pause: Pause | None = None
    sources: Annotated[list[Source], Field(max_length=5000)]
