"""Pictures in a document without tables: they may be the pages or the tables of the report."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.document import Block, Rejected
from extraction.readers.scan import models, pictures

MOST_PICTURES = 40


def recognised(parts: Sequence[bytes], metadata: dict[str, str]) -> list[Block]:
    """What the pictures show; each is a page, numbered in the order in which they stand.

    Nothing where recognition is not installed. A picture that cannot be read shows nothing.
    """
    if not parts or not models.is_installed():
        return []
    models.require()
    from extraction.readers.page.assembly import blocks
    from extraction.readers.scan.page import Picture, read_pages

    shown: list[Picture] = []
    for part in parts[:MOST_PICTURES]:
        try:
            for gray in pictures.open_pictures(part):
                shown.append(Picture(gray, len(shown) + 1))
        except Rejected:
            continue
    return blocks([page for page in read_pages(shown) if page.glyph_count], metadata)
