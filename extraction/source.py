"""What is known of a raw file before it is opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file's path and the claims made about it by its folders and its sidecar.

    source_path: relative to the raw folder, with forward slashes.
    claimed_jurisdiction_code, claimed_year: what the folders say; the document wins where it
        is explicit.
    """

    source_path: str
    claimed_jurisdiction_code: str | None = None
    claimed_year: int | None = None
    source_url: str | None = None
    publisher: str | None = None
    declared_issuer: str | None = None


def report_id(document_sha256: str, source_path: str) -> str:
    """The identifier of the report in one file: the same bytes at two paths are two reports."""
    return hashlib.sha256(f"{document_sha256} {source_path}".encode()).hexdigest()[:16]
