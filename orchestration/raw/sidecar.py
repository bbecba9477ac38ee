"""What stands in `<file name>.source.yml` beside a raw file."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

SUFFIX = ".source.yml"
MAX_BYTES = 64 * 1024
"""A sidecar is some lines long; more is not one."""

COLUMNS = {
    "source_url": ("address", "source_url", "url"),
    "fetched_at": ("fetched_at",),
    "publisher": ("publisher",),
    "declared_issuer": ("declared_issuer",),
    "source_note": ("note",),
}
"""Inventory column -> keys that a sidecar may use for it, the first one found counts."""


_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class _WithoutAliases(yaml.SafeLoader):
    """Some lines of aliases can stand for more values than any machine holds."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise ValueError("uses an alias (*), which a sidecar has no need of")
        return super().compose_node(parent, index)


def read_sidecar(path: Path, sha256: str | None = None) -> dict[str, str | None]:
    """The sidecar's statements by inventory column, with `sidecar_error` where it is broken.

    A sidecar that is absent states nothing. Raises nothing: a broken sidecar states nothing
    but its error, which names the file and what to mend. sha256: of the file beside it, where it is
    known; one that the sidecar knows otherwise is an error too, but its statements stand.
    """
    nothing: dict[str, str | None] = dict.fromkeys([*COLUMNS, "sidecar_error"])
    try:
        stated = _load(path)
        values = {column: _value(stated, keys) for column, keys in COLUMNS.items()}
    except FileNotFoundError:
        return nothing
    except (
        OSError,
        UnicodeDecodeError,
        ValueError,
        RecursionError,
        yaml.YAMLError,
    ) as error:
        return nothing | {"sidecar_error": f"{path.name}: {_first_line(error)}. Mend this file."}
    if sha256 and stated.get("sha256", sha256) != sha256:
        values["sidecar_error"] = (
            f"{path.name}: the file is not the one that was fetched (its SHA-256 is another): "
            "somebody changed it, or the disk did. Put the fetched one back from a backup, or move "
            "this one away: the next visit fetches it again."
        )
    return nothing | values


def _load(path: Path) -> dict[Any, Any]:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise ValueError("is a link or no regular file")
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(f"is longer than {MAX_BYTES} bytes")
    stated = yaml.load(content.decode("utf-8-sig"), _WithoutAliases)
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        raise ValueError("is not a list of `key: value` lines")
    return stated


def _value(stated: dict[Any, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = stated.get(key)
        if value is None:
            continue
        if isinstance(value, datetime | date):
            return value.isoformat()
        if not isinstance(value, str | int | float):
            raise ValueError(f"`{key}` is not a text")
        if _NO_TEXT.search(str(value)):
            raise ValueError(f"`{key}` holds characters that are no text")
        return str(value).strip() or None
    return None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
