"""Tell a file's type by its content; its name only decides where the content leaves it open."""

from __future__ import annotations

import io
import re
import zipfile

from extraction.document import Rejected
from extraction.encoding import decode, looks_like_text
from extraction.typography import trim

PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
RTF = "application/rtf"
MHT = "multipart/related"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOC),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_ZIP_MEMBERS = (
    ("word/", DOCX),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("OFD.xml", "application/ofd"),
    ("content.xml", "application/vnd.oasis.opendocument"),
)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_WORKBOOK_STREAM = "Workbook".encode("utf-16-le")
_PDF_HEADER_WITHIN = 1024
_HEAD = 65536

_HTML_ROOT = re.compile(r"<!doctype\s+html|<(?:html|head|body|table)\b[^<>]*>", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"<(?:meta|title|div|p|br|span|td|tr|a|script|style|h\d)\b[^<>]*>", re.IGNORECASE
)
_OTHER_XML = re.compile(r"^\s*<\?xml\b|^\s*<(?:svg|rss|w:wordDocument)\b", re.IGNORECASE)
_MHT_HEAD = re.compile(
    rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/",
    re.IGNORECASE,
)
_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)
_KNOWN_NAME = re.compile(
    r"\.(?:pdf|docx?|wps|rtf|xlsx?|html?|shtml|xhtml|mht|txt|md|png|jpe?g|tiff?|ofd)$",
    re.IGNORECASE,
)


def media_type(content: bytes, file_name: str) -> str:
    """The media type of a file.

    Raises Rejected: "empty" for nothing but white space, "encrypted" for an Office file with a
    password, "corrupt" for content that is not what the name says, "unsupported" otherwise.
    """
    if not content.strip(b"\x00 \t\r\n\f\v"):
        raise Rejected("empty", f"{file_name} holds nothing. Fetch the file again.")
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(content, file_name)
    for signature, found in _SIGNATURES:
        if content.startswith(signature) and _is_binary(content, found):
            if found == DOC and _ENCRYPTED_OFFICE in content:
                raise encrypted_office()
            if found == DOC and _WORKBOOK_STREAM in content and _WORD_STREAM not in content:
                return XLS
            return found
    if _MHT_HEAD.match(content[:_HEAD]):
        return MHT
    return _text_type(content, file_name)


def encrypted_office() -> Rejected:
    """What to say of an Office file that is encrypted (an OLE2 file around the ZIP archive)."""
    return Rejected(
        "encrypted",
        "The file is protected by a password. Open it in a word processor and save it without.",
    )


def _is_binary(content: bytes, found: str) -> bool:
    """Short signatures (BM, GIF8) may open a text as well; zero bytes settle it."""
    return found in (DOC, RTF) or b"\x00" in content[:_HEAD]


def _in_zip(content: bytes, file_name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Rejected(
            "corrupt",
            f"{file_name} begins as a ZIP archive (DOCX, XLSX), but its end is damaged or missing "
            f"({error}). Fetch the file again.",
        ) from error
    for prefix, found in _ZIP_MEMBERS:
        if any(name.replace("\\", "/").startswith(prefix) for name in names):
            return found
    raise Rejected(
        "unsupported",
        f"{file_name} is a ZIP archive, but no Office document. Unpack it and add its files.",
    )


def _text_type(content: bytes, file_name: str) -> str:
    try:
        text, _ = decode(content)
    except Rejected:
        raise _no_text(file_name) from None
    if not looks_like_text(text):
        raise _no_text(file_name)
    if not trim(text):
        raise Rejected("empty", f"{file_name} holds only white space. Fetch the file again.")
    head = text[:_HEAD]
    is_markdown = _MARKDOWN_NAME.search(file_name) is not None
    if not (is_markdown and not head.lstrip().startswith("<")) and (
        _HTML_ROOT.search(head) or len(_HTML_TAG.findall(head)) > 2
    ):
        return HTML
    if _OTHER_XML.match(head):
        raise Rejected(
            "unsupported",
            f"{file_name} is an XML file of a kind that is not read. Save it as DOCX or PDF.",
        )
    return MARKDOWN if is_markdown else TEXT


def _no_text(file_name: str) -> Rejected:
    if _KNOWN_NAME.search(file_name):
        return Rejected(
            "corrupt",
            f"The content of {file_name} is not what its name says: neither a known file type nor "
            "text. Fetch the file again.",
        )
    return Rejected(
        "unsupported",
        f"{file_name} is of an unknown type. Convert it to PDF, DOCX, HTML or plain text.",
    )
