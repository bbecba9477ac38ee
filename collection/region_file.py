"""Write a region's file: what is known, and in comments what else may be said."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from collection.region import Region, Source
from collection.registry import SUFFIX

_WITHOUT_SOURCES = """\
# Write down where the reports are listed, for example:
# sources:
#   - key: government
{issuer}#     list:
#       url: https://www.example.gov.cn/xxgk/nb/index.html
sources: []
"""


def render_region(region: Region, remarks: Sequence[str] = (), issuer: str | None = None) -> str:
    """The text of a region's file.

    remarks: lines of comment at the top. issuer: named in the example of a region without sources.
    """
    lines = [f"# {remark}" for text in remarks for remark in text.splitlines()]
    lines += [
        "# Where the reports of this region are. All keys: regions/README.md",
        f'division: "{region.division}"',
        f"name: {_scalar(region.name)}",
    ]
    if region.pause is None:
        lines.append("# pause: 3  # seconds between two requests to one host")
    else:
        lines.append(f"pause: {region.pause:g}")
    if not region.sources:
        named = f"#     issuer: {_scalar(issuer)}\n" if issuer else ""
        return "\n".join(lines) + "\n" + _WITHOUT_SOURCES.format(issuer=named)
    lines.append("sources:")
    for source in region.sources:
        lines += _source(source)
    return "\n".join(lines) + "\n"


def write_region(
    folder: Path, region: Region, remarks: Sequence[str] = (), issuer: str | None = None
) -> Path:
    """Write `<folder>/<division>.yml`, as `render_region` makes it, and return its path.

    Raises FileExistsError when it is there: what people wrote is never overwritten.
    """
    path = folder / f"{region.division}{SUFFIX}"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(render_region(region, remarks, issuer))
        os.chmod(name, 0o644)
        os.link(name, path)
    except FileExistsError:
        raise FileExistsError(f"{path} is there already. Add the source to it.") from None
    finally:
        os.unlink(name)
    return path


def _source(source: Source) -> Iterator[str]:
    stated = source.model_dump(by_alias=True, exclude_defaults=True)
    mark = "  - "
    for key, value in stated.items():
        yield from _lines(key, value, mark)
        mark = "    "
    if source.title is None:
        yield "    # title: 年度报告  # what a link's title must match, where the default misses it"
    if source.content is None:
        yield "    # content: div.article  # the block of a page that holds the report"
    if source.year_from is None:
        yield "    # year_from: 2008  # leave out older reports"


def _lines(key: str, value: Any, mark: str) -> Iterator[str]:
    indent = " " * len(mark)
    if isinstance(value, dict):
        yield f"{mark}{key}:"
        for inner, part in value.items():
            yield from _lines(inner, part, indent + "  ")
    elif isinstance(value, list):
        yield f"{mark}{key}:"
        for part in value:
            first = f"{indent}  - "
            for inner, given in part.items():
                yield from _lines(inner, given, first)
                first = " " * len(first)
    else:
        yield f"{mark}{key}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, BaseModel):
        raise TypeError("a part is no scalar")
    text = yaml.safe_dump(value, allow_unicode=True, width=10_000, default_flow_style=True)
    return text.removesuffix("\n").removesuffix("...").rstrip("\n")
