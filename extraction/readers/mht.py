"""Read a web archive (MHT, MHTML; RFC 2557): its page, as the HTML reader reads pages."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.errors import InvalidBase64LengthDefect
from email.message import Message

from extraction.document import Document, Rejected
from extraction.files.encoding import decode
from extraction.readers import html

MEDIA_TYPES = ("multipart/related",)
VERSION = "1"

_MOST_PARTS = 2000


def read(content: bytes) -> Document:
    """Read the page of an archive: the part that its start names, else its longest page.

    Raises Rejected: "corrupt" for an archive without a page, and whatever a page raises.
    """
    archive = email.message_from_bytes(content.lstrip(), policy=email.policy.compat32)
    pages = _pages(archive)
    if not pages:
        raise Rejected(
            "corrupt",
            "The web archive (MHT) holds no page. Save the page again, as HTML or as PDF.",
        )
    start = archive.get_param("start")
    named = [page for page in pages if start and page.get("Content-ID") == start]
    best = max(named or pages, key=lambda page: len(_payload(page)))
    document = html.read_text(*_text(best))
    return replace(document, media_type=MEDIA_TYPES[0], reader="mht", reader_version=VERSION)


def _pages(archive: Message) -> list[Message]:
    pages: list[Message] = []
    for number, part in enumerate(archive.walk()):
        if number > _MOST_PARTS:
            raise Rejected(
                "unsafe",
                f"The web archive (MHT) has more than {_MOST_PARTS} parts. Save its page as PDF.",
            )
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            pages.append(part)
    return pages


def _payload(page: Message) -> bytes:
    """What a part holds; of base64 that was cut off amid a byte, what can be decoded."""
    payload = page.get_payload(decode=True)
    if any(isinstance(defect, InvalidBase64LengthDefect) for defect in page.defects):
        page.set_payload(str(page.get_payload()).rstrip()[:-1])
        payload = page.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(page: Message) -> tuple[str, str]:
    """The page's text and its encoding: as the bytes show it; the charset that the part states
    counts where the page itself leaves it open."""
    payload = _payload(page)
    try:
        return decode(payload)
    except Rejected:
        charset = page.get_content_charset() or ""
        try:
            return payload.decode(charset), charset
        except (LookupError, UnicodeDecodeError):
            pass
        raise
