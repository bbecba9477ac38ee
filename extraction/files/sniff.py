"""Tell a file's type by its content; its name only decides where the content leaves it open."""

from __future__ import annotations

import re

from extraction.document import Rejected
from extraction.files.archives import Archive
from extraction.files.encoding import decode, looks_like_text
from extraction.typography import trim

PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
RTF = "application/rtf"
WORD_XML = "application/vnd.ms-word.xml"
EXCEL_XML = "application/vnd.ms-excel.xml"
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
ZIP = "application/zip"
GZIP = "application/gzip"
MHT = "multipart/related"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the compound files of Office before 2007, and encrypted ones since, begin (MS-CFB)."""

_SIGNATURES = (
    (OLE2, DOC),
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", GZIP),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_PACKAGES = (
    ("word/", "word/document.xml", DOCX),
    ("xl/", "xl/workbook.xml", XLSX),
    ("xl/", "xl/workbook.bin", XLSX),
    ("ppt/", "ppt/presentation.xml", PPTX),
)
"""Folder and usual main part of the Office packages (ECMA-376 part 2: with a list of types)."""
_CONTENT_TYPES = "[Content_Types].xml"
_OTHER_ARCHIVES = (
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (257, b"ustar", "TAR"),
)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SLIDES_STREAM = "PowerPoint Document".encode("utf-16-le")
_WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book\x00".encode("utf-16-le"))
_WORD_HEAD = b"\xec\xa5"
_WORD_VERSIONS = range(0x00C0, 0x0120)
_SECTOR = 64
"""A stream begins at a multiple of the smallest sector."""
_PDF_HEADER_WITHIN = 1024
_HEAD = 65536

_BEFORE_HTML = re.compile(r"\s*<(?:!--|style\b|script\b)", re.IGNORECASE)
"""What may stand in front of a page, at any length."""

_HTML_ROOT = re.compile(r"<!doctype\s+html|<(?:html|head|body|table)\b[^<>]*>", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"<(?:meta|title|div|p|br|span|td|tr|a|script|style|h\d)\b[^<>]*>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_PAGE_NAME = re.compile(r"\.(?:s|x)?html?$", re.IGNORECASE)
_ANSWER = re.compile(r"\s*(?:[\w.$]+\s*\()?\s*[{\[]\s*[{\"]")
_CELL_IN_STRING = re.compile(r"(?:<|\\u003c)td\b", re.IGNORECASE)
"""How JSON begins that a site answers to the script of its pages, and a cell of the article that
is one of its strings."""
_MARKDOWN_RULE = re.compile(r"^ *\|[ :-]*-{3,}[ :|-]*$", re.MULTILINE)
"""The line under the head of a Markdown table: what has one is no page, whatever tags it keeps."""
_OTHER_XML = re.compile(r"^\s*<\?xml\b|^\s*<(?:svg|rss)\b", re.IGNORECASE)
_XML_ROOT = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<([\w:.-]+)", re.DOTALL)
_XML_ROOTS = {"w:wordDocument": WORD_XML, "office:document": FLAT_ODT, "pkg:package": DOCX}
"""Root elements of Word 2003 XML, Flat OpenDocument and Flat OPC, with the prefixes that Office
and LibreOffice always write."""
_EXCEL_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_MHT_HEAD = re.compile(
    rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*(?:multipart/|text/html)",
    re.IGNORECASE,
)
_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)
_KNOWN_NAME = re.compile(
    r"\.(?:pdf|docx?|wps|et|rtf|odt|xls[xmb]?|zip|html?|shtml|xhtml|mht|txt|md|png|jpe?g|tiff?|ofd)$",
    re.IGNORECASE,
)


def media_type(content: bytes, file_name: str) -> str:
    """The media type of a file.

    Raises Rejected: "empty" for nothing but white space, "encrypted" for an Office file with a
    password, "corrupt" for content that is not what the name says, "unsupported" otherwise.
    """
    if not content.strip(b"\x00 \t\r\n\f\v"):
        raise Rejected("empty", f"{file_name} holds nothing. Fetch the file again.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(content, file_name)
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return PDF
    for signature, found in _SIGNATURES:
        if content.startswith(signature) and _is_binary(content, found):
            return _in_ole2(content, file_name) if found == DOC else found
    for offset, signature, kind in _OTHER_ARCHIVES:
        if content.startswith(signature, offset):
            raise Rejected(
                "unsupported",
                f"{file_name} is a {kind} archive, which is not opened. Unpack it and add its "
                "files.",
            )
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
    return found in (DOC, RTF, GZIP) or b"\x00" in content[:_HEAD]


def _in_ole2(content: bytes, file_name: str) -> str:
    """The type of an OLE2 file, by the names of its streams (MS-CFB, MS-DOC, MS-XLS).

    LibreOffice would read one without any as plain text, that is as rubbish.
    """
    if _ENCRYPTED_OFFICE in content or _is_encrypted_word(content):
        raise encrypted_office()
    if _WORD_STREAM in content:
        return DOC
    if any(stream in content for stream in _WORKBOOK_STREAMS):
        return XLS
    if _SLIDES_STREAM in content:
        return PPT
    raise _no_text(file_name)


def _is_encrypted_word(content: bytes) -> bool:
    """Whether the head of a Word stream has its flag fEncrypted set (MS-DOC 2.5.2, FibBase)."""
    at = content.find(_WORD_HEAD)
    while at >= 0:
        version, flags = (int.from_bytes(content[at + n : at + n + 2], "little") for n in (2, 10))
        if at % _SECTOR == 0 and version in _WORD_VERSIONS:
            return bool(flags & 0x0100)
        at = content.find(_WORD_HEAD, at + 1)
    return False


def _in_zip(content: bytes, file_name: str) -> str:
    archive = Archive(content, file_name)
    names = archive.names
    for folder, main_part, found in _PACKAGES:
        if main_part in archive or (
            _CONTENT_TYPES in archive and any(name.startswith(folder) for name in names)
        ):
            return found
    if "content.xml" in archive and "mimetype" in archive:
        return _open_document(archive)
    return "application/ofd" if "OFD.xml" in archive else ZIP


def _open_document(archive: Archive) -> str:
    """The type that an OpenDocument file states (ODF 1.2 part 3). Raises Rejected("encrypted")."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise encrypted_office()
    stated = archive.read("mimetype").decode("ascii", errors="replace").strip()
    return stated.removesuffix("-template")


def _has_tags(head: str, file_name: str) -> bool:
    """Whether a text has the tags of a page; programs leave <br> alone in texts as well."""
    tags = _HTML_TAG.findall(head)
    is_page = _PAGE_NAME.search(file_name) is not None
    return len(tags) > 2 and (is_page or not all(_BREAK.match(tag) for tag in tags))


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
    root = _XML_ROOT.match(head)
    if root is not None and root[1] in _XML_ROOTS:
        return _XML_ROOTS[root[1]]
    if root is not None and root[1].endswith("Workbook") and _EXCEL_NAMESPACE in head:
        return EXCEL_XML
    is_markdown = _MARKDOWN_NAME.search(file_name) is not None
    if not (is_markdown and not head.lstrip().startswith("<")) and (
        _HTML_ROOT.search(text if _BEFORE_HTML.match(head) else head)
        or (_ANSWER.match(head) and _CELL_IN_STRING.search(text))
        or (_has_tags(head, file_name) and _MARKDOWN_RULE.search(text) is None)
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
