"""Choose between tables that hold the same cells: copies, last year's, those of other bodies."""

from __future__ import annotations

from collections.abc import Collection

from extraction.forms import Key
from extraction.tables.results import Candidate, Doubt, TableReading

_RANK = {"this": 0, None: 1, "annexed": 2, "other": 3}

_MOST = 0.75
"""So much of the rows of the fullest table of its block: the others may not have been printed."""

_TELLING = 3
"""So many numbers other than 0 that agree tell a copy."""


def choose(
    candidates: list[Candidate], reading: TableReading, strange: Collection[int | None] = ()
) -> None:
    """Put the cells of the right candidates into `reading`, those of the others into doubts.

    Of candidates for the same cells, one of the body that reports goes before one in tables under
    another's name (strange: their numbers), then one of the year reported on before one that names
    no year, that before one of an annex, and that before one of another year; then one that holds
    values before one of blanks, then one that has most rows of its block, then the first.
    """
    others = [each for each in candidates if _is_of_another_body(each, strange)]
    most = {
        name: max(each.matched for each in candidates if each.block.name == name)
        for name in {each.block.name for each in candidates}
    }
    chosen: list[Candidate] = []
    left: list[tuple[Candidate, Candidate]] = []
    ranked = sorted(
        candidates,
        key=lambda each: (
            each in others,
            _RANK[each.period],
            not each.has_value,
            each.matched < _MOST * most[each.block.name],
        ),
    )
    for candidate in ranked:
        if candidate in others and any(
            other.block.table == candidate.block.table and other not in others for other in chosen
        ):
            reading.doubts.append(_of_another_body(candidate))
            continue
        rival = next((other for other in chosen if _is_rival(candidate, other)), None)
        if rival is None:
            chosen.append(candidate)
        else:
            left.append((candidate, rival))
    for candidate in sorted(chosen, key=candidates.index):
        is_refused = any(doubt.block for doubt in candidate.doubts)
        if candidate.block not in reading.blocks and not is_refused:
            reading.blocks.append(candidate.block)
        reading.cells |= candidate.cells
        reading.doubts += candidate.doubts
        if candidate.period == "other":
            reading.doubts += _of_another_year(candidate)
    for candidate, rival in left:
        reading.doubts += _repeated(candidate, rival)


def _is_of_another_body(candidate: Candidate, strange: Collection[int | None]) -> bool:
    tables = {cell.cell.place.table for cell in candidate.cells.values()}
    return bool(tables) and tables.issubset(strange)


def _of_another_body(candidate: Candidate) -> Doubt:
    name = candidate.block.name
    message = f"A further table {name} stands under the name of another body; left out."
    return Doubt("table_repeated", "info", message)


def with_fuller(
    found: list[Candidate], in_order: list[Candidate], reading: TableReading
) -> list[Candidate]:
    """The candidates, those of a block read by the order of its cells in the place of one read by
    their places, where they hold more of it and the two agree on all that both hold."""
    chosen = list(found)
    for name in dict.fromkeys(candidate.block.name for candidate in in_order):
        mine = [candidate for candidate in found if candidate.block.name == name]
        fuller, *others = (each for each in in_order if each.block.name == name)
        if (
            others
            or len(mine) > 1
            or not fuller.cells
            or not all(_is_fuller(fuller, each) for each in mine)
        ):
            continue
        chosen = [candidate for candidate in chosen if candidate not in mine] + [fuller]
        reading.doubts = [doubt for doubt in reading.doubts if doubt.block != name]
    return chosen


def _is_fuller(candidate: Candidate, other: Candidate) -> bool:
    """Whether a candidate holds all cells of another one, with the same values, and more."""
    same = candidate.cells.keys() & other.cells.keys()
    return len(candidate.cells) > len(other.cells) and all(
        candidate.cells[key].value == other.cells[key].value for key in same
    )


def _is_rival(candidate: Candidate, other: Candidate) -> bool:
    """Whether only one of two can be the report's: both hold a cell, or one alone of the tables of
    their number is another year's or an annex, also where that is in another form."""
    is_strange = _RANK[candidate.period] > _RANK[None] >= _RANK[other.period]
    is_same_table = candidate.block.table == other.block.table
    return _overlap(candidate, other) or (is_strange and is_same_table)


def _overlap(candidate: Candidate, other: Candidate) -> bool:
    """Two columns or rows that stand apart make one block; the same cell twice makes two, also
    where the forms of the two differ."""
    if candidate.cells:
        return bool(candidate.cells.keys() & other.cells.keys())
    return candidate.block.name == other.block.name


def _repeated(candidate: Candidate, rival: Candidate) -> list[Doubt]:
    """What to say of a table that was left out; nothing where a table of another year was."""
    name = candidate.block.name
    if candidate.period == "other" and rival.period != "other":
        message = f"A further table {name} is of another year by what stands over it; left out."
        return [Doubt("table_repeated", "info", message)]
    if not _overlap(candidate, rival):
        message = f"A further table {name} stands in an annex; left out."
        return [Doubt("table_repeated", "info", message)]
    which = "first"
    if rival.period == "this" != candidate.period:
        which = "one of the year"
    elif candidate.period == "annexed" != rival.period:
        which = "one that is no annex"
    elif rival.has_value and not candidate.has_value:
        which = "one with values"
    elif candidate.matched < _MOST * rival.matched:
        which = "fullest"
    message = f"The block {name} stands more than once; the {which} was read."
    if not candidate.cells and not rival.has_value:
        unread = f"{message} Nothing stands in it, and the other could not be read."
        return [Doubt("table_repeated", "warning", unread, key) for key in rival.cells]
    differing = _differing(candidate, rival)
    doubts = [
        Doubt("table_repeated", "warning", f"{message} {_numbers(keys, candidate, rival)}", subject)
        for subject, keys in differing.items()
    ]
    if candidate.period != "other" and not _is_copy(candidate, rival, differing):
        alone = (
            f"{message} The row is in this one only; the two may be of different bodies or years."
        )
        doubts += [
            Doubt("table_repeated", "warning", alone, key)
            for key in rival.cells
            if key not in candidate.cells and rival.block.subject(key) not in differing
        ]
    if not doubts:
        return [Doubt("table_repeated", "info", f"{message} Both hold the same numbers.")]
    return doubts


def _is_copy(candidate: Candidate, rival: Candidate, differing: Collection[object]) -> bool:
    """Whether two tables are one printed twice: they agree on enough numbers other than 0."""
    same = candidate.cells.keys() & rival.cells.keys()
    telling = sum(bool(rival.cells[key].value.number) for key in same)
    return not differing and telling >= _TELLING


def _differing(candidate: Candidate, rival: Candidate) -> dict[tuple[str, str | None], list[Key]]:
    """The cells that the two do not agree on, by row (in table 2 and 4 one by one)."""
    found: dict[tuple[str, str | None], list[Key]] = {}
    for key in rival.cells:
        other = candidate.cells.get(key)
        if other is not None and other.value != rival.cells[key].value:
            found.setdefault(rival.block.subject(key), []).append(key)
    return found


def _numbers(keys: list[Key], candidate: Candidate, rival: Candidate) -> str:
    def row(cells: Candidate) -> str:
        return " | ".join(cells.cells[key].cell.text for key in keys)

    label = rival.cells[keys[0]].row_label or rival.cells[keys[0]].head.text
    return f"{label}: {row(rival)} against {row(candidate)} in the other."


def _of_another_year(candidate: Candidate) -> list[Doubt]:
    """The only table there is, but what stands over it names another year: each row is doubted."""
    message = (
        f"What stands over the block {candidate.block.name} names another year than the report's; "
        "it was read, for there is no other. Compare it with the source."
    )
    subjects = dict.fromkeys(candidate.block.subject(key) for key in candidate.cells)
    return [Doubt("year_of_table", "warning", message, subject) for subject in subjects]
