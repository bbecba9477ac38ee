"""Frozen records that are quick to make: a report needs over a thousand cells, places and facts.

Python keeps a frozen dataclass from being changed by making it through a slow door, one call a
field, which took a tenth of the time of reading a page. Here the type checker alone forbids the
change: `record` is a frozen dataclass to it, and a plain one with a hash when the program runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen: bool, slots: bool) -> Any:
        """As dataclasses.dataclass, for classes with many instances."""
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["record"]
