"""The parts of a DOCX file: a ZIP archive, or a single XML file that holds the same."""

from __future__ import annotations

import functools
import posixpath
import re
from typing import Any

from extraction.document import Rejected
from extraction.files.archives import Archive
from extraction.readers.office_xml import attribute, local_name, parse
from extraction.typography import iso_day, trim

_WHAT = "The DOCX file"
_MAIN_PART = "word/document.xml"
_CORE_PROPERTIES = "docProps/core.xml"

_STYLES = re.compile(rb"<((?:\w+:)?styles)\b[^<>]*>")
_STYLE = rb"<(?:\w+:)?style\b[^<>]*\bstyleId=[\"']%s[\"'][^<>]*>"
_STYLE_END = re.compile(rb"</(?:\w+:)?style>")


class Package:
    """A DOCX file in a ZIP archive. Raises Rejected as `Archive` and `parse` do."""

    def __init__(self, content: bytes) -> None:
        self._archive = Archive(content, _WHAT)
        self._main = self._main_part()
        self.root = parse(self._archive.read(self._main), _WHAT)

    def part(self, relation: str | None) -> bytes | None:
        """The part that a relation of the main part names; None for one outside or missing."""
        target = self._targets.get(relation or "", "")
        return self._archive.read(target) if target in self._archive else None

    def style(self, name: str) -> Any | None:
        """The element of a style, None where there is none.

        It alone is parsed: the styles that programs write into every file are ten times as long
        as a report.
        """
        start = re.search(_STYLE % re.escape(name.encode()), self._styles)
        end = None if start is None else _STYLE_END.search(self._styles, start.end())
        head = _STYLES.search(self._styles)
        if start is None or end is None or head is None:
            return None
        part = self._styles[: head.end()] + self._styles[start.start() : end.end()]
        try:
            return parse(part + b"</" + head[1] + b">", _WHAT)[0]
        except Rejected:
            return None

    @functools.cached_property
    def _related(self) -> list[tuple[Any, str]]:
        """The relations of the main part, each with the path that it leads to."""
        folder, name = posixpath.split(self._main)
        relations = self._relations(f"{folder}/_rels/{name}.rels".lstrip("/"))
        return [(each, _joined(folder, attribute(each, "Target") or "")) for each in relations]

    @functools.cached_property
    def _targets(self) -> dict[str, str]:
        inside = (each for each in self._related if attribute(each[0], "TargetMode") != "External")
        return {attribute(relation, "Id") or "": path for relation, path in inside}

    @functools.cached_property
    def _styles(self) -> bytes:
        """The part that holds the styles; empty where it is missing or damaged."""
        part = posixpath.join(posixpath.dirname(self._main), "styles.xml")
        for relation, path in self._related:
            if (attribute(relation, "Type") or "").endswith("/styles"):
                part = path
        try:
            return self._archive.read(part) if part in self._archive else b""
        except Rejected:
            return b""

    def properties(self) -> dict[str, str]:
        """Title and days from the file's properties. They are often those of a template."""
        found: dict[str, str] = {}
        for element in self._relations(_CORE_PROPERTIES):
            name, text = local_name(element), trim(element.text or "")
            if name == "title" and text:
                found["title"] = text
            elif name in ("created", "modified") and (day := iso_day(text)):
                found[f"{name}_date"] = day
        return found

    def _main_part(self) -> str:
        """The part that the package's relations name as the document; Word's usual one else."""
        for relation in self._relations("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                target = _joined("", attribute(relation, "Target") or "")
                if target in self._archive:
                    return target
        return _MAIN_PART

    def _relations(self, name: str) -> Any:
        """The elements of a part beside the text; damage there costs nothing but the part."""
        if name not in self._archive:
            return ()
        try:
            return parse(self._archive.read(name), _WHAT)
        except Rejected:
            return ()


class FlatPackage:
    """A DOCX file in one XML file: Flat OPC, or Word 2003 XML, whose body has the same names."""

    def __init__(self, content: bytes) -> None:
        self.root = parse(content, _WHAT)
        if local_name(self.root) == "package":
            parts = {attribute(part, "name") or "": part for part in self.root}
            main = parts.get(f"/{_MAIN_PART}")
            if main is None:
                raise Rejected("corrupt", "The Word XML file holds no document. Fetch it again.")
            self.root = main
            styles = parts.get("/word/styles.xml")
            self._styles = self.root if styles is None else styles
        else:
            self._styles = self.root

    def style(self, name: str) -> Any | None:
        styles = self._styles.iter("{*}style")
        return next((each for each in styles if attribute(each, "styleId") == name), None)

    def part(self, relation: str | None) -> bytes | None:
        return None

    def properties(self) -> dict[str, str]:
        return {}


def _joined(folder: str, target: str) -> str:
    """A target as a path in the archive; one with a slash in front begins at its root."""
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path)
