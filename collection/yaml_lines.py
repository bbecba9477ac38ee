"""YAML as plain values, with the line that each value stands on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_MISTYPED = re.compile(
    r"^[ \u3000]*(?:- +)*[A-Za-z_]+(：|:(?!//)(?=\S))|^ *(\u3000|\u00a0)", re.MULTILINE
)
"""A colon that ends no key, which YAML may take for part of a text: full-width, or without a space
after it; and a space that indents and is none of YAML's: full-width, or copied from a web page."""

Place = tuple[str | int, ...]
"""Where a value stands: keys and positions from the top, ("sources", 0, "list", "url")."""


_MISTYPED_REMEDY = {
    "：": "a full-width ： ends the key. Write `: `, a colon and a space.",
    ":": "no space follows the colon. Write `: `, a colon and a space.",
    "\u3000": "a full-width space indents the line. Indent with spaces.",
    "\u00a0": "a no-break space indents the line. Indent with spaces.",
}


class Unreadable(ValueError):
    """A file that is no YAML, or uses what a registry has no need of."""

    def __init__(self, line: int, place: Place, message: str) -> None:
        super().__init__(message)
        self.line, self.place, self.message = line, place, message


class _Loader(yaml.SafeLoader):
    """Refuses aliases: some lines of them can stand for more values than any machine holds."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise Unreadable(
                event.start_mark.line + 1,
                (),
                "an alias (*) is not allowed here. Write the values out.",
            )
        return super().compose_node(parent, index)


def read_yaml(path: Path, most_bytes: int) -> tuple[Any, dict[Place, int]]:
    """The values of a YAML file and the line of each, counted from 1.

    Raises Unreadable: too long, not UTF-8, no YAML, an alias, a key that stands twice.
    Raises OSError for a file that cannot be opened.
    """
    with path.open("rb") as stream:
        content = stream.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise Unreadable(1, (), f"the file is longer than {most_bytes:,} bytes. Split it.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(line, (), "this is not UTF-8. Save the file as UTF-8.") from error
    if mistyped := _MISTYPED.search(text):
        line = text.count("\n", 0, mistyped.end() - 1) + 1
        raise Unreadable(line, (), _MISTYPED_REMEDY[mistyped[1] or mistyped[2]])
    try:
        loader = _Loader(text)
    except yaml.YAMLError as error:  # characters that YAML does not allow
        raise Unreadable(1, (), f"this is no YAML: {_problem(error)}.") from error
    try:
        node = loader.get_single_node()
        lines: dict[Place, int] = {(): 1}
        value = None if node is None else _value(loader, node, (), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(line, (), f"this is no YAML: {_problem(error)}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(1, (), f"this is no YAML: {_problem(error)}.") from error
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(1, (), f"a value cannot be read: {error}. Put it in quotes.") from error
    finally:
        loader.dispose()
    return value, lines


def _value(loader: _Loader, node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, part, (*place, n), lines) for n, part in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node, deep=True)
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise Unreadable(line, place, "a key must be a word.")
        key = str(key_node.value)
        if key in found:
            raise Unreadable(
                line,
                (*place, key),
                f"stands twice (first on line {lines[(*place, key)]}). Keep one.",
            )
        lines[(*place, key)] = line
        found[key] = _value(loader, value_node, (*place, key), lines)
    return found


def _problem(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    said = str(problem).splitlines()[0].rstrip(".")
    if r"'\t'" in said:
        return "a tab stands where spaces must. Indent with spaces"
    return f"{said}. Look at this line and the one before it: indentation, quotes, brackets"
