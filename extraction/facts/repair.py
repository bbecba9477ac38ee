"""Repair misread numbers: the identities (勾稽关系) as an error-correcting code.

A number of the table of requests stands in a sum over its row and in sums over its column, so
a misread one breaks both and is located where they cross. It is repaired only when the picture
shows the other number, and the sums leave no second way: the recogniser itself offered it, or
made nothing out but how many digits there are (an erasure), and two sums at least agree on them.
Numbers that stand in the file as text are never offered here: an agency's own wrong sum stays as
it is printed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from extraction.facts.identities import ZERO, Cells
from extraction.forms import Identity, Key

MOST_CHANGES = 3
"""Sums that only more changes than these restore prove nothing: chance would do as well."""
_MOST_ALIKE, _FEWEST_ALIKE = 10, 2
"""The same of changes of one digit to one other, and how often such is made at least."""

_AGREEING = 2
"""A number that nobody read is proved by so many sums that leave it: one may be wrong in print."""

_MOST_TRIALS = 20_000
"""Sets of changes tried for one knot of broken sums before it is given up."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Another reading of a recognised cell: its text, what it adds to sums, its score.

    status: "reported" for a number; "dash" or "blank" add zero.
    score: 0 of a number that nobody read, which has the shape of what the picture shows.
    is_likely: whether it is by itself a likelier explanation than a sum that is wrong in print.
    """

    text: str
    value: Decimal
    score: float
    status: str = "reported"
    is_likely: bool = True


Offers = Mapping[Key, tuple[Offer, ...]]
Shapes = Mapping[Key, frozenset[str]]
"""How the number of a cell that was not made out may be written, NO_DIGIT for what may be any."""

NO_DIGIT = "?"


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell, the reading that takes its place, and the identities that it restores."""

    key: Key
    offer: Offer
    identities: tuple[Identity, ...]


_Change = tuple[Key, Offer]
_Changes = frozenset[_Change]


def repair(
    identities: tuple[Identity, ...], cells: Cells, offers: Offers, shapes: Shapes | None = None
) -> list[Repair]:
    """The changes to offered readings, or to numbers of the shape of what was not made out, with
    which the broken identities hold.

    cells: as for `identities.check`; a cell that no number could be read from is absent.

    Broken identities that share a cell with an offer are mended together: by the only set of the
    fewest changes with which all of them hold. Where no set mends them all, because a sum is
    wrong in print or too much is misread, a change still stands if every identity of its cell
    holds with it, at least two of them were broken, and no other change would mend any of these.
    What is mended is known to the rest. Readings that are not likely are put in the place of what
    was read where this alone restores the sums, and several times in the same way: what is worn in
    print is worn alike, and nobody writes 1 for 4 again and again.
    """
    cells, shapes = dict(cells), dict(shapes or {})
    repairs: list[Repair] = []
    while True:
        likely = {key: tuple(o for o in its if o.is_likely) for key, its in offers.items()}
        system = _System(identities, cells, likely, shapes)
        found = dict(change for knot in system.knots() for change in system.mend(knot))
        found = found or _mended_alike(identities, cells, offers)
        if not found:
            return repairs
        for key, offer in found.items():
            repairs.append(Repair(key, offer, system.broken_around(key)))
            cells[key] = offer.value
        offers = {key: its for key, its in offers.items() if key not in found}
        shapes = {key: its for key, its in shapes.items() if key not in found}


def _mended_alike(
    identities: tuple[Identity, ...], cells: Cells, offers: Offers
) -> dict[Key, Offer]:
    """Changes of the same digit to the same other one, in several cells, that mend whole knots.

    Readings of so many of these cells name the two; others may be misread more surely.
    """
    named: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in _System(identities, cells, offers, {}).doubtful():
        for offer in offers[key]:
            for digits in _misread(cells.get(key), offer.text):
                named[digits].add(key)
    for (one, other), keys in named.items():
        if len(keys) < _FEWEST_ALIKE:
            continue
        offered = {key: _changed(cells.get(key), one, other) for key in offers}
        system = _System(identities, cells, offered, {})
        found = dict(
            change for knot in system.knots() for change in system.mend_wholly(knot, _MOST_ALIKE)
        )
        if len(keys & found.keys()) >= _FEWEST_ALIKE:
            return found
    return {}


def _misread(read: Decimal | str | None, text: str) -> set[tuple[str, str]]:
    """The digit that was read for another one, if a text differs in nothing else."""
    digits = f"{read:f}" if isinstance(read, Decimal) else ""
    if len(digits) != len(text) or not (digits + text).isdigit():
        return set()
    pairs = {(one, other) for one, other in zip(digits, text, strict=True) if one != other}
    return pairs if len(pairs) == 1 else set()


def _changed(read: Decimal | str | None, one: str, other: str) -> tuple[Offer, ...]:
    """What a count is with one of its digits changed to another, wherever it stands."""
    digits = f"{read:f}" if isinstance(read, Decimal) else ""
    if not digits.isdigit():
        return ()
    texts = [
        f"{digits[:place]}{other}{digits[place + 1 :]}"
        for place, digit in enumerate(digits)
        if digit == one
    ]
    return tuple(Offer(text, Decimal(text), 0.0) for text in texts if str(int(text)) == text)


class _System:
    """Identities, by how much each is off, and the readings offered for their cells."""

    def __init__(
        self, identities: tuple[Identity, ...], cells: Cells, offers: Offers, shapes: Shapes
    ) -> None:
        self._values = {
            key: value if isinstance(value, Decimal) else ZERO for key, value in cells.items()
        }
        self._unread: dict[Identity, set[Key]] = {}
        self._off: dict[Identity, Decimal] = {}
        self._of_key: dict[Key, list[Identity]] = defaultdict(list)
        sums = Counter(key for identity in identities for key in identity.keys)
        self._shapes = {key: its for key, its in shapes.items() if its and sums[key] >= _AGREEING}
        for identity in identities:
            keys = identity.keys
            if not all(key in cells or offers.get(key) or key in self._shapes for key in keys):
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
            keys = {key for key in identity.keys if key in self._offers or key in self._shapes}
            if not keys:
                continue
            touching = [knot for knot in knots if knot[0] & keys]
            members = [i for knot in touching for i in knot[1]] + [identity]
            knots = [knot for knot in knots if knot not in touching]
            knots.append((keys.union(*(knot[0] for knot in touching)), members))
        return [members for _, members in knots]

    def doubtful(self) -> set[Key]:
        """The cells with offers that two broken identities share."""
        shared = Counter(key for identity in self._broken for key in identity.keys)
        return {key for key, its in shared.items() if its >= _AGREEING and key in self._offers}

    def mend(self, knot: list[Identity]) -> list[_Change]:
        """The changes of a knot that have no second way."""
        return (
            self.mend_wholly(knot, MOST_CHANGES)
            or self._mend_singly(knot, erased=False)
            or self._mend_singly(knot, erased=True)
        )

    def mend_wholly(self, knot: list[Identity], most: int) -> list[_Change]:
        """The only set of the fewest changes that restores a whole knot; empty without one.

        Of as many changes those to offered readings alone come first."""
        for count, erased in product(range(1, most + 1), (False, True)):
            solutions: set[_Changes] = set()
            if not self._search(knot, {}, count, erased, solutions, seen=set()):
                return []
            if solutions:
                return sorted(solutions.pop(), key=_key) if len(solutions) == 1 else []
        return []

    def _search(
        self,
        knot: list[Identity],
        changed: dict[Key, Offer],
        left: int,
        erased: bool,
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
        for key, offer in self._candidates(broken[0], changed, erased):
            further = {**changed, key: offer}
            if left == 1 and not self._holds(broken[0], further):
                continue
            if not self._search(knot, further, left - 1, erased, solutions, seen):
                return False
        return True

    def _mend_singly(self, knot: list[Identity], *, erased: bool) -> list[_Change]:
        """Changes that each restore every identity of their cell and have no rival."""
        mended: dict[Identity, set[_Change]] = defaultdict(set)
        for key, offer in {change for i in knot for change in self._candidates(i, {}, erased)}:
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

    def _candidates(
        self, identity: Identity, changed: dict[Key, Offer], erased: bool
    ) -> Iterator[_Change]:
        """Changes to cells of an identity; where erased, also to what a sum leaves for a cell."""
        for key in identity.keys:
            if key in changed:
                continue
            offers = self._offers.get(key, ())
            yield from ((key, offer) for offer in offers)
            if not erased or key not in self._shapes or len(self._of_key[key]) < _AGREEING:
                continue
            known = {offer.value for offer in offers}
            for value in {self._left_for(key, around, changed) for around in self._of_key[key]}:
                if value not in known and _has_shape(value, self._shapes[key]):
                    yield key, Offer(f"{value:f}", value, 0.0)

    def _left_for(self, key: Key, identity: Identity, changed: dict[Key, Offer]) -> Decimal:
        """The value with which an identity holds, the unread cells counted as nothing."""
        off = self._off_by(identity, changed)
        return self._values.get(key, ZERO) + (off if key in identity.right else -off)

    def _holds(self, identity: Identity, changed: dict[Key, Offer]) -> bool:
        if not self._unread[identity] <= changed.keys():
            return False
        return self._off_by(identity, changed) == 0

    def _off_by(self, identity: Identity, changed: dict[Key, Offer]) -> Decimal:
        off = self._off[identity]
        for key, offer in changed.items():
            difference = offer.value - self._values.get(key, ZERO)
            if key in identity.left:
                off += difference
            elif key in identity.right:
                off -= difference
        return off


def _has_shape(value: Decimal, shapes: Iterable[str]) -> bool:
    """Whether a number may be what is written in a cell: digits for digits."""
    text = f"{value:f}"
    return text.isdigit() and any(
        len(text) == len(shape)
        and all(its in (NO_DIGIT, digit) for its, digit in zip(shape, text, strict=True))
        for shape in shapes
    )


def _key(change: _Change) -> Key:
    return change[0]
