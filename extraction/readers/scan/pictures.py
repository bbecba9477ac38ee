"""Pictures as files: PNG, JPEG, TIFF with its pages, BMP, GIF, opened within bounds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extraction.document import Rejected

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

MOST_PIXELS = 120_000_000
"""A picture with more pixels is not opened: a page at 600 dpi has 35 million."""

_GREYS, _MOST_COLOURED = ("1", "L", "I", "I;16", "F"), 40_000_000
"""Pictures without colours, and how many pixels one has at most of which the colours are looked at:
they take three times the memory."""

MOST_ACROSS = 2480
"""Pixels along the shorter side of a page that are read, 300 dpi of A4: more tell nothing more."""

MOST_PAGES = 200

_FEWEST_PIXELS = 100
"""A picture narrower or lower than this shows no page."""

MOST_STRETCHED = 50
"""A picture so many times as high as wide (or as wide as high) is no page; the longest that
sites publish, many pages one below another, are some 30 times as high."""


def open_pictures(content: bytes) -> Iterator[np.ndarray]:
    """The pages of a picture file, each (height, width), uint8, as its own metadata turn it.

    Raises Rejected: "corrupt", "too_large", or "not_a_report" for a picture too small for a page.
    """
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    from extraction.readers.scan.seals import without_seals

    try:
        with Image.open(io.BytesIO(content)) as picture:
            _check(picture.size, getattr(picture, "n_frames", 1))
            for frame in ImageSequence.Iterator(picture):
                _check(frame.size, 1)
                upright = _on_paper(ImageOps.exif_transpose(frame))
                if upright.mode in _GREYS or upright.width * upright.height > _MOST_COLOURED:
                    yield np.asarray(upright.convert("L"))
                else:
                    yield without_seals(np.asarray(upright.convert("RGB")))
    except UnidentifiedImageError as error:
        raise Rejected(
            "corrupt", "The picture is damaged at its head. Fetch the file again."
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Rejected(
            "corrupt",
            f"The picture is cut off or damaged ({error}). Fetch the file again.",
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error


def reduced(picture: np.ndarray) -> tuple[np.ndarray, float]:
    """A picture with no more pixels than reading takes (300 dpi of A4), and how many of its own
    pixels one of these is high."""
    import cv2

    scale = min(picture.shape) / MOST_ACROSS
    if scale <= 1:
        return picture, 1.0
    size = round(picture.shape[1] / scale), round(picture.shape[0] / scale)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA), scale


def media_type(content: bytes) -> str:
    """The media type of a picture file that opens."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        return Image.MIME.get(picture.format or "", "image/png")


def _check(size: tuple[int, int], pages: int) -> None:
    if size[0] * size[1] > MOST_PIXELS or pages > MOST_PAGES:
        raise _too_large()
    if min(size) < _FEWEST_PIXELS:
        raise Rejected(
            "not_a_report",
            f"The picture is only {size[0]} by {size[1]} pixels: no page of a report. If it is a "
            "page's logo or a preview, file the report itself.",
        )
    if refusal := stretched(*size, "The picture"):
        raise refusal


def stretched(width: float, height: float, what: str) -> Rejected | None:
    """The refusal of a picture that is too long for its width, if it is."""
    if max(width, height) <= MOST_STRETCHED * min(width, height):
        return None
    return Rejected(
        "too_large",
        f"{what} is {width:,.0f} wide and {height:,.0f} high. Cut it into pages.",
    )


def _too_large() -> Rejected:
    return Rejected(
        "too_large",
        f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels or more than "
        f"{MOST_PAGES} pages. Save it at 300 dpi, in parts if need be.",
    )


def _on_paper(picture: Image.Image) -> Image.Image:
    """A picture with transparent parts laid on white."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba)
    return picture
