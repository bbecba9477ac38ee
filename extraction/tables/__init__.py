"""Find the blocks of the official forms in a document's tables and read their cells.

`heads` recognises the head of a block and which column stands where, `rows` which printed row
is which row of the form, `placement` which cell of a row belongs to which column, `reading`
puts the three together over all tables of a document. The table of 2014 has a reader of its own
(`statistics`, with `figures` and `indicators`). Cells are found by label and geometry
together; numbers are never counted off.
"""

from extraction.tables.cells import CellReading, TableReading
from extraction.tables.reading import read_tables

__all__ = ["CellReading", "TableReading", "read_tables"]
