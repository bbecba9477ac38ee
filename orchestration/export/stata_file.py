"""Stata .dta, format 118 (Stata 14 and newer, UTF-8), written as a stream.

The layout is that of Stata's own documentation (`help dta`). Libraries that write it hold the
whole table in memory, which twenty million facts do not fit into, and none writes the notes that
carry the descriptions of columns. A null number is the missing value `.`; a null text is empty.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from orchestration.export.closed_lists import numbers_of
from orchestration.export.source import Selection, languages, table_names
from orchestration.export.stata_variables import Variable, plan

_SECTIONS = (
    "map",
    "variable_types",
    "varnames",
    "sortlist",
    "formats",
    "value_label_names",
    "variable_labels",
    "characteristics",
    "data",
    "strls",
    "value_labels",
)
_LABEL_LENGTH = 80
_NAME_BYTES = 129
_FORMAT_BYTES = 57
_LABEL_BYTES = 321


def write(selection: Selection, target: Path, *, language: str) -> tuple[int, list[str]]:
    """Write the rows. language: `en` or `zh`, of the labels. Returns the number of rows, and
    remarks for the user."""
    tables = table_names(selection.connection)
    numbers = {
        column.name: numbers_of(selection.connection, column.name, tables)
        for column in selection.columns
    }
    rows, variables = plan(selection, numbers)
    with target.open("wb") as stream, tempfile.TemporaryFile(dir=target.parent) as long_texts:
        _Writer(stream, long_texts, variables).write(selection, rows, language)
    return rows, [
        f"{variable.column.name} is named {variable.name}: Stata's names have at most 32 letters."
        for variable in variables
        if variable.name != variable.column.name
    ] + [remark for variable in variables if (remark := variable.remark)]


class _Writer:
    """Writes the sections one after the other and, at the end, where each begins."""

    def __init__(
        self, stream: BinaryIO, long_texts: BinaryIO, variables: Sequence[Variable]
    ) -> None:
        self._stream, self._long_texts, self._variables = stream, long_texts, variables
        self._offsets = {"start": 0}
        self._row = 0

    def write(self, selection: Selection, rows: int, language: str) -> None:
        label = f"gongkai {selection.name}, release {selection.release_id}"
        self._stream.write(b"<stata_dta>")
        self._header(rows, label)
        for section in _SECTIONS:
            self._offsets[section] = self._stream.tell()
            self._stream.write(f"<{section}>".encode())
            self._section(section, selection, language)
            self._stream.write(f"</{section}>".encode())
        self._offsets["end"] = self._stream.tell()
        self._stream.write(b"</stata_dta>")
        self._offsets["size"] = self._stream.tell()
        self._stream.seek(self._offsets["map"] + len("<map>"))
        self._stream.write(struct.pack("<14Q", *self._offsets.values()))

    def _header(self, rows: int, label: str) -> None:
        text = label[:_LABEL_LENGTH].encode()
        self._stream.write(
            b"<header><release>118</release><byteorder>LSF</byteorder><K>"
            + struct.pack("<H", len(self._variables))
            + b"</K><N>"
            + struct.pack("<Q", rows)
            + b"</N><label>"
            + struct.pack("<H", len(text))
            + text
            + b"</label><timestamp>\x00</timestamp></header>"
        )

    def _section(self, section: str, selection: Selection, language: str) -> None:
        variables = self._variables
        match section:
            case "map":
                self._stream.write(bytes(14 * 8))
            case "variable_types":
                self._stream.write(struct.pack(f"<{len(variables)}H", *(v.code for v in variables)))
            case "varnames":
                self._padded((v.name for v in variables), _NAME_BYTES)
            case "sortlist":
                self._stream.write(bytes(2 * (len(variables) + 1)))
            case "formats":
                self._padded((v.format for v in variables), _FORMAT_BYTES)
            case "value_label_names":
                self._padded((v.name if v.numbers else "" for v in variables), _NAME_BYTES)
            case "variable_labels":
                self._padded((v.label(language)[:_LABEL_LENGTH] for v in variables), _LABEL_BYTES)
            case "characteristics":
                self._notes(selection)
            case "data":
                for batch in selection.batches(flat=True):
                    self._data(batch)
            case "strls":
                self._long_texts.seek(0)
                while piece := self._long_texts.read(1 << 20):
                    self._stream.write(piece)
            case "value_labels":
                self._value_labels()

    def _padded(self, texts: Iterable[str], size: int) -> None:
        for text in texts:
            self._stream.write(text.encode().ljust(size, b"\x00"))

    def _notes(self, selection: Selection) -> None:
        """The whole descriptions, in both languages, as notes of the data and of variables."""
        described = [("_dta", selection.description), ("_dta", f"rows: {selection.where or 'all'}")]
        described += [
            (v.name, f"{v.column.name}: {v.column.description or ''}") for v in self._variables
        ]
        by_subject: dict[str, list[str]] = {}
        for subject, text in described:
            by_subject.setdefault(subject, []).extend(part for part in languages(text) if part)
        for subject, notes in by_subject.items():
            self._characteristic(subject, "note0", str(len(notes)))
            for number, note in enumerate(notes, start=1):
                self._characteristic(subject, f"note{number}", note)

    def _characteristic(self, subject: str, name: str, text: str) -> None:
        content = text.encode() + b"\x00"
        names = subject.encode().ljust(_NAME_BYTES, b"\x00") + name.encode().ljust(
            _NAME_BYTES, b"\x00"
        )
        size = struct.pack("<I", len(names) + len(content))
        self._stream.write(b"<ch>" + size + names + content + b"</ch>")

    def _data(self, batch: pa.RecordBatch) -> None:
        """Rows, each as wide as the other; texts too long for that go to the end of the file."""
        layout = np.dtype([(f"v{n}", v.dtype) for n, v in enumerate(self._variables)])
        records = np.zeros(batch.num_rows, dtype=layout)
        for number, (variable, array) in enumerate(
            zip(self._variables, batch.columns, strict=True)
        ):
            if variable.is_long_text:
                self._references(records[f"v{number}"], array, number + 1)
            else:
                records[f"v{number}"] = variable.encoded(array)
        self._stream.write(records.tobytes())
        self._row += batch.num_rows

    def _references(self, field: np.ndarray, array: pa.Array, variable: int) -> None:
        for row, text in enumerate(array.to_pylist()):
            if not text:
                continue  # v and o of zero are the empty text
            place = self._row + row + 1
            field[row] = variable | place << 16
            content = text.replace("\x00", "?").encode() + b"\x00"
            head = struct.pack("<IQBI", variable, place, 130, len(content))
            self._long_texts.write(b"GSO" + head + content)

    def _value_labels(self) -> None:
        for variable in self._variables:
            if not variable.numbers:
                continue
            texts = [code.encode() + b"\x00" for code in variable.numbers]
            offsets = np.cumsum([0, *map(len, texts)])[:-1]
            values = list(variable.numbers.values())
            content = b"".join(texts)
            table = struct.pack(
                f"<II{len(texts)}I{len(texts)}i", len(texts), len(content), *offsets, *values
            )
            name = variable.name.encode().ljust(_NAME_BYTES, b"\x00")
            size = struct.pack("<I", len(table) + len(content))
            self._stream.write(b"<lbl>" + size + name + bytes(3) + table + content + b"</lbl>")
