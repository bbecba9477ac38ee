"""Columns as variables of Stata: a storage type wide enough for every row, a name, labels."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.export.source import Selection, languages
from orchestration.releases.tables import Column, quoted

_NAME_LENGTH = 32
_LONGEST_TEXT = 2045
_EXACT_DOUBLE = 2**53
_DAYS_TO_EPOCH = (datetime.date(1970, 1, 1) - datetime.date(1960, 1, 1)).days
_INTEGER = re.compile(r"^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$")
_RESERVED = frozenset(("byte", "double", "float", "if", "in", "int", "long", "using", "with"))
_STORAGE = (
    # dtype, code, smallest, largest, missing, format
    ("<i1", 65530, -127, 100, 101, "%8.0g"),
    ("<i2", 65529, -32767, 32740, 32741, "%8.0g"),
    ("<i4", 65528, -2147483647, 2147483620, 2147483621, "%12.0g"),
)
_MISSING_DOUBLE = 2.0**1023
_DOUBLE = ("<f8", 65526, "%12.0g")


@dataclass(slots=True)
class Variable:
    """A column as Stata stores it.

    code: the storage type in the file. numbers: number of each code of a closed list.
    remark: what the user must know of values that Stata cannot hold as they are.
    """

    column: Column
    name: str
    dtype: str
    code: int
    format: str
    missing: float = 0
    numbers: dict[str, int] = field(default_factory=dict)
    remark: str | None = None

    @property
    def is_long_text(self) -> bool:
        return self.code == 32768

    def label(self, language: str) -> str:
        """What the column means, cut where Stata cuts labels; the notes hold the whole."""
        english, chinese = languages(self.column.description)
        return (chinese if language == "zh" else "") or english or self.column.name

    def encoded(self, array: pa.Array) -> np.ndarray | list[bytes]:
        """The values of a batch as the bytes or numbers that the file holds."""
        if self.numbers:
            keys = pa.array(list(self.numbers), type=array.type)
            places = pc.index_in(array, value_set=keys)
            values = pa.array(list(self.numbers.values()), type=pa.int32())
            array = pc.take(values, places)
        elif self.dtype.startswith("S"):
            texts = pc.fill_null(array, "").to_pylist()
            return [text.replace("\x00", "?").encode() for text in texts]
        elif pa.types.is_date(array.type):
            array = pc.add(array.cast(pa.int32()), _DAYS_TO_EPOCH)
        elif pa.types.is_timestamp(array.type):
            milliseconds = array.cast(pa.timestamp("ms", array.type.tz), safe=False)
            array = pc.add(milliseconds.cast(pa.int64()), _DAYS_TO_EPOCH * 86_400_000)
        elif pa.types.is_boolean(array.type):
            array = array.cast(pa.int8())
        number = pa.float64() if self.dtype == "<f8" else pa.int64()
        return pc.fill_null(array.cast(number, safe=False), self.missing).to_numpy(False)


def plan(
    selection: Selection, numbers: Mapping[str, Mapping[str, int]]
) -> tuple[int, list[Variable]]:
    """The number of rows, and each column as a variable wide enough for the selected rows."""
    names = _names([column.name for column in selection.columns])
    expressions = ["count(*)"]
    for column in selection.columns:
        expressions += _measures(column, numbers[column.name])
    (rows, *measured) = selection.values(", ".join(expressions))
    assert isinstance(rows, int)
    variables = []
    for column, name in zip(selection.columns, names, strict=True):
        first, second, third, *measured = measured
        variables.append(_variable(column, name, first, second, third, dict(numbers[column.name])))
    return rows, variables


def _measures(column: Column, numbers: Mapping[str, int]) -> list[str]:
    """Three aggregates that decide how a column is stored."""
    name = quoted(column.name)
    if _INTEGER.match(column.type):
        large = f"count(*) filter (where abs({name}::hugeint) > {_EXACT_DOUBLE})"
        return [f"min({name})", f"max({name})", large]
    if column.type.startswith("DECIMAL"):
        inexact = f"{name}::double::varchar::{column.type} is distinct from {name}"
        return ["null", "null", f"count(*) filter (where {name} is not null and {inexact})"]
    if column.type == "VARCHAR":
        codes = ", ".join("'" + code.replace("'", "''") + "'" for code in numbers) or "null"
        return [
            f"max(strlen({name}))",
            f"count(*) filter (where {name} not in ({codes}))",
            "0",
        ]
    if column.type.endswith("]"):
        return [f"max(strlen(array_to_string({name}, ' ')))", "null", "0"]
    return [f"max(strlen({name}::varchar))", "null", "0"]


def _variable(
    column: Column, name: str, first: object, second: object, third: object, numbers: dict[str, int]
) -> Variable:
    inexact = f"{column.name}: with more digits than Stata's double, rounded: {third:,}."
    remark = inexact if third else None
    if _INTEGER.match(column.type):
        low, high = int(str(first or 0)), int(str(second or 0))
        for dtype, code, smallest, largest, missing, shown in _STORAGE:
            if smallest <= low and high <= largest:
                return Variable(column, name, dtype, code, shown, missing)
    if _INTEGER.match(column.type) or column.type.startswith(("DECIMAL", "DOUBLE", "FLOAT")):
        dtype, code, shown = _DOUBLE
        return Variable(column, name, dtype, code, shown, _MISSING_DOUBLE, remark=remark)
    if column.type == "DATE":
        return Variable(column, name, "<i4", 65528, "%tdCCYY-NN-DD", 2147483621)
    if column.type.startswith("TIMESTAMP"):
        return Variable(column, name, "<f8", 65526, "%tc", _MISSING_DOUBLE)
    if column.type == "BOOLEAN":
        return Variable(column, name, "<i1", 65530, "%8.0g", 101)
    if numbers and second == 0:
        largest = max(numbers.values())
        dtype, code, *_, missing, shown = _STORAGE[0 if largest <= 100 else 1]
        return Variable(column, name, dtype, code, shown, missing, numbers)
    width = max(int(str(first or 0)), 1)
    if width > _LONGEST_TEXT:
        return Variable(column, name, "<u8", 32768, "%9s")
    return Variable(column, name, f"S{width}", width, f"%-{min(width, 40)}s")


def _names(names: Sequence[str]) -> list[str]:
    """Names as Stata allows them: at most 32 letters, digits and underscores, each once."""
    taken: set[str] = set()
    result = []
    for name in names:
        cleaned = re.sub(r"\W", "_", name)
        if cleaned in _RESERVED or not cleaned or cleaned[0].isdigit():
            cleaned = f"_{cleaned}_"
        short, number = cleaned[:_NAME_LENGTH], 1
        while short in taken:
            number += 1
            suffix = f"_{number}"
            short = cleaned[: _NAME_LENGTH - len(suffix)] + suffix
        taken.add(short)
        result.append(short)
    return result
