"""Colours of text and of what lies beneath it, as files state them: text of which the two look
alike is not seen by anybody, and what nobody sees is not read."""

from __future__ import annotations

import functools
import re
from typing import Literal

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
NEAR = 12
"""Two colours that differ by no more than this, of 255, in red, green and blue look the same."""

_HEX = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})")
_NAMES: dict[str, Colour] = {
    "white": WHITE, "window": WHITE, "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240), "whitesmoke": (245, 245, 245),
    "mintcream": (245, 255, 250), "azure": (240, 255, 255), "silver": (192, 192, 192),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "gray": (128, 128, 128),
    "grey": (128, 128, 128), "black": (0, 0, 0), "windowtext": (0, 0, 0), "red": (255, 0, 0),
    "green": (0, 128, 0), "blue": (0, 0, 255), "navy": (0, 0, 128), "yellow": (255, 255, 0),
    "maroon": (128, 0, 0), "teal": (0, 128, 128), "purple": (128, 0, 128), "lime": (0, 255, 0),
    "aqua": (0, 255, 255), "cyan": (0, 255, 255), "orange": (255, 165, 0),
}  # fmt: skip

Stated = Colour | Literal["clear", "unknown"] | None
"""A colour as a page states it: "clear" is not painted, None is not stated at all."""


@functools.lru_cache(maxsize=1024)
def colour_of(value: str) -> Stated:
    """The colour that the value of a property or an attribute states."""
    value = value.strip().lower()
    if value in ("", "inherit", "currentcolor"):
        return None
    if value in ("transparent", "none"):
        return "clear"
    if (match := _HEX.fullmatch(value)) is not None:
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        numbers = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return "clear" if numbers[3:] == [0] else (numbers[0], numbers[1], numbers[2])
    if value.startswith("rgb"):
        parts = re.findall(r"(?:\d+\.?\d*|\.\d+)%?", value)
        if len(parts) < 3:
            return "unknown"
        if len(parts) > 3 and not float(parts[3].strip("%") or 0):
            return "clear"
        red, green, blue = (
            round(float(part.strip("%.") or 0) * (2.55 if part.endswith("%") else 1))
            for part in parts[:3]
        )
        return red, green, blue
    return _NAMES.get(value, "unknown")


def look_alike(text: Stated, beneath: Stated) -> bool:
    """Whether text on a ground is not seen; False where a colour is not known."""
    if not isinstance(text, tuple) or not isinstance(beneath, tuple):
        return False
    return all(abs(one - other) <= NEAR for one, other in zip(text, beneath, strict=True))
