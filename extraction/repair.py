"""Repair misread numbers: the identities (勾稽关系) as an error-correcting code.

A number of the table of requests stands in a sum over its row and in sums over its column, so
a misread one breaks both and is located where they cross. It is repaired only when the
recogniser itself offered the other reading and the sums leave no second way. Numbers that stand
in the file as text are never offered here: an agency's own wrong sum stays as it is printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extraction.forms import Identity, Key
from extraction.identities import Cells, check

MOST_CHANGES = 3
"""Sums that only more changes than these restore prove nothing: chance would do as well."""
_MOST_TRIALS = 20_000
"""Sets of changes tried for one knot of broken sums before it is given up."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Another reading of a recognised cell: its text, the number it says, its score."""

    text: str
    value: Decimal
    score: float


Offers = Mapping[Key, tuple[Offer, ...]]


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell, the reading that takes its place, and the identities that it restores."""

    key: Key
    offer: Offer
    identities: tuple[Identity, ...]


_Changes = frozenset[tuple[Key, Offer]]


def repair(identities: tuple[Identity, ...], cells: Cells, offers: Offers) -> list[Repair]:
    """The changes to offered readings with which the broken identities hold.

    cells: as for `identities.check`; a cell that no number could be read from is absent.

    Broken identities that share a cell with an offer are mended together: by the only set of the
    fewest changes with which all of them hold. Where no set mends them all, because a sum is
    wrong in print, a change still stands if every identity of its cell holds with it, at least
    two of them were broken, and no other change would mend any of these.
    """
    system = _System(identities, cells, offers)
    changes: list[tuple[Key, Offer]] = []
    for knot in system.knots():
        changes += system.mend_wholly(knot) or system.mend_singly(knot)
    return [Repair(key, offer, system.restored(key)) for key, offer in changes]


class _System:
    """Identities, the cells in them and the readings offered."""

    def __init__(self, identities: tuple[Identity, ...], cells: Cells, offers: Offers) -> None:
        self._cells = cells
        self._of_key: dict[Key, list[Identity]] = defaultdict(list)
        self._tested = [i for i in identities if self._is_testable(i, offers)]
        for identity in self._tested:
            for key in identity.left + identity.right:
                self._of_key[key].append(identity)
        self._offers = {key: offers[key] for key in self._of_key if offers.get(key)}
        self._broken = [i for i in self._tested if not self._holds(i, {})]

    def _is_testable(self, identity: Identity, offers: Offers) -> bool:
        keys = identity.left + identity.right
        return all(key in self._cells or offers.get(key) for key in keys)

    def knots(self) -> list[list[Identity]]:
        """The broken identities, those that share a cell with an offer together."""
        knots: list[tuple[set[Key], list[Identity]]] = []
        for identity in self._broken:
            keys = {key for key in identity.left + identity.right if key in self._offers}
            if not keys:
                continue
            touching = [knot for knot in knots if knot[0] & keys]
            members = [i for knot in touching for i in knot[1]] + [identity]
            knots = [knot for knot in knots if knot not in touching]
            knots.append((keys.union(*(knot[0] for knot in touching)), members))
        return [members for _, members in knots]

    def mend_wholly(self, knot: list[Identity]) -> list[tuple[Key, Offer]]:
        """The only set of the fewest changes that restores a whole knot; empty without one."""
        for count in range(1, MOST_CHANGES + 1):
            solutions: set[_Changes] = set()
            if not self._search(knot, {}, count, solutions, seen=set()):
                return []
            if solutions:
                return sorted(solutions.pop(), key=_by_key) if len(solutions) == 1 else []
        return []

    def _search(
        self,
        knot: list[Identity],
        changed: dict[Key, Offer],
        left: int,
        solutions: set[_Changes],
        seen: set[_Changes],
    ) -> bool:
        """Collect every set of `left` more changes that restores the knot. False: given up."""
        changes = frozenset(changed.items())
        if changes in seen:
            return True
        seen.add(changes)
        if len(seen) > _MOST_TRIALS:
            return False
        broken = self._broken_with(knot, changed)
        if not left:
            if not broken:
                solutions.add(changes)
            return True
        if not broken:
            return True
        for key, offer in self._candidates(broken[0]):
            if key not in changed and not self._search(
                knot, {**changed, key: offer}, left - 1, solutions, seen
            ):
                return False
        return True

    def _broken_with(self, knot: list[Identity], changed: dict[Key, Offer]) -> list[Identity]:
        touched = dict.fromkeys(knot)
        for key in changed:
            touched.update(dict.fromkeys(self._of_key[key]))
        return [identity for identity in touched if not self._holds(identity, changed)]

    def mend_singly(self, knot: list[Identity]) -> list[tuple[Key, Offer]]:
        """Changes that each restore every identity of their cell and have no rival."""
        mended: dict[Identity, set[tuple[Key, Offer]]] = defaultdict(set)
        for change in {change for identity in knot for change in self._candidates(identity)}:
            key, offer = change
            restored = [identity for identity in self._of_key[key] if identity in self._broken]
            if len(restored) > 1 and not self._broken_with(restored, {key: offer}):
                for identity in restored:
                    mended[identity].add(change)
        rivals = {change for changes in mended.values() if len(changes) > 1 for change in changes}
        found = {change for changes in mended.values() for change in changes} - rivals
        return sorted(found, key=_by_key)

    def restored(self, key: Key) -> tuple[Identity, ...]:
        return tuple(identity for identity in self._of_key[key] if identity in self._broken)

    def _candidates(self, identity: Identity) -> Iterable[tuple[Key, Offer]]:
        for key in identity.left + identity.right:
            for offer in self._offers.get(key, ()):
                yield key, offer

    def _holds(self, identity: Identity, changed: dict[Key, Offer]) -> bool:
        keys = identity.left + identity.right
        known = {
            key: changed[key].value if key in changed else self._cells[key]
            for key in keys
            if key in changed or key in self._cells
        }
        if len(known) < len(set(keys)):
            return False
        return all(result.holds for result in check((identity,), known))


def _by_key(change: tuple[Key, Offer]) -> Key:
    return change[0]
