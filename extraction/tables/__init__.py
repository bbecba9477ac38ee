"""Find the blocks of the official forms in a document's tables and read their cells.

`heads` recognises the head of a block and which column stands where, `rows` which printed row
is which row of the form, `placement` which cell of a row belongs to which column, `reading`
puts the three together over all tables of a document. Cells are found by label and geometry
together; numbers are never counted off. The form of 2014 is a list of indicators with one value
each: `statistics` reads it, `indicators` matches its rows and `value_columns` picks its column.
"""

from extraction.tables.reading import read_tables
from extraction.tables.results import CellReading, TableReading

__all__ = ["CellReading", "TableReading", "read_tables"]
