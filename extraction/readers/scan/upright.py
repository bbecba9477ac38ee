"""Turning a picture so that its lines of text run level, and telling where a place was before."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from extraction.readers.scan import lines
from extraction.readers.scan.reading import read_lines
from extraction.readers.scan.ruled import Slopes, find_ink, slopes_of

_STRAIGHT = 1.5
"""Rulings that stray by fewer pixels from edge to edge are straight enough."""

_LARGE = 24.0
"""Characters of so many pixels are large."""

_LEVEL = 0.1
"""A tilt below this many degrees is left: it moves the end of a line by a pixel or two."""

_DOUBTFUL = 0.5
"""A tilt below this that only short lines tell is left to the rulings."""

_SLIGHT = 3.0
"""Up to this tilt the text that was found is turned along; beyond, it is looked for again."""

_PROBED, _FEW_PROBED, _SURE = 4, 2, 0.9
"""Lines read to tell whether a page stands on its head, and those that are enough if they are read
as surely as the third: of characters on their heads some are read as others, never so surely."""

_FILLED = 0.4
"""Characters of a line that is read whole, for each time that it is as wide as high, at least."""


class Upright(NamedTuple):
    """gray: the picture, level. found: its text. back: the affine map (2x3) to the source."""

    gray: np.ndarray
    found: lines.TextMap
    back: np.ndarray


def upright(gray: np.ndarray) -> Upright:
    """Level a picture (height, width), uint8, that may be tilted, sideways or on its head."""
    found = lines.text_map(gray)
    tilt = lines.tilt_of(found)
    picture = Upright(gray, found, np.eye(3))
    if tilt.is_sideways:
        turned = _found_anew(_quarter_turned(picture))
        if tilt.is_sure or _best_legibility(turned) > _best_legibility(picture):
            picture = turned
            tilt = lines.tilt_of(picture.found)
    if abs(tilt.degrees) > (_LEVEL if tilt.is_sure else _DOUBTFUL):
        picture = _levelled(picture, tilt.degrees)
    if _stands_on_head(picture):
        picture = _found_anew(_half_turned(picture))
    return _straightened(picture)._replace(back=picture.back[:2])


def _straightened(picture: Upright) -> Upright:
    """With the rulings of each direction made parallel, which a camera or a bent page leaves askew.

    `back` is not changed: it is off by a few pixels then, at the edges.
    """
    em = lines.em_of(lines.heights_of(lines.find_lines(picture.found)))
    if not em:
        return picture
    height, width = picture.gray.shape
    level, upright = _slopes(picture.gray, em)
    strays = (
        (abs(level[0]) + abs(level[1]) * height / 2) * width / 2,
        (abs(upright[0]) + abs(upright[1]) * width / 2) * height / 2,
    )
    if max(strays) < _STRAIGHT:
        return picture
    scale = picture.found.scale
    return picture._replace(
        gray=_sheared(picture.gray, level, upright, 1.0),
        found=lines.TextMap(_sheared(picture.found.probability, level, upright, scale), scale),
    )


def _slopes(gray: np.ndarray, em: float) -> Slopes:
    """The slopes of its rulings. Of large characters half the size tells them as well."""
    if em < _LARGE:
        return slopes_of(find_ink(gray, em), em)
    half = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    level, upright = slopes_of(find_ink(half, em / 2), em / 2)
    return Slopes((level[0], level[1] / 2), (upright[0], upright[1] / 2))


def _sheared(
    picture: np.ndarray, level: tuple[float, float], upright: tuple[float, float], scale: float
) -> np.ndarray:
    """scale: pixels of the page for one of the picture."""
    height, width = picture.shape
    x = (np.arange(width, dtype=np.float32) - width / 2)[None, :]
    y = (np.arange(height, dtype=np.float32) - height / 2)[:, None]
    from_x = x + (upright[0] + upright[1] * scale * x) * y + width / 2
    from_y = y + (level[0] + level[1] * scale * y) * x + height / 2
    return cv2.remap(
        picture,
        from_x.astype(np.float32),
        from_y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _found_anew(picture: Upright) -> Upright:
    return picture._replace(found=lines.text_map(picture.gray))


def _levelled(picture: Upright, degrees: float) -> Upright:
    """Rotated about its middle; the canvas grows, so that no corner is lost."""
    height, width = picture.gray.shape
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), [0, 0, 1]])
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix[:2, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    paper = int(np.median(picture.gray))
    gray = cv2.warpAffine(
        picture.gray, matrix[:2], size, flags=cv2.INTER_CUBIC, borderValue=(paper,)
    )
    levelled = picture._replace(gray=gray, back=picture.back @ np.linalg.inv(matrix))
    if abs(degrees) > _SLIGHT:
        return _found_anew(levelled)
    scale = picture.found.scale
    matrix[:2, 2] /= scale
    probability = cv2.warpAffine(
        picture.found.probability, matrix[:2], (round(size[0] / scale), round(size[1] / scale))
    )
    return levelled._replace(found=lines.TextMap(probability, scale))


def _quarter_turned(picture: Upright) -> Upright:
    height = picture.gray.shape[0]
    forth = np.array([[0.0, -1, height - 1], [1, 0, 0], [0, 0, 1]])
    gray = cv2.rotate(picture.gray, cv2.ROTATE_90_CLOCKWISE)
    return picture._replace(gray=gray, back=picture.back @ np.linalg.inv(forth))


def _half_turned(picture: Upright) -> Upright:
    height, width = picture.gray.shape
    forth = np.array([[-1.0, 0, width - 1], [0, -1, height - 1], [0, 0, 1]])
    gray = cv2.rotate(picture.gray, cv2.ROTATE_180)
    return picture._replace(gray=gray, back=picture.back @ np.linalg.inv(forth))


def _stands_on_head(picture: Upright) -> bool:
    """Whether its longest lines read better upside down."""
    crops = _probes(picture)
    if not crops or _legibility(crops[:_FEW_PROBED]) > _SURE:
        return False
    return _legibility(_on_their_heads(crops)) > _legibility(crops)


def _best_legibility(picture: Upright) -> float:
    """How surely its longest lines are read, one way up or the other."""
    crops = _probes(picture)
    return max(_legibility(crops), _legibility(_on_their_heads(crops))) if crops else 0.0


def _probes(picture: Upright) -> list[np.ndarray]:
    """The heads of its longest lines, which tell as much as the whole, and are read sooner."""
    cores = lines.find_lines(picture.found)
    cores.sort(key=lambda box: box.height - box.width)
    height, width = picture.gray.shape
    crops = []
    for core in cores[:_PROBED]:
        box = lines.grown(core)
        crop = picture.gray[
            max(box.top, 0) : min(box.bottom, height), max(box.left, 0) : min(box.right, width)
        ]
        crops.append(np.ascontiguousarray(crop[:, : 6 * crop.shape[0]]))
    return crops


def _on_their_heads(crops: list[np.ndarray]) -> list[np.ndarray]:
    return [cv2.rotate(crop, cv2.ROTATE_180) for crop in crops]


def _legibility(crops: list[np.ndarray]) -> float:
    """How surely lines are read, where they are read whole: of a line on its head a character or
    two may be read surely, but not as many as there is room for."""
    readings = read_lines(crops, with_others=[False] * len(crops))
    rooms = [crop.shape[1] / crop.shape[0] for crop in crops]
    return float(
        np.mean(
            [
                its.sureness if len(its.text) >= _FILLED * room else 0.0
                for its, room in zip(readings, rooms, strict=True)
            ]
        )
    )
