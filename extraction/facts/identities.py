"""Check the form's identities (勾稽关系) and infer the blanks that they leave one value for.

The identities are a checksum over rows and columns. They are used to verify numbers and to
locate a doubt; a printed number is never changed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extraction.forms import Identity, Key
from extraction.records import record

ZERO = Decimal(0)


@record(frozen=True, slots=True)
class Check:
    """An identity and whether the numbers satisfy it.

    expected: the sum of the parts (for column_balance: received and carried over), actual: the
    total that is printed (handled and carried forward).
    """

    identity: Identity
    expected: Decimal
    actual: Decimal

    @property
    def holds(self) -> bool:
        return self.expected == self.actual


@dataclass(frozen=True, slots=True)
class Inference:
    """A value that identities leave as the only one for a blank cell."""

    key: Key
    value: Decimal
    identities: tuple[Identity, ...]


Cells = Mapping[Key, Decimal | Literal["blank", "dash"]]
"""Cells of a report by key: a number, or what stands there instead. Missing and unreadable
cells are absent, and an identity with an absent cell is not tested."""


def check(identities: tuple[Identity, ...], cells: Cells) -> list[Check]:
    """Test each identity whose cells are all there, blanks and dashes counted as zero.

    An identity none of whose cells holds a number is not tested.
    """
    checks = []
    for identity in identities:
        sums = _sums(identity, cells)
        if sums is None:
            continue
        left, right = sums
        if len(identity.left) == 1:
            checks.append(Check(identity, expected=right, actual=left))
        else:
            checks.append(Check(identity, expected=left, actual=right))
    return checks


def infer(identities: tuple[Identity, ...], cells: Cells) -> list[Inference]:
    """Blank cells for which the identities leave one value only.

    Counts are not negative, so blanks that add up to zero are zero each, and a single blank in a
    sum is what is left over. An inference that breaks any identity is withdrawn: then a printed
    number is wrong and nothing follows from it. So is one in an identity that cannot be tested,
    because a cell of it was not found. A blank part of a sum is given a number above zero only
    where two sums leave it: one alone may be wrong in print, and the number would hide that.
    """
    blanks = {key for key, value in cells.items() if value == "blank"}
    identities = tuple(i for i in identities if not blanks.isdisjoint(i.keys))
    known, solved = _filled(identities, cells)
    if not solved:
        return []
    tested = [i for i in identities if _has_number(i, known)]
    untested = [i for i in identities if not _is_whole(i, cells)]
    broken = [result.identity for result in check(identities, known) if not result.holds]
    witnesses: dict[Key, list[Identity]] = {key: [] for key in solved}
    for identity in tested:
        for key in witnesses.keys() & identity.keys:
            witnesses[key].append(identity)
    alone = [
        witnesses[key][0]
        for key in solved
        if known[key] != ZERO and len(witnesses[key]) == 1 and witnesses[key][0].left != (key,)
    ]
    unproven = {key for identity in untested + broken + alone for key in identity.keys}
    proved: list[Inference] = []
    for key, inferred in solved.items():
        if unproven.isdisjoint({key} | inferred):
            value = known[key]
            assert isinstance(value, Decimal)
            proved.append(Inference(key, value, tuple(witnesses[key])))
        else:
            unproven.add(key)
    return proved


def _filled(
    identities: tuple[Identity, ...], cells: Cells
) -> tuple[dict[Key, Decimal | Literal["blank", "dash"]], dict[Key, frozenset[Key]]]:
    """The cells with every blank that follows from the others, one identity after the other, and
    for each such blank, in that order, those before it that it follows from."""
    known = dict(cells)
    solved: dict[Key, frozenset[Key]] = {}
    progress = True
    while progress:
        progress = False
        for identity in identities:
            if not _is_whole(identity, cells) or not _has_number(identity, known):
                continue
            if found := _solve(identity, known):
                known |= found
                solved |= dict.fromkeys(found, frozenset(identity.keys & solved.keys()))
                progress = True
    return known, solved


def _has_number(identity: Identity, cells: Cells) -> bool:
    return any(isinstance(cells.get(key), Decimal) for key in identity.keys)


def _is_whole(identity: Identity, cells: Cells) -> bool:
    return all(key in cells for key in identity.keys)


def _sums(identity: Identity, cells: Cells) -> tuple[Decimal, Decimal] | None:
    """The sums of the two sides; None where a cell is absent or none holds a number."""
    try:
        left = [cells[key] for key in identity.left]
        right = [cells[key] for key in identity.right]
    except KeyError:
        return None
    lefts = [value for value in left if isinstance(value, Decimal)]
    rights = [value for value in right if isinstance(value, Decimal)]
    return (sum(lefts, ZERO), sum(rights, ZERO)) if lefts or rights else None


def _solve(identity: Identity, cells: Cells) -> dict[Key, Decimal]:
    """The blanks of an identity whose cells are all there that it alone decides."""
    blanks_left = [key for key in identity.left if cells[key] == "blank"]
    blanks_right = [key for key in identity.right if cells[key] == "blank"]
    if bool(blanks_left) == bool(blanks_right):
        return {}
    remainder = _sum(identity.left, cells) - _sum(identity.right, cells)
    blanks, rest = (blanks_right, remainder) if blanks_right else (blanks_left, -remainder)
    if rest == 0:
        return dict.fromkeys(blanks, ZERO)
    if rest > 0 and len(blanks) == 1:
        return {blanks[0]: rest}
    return {}


def _sum(keys: tuple[Key, ...], cells: Cells) -> Decimal:
    total = ZERO
    for key in keys:
        value = cells[key]
        if isinstance(value, Decimal):
            total += value
    return total
