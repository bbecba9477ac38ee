"""What tests of the extraction share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.document import Document, Paragraph
from extraction.gazetteer import Gazetteer
from extraction.identity import Identity, identify
from extraction.source import Source
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer of the project's own seed."""
    return Gazetteer.load(ROOT / "dbt_project" / "seeds" / "jurisdictions.csv")


@pytest.fixture(scope="session")
def identified(gazetteer: Gazetteer) -> Callable[..., Identity]:
    """The identity that is found in a text, its lines as paragraphs."""

    def identified(text: str, metadata: dict[str, str] | None = None, **claims) -> Identity:
        blocks = [Paragraph(line) for line in text.split("\n") if line.strip()]
        document = Document(blocks, "text/plain", "test", "1", metadata=metadata or {})
        return identify(document, Source("a.txt", **claims), gazetteer)

    return identified
