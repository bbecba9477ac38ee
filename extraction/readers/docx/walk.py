"""What stands in the body of a DOCX file, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extraction.document import Rejected
from extraction.files.sniff import HTML, MHT, media_type
from extraction.readers import html, mht, spreadsheet
from extraction.readers.colours import WHITE, Stated
from extraction.readers.docx.grid import Merge, Place, Row, table_of
from extraction.readers.docx.looks import PLAIN, Look, Styles, ground_of, over
from extraction.readers.docx.markup import count, is_deleted, is_on, is_placeholder, properties
from extraction.readers.docx.package import FlatPackage, Package
from extraction.readers.nesting import RawCell, RawTable, content_of, unwrapped
from extraction.readers.office_xml import attribute, local_name
from extraction.typography import (
    ON_OWN_COLOUR,
    is_value,
    join_lines,
    lowered,
    paragraphs_of,
    raised,
)

_BREAK = "\n"
_NOT_SHOWN = frozenset({
    "instrText", "delText", "rPr", "pPr", "tcPr", "trPr", "tblPr", "tblGrid", "sectPr",
    "proofErr", "binData", "bookmarkStart", "bookmarkEnd", "sdtPr", "sdtEndPr",
    "footnoteReference", "endnoteReference", "commentReference", "annotationRef", "rt",
})  # fmt: skip
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": _BREAK, "cr": _BREAK, "noBreakHyphen": "-"}
_WRAPPERS = frozenset({
    "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "annotation", "content",
})  # fmt: skip
_SHOWS = frozenset({"t", "blip", "imagedata", "OLEObject"})
_SYMBOL_SIGNS = frozenset("0123456789+-=.,/%()")
"""Characters that the font Symbol has where ASCII has them; its minus is a hyphen there."""

_LOWEST, _LOW_DIGITS = 40, 6
"""Twentieths of a point; a row held lower than two points shows nothing."""

_ENOUGH_ROWS = 3
"""Tables of one row each that are taken for the rows of one; two may be a page's frame."""

Content = list[str | RawTable]


class Walk:
    """Walks through a body. Its depth is bounded by the XML parser."""

    def __init__(self, package: Package | FlatPackage) -> None:
        self._package = package
        self._styles = Styles(package.style)
        self._paragraph_look: Look = PLAIN
        self._table_look: Look = PLAIN
        self._ground: Stated = WHITE
        self._may_hide = False
        self._cells: list[RawCell] = []
        self._pictures: list[str] = []
        self._objects = 0

    def seen(self) -> dict[str, str]:
        """What was met that no text stands for: numbers of pictures and of embedded objects."""
        met = {"pictures": len(self._pictures), "objects": self._objects}
        return {name: str(number) for name, number in met.items() if number}

    def pictures(self) -> list[bytes]:
        """The pictures that the document holds, in order, each once."""
        parts = map(self._package.part, dict.fromkeys(self._pictures))
        return [part for part in parts if part]

    def content(self, container: Any) -> Content:
        """Paragraphs and tables of a body, cell or text box.

        Where each row is a table of its own, with nothing between, they are one table.
        """
        found: Content = []
        single_rows: list[Row] = []
        for element in container:
            name = local_name(element)
            if name == "tbl":
                rows = self._rows(element)
                if len(rows) == 1:
                    single_rows += rows
                    continue
                found += _tables(single_rows)
                single_rows = []
                found += unwrapped(table_of(rows))
                continue
            before = len(found)
            if name == "p":
                found.extend(self._paragraph(element))
            elif name == "altChunk":
                found.extend(self._chunk(element))
            elif name == "AlternateContent":
                found.extend(self.content(_alternative(element)))
            elif not _is_left_out(element, name):
                found.extend(self.content(element))
            if len(found) > before and single_rows:
                found[before:before] = _tables(single_rows)
                single_rows = []
        return found + _tables(single_rows)

    def _paragraph(self, paragraph: Any) -> Content:
        """A paragraph's text, then the contents of the text boxes anchored in it."""
        line = _Line()
        before = self._paragraph_look, self._ground
        about = properties(paragraph[:1], "pPr")
        if "pStyle" in about or "shd" in about:
            style = about.get("pStyle")
            own = self._styles.look(None if style is None else attribute(style, "val"))
            self._paragraph_look = over(self._table_look, own)
            self._ground = ground_of(about, self._ground)
        else:
            self._paragraph_look = self._table_look
        self._inline(paragraph, line)
        self._paragraph_look, self._ground = before
        lines = "".join(line.pieces).split(_BREAK)
        texts = [join_lines(lines)] if self._cells or len(lines) == 1 else paragraphs_of(lines)
        return [*filter(None, texts), *line.boxes]

    def _inline(self, container: Any, line: _Line) -> None:
        for element in container:
            name = local_name(element)
            if name == "t":
                line.add(element.text or "")
            elif name == "r":
                self._run(element, line)
            elif name in _CHARACTERS:
                line.add(_CHARACTERS[name])
            elif name == "sym":
                line.add(_symbol(element))
            elif name == "fldChar":
                line.turn(attribute(element, "fldCharType"))
            elif name == "txbxContent":
                before, self._ground = self._ground, "unknown"
                line.boxes.extend(self.content(element))
                self._ground = before
            elif name == "object":
                self._object(element, line)
            elif name == "AlternateContent":
                self._inline(_alternative(element), line)
            elif name in ("blip", "imagedata"):
                self._picture(element)
            elif not _is_left_out(element, name):
                self._inline(element, line)

    def _run(self, run: Any, line: _Line) -> None:
        """A run as it looks: unseen, struck out, raised or lowered."""
        look = self._styles.of_run(run, self._paragraph_look)
        if look == PLAIN and not self._may_hide:
            self._inline(run, line)
            return
        if look.is_unseen(self._ground):
            for element in run:
                if local_name(element) == "fldChar":
                    line.turn(attribute(element, "fldCharType"))
            return
        may_be_unseen = self._cells and (self._may_hide or look.may_be_unseen(self._ground))
        is_struck, height = look.is_struck, look.height
        if not is_struck and height is None and not may_be_unseen:
            self._inline(run, line)
            return
        inner = _Line(line.fields)
        self._inline(run, inner)
        text = "".join(inner.pieces)
        line.boxes.extend(inner.boxes)
        if is_struck:
            if self._cells:
                self._cells[-1].struck += text.strip()
        elif height is not None and self._cells and any(line.pieces):
            line.pieces.append(raised(text) if height == "superscript" else lowered(text))
        else:
            line.pieces.append(ON_OWN_COLOUR + text if may_be_unseen and is_value(text) else text)

    def _picture(self, element: Any) -> None:
        self._pictures.append(attribute(element, "embed") or attribute(element, "id") or "")
        if self._cells:
            self._cells[-1].has_picture = True
            self._cells[-1].is_in_line |= not _is_afloat(element)

    def _object(self, element: Any, line: _Line) -> None:
        """An embedded workbook is read; of anything else only its picture is known."""
        for child in element.iter():
            if local_name(child) != "OLEObject":
                continue
            part = self._package.part(attribute(child, "id"))
            if part and (attribute(child, "ProgID") or "").startswith("Excel."):
                try:
                    line.boxes += content_of(spreadsheet.read(part).blocks)
                except Rejected:
                    break
                return
        self._objects += 1
        if self._cells:
            self._cells[-1].has_picture = True

    def _chunk(self, element: Any) -> Content:
        """A file of another type that Word takes in when it opens the document."""
        part = self._package.part(attribute(element, "id")) or b""
        try:
            reader = {HTML: html, MHT: mht}[media_type(part, "altChunk")]
            return content_of(reader.read(part).blocks)
        except (Rejected, KeyError):
            self._objects += 1
            return []

    def _rows(self, table: Any) -> list[Row]:
        about = properties(table, "tblPr")
        style = about.get("tblStyle")
        name = None if style is None else attribute(style, "val")
        before = self._ground, self._table_look, self._may_hide
        self._may_hide = self._styles.hides_parts(name)
        if self._styles.has_ground(name):
            self._ground = "unknown"
        self._ground = ground_of(about, self._ground)
        self._table_look = self._styles.of_table(name)
        rows = self._rows_on_ground(table)
        self._ground, self._table_look, self._may_hide = before
        return rows

    def _rows_on_ground(self, table: Any) -> list[Row]:
        rows: list[Row] = []
        for element in _children(table, "tr"):
            about = properties(element, "trPr")
            if "del" in about or is_on(about.get("hidden")) or _is_flat(about.get("trHeight")):
                continue
            row = Row(count(about.get("gridBefore"), 0), _width(about.get("wBefore")))
            for cell in _children(element, "tc"):
                self._cell(cell, row)
            rows.append(row)
        return rows

    def _cell(self, element: Any, row: Row) -> None:
        about = properties(element, "tcPr")
        if "cellDel" in about:
            return
        columns = count(about.get("gridSpan"), 1) or 1
        width = _width(about.get("tcW"))
        if _merge(about, "hMerge", "hmerge") == "continue" and row.places:
            left = row.places[-1]
            left.columns += columns
            left.width = left.width + width if left.width and width else None
            return
        cell = RawCell([])
        self._cells.append(cell)
        before, self._ground = self._ground, ground_of(about, self._ground)
        control = element.getparent().getparent()
        if not is_placeholder(control, local_name(control)):
            cell.content = self.content(element)
        self._ground = before
        self._cells.pop()
        row.places.append(Place(cell, columns, width, _merge(about, "vMerge", "vmerge")))


class _Line:
    """A paragraph as far as it is read: its pieces of text and the boxes anchored in it.

    fields: for each field that is open whether its code stands here, and not yet its result.
    """

    def __init__(self, fields: list[bool] | None = None) -> None:
        self.pieces: list[str] = []
        self.boxes: Content = []
        self.fields: list[bool] = [] if fields is None else fields

    def add(self, text: str) -> None:
        if not any(self.fields):
            self.pieces.append(text)

    def turn(self, kind: str | None) -> None:
        """A field begins, its result begins, or it ends."""
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()


def _is_left_out(element: Any, name: str) -> bool:
    """Whether an element holds nothing that is said."""
    return name in _NOT_SHOWN or is_deleted(element, name) or is_placeholder(element, name)


def _tables(rows: list[Row]) -> Content:
    """Tables of one row each, which followed one another: parts of one table from three on."""
    parts = [[row] for row in rows] if len(rows) < _ENOUGH_ROWS else [rows]
    return [part for its in parts for part in unwrapped(table_of(its))]


def _is_afloat(picture: Any) -> bool:
    """Whether a picture lies over the text or beside it, as a seal or a background does."""
    return any(
        local_name(outer) == "anchor" or "absolute" in (outer.get("style") or "")
        for outer in picture.iterancestors()
    )


def _alternative(element: Any) -> Any:
    """The first of the alternatives that shows something: the newer ones stand first."""
    for choice in element:
        if any(local_name(each) in _SHOWS for each in choice.iter()):
            return choice
    return ()


def _symbol(element: Any) -> str:
    """A character of a symbol font. What is no sign of numbers there stays what it is, a
    character that no number holds: the cell is not blank."""
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    sign = chr(number & 0xFF)
    is_plain = attribute(element, "font") == "Symbol" and sign in _SYMBOL_SIGNS
    return sign if is_plain else chr(number)


def _children(container: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and custom XML."""
    for element in container:
        name = local_name(element)
        if name == wanted:
            yield element
        elif name in _WRAPPERS and not is_deleted(element, name):
            yield from _children(element, wanted)


def _merge(about: dict[str, Any], *names: str) -> Merge | None:
    """How a cell is merged; without a value the mark means "continue". A merge that is a tracked
    change counts as done."""
    for name in names:
        if name in about:
            return "restart" if attribute(about[name], "val") == "restart" else "continue"
    change = about.get("cellMerge")
    state = None if change is None or "vMerge" not in names else attribute(change, "vMerge")
    if state == "rest":
        return "restart"
    return "continue" if state == "cont" else None


def _is_flat(height: Any | None) -> bool:
    """Whether a row is held so low that nothing of it is seen."""
    if height is None or attribute(height, "hRule") != "exact":
        return False
    value = attribute(height, "val") or ""
    return value.isdecimal() and int(value[:_LOW_DIGITS]) < _LOWEST


def _width(element: Any | None) -> float | None:
    if element is None:
        return None
    try:
        width = float((attribute(element, "w") or "").rstrip("%"))
    except ValueError:
        return None
    return width if width > 0 and attribute(element, "type") != "auto" else None
