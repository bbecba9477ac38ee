"""Make scans with known values: pages printed, laid askew, dirtied, faded and photographed.

    python -m benchmarks.degrade FOLDER OUT [--each N] [--seed WORD] [--hard]

FOLDER: reports with known values (truth.json); its PDFs with a text layer are rendered, each N
times in different manners. OUT gets the scans and a truth.json of their own, so that
benchmarks.accuracy and benchmarks.calibration read it like any other folder.
Needs the extra `scan`. The same seed gives the same scans. --hard adds what offices and telephones
do to pages besides: seals, punch holes, black borders, curved paper, fax machines.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium2
from PIL import Image

POINTS_PER_INCH = 72

KINDS = ("pdf", "tiff", "png")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a page was scanned.

    dpi: resolution. skew: degrees. bend: how far the picture's corners stray, share of the width.
    blur: radius in pixels at 200 dpi. noise: standard deviation of the grey levels (of 255).
    specks: dirt per million pixels. ink: how dark black is, 0 to 1. shade: how much darker one
    side is, 0 to 1. jpeg: quality, 0 for none. is_bilevel: black and white only, as from a fax.
    turns: quarter turns. curve: how far level lines sag in the middle, share of the width.
    has_seal, has_holes, has_border: a round seal printed over a table, punch holes at the left,
    black around the page. is_fax: half as many lines as columns, black and white.
    """

    dpi: int = 200
    skew: float = 0.0
    bend: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    specks: float = 0.0
    ink: float = 1.0
    shade: float = 0.0
    jpeg: int = 0
    is_bilevel: bool = False
    turns: int = 0
    curve: float = 0.0
    has_seal: bool = False
    has_holes: bool = False
    has_border: bool = False
    is_fax: bool = False


def any_manner(chance: random.Random) -> Manner:
    """A manner as scanners in offices have: most faults slight, some strong."""
    manner = Manner(
        dpi=chance.choice((150, 200, 200, 300)),
        skew=chance.choice((0.0, chance.uniform(-0.5, 0.5), chance.uniform(-2.5, 2.5))),
        bend=chance.choice((0.0, 0.0, 0.004)),
        blur=chance.choice((0.0, 0.4, 0.8)),
        noise=chance.choice((0.0, 4.0, 10.0)),
        specks=chance.choice((0.0, 5.0, 30.0)),
        ink=chance.choice((1.0, 0.8, 0.6)),
        shade=chance.choice((0.0, 0.0, 0.25)),
        jpeg=chance.choice((0, 85, 60, 40)),
        turns=chance.choice((0,) * 8 + (1, 2, 3)),
    )
    if chance.random() < 0.15:
        # What makes black and white of a page evens out its light first.
        bilevel = {"is_bilevel": True, "dpi": max(manner.dpi, 200), "jpeg": 0, "shade": 0.0}
        return replace(manner, **bilevel)
    return manner


def any_hard_manner(chance: random.Random) -> Manner:
    """A manner with one or two faults more than `any_manner` knows."""
    manner = replace(any_manner(chance), turns=0)
    faults: list[dict[str, Any]] = [
        {"curve": chance.uniform(0.003, 0.01), "bend": 0.008, "shade": 0.4, "is_bilevel": False},
        {"has_seal": True, "is_bilevel": False},
        {"has_holes": True},
        {"has_border": True},
        {"is_fax": True, "dpi": 200, "jpeg": 0, "shade": 0.0, "ink": 1.0},
        {"dpi": 600, "noise": 4.0, "jpeg": 85, "is_bilevel": False},
        {"dpi": 110, "blur": 0.0, "is_bilevel": False},
    ]
    for fault in chance.sample(faults, chance.choice((1, 1, 2))):
        manner = replace(manner, **fault)
    return manner


def scanned(page: np.ndarray, manner: Manner, chance: random.Random) -> np.ndarray:
    """The picture that a scanner in a given manner makes of a page (height, width), uint8."""
    noise = np.random.default_rng(chance.randrange(2**32))
    picture = _laid(_marked(page, manner, chance), manner, chance)
    if manner.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), manner.blur * manner.dpi / 200)
    levels = 255 - (255 - picture.astype(np.float32)) * manner.ink
    if manner.shade:
        levels *= np.linspace(1, 1 - manner.shade, picture.shape[1], dtype=np.float32)
    if manner.noise:
        levels += noise.normal(0, manner.noise, picture.shape).astype(np.float32)
    picture = np.clip(levels, 0, 255).astype(np.uint8)
    _dirty(picture, manner, noise)
    if manner.is_fax:
        lower = cv2.resize(picture, None, fx=1.0, fy=0.5, interpolation=cv2.INTER_AREA)
        picture = cv2.resize(lower, picture.shape[::-1], interpolation=cv2.INTER_NEAREST)
    if manner.is_bilevel or manner.is_fax:
        _, picture = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    picture = np.rot90(picture, -manner.turns)
    if manner.jpeg:
        _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, manner.jpeg])
        picture = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return np.ascontiguousarray(picture)


def _marked(page: np.ndarray, manner: Manner, chance: random.Random) -> np.ndarray:
    """The page with what was printed on it or cut out of it, before it was laid on the glass."""
    page = page.copy()
    height, width = page.shape
    thick = max(round(manner.dpi / 50), 2)
    if manner.has_seal:
        middle = round(width * chance.uniform(0.3, 0.8)), round(height * chance.uniform(0.3, 0.8))
        seal = np.full_like(page, 255)
        cv2.circle(seal, middle, round(manner.dpi * 0.8), (120,), thick)
        cv2.circle(seal, middle, round(manner.dpi * 0.2), (120,), -1)
        page = np.minimum(page, seal)
    if manner.has_holes:
        for share in (0.35, 0.65):
            place = round(width * 0.03), round(height * share)
            cv2.circle(page, place, round(manner.dpi * 0.12), (20,), -1)
    if manner.has_border:
        cv2.rectangle(page, (0, 0), (width - 1, height - 1), (10,), round(manner.dpi * 0.15))
    return page


def _laid(page: np.ndarray, manner: Manner, chance: random.Random) -> np.ndarray:
    """The page turned by its skew, its corners moved a little."""
    height, width = page.shape
    matrix = np.vstack(
        [cv2.getRotationMatrix2D((width / 2, height / 2), manner.skew, 1), [0, 0, 1]]
    )
    if manner.bend:
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        stray = [[chance.uniform(-1, 1) for _ in range(2)] for _ in range(4)]
        moved = corners + np.array(stray, np.float32) * manner.bend * width
        matrix = cv2.getPerspectiveTransform(corners, moved) @ matrix
    laid = cv2.warpPerspective(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)
    )
    if not manner.curve:
        return laid
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.arange(height, dtype=np.float32)[:, None] + (1 - across**2) * manner.curve * width
    columns = np.broadcast_to(np.arange(width, dtype=np.float32)[None, :], down.shape)
    return cv2.remap(laid, np.ascontiguousarray(columns), down, cv2.INTER_CUBIC, borderValue=(255,))


def _dirty(picture: np.ndarray, manner: Manner, noise: np.random.Generator) -> None:
    count = int(manner.specks * picture.size / 1e6)
    largest = max(round(manner.dpi / 100), 1)
    for y, x in zip(
        noise.integers(0, picture.shape[0], count),
        noise.integers(0, picture.shape[1], count),
        strict=True,
    ):
        size = int(noise.integers(1, largest + 1))
        picture[y : y + size, x : x + size] = noise.integers(0, 160)


def rendered(content: bytes, dpi: int) -> list[np.ndarray]:
    """The pages of a PDF, each (height, width), uint8."""
    pdf = pdfium2.PdfDocument(content)
    try:
        return [
            np.array(page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil().convert("L"))
            for page in pdf
        ]
    finally:
        pdf.close()


def as_file(pages: list[np.ndarray], kind: str, dpi: int) -> bytes:
    """Pages as a PDF or a TIFF of pictures, or below one another in one PNG."""
    pictures = [Image.fromarray(page) for page in pages]
    buffer = io.BytesIO()
    if kind == "png":
        width, height = max(p.width for p in pictures), sum(p.height for p in pictures)
        whole = Image.new("L", (width, height), 255)
        top = 0
        for picture in pictures:
            whole.paste(picture, (0, top))
            top += picture.height
        whole.save(buffer, "PNG")
    else:
        first, *rest = pictures
        options: dict[str, Any] = {"compression": "tiff_lzw"} if kind == "tiff" else {}
        first.save(
            buffer, kind.upper(), save_all=True, append_images=rest, dpi=(dpi, dpi), **options
        )
    return buffer.getvalue()


def scan_of(content: bytes, manner: Manner, kind: str, chance: random.Random) -> bytes:
    """A scan of a PDF, as a file of a kind (of KINDS)."""
    pages = [scanned(page, manner, chance) for page in rendered(content, manner.dpi)]
    return as_file(pages, kind, manner.dpi)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=2, metavar="N")
    parser.add_argument("--seed", default="", metavar="WORD")
    parser.add_argument("--hard", action="store_true")
    arguments = parser.parse_args()
    choose = any_hard_manner if arguments.hard else any_manner
    truth = json.loads((arguments.folder / "truth.json").read_text(encoding="utf-8"))
    entries = []
    for entry in truth["files"]:
        is_scan = entry["style"].startswith("scan")
        if entry["media_type"] != "application/pdf" or entry["reject"] or is_scan:
            continue
        content = (arguments.folder / "raw" / entry["path"]).read_bytes()
        for number in range(arguments.each):
            chance = random.Random(f"{entry['path']} {number}{arguments.seed}")
            manner = choose(chance)
            kind = KINDS[chance.randrange(len(KINDS))] if not manner.turns else "pdf"
            path = f"{entry['path'].rsplit('.', 1)[0]} {number}.{kind}"
            target = arguments.out / "raw" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(scan_of(content, manner, kind, chance))
            entries.append({**entry, "path": path, "style": f"scan_{kind}", "manner": str(manner)})
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "truth.json").write_text(
        json.dumps({"files": entries}, ensure_ascii=False), encoding="utf-8"
    )
    print(f"{len(entries)} scans in {arguments.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
