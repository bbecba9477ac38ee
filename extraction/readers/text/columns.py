"""The columns of an aligned table: where values stand, and the nested columns of labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from extraction.readers.text.fields import Field, Row

DEFAULT_PITCH = 16.0
"""Display columns between two columns of values where a table has only one."""

ALIGNED_LABELS = 3
"""So many labels that begin at one display column show a column of nested labels."""


@dataclass(frozen=True)
class Columns:
    """labels: left edges of the columns of labels; values: centres of the columns of values.

    edge: display column where the values begin; what ends before it is a label.
    """

    labels: tuple[int, ...]
    values: tuple[float, ...]
    edge: float

    @property
    def count(self) -> int:
        return len(self.labels) + len(self.values)

    @cached_property
    def pitch(self) -> float:
        """The usual distance between two columns of values."""
        steps = [right - left for left, right in pairwise(self.values)]
        return median(steps) if steps else DEFAULT_PITCH

    def room(self, index: int) -> float:
        """Display columns that a text over one column of values may fill."""
        near = self.values[max(0, index - 1) : index + 2]
        return min((right - left for left, right in pairwise(near)), default=float("inf"))

    def is_label(self, field: Field) -> bool:
        return bool(self.labels) and field.centre < self.edge and field.left < self.edge - 1

    def level(self, field: Field) -> int:
        """The column of labels in which a label begins."""
        return max((i for i, left in enumerate(self.labels) if field.left >= left - 1), default=0)

    def nearest(self, field: Field) -> int:
        """The index of the column of values whose centre is nearest."""
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - field.centre))


def find_columns(head: list[Row], body: list[Row]) -> Columns:
    """The columns of a table from its body, and columns without any value from its head."""
    groups = _rivers([field for each in body for field in each.fields])
    split = next((i for i, group in enumerate(groups) if any(f.is_value for f in group)), 0)
    label_fields = [field for group in groups[:split] for field in group]
    centres = [c for group in groups[split:] for c in _centres(group, body)]
    edge = float(min(field.left for field in groups[split]))
    if label_fields:
        edge = (max(field.right for field in label_fields) + edge) / 2
    labels = tuple(_label_lefts(set(label_fields), body)) if label_fields else ()
    centres = _with_head_columns(centres, head, edge if labels else 0.0)
    return Columns(labels, tuple(centres), edge if labels else 0.0)


def _rivers(fields: list[Field]) -> list[list[Field]]:
    """Fields grouped by the vertical strips that no field enters."""
    groups: list[list[Field]] = []
    right = -1
    for field in sorted(fields, key=lambda field: (field.left, field.right)):
        if field.left >= right or not groups:
            groups.append([])
        groups[-1].append(field)
        right = max(right, field.right)
    return groups


def _centres(group: list[Field], body: list[Row]) -> list[float]:
    """The centres of the columns within a strip: one, or more where a wide cell bridges two."""
    members = set(group)
    rows = [[field for field in each.fields if field in members] for each in body]
    widest = max(rows, key=len)
    if len(widest) < 2:
        return [_centre(group)]
    anchors = [field.centre for field in widest]
    nearest: dict[int, list[Field]] = {}
    for field in group:
        index = min(range(len(anchors)), key=lambda i: abs(anchors[i] - field.centre))
        nearest.setdefault(index, []).append(field)
    return [_centre(nearest[index]) for index in sorted(nearest)]


def _centre(fields: list[Field]) -> float:
    counts = Counter(field.centre for field in fields)
    return sum(centre * count for centre, count in counts.items()) / sum(counts.values())


def _label_lefts(labels: set[Field], body: list[Row]) -> list[int]:
    """The left edges of nested label columns.

    Lines with several labels prove them: each gap between two labels holds an edge, and the
    fewest edges that explain all gaps are taken; then those at which several labels begin.
    """
    gaps = sorted(
        (right.left, left.right)
        for each in body
        for left, right in pairwise([field for field in each.fields if field in labels])
    )
    edges = [min(label.left for label in labels)]
    for right, left in gaps:
        if not left <= edges[-1] <= right:
            edges.append(right)
    if gaps:
        lefts = Counter(label.left for label in labels)
        edges += [
            left
            for left, count in lefts.items()
            if count >= ALIGNED_LABELS and all(abs(left - edge) > 2 for edge in edges)
        ]
    return sorted(edges)


def _with_head_columns(centres: list[float], head: list[Row], edge: float) -> list[float]:
    """Columns that hold no value at all show in the head only.

    A head field counts as one where it stands at a full column's distance from its neighbours;
    a head over several columns stands nearer to one of them.
    """
    columns = sorted(centres)
    steps = [right - left for left, right in pairwise(columns)]
    for each in reversed(head):
        own = [field.centre for field in each.fields if field.left >= edge]
        if len(own) == len(centres):
            # One head for each column that holds values, however they stand over them.
            continue
        steps += [right - left for left, right in pairwise(own)]
        pitch = min(steps, default=DEFAULT_PITCH)
        for field in each.fields:
            if field.left < edge or field.width > pitch:
                continue
            if all(abs(field.centre - column) >= 0.7 * pitch for column in columns):
                columns = sorted([*columns, field.centre])
    return columns
