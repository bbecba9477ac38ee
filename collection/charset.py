"""From the bytes of a page to its text, where pages state a wrong charset or none."""

from __future__ import annotations

import codecs

from w3lib.encoding import html_body_declared_encoding, html_to_unicode, http_content_type_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(body: bytes, content_type: str | None, charset: str | None) -> str:
    """A page as text.

    By the charset of the registry; else the first that fits: byte order mark, UTF-16 by its zero
    bytes, UTF-8, what header and page state, GB 18030. What fits none is read as a browser would.
    """
    if charset:
        return body.decode(charset, errors="replace")
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    if body[:2] in (b"<\0", b"\0<"):
        return body.decode("utf-16-le" if body[0] else "utf-16-be", errors="replace")
    stated = http_content_type_encoding(content_type), html_body_declared_encoding(body)
    for name in filter(None, ("utf-8", *stated, "gb18030")):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return html_to_unicode(content_type, body, default_encoding="gb18030")[1]
