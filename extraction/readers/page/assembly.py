"""From pages as seen to the blocks of a document."""

from __future__ import annotations

from extraction.document import Block, Cell, Place, Table, failed
from extraction.readers.page.contents import Page
from extraction.readers.page.furniture import drop_furniture
from extraction.readers.page.grid import Grid
from extraction.readers.page.paragraphs import ParagraphBuilder, measure
from extraction.readers.page.spreads import single_pages
from extraction.readers.page.tables import place_tables


def blocks(pages: list[Page], metadata: dict[str, str]) -> list[Block]:
    """Paragraphs and tables in reading order. A paragraph may run on to the next page.

    metadata: of the document; gets what went wrong with single tables (`failed`).
    """
    pages = single_pages(pages)
    drop_furniture(pages)
    metadata.update(failed(place_tables(pages)))
    found: list[Block] = []
    paragraphs = ParagraphBuilder(measure(pages), found.append)
    table_count = 0
    for page in pages:
        for item in page.items:
            if isinstance(item, Grid):
                paragraphs.finish()
                table_count += 1
                found.append(_table(item, page, table_count))
            else:
                paragraphs.add(page, item)
    paragraphs.finish()
    return found


def _table(grid: Grid, page: Page, number: int) -> Table:
    cells = [
        Cell(
            text=region.text(),
            row=region.row,
            column=region.column,
            row_span=region.row_span,
            column_span=region.column_span,
            place=Place(
                page.number, number, region.row + 1, region.column + 1, page.source_box(region.box)
            ),
            recognition=region.recognition,
        )
        for region in grid.regions
    ]
    return Table(cells, place=Place(page=page.number, table=number, box=page.source_box(grid.box)))
