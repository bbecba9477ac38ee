"""PDF files that turn in circles, unpack without end or hold more than a page can show."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial

from benchmarks.hostile import Hostile, hostile
from benchmarks.hostile.archives import deflated_zeros

_REFUSED = (
    "corrupt",
    "too_large",
    "not_a_report",
    "empty",
    "timed_out",
    "unsupported",
    "encrypted",
)
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R%b>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), entries, data)


def one_page(
    contents: bytes, *more: bytes, box: bytes = b"[0 0 595 842]", resources: bytes = b""
) -> bytes:
    """A file of one page. Objects: 4 its contents, 5 a font, 6 and on what is given."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % (box, resources),
        contents,
        _FONT,
        *more,
    )


def inputs() -> Iterator[Hostile]:
    text = stream(b"BT /F 12 Tf 50 700 Td (Hello world of reports) Tj ET")
    flate = b"/Filter/FlateDecode"
    catalogue = b"<</Type/Catalog/Pages 2 0 R>>"
    for name, content in (
        ("pages-in-a-ring.pdf", pdf(catalogue, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
        ("pages-that-lead-up.pdf", pdf(catalogue, b"<</Type/Pages/Kids[1 0 R]/Count 9>>")),
        ("million-pages-stated.pdf", pdf(catalogue, b"<</Type/Pages/Kids[]/Count 1000000>>")),
        ("pages-stated-below-zero.pdf", pdf(catalogue, b"<</Type/Pages/Kids[]/Count -5>>")),
        ("catalogue-of-itself.pdf", pdf(b"1 0 R")),
        ("length-of-itself.pdf", one_page(b"<</Length 4 0 R>>stream\nBT\nendstream")),
        ("no-box.pdf", one_page(text, box=b"[]")),
        ("huge-box.pdf", one_page(text, box=b"[0 0 1000000000 1000000000]")),
        ("huge-box-of-lines.pdf", one_page(stream(b"0 0 m 1e9 1e9 l S"), box=b"[0 0 1e9 1e9]")),
        ("thin-box.pdf", one_page(text, box=b"[0 0 0.001 842]")),
        ("turned-box.pdf", one_page(text, box=b"[595 842 0 0]")),
        ("box-of-words.pdf", one_page(text, box=b"[/a (b) null 1 0 R]")),
        ("box-beyond-numbers.pdf", one_page(text, box=b"[0 0 %b 842]" % (b"9" * 400))),
        ("unpacks-twice.pdf", one_page(stream(zlib.compress(deflated_zeros(200_000_000)), b"/Filter[/FlateDecode/FlateDecode]"))),
        ("100-filters.pdf", one_page(stream(b"a", b"/Filter[" + b"/ASCIIHexDecode" * 10_000 + b"]"))),
        ("arrays-10000-deep.pdf", one_page(stream(b"[" * 10_000 + b"]" * 10_000 + b"TJ"))),
        ("names-100000-deep.pdf", one_page(text, b"<</a" * 100_000)),
        ("states-without-end.pdf", one_page(stream(b"q " * 1_000_000))),
        ("font-gone.pdf", one_page(stream(b"BT /X 12 Tf (Hello world of reports) Tj ET"))),
        ("font-beyond-numbers.pdf", one_page(stream(b"BT /F 1e38 Tf 1e38 1e38 Td (Hello world) Tj ET"))),
        ("matrix-of-zeros.pdf", one_page(stream(b"0 0 0 0 0 0 cm BT /F 12 Tf (Hello world) Tj ET"))),
        ("matrix-beyond-numbers.pdf", one_page(stream(b"1e30 0 0 1e30 0 0 cm BT /F 12 Tf (Hello world) Tj ET"))),
        ("metadata.pdf", one_page(text).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info<</Title(" + b"A" * 900_000 + b")>>")),
    ):  # fmt: skip
        yield hostile(name, lambda content=content: content, *_REFUSED)
    yield hostile(
        "2gb-of-contents.pdf",
        lambda: one_page(stream(deflated_zeros(2_000_000_000), flate)),
        *_REFUSED,
    )
    yield hostile("broken-font.pdf", _broken_font, *_REFUSED)
    yield hostile("forms-in-a-ring.pdf", _form_ring, *_REFUSED)
    yield hostile("forms-that-double.pdf", partial(_forms, 30), *_REFUSED)
    yield hostile("patterns-in-a-ring.pdf", _pattern_ring, *_REFUSED)
    yield hostile("objects-in-a-bomb.pdf", _object_stream, *_REFUSED)
    yield hostile("100000-pages.pdf", partial(_pages, 100_000), *_REFUSED)
    yield hostile("3000-pages.pdf", partial(_pages, 3_000), *_REFUSED)
    yield hostile("one-page-100000-times.pdf", partial(_same_page, 100_000), *_REFUSED)
    yield hostile("picture-of-30000-square.pdf", _picture, *_REFUSED)
    yield hostile("300000-words.pdf", partial(_words, 300_000), *_REFUSED)
    yield hostile("100000-lines.pdf", partial(_lines, 100_000), *_REFUSED)
    yield hostile("grid-of-400-by-400.pdf", partial(_grid, 400), *_REFUSED)
    yield hostile("words-in-one-place.pdf", _one_place, *_REFUSED)
    yield hostile("locked.pdf", _locked, "encrypted")
    yield hostile("locked-strangely.pdf", _strange_lock, "encrypted", "corrupt")
    yield hostile("script.pdf", _script, *_REFUSED)


def _broken_font() -> bytes:
    descriptor = b"<</Type/FontDescriptor/FontName/A/FontFile2 7 0 R/Flags 4>>"
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 6 0 R/FirstChar 0/Widths[]>>"
    contents = stream(b"BT /G 12 Tf 50 700 Td (Hello world of reports) Tj ET")
    noise = stream(bytes(range(256)) * 200)
    return one_page(contents, descriptor, noise, font, resources=b"/Font<</G 8 0 R>>")


def _form_ring() -> bytes:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    return one_page(
        stream(b"/X Do"), stream(b"/X Do /X Do", form), resources=b"/XObject<</X 6 0 R>>"
    )


def _forms(depth: int) -> bytes:
    """Each form draws the next one twice."""
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X %d 0 R>>>>"
            % (7 + number),
        )
        for number in range(depth)
    ]
    last = stream(
        b"BT /F 12 Tf 9 9 Td (Hello) Tj ET",
        b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</Font<</F 5 0 R>>>>",
    )
    return one_page(stream(b"/X Do"), *forms, last, resources=b"/XObject<</X 6 0 R>>")


def _pattern_ring() -> bytes:
    pattern = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0.001/YStep 0.001"
        b"/Resources<</Pattern<</P 6 0 R>>>>",
    )
    contents = stream(b"/Pattern cs /P scn 0 0 595 842 re f")
    return one_page(contents, pattern, resources=b"/Pattern<</P 6 0 R>>")


def _object_stream() -> bytes:
    data = deflated_zeros(1_500_000_000)
    entries = b"/Type/ObjStm/N 1000000/First 9/Filter/FlateDecode"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        stream(data, entries),
    ).replace(b"startxref", b"startxrex")


def _pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count),
        stream(b"BT /F 12 Tf 50 700 Td (Hello world of reports) Tj ET"),
        _FONT,
        *([page] * count),
    )


def _same_page(count: int) -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"3 0 R " * count, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        stream(b"0 0 m 9 9 l S"),
    )


def _picture() -> bytes:
    picture = stream(
        deflated_zeros(900_000_000),
        b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode",
    )
    contents = stream(b"595 0 0 842 0 0 cm /X Do")
    return one_page(contents, picture, resources=b"/XObject<</X 6 0 R>>")


def _words(count: int) -> bytes:
    words = b"".join(
        b"BT /F 1 Tf %d %d Td (word%d) Tj ET\n" % (number % 590, number // 590, number)
        for number in range(count)
    )
    return one_page(stream(zlib.compress(words), b"/Filter/FlateDecode"))


def _lines(count: int) -> bytes:
    lines = b"".join(
        b"%d %d m %d %d l S\n" % (n % 590, n % 830, n % 590 + n % 7, n % 830 + n % 5)
        for n in range(count)
    )
    text = b"BT /F 12 Tf 50 700 Td (Hello world of reports) Tj ET"
    return one_page(stream(zlib.compress(lines + text), b"/Filter/FlateDecode"))


def _grid(count: int) -> bytes:
    """A ruled table of count by count cells, each with a digit."""
    lines = b"".join(
        b"0 %f m 595 %f l S %f 0 m %f 842 l S\n"
        % (n * 842 / count, n * 842 / count, n * 595 / count, n * 595 / count)
        for n in range(count + 1)
    )
    digits = b"".join(
        b"BT /F 1 Tf %f %f Td (1) Tj ET\n" % (x * 595 / count + 0.2, y * 842 / count + 0.2)
        for x in range(count)
        for y in range(count)
    )
    return one_page(stream(zlib.compress(b"0.1 w " + lines + digits), b"/Filter/FlateDecode"))


def _one_place() -> bytes:
    words = b"BT /F 12 Tf 50 700 Td (a) Tj ET\n" * 100_000
    return one_page(stream(zlib.compress(words), b"/Filter/FlateDecode"))


def _locked() -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pages(1))))
    writer.encrypt("secret", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _strange_lock() -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        trailer=b"/Encrypt<</Filter/Unheard/V 9/R 9>>",
    )


def _script() -> bytes:
    action = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>"
    file = _pages(1)
    return file.replace(b"<</Type/Catalog/Pages 2 0 R>>", action)
