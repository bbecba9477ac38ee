"""The official forms as data: loaded from `formats/form_*.yml`, one file a form.

Adding a form is adding a file. A form is a set of blocks (a table, or the part of a table under
one head), each with labelled columns and, unless a block has a single row, labelled rows; and
the identities (勾稽关系) that its numbers must satisfy.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "formats"

Key = tuple[str, str]
"""An item code and an applicant type: the identity of a cell within a report."""

# The parts of forms are loaded once and never copied, so each is equal to itself only: they are
# compared and hashed for every cell.


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A value column. `group` is the index of the block's innermost group it belongs to."""

    code: str
    labels: tuple[str, ...]
    group: int | None = None
    signed: bool = False
    money: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A head over several columns; `position` of nested groups follows that of their parent."""

    labels: tuple[str, ...]
    parent: int | None
    code: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A labelled row. numbering: the kind of numbering that the form prints before it.

    In a list of indicators a row has a unit of its own, and a heading has no value and no code.
    """

    code: str
    labels: tuple[str, ...]
    numbering: str | None
    unit: str | None = None
    money: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A table, or the part of a table under one head. Without rows it has one unlabelled row.

    captions: heads over the whole block. headings: labels in front of several rows.
    begins, ends: words that a text with the block has before and behind it.
    is_list: a list of indicators, each with its unit and one value (the form of 2014).
    foreign: labels that only tables of other forms have. common: codes of rows that other tables
    have in like words, so that they do not tell the form.
    """

    name: str
    form: str
    table: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    captions: tuple[str, ...]
    headings: tuple[str, ...]
    item_pattern: str
    applicant_pattern: str
    is_list: bool = False
    foreign: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @functools.lru_cache(maxsize=8192)  # noqa: B019  (forms live as long as the process)
    def key(self, row: Row | None, column: Column) -> Key:
        """The item code and applicant type of the cell in a row and a column."""
        names = {"row": row.code if row else "", "column": column.code}
        return self.item_pattern.format(**names), self.applicant_pattern.format(**names)

    @property
    def has_applicants(self) -> bool:
        """Whether its columns are kinds of applicants, and a row one item (table 3)."""
        return self.applicant_pattern != "all"

    def row_of(self, key: Key) -> str:
        """The row that a cell stands in; in table 4 its kind of dispute."""
        is_item = self.is_list or self.has_applicants
        return key[0] if is_item else key[0].rpartition(".")[0]

    def subject(self, key: Key) -> tuple[str, str | None]:
        """What a doubt about a cell is about: in table 3 all of its row."""
        return (key[0], None) if self.has_applicants else key

    @functools.cache  # noqa: B019  (forms live as long as the process)
    def cell_keys(self) -> tuple[Key, ...]:
        """Every cell of the block, row by row."""
        return tuple(
            self.key(row, column)
            for row in self.rows or (None,)
            if row is None or row.code
            for column in self.columns
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that the form promises: the cells of left add up to those of right.

    item_code and applicant_type name the cell or column that a finding is about.
    """

    rule_code: str
    item_code: str | None
    applicant_type: str | None
    left: tuple[Key, ...]
    right: tuple[Key, ...]
    keys: tuple[Key, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", self.left + self.right)

    def __hash__(self) -> int:
        """Identities are keys all over; their many cells add nothing to what tells them apart."""
        return hash((self.rule_code, self.item_code, self.applicant_type))


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An official form."""

    code: str
    notice: str
    blocks: tuple[Block, ...]
    identities: tuple[Identity, ...]


@functools.lru_cache(maxsize=1)
def load_forms() -> tuple[Form, ...]:
    """All forms of the folder, in the order of their codes."""
    paths = sorted(FOLDER.glob("form_*.yml"))
    return tuple(_form(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in paths)


def _form(data: dict[str, Any]) -> Form:
    blocks = tuple(_block(data["form"], block) for block in data["blocks"])
    identities = tuple(
        identity for entry in data["identities"] for identity in _identities(entry, blocks)
    )
    return Form(data["form"], data["notice"], blocks, identities)


def _block(form: str, data: dict[str, Any]) -> Block:
    groups: list[Group] = []
    columns = tuple(_columns(data["columns"], groups, None, prefix=None))
    return Block(
        name=data["block"],
        form=form,
        table=data["table"],
        columns=columns,
        groups=tuple(groups),
        rows=tuple(
            Row(
                "" if row.get("heading") else row["code"],
                tuple(row["labels"]),
                _numbering_kind(row.get("numbering")),
                row.get("unit"),
                row.get("money", False),
            )
            for row in data.get("rows", [])
        ),
        captions=tuple(data.get("captions", [])),
        headings=tuple(data.get("headings", [])),
        item_pattern=data["item"],
        applicant_pattern=data.get("applicant", "all"),
        is_list=data.get("is_list", False),
        foreign=tuple(data.get("foreign", [])),
        common=frozenset(data.get("common", [])),
        begins=tuple(data.get("begins", [])),
        ends=tuple(data.get("ends", [])),
    )


def _columns(
    entries: list[dict[str, Any]], groups: list[Group], parent: int | None, prefix: str | None
) -> Iterator[Column]:
    for entry in entries:
        code = ".".join(part for part in (prefix, entry.get("code")) if part)
        if "group" in entry:
            groups.append(Group(tuple(entry["group"]), parent, entry.get("code")))
            yield from _columns(entry["columns"], groups, len(groups) - 1, code or None)
        else:
            yield Column(
                code=code,
                labels=tuple(entry["labels"]),
                group=parent,
                signed=entry.get("signed", False),
                money=entry.get("money", False),
                unit=entry.get("unit"),
            )


def _numbering_kind(numbering: str | None) -> str | None:
    if numbering is None:
        return None
    if numbering[0] in "（(":
        return "group"
    return "item" if numbering[0].isdigit() else "chapter"


def _identities(data: dict[str, Any], blocks: tuple[Block, ...]) -> Iterator[Identity]:
    rule, left, right = data["rule"], data["left"], data["right"]
    match data.get("each"):
        case "applicant":
            for applicant in (column.code for column in _requests(blocks).columns):
                item = left[0] if len(left) == 1 else None
                sides = (tuple((item, applicant) for item in side) for side in (left, right))
                yield Identity(rule, item, applicant, *sides)
        case "item":
            for item in (row.code for row in _requests(blocks).rows):
                sides = (tuple((item, applicant) for applicant in side) for side in (left, right))
                yield Identity(rule, item, left[0], *sides)
        case _:
            sides = (tuple((item, "all") for item in side) for side in (left, right))
            yield Identity(rule, left[0], "all", *sides)


def _requests(blocks: tuple[Block, ...]) -> Block:
    return next(block for block in blocks if block.has_applicants)


def form_in_force(year: int | None) -> str:
    """The form that the law of a data year asks for: what a report without tables is of."""
    if year is None or year < 2014:
        return "pre2014"
    if year < 2019:
        return "2014"
    return "2019" if year < 2021 else "2021"


def sums_within(block: Block, keys: Set[Key]) -> tuple[Identity, ...]:
    """The identities of the block's form that need no other cells than these."""
    form = next(form for form in load_forms() if block in form.blocks)
    return tuple(identity for identity in form.identities if set(identity.keys) <= keys)
