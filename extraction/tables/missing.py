"""Say which cells of the blocks found are not in the report."""

from __future__ import annotations

from extraction.forms import Block, Key
from extraction.tables.results import Doubt, TableReading


def note_missing(reading: TableReading) -> None:
    """One doubt for each row of a block found, or group of table 4, that has no cell."""
    for block in reading.blocks:
        absent = _absent_columns(block, reading)
        missing: dict[str, list[Key]] = {}
        for key in block.cell_keys():
            if key not in reading.cells and key[1] not in absent:
                missing.setdefault(block.row_of(key), []).append(key)
        for name, keys in missing.items():
            if any(d.rule_code == "cells_missing" and d.key in keys for d in reading.doubts):
                continue
            message = f"{len(keys)} cells of {name} were not found in the report."
            reading.doubts.append(Doubt("cells_missing", "warning", message, keys[-1]))


def _absent_columns(block: Block, reading: TableReading) -> set[str]:
    """Columns of applicants that the report leaves out, each with one doubt."""
    if not block.has_applicants:
        return set()
    found = {key[1] for key in reading.cells}
    absent = [column for column in block.columns if column.code not in found]
    for column in absent:
        message = f"The column {column.labels[0]} of the block {block.name} is not in the report."
        reading.doubts.append(Doubt("cells_missing", "warning", message, (None, column.code)))
    return {column.code for column in absent}
