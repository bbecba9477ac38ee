"""Pictures that open to more than a machine holds, or to nothing."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from benchmarks.hostile import Hostile, hostile
from benchmarks.hostile.archives import deflated_zeros

_REFUSED = ("corrupt", "too_large", "not_a_report", "unsupported")


def inputs() -> Iterator[Hostile]:
    yield hostile("30000-square.png", partial(_png, 30_000, 30_000), "too_large")
    yield hostile(
        "stated-only.png", partial(_png, 2**31 - 1, 2**31 - 1, False), "too_large", "corrupt"
    )
    yield hostile(
        "10000-square-blank.png", partial(_png, 10_000, 10_000), "not_a_report", "too_large"
    )
    yield hostile("clear-10000-square.png", partial(_clear, 10_000), "not_a_report", "too_large")
    yield hostile("thin.png", partial(_png, 200, 500_000), *_REFUSED)
    yield hostile("tiny.png", partial(_png, 1, 1), "not_a_report")
    yield hostile("text-bomb.png", _text_bomb, *_REFUSED)
    yield hostile("profile-bomb.png", _profile_bomb, *_REFUSED)
    yield hostile("30000-square.jpg", partial(_jpeg, 30_000), "too_large", "corrupt")
    yield hostile("30000-square.tif", partial(_tiff, 30_000, 30_000), "too_large", "corrupt")
    yield hostile("300-pages.tif", partial(_pages, "TIFF", 300), "too_large")
    yield hostile("300-pictures.gif", partial(_pages, "GIF", 300), "too_large")
    yield hostile("ring-of-pages.tif", _ring, *_REFUSED)
    yield hostile("huge.bmp", partial(_bmp, 30_000), "too_large", "corrupt")
    yield hostile("checkered.png", _checkered, *_REFUSED, "timed_out")


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def _png(width: int, height: int, with_pixels: bool = True, *extra: bytes) -> bytes:
    """A grey picture, black all over."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    size = -(-(width + 1) * height // 1_000_000) * 1_000_000
    data = deflated_zeros(size) if with_pixels else b""
    chunks = (_chunk(b"IHDR", header), *extra, _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _clear(side: int) -> bytes:
    """A picture with colours and an alpha channel: five bytes a pixel once laid on paper."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGBA", (side, side)).save(file, "PNG")
    return file.getvalue()


def _text_bomb() -> bytes:
    return _png(200, 200, True, _chunk(b"zTXt", b"a\x00\x00" + deflated_zeros(1_000_000_000)))


def _profile_bomb() -> bytes:
    return _png(200, 200, True, _chunk(b"iCCP", b"a\x00\x00" + deflated_zeros(1_000_000_000)))


def _jpeg(side: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("L", (200, 200)).save(file, "JPEG")
    content = bytearray(file.getvalue())
    start = content.index(b"\xff\xc0") + 5
    content[start : start + 4] = struct.pack(">HH", side, side)
    return bytes(content)


def _tiff(width: int, height: int, next_page: int = 0) -> bytes:
    """The head of an uncompressed picture, with hardly any of its pixels."""
    tags = {
        256: width,
        257: height,
        258: 8,
        259: 1,
        262: 1,
        273: 200,
        277: 1,
        278: height,
        279: 900,
    }
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", next_page)
    return (b"II*\x00" + struct.pack("<I", 8) + directory).ljust(1200, b"\x00")


def _ring() -> bytes:
    """A picture whose next page is the same again."""
    return _tiff(300, 3, next_page=8)


def _pages(kind: str, count: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    pages = [Image.new("L", (120, 120), number % 256) for number in range(count)]
    pages[0].save(file, kind, save_all=True, append_images=pages[1:])
    return file.getvalue()


def _bmp(side: int) -> bytes:
    header = struct.pack("<IIIiiHHIIiiII", 0, 54, 40, side, side, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<I", 2_000_000) + header[4:] + bytes(100)


def _checkered() -> bytes:
    """As many small boxes as a picture can hold: each looks like a ruled cell."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (2480, 3508), 255)
    draw = ImageDraw.Draw(picture)
    for x in range(0, 2480, 12):
        draw.line((x, 0, x, 3508), 0)
    for y in range(0, 3508, 12):
        draw.line((0, y, 2480, y), 0)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
