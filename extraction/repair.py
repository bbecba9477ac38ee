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
from extraction.identities import ZERO, Cells

MOST_CHANGES = 3
"""Sums that only more changes than these restore prove nothing: chance would do as well."""
_MOST_TRIALS = 20_000
"""Sets of changes tried for one knot of broken sums before it is given up."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Another reading of a recognised cell: its text, what it adds to sums, its score.

    status: "reported" for a number; "dash" or "blank" add zero.
    """

    text: str
    value: Decimal
    score: float
    status: str = "reported"


Offers = Mapping[Key, tuple[Offer, ...]]


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell, the reading that takes its place, and the identities that it restores."""

    key: Key
    offer: Offer
    identities: tuple[Identity, ...]


_Change = tuple[Key, Offer]
_Changes = frozenset[_Change]


def repair(identities: tuple[Identity, ...], cells: Cells, offers: Offers) -> list[Repair]:
    """The changes to offered readings with which the broken identities hold.

    cells: as for `identities.check`; a cell that no number could be read from is absent.

    Broken identities that share a cell with an offer are mended together: by the only set of the
    fewest changes with which all of them hold. Where no set mends them all, because a sum is
    wrong in print, a change still stands if every identity of its cell holds with it, at least
    two of them were broken, and no other change would mend any of these.
    """
    system = _System(identities, cells, offers)
    changes: list[_Change] = []
    for knot in system.knots():
        changes += system.mend_wholly(knot) or system.mend_singly(knot)
    return [Repair(key, offer, system.broken_around(key)) for key, offer in changes]


class _System:
    """Identities, by how much each is off, and the readings offered for their cells."""

    def __init__(self, identities: tuple[Identity, ...], cells: Cells, offers: Offers) -> None:
        self._values = {
            key: value if isinstance(value, Decimal) else ZERO for key, value in cells.items()
        }
        self._unread: dict[Identity, set[Key]] = {}
        self._off: dict[Identity, Decimal] = {}
        self._of_key: dict[Key, list[Identity]] = defaultdict(list)
        for identity in identities:
            keys = identity.left + identity.right
            if not all(key in cells or offers.get(key) for key in keys):
                continue
            if not any(isinstance(cells.get(key), Decimal) for key in keys):
                continue
            self._unread[identity] = {key for key in keys if key not in cells}
            self._off[identity] = self._sum(identity.left) - self._sum(identity.right)
            for key in keys:
                self._of_key[key].append(identity)
        self._offers = {key: offers[key] for key in self._of_key if offers.get(key)}
        self._broken = [i for i in self._off if not self._holds(i, {})]

    def _sum(self, keys: tuple[Key, ...]) -> Decimal:
        return sum((self._values.get(key, ZERO) for key in keys), ZERO)

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

    def mend_wholly(self, knot: list[Identity]) -> list[_Change]:
        """The only set of the fewest changes that restores a whole knot; empty without one."""
        for count in range(1, MOST_CHANGES + 1):
            solutions: set[_Changes] = set()
            if not self._search(knot, {}, count, solutions, seen=set()):
                return []
            if solutions:
                return sorted(solutions.pop(), key=_key) if len(solutions) == 1 else []
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
            if key in changed:
                continue
            further = {**changed, key: offer}
            if left == 1 and not self._holds(broken[0], further):
                continue
            if not self._search(knot, further, left - 1, solutions, seen):
                return False
        return True

    def mend_singly(self, knot: list[Identity]) -> list[_Change]:
        """Changes that each restore every identity of their cell and have no rival."""
        mended: dict[Identity, set[_Change]] = defaultdict(set)
        for key, offer in {change for i in knot for change in self._candidates(i)}:
            around = self.broken_around(key)
            if len(around) > 1 and not self._broken_with(list(around), {key: offer}):
                for identity in around:
                    mended[identity].add((key, offer))
        rivals = {change for changes in mended.values() if len(changes) > 1 for change in changes}
        found = {change for changes in mended.values() for change in changes} - rivals
        return sorted(found, key=_key)

    def broken_around(self, key: Key) -> tuple[Identity, ...]:
        """The broken identities that a cell stands in."""
        return tuple(identity for identity in self._of_key[key] if identity in self._broken)

    def _broken_with(self, knot: list[Identity], changed: dict[Key, Offer]) -> list[Identity]:
        touched = dict.fromkeys(knot)
        for key in changed:
            touched.update(dict.fromkeys(self._of_key[key]))
        return [identity for identity in touched if not self._holds(identity, changed)]

    def _candidates(self, identity: Identity) -> Iterable[_Change]:
        for key in identity.left + identity.right:
            for offer in self._offers.get(key, ()):
                yield key, offer

    def _holds(self, identity: Identity, changed: dict[Key, Offer]) -> bool:
        if not self._unread[identity] <= changed.keys():
            return False
        off = self._off[identity]
        for key, offer in changed.items():
            difference = offer.value - self._values.get(key, ZERO)
            if key in identity.left:
                off += difference
            elif key in identity.right:
                off -= difference
        return off == 0


def _key(change: _Change) -> Key:
    return change[0]
