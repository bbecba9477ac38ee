"""Read a page of which a test writes the body alone."""

from __future__ import annotations

from extraction.document import Document
from extraction.readers import html


def read(body: str, head: str = "") -> Document:
    page = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return html.read(page.encode())
