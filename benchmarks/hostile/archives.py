"""Archives and Office files that unpack without end, lie about themselves or are locked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from benchmarks.hostile import REPORT, Hostile, hostile
from extraction.files.sniff import OLE2

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = '<!ENTITY l0 "haha">' + "".join(
    f"<!ENTITY l{level} '{10 * f'&l{level - 1};'}'>" for level in range(1, 12)
)
SECRET = '<!ENTITY secret SYSTEM "file:///etc/passwd">'


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(body: str, document_type: str = "") -> bytes:
    """A DOCX file with this body."""
    text = f'<?xml version="1.0"?>{document_type}<w:document {WORD}><w:body>{body}</w:body>'
    return zipped({"word/document.xml": f"{text}</w:document>".encode()})


def sheet(data: str, document_type: str = "") -> bytes:
    """An XLSX file with these rows."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            b'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1"'
            f' Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{office}"><sheets><sheet '
            'name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{document_type}<worksheet '
            f'xmlns="{_SHEETS}">{data}</worksheet>'.encode(),
        }
    )


def inputs() -> Iterator[Hostile]:
    refused = ("too_large", "corrupt", "unsupported", "unsafe", "encrypted")
    yield hostile("zeros-2gb.docx", _zeros, "too_large")
    yield hostile("understated.docx", _understated, "corrupt", "too_large")
    yield hostile("overlapping.docx", _overlapping, *refused)
    yield hostile("100000-members.docx", _many_members, "too_large", "not_a_report", "corrupt")
    yield hostile("bzip2.docx", partial(_packed, zipfile.ZIP_BZIP2), *refused, "empty")
    yield hostile("lzma.docx", partial(_packed, zipfile.ZIP_LZMA), *refused, "empty")
    yield hostile("quine.zip", _nested_archives, *refused, "not_a_report")
    yield hostile("climbing.zip", _climbing, *refused, "not_a_report", "empty")
    yield hostile("locked.zip", _locked, "encrypted", "unsupported")
    yield hostile("locked.docx", partial(_ole2, "EncryptedPackage"), "encrypted")
    yield hostile("locked.xls", _locked_xls, "encrypted", "corrupt")
    yield hostile("hollow.doc", partial(_ole2, "WordDocument"), "corrupt", "empty", "unsupported")
    yield hostile("ring-of-sectors.xls", _ring, "corrupt", "empty", "not_a_report")
    laughs = f"<!DOCTYPE w:document [{LAUGHS}]>"
    yield hostile("laughs.docx", lambda: word("<w:p>&l11;</w:p>", laughs), "unsafe")
    secret = f"<!DOCTYPE w:document [{SECRET}]>"
    yield hostile("secret.docx", lambda: word("<w:p>&secret;</w:p>", secret), "unsafe")
    cell = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'
    for name, entities, reference in (("laughs", LAUGHS, "&l11;"), ("secret", SECRET, "&secret;")):
        kind = f"<!DOCTYPE worksheet [{entities}]>"
        make = partial(sheet, cell.format(reference), kind)
        yield hostile(f"{name}.xlsx", make, "unsafe", "corrupt", "not_a_report", "empty")
    deep = "<w:tbl><w:tr><w:tc>" * 20_000
    yield hostile("deep.docx", partial(word, deep), "corrupt", "too_large", "unsafe")
    nested = "<w:tbl><w:tr><w:tc>" * 70 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 70
    yield hostile("70-tables-deep.docx", partial(word, nested), "empty", "not_a_report")
    wide = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>1'
    wide += "</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    yield hostile("wide-span.docx", partial(word, wide), "unsafe", "not_a_report")
    long_span = wide.replace("999999999", "9" * 5000)
    yield hostile(
        "endless-span.docx", partial(word, long_span), "unsafe", "not_a_report", "corrupt"
    )
    yield hostile("million-paragraphs.docx", _paragraphs, "too_large", "not_a_report")
    yield hostile("million-cells.docx", _cells, "too_large", "not_a_report")
    far = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    yield hostile("far-cell.xlsx", partial(sheet, far), "too_large")
    far_unplaced = '<sheetData><row r="1048576"><c><v>1</v></c></row></sheetData>'
    yield hostile("far-row.xlsx", partial(sheet, far_unplaced), "too_large", "not_a_report")
    stated = f'<dimension ref="A1:XFD1048576"/>{cell.format("甲")}'
    yield hostile("stated-area.xlsx", partial(sheet, stated), "too_large", "not_a_report")
    merged = cell.format("甲") + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield hostile("merged-area.xlsx", partial(sheet, merged), "too_large", "not_a_report")
    overlap = "".join(f'<mergeCell ref="A1:Z{row}"/>' for row in range(2, 20_000))
    overlap = f"{cell.format('甲')}<mergeCells>{overlap}</mergeCells>"
    yield hostile("overlapping-areas.xlsx", partial(sheet, overlap), "not_a_report", "corrupt")
    yield hostile("no-sheet.xlsx", lambda: zipped({"xl/workbook.xml": b"<a/>"}), "corrupt", "empty")
    yield hostile("nothing.docx", lambda: zipped({"word/a": b""}), "corrupt")
    yield hostile("odd-names.zip", _odd_names, *refused, "not_a_report", REPORT)


def _zeros() -> bytes:
    return zipped({"word/document.xml": bytes(500_000_000), "word/b": bytes(1_500_000_000)})


def _understated() -> bytes:
    """A part that unpacks to 300 MB and states that it has 10 bytes."""
    content = bytearray(zipped({"word/document.xml": bytes(300_000_000)}))
    content[22:26] = struct.pack("<I", 10)
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(content)


def _overlapping() -> bytes:
    """Many entries in the directory that share the bytes of one part, as in 42.zip's heirs."""
    content = zipped({"word/document.xml": bytes(10_000_000)})
    begin, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry, count = content[begin:end], 60_000
    name = len(b"word/document.xml")
    entries = b"".join(
        entry[:46] + f"word/{number:05}".ljust(name, "x").encode() + entry[46 + name :]
        for number in range(count)
    )
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), begin, 0)
    return content[:begin] + entry + entries[len(entry) :] + tail


def _many_members() -> bytes:
    return zipped({f"word/{number}": b"" for number in range(100_000)}, zipfile.ZIP_STORED)


def _packed(method: int) -> bytes:
    return zipped({"word/document.xml": bytes(100_000_000)}, method)


def _nested_archives() -> bytes:
    content = zipped({"0.txt": bytes(10_000_000)})
    for level in range(30):
        content = zipped({f"{level}.{copy}.zip": content for copy in "ab"})
        if len(content) > 3_000_000:
            break
    return content


def _climbing() -> bytes:
    return zipped({"../../../../tmp/climbed.html": b"<html>", "/etc/climbed": b"a", "C:\\a": b""})


def _locked() -> bytes:
    """A ZIP archive whose member is marked as encrypted."""
    content = bytearray(zipped({"report.html": b"<html>" * 100}))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _ole2(stream: str, sectors: int = 20) -> bytes:
    """The head of a compound file and its directory's name for a stream, and nothing else."""
    head = bytearray(512)
    head[:8] = OLE2
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    name = stream.encode("utf-16-le")
    return bytes(head) + name.ljust(512 * sectors, b"\x00")


def _ring() -> bytes:
    """A compound file whose chain of sectors leads back to its beginning."""
    content = bytearray(_ole2("Workbook"))
    struct.pack_into("<IIIIIIIII", content, 44, 1, 0, 0, 4096, 0, 0, 0, 0, 0)
    struct.pack_into("<128I", content, 512, *([0] * 128))
    return bytes(content)


def _locked_xls() -> bytes:
    """A workbook stream that begins with FILEPASS, the record of a password (MS-XLS 2.4.117)."""
    stream = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    stream += struct.pack("<HHH", 0x002F, 54, 1) + bytes(52) + struct.pack("<HH", 0x000A, 0)
    return _compound("Workbook", stream.ljust(4096, b"\x00"))


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file (MS-CFB) of one stream of at least 4096 bytes."""
    count = len(stream) // 512
    head = bytearray(512)
    head[:8] = OLE2
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *([0xFFFFFFFF] * 108))
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    chain = [0xFFFFFFFD, end, *range(3, 2 + count), end]
    table = struct.pack("<128I", *chain, *([free] * (128 - len(chain))))
    entries = b""
    for title, kind, start, size in (("Root Entry", 5, end, 0), (name, 2, 2, len(stream))):
        text = (title + "\0").encode("utf-16-le")
        child = 1 if kind == 5 else free
        entry = text.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(text), kind, 1, free, free, child
        )
        entries += entry + bytes(36) + struct.pack("<IQ", start, size)
    return bytes(head) + table + entries.ljust(512, b"\0") + stream


def _paragraphs() -> bytes:
    return word("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 1_000_000)


def _cells() -> bytes:
    cell = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    return word(f"<w:tbl>{f'<w:tr>{cell * 100}</w:tr>' * 10_000}</w:tbl>")


def _odd_names() -> bytes:
    names = (
        'a"b.html',
        "a\nb.txt",
        "-rf",
        "\u202ecod.txt",
        "a" * 60_000,
        "a\x00b",
        "nul",
        "😀.txt",
    )
    return zipped(dict.fromkeys(names, b"text"))


def deflated_zeros(size: int) -> bytes:
    """Zeros as a zlib stream, made in pieces."""
    packer, piece = zlib.compressobj(9), bytes(1_000_000)
    return b"".join(packer.compress(piece) for _ in range(size // len(piece))) + packer.flush()
