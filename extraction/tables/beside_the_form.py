"""What tables have beside the form and lose before they are read: other languages, other years."""

from __future__ import annotations

from extraction.document import Document
from extraction.tables.numbers_beside import with_own_numbers
from extraction.tables.two_languages import in_chinese
from extraction.tables.year_columns import with_reported_year


def of_the_form(document: Document, year: int | None) -> Document:
    """The document with what the form asks for alone. year: the year reported on."""
    document = with_own_numbers(document.with_tables(in_chinese), year)
    return with_reported_year(document, year)
