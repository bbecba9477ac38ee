"""One self-contained HTML page for whoever asks "why this number?".

The source as it stands (pictures of the pages of a PDF or scan, tables and text of the rest), each
cell that was read outlined by its status and confidence and linked to its row in the list of
values, each value to its findings. Needs no network and no script.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from typing import Any

from extraction.document import Block, Cell, Document, Place, Table
from orchestration.commands.divisions import code_and_place
from orchestration.commands.page_pictures import PagePicture, page_pictures
from orchestration.commands.terminal import json_value

_DOUBTED = 0.75
"""Confidence below which a cell is shown as doubtful, as on the terminal."""

_STATUSES = {
    "sure": "read, its sums hold or nothing speaks against it",
    "doubtful": "read, and in doubt: see its findings",
    "blank": "blank or a dash: no number stands there",
    "inferred": "blank, only this value fits the sums",
    "repaired": "misread by the recogniser, put right by the sums",
    "unreadable": "no number could be read",
}

_STYLE = """
:root { color-scheme: light dark; --sure: #2a7d46; --doubtful: #c4161c; --blank: #6b7280;
  --inferred: #7c3aed; --repaired: #b45309; --unreadable: #c4161c; --line: #8885; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0 auto; max-width: 76rem;
  padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { opacity: .7; } dd { margin: 0; }
table { border-collapse: collapse; margin: .8rem 0; font-size: .9rem; }
td, th { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; }
.source td { opacity: .75; } .source td.cell { opacity: 1; padding: 0; }
.cell a { display: block; padding: .2rem .5rem; color: inherit; text-decoration: none; }
.cell, .box { outline: 2px solid var(--tone); outline-offset: -2px; }
.unreadable { outline-style: dashed; }
.page { position: relative; margin: .8rem 0; border: 1px solid var(--line); }
.page img { display: block; width: 100%; }
.box { position: absolute; background: color-mix(in srgb, var(--tone) 12%, transparent); }
.sure { --tone: var(--sure); } .doubtful { --tone: var(--doubtful); }
.blank { --tone: var(--blank); } .inferred { --tone: var(--inferred); }
.repaired { --tone: var(--repaired); } .unreadable { --tone: var(--unreadable); }
.key { display: inline-block; margin-right: 1.2rem; }
.key i { display: inline-block; width: .6em; height: .6em; border: 2px solid var(--tone); }
.unreadable i { border-style: dashed; }
:target { box-shadow: 0 0 0 4px #facc15; background: #facc1544; }
.error { color: var(--doubtful); } .warning { color: var(--repaired); }
.facts { overflow-x: auto; }
@media print { .page { break-inside: avoid; } }
"""


def page_of(
    name: str, content: bytes, document: Document | None, rows: dict[str, list[dict[str, Any]]]
) -> str:
    """The page. rows: of every extracted table; document: None where the file was refused."""
    if rows["rejected_documents"] or document is None:
        rejected = rows["rejected_documents"][0]
        body = f"<h1>{escape(name)}</h1><p>Rejected ({rejected['reason_code']}): "
        return framed(name, f"{body}{escape(rejected['reason'])}</p>")
    view = _View(document, rows["facts"], rows["findings"])
    report = rows["reports"][0]
    parts = [
        *_identity(name, report),
        *view.legend(),
        '<h2 id="source">Source</h2>',
        *view.source(page_pictures(content, document)),
        *view.facts_table(),
        *view.findings_list(),
    ]
    return framed(report["title"] or name, "\n".join(parts))


def framed(title: str, body: str) -> str:
    """A page that loads nothing and runs nothing. body: HTML, already escaped."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body>\n{body}\n</body></html>\n"
    )


def _identity(name: str, report: dict[str, Any]) -> Iterator[str]:
    yield f"<h1>{escape(report['title'] or name)}</h1><dl>"
    reader = f"{report['reader']} {report['reader_version']}"
    for label, value in (
        ("file", name),
        ("SHA-256", report["document_sha256"]),
        ("issuer", f"{report['issuer_name'] or 'unknown'} ({report['issuer_kind'] or 'unknown'})"),
        ("division", code_and_place(report["jurisdiction_code"], report["year"])),
        ("year", report["year"] or "unknown"),
        ("form", report["form"]),
        ("read by", f"{reader}, {report['media_type']}"),
    ):
        yield f"<dt>{label}</dt><dd>{escape(str(value))}</dd>"
    yield "</dl>"


_Spot = tuple[int | None, int | None, int | None, int | None]


class _View:
    """Values, their cells and their findings, numbered for the links between them."""

    def __init__(
        self, document: Document, facts: list[dict[str, Any]], findings: list[dict[str, Any]]
    ) -> None:
        self._document, self._facts, self._findings = document, facts, findings
        self._at: dict[_Spot, int] = {_place_of(fact): n for n, fact in enumerate(facts)}
        self._doubts: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for number, finding in enumerate(findings):
            if finding["item_code"]:
                self._doubts[finding["item_code"], finding["applicant_type"]].append(number)

    def legend(self) -> Iterator[str]:
        """How many cells are of each status, where the first one is, and where all else stands."""
        links = {
            "source": "Source",
            "values": f"Values ({len(self._facts)})",
            "findings": f"Findings ({len(self._findings)})",
        }
        ways = (f'<a href="#{to}">{text}</a>' for to, text in links.items())
        yield f"<nav>{' · '.join(ways)}</nav>"
        tones = [self._tone(number) for number in range(len(self._facts))]
        yield "<p>"
        for status, meaning in _STATUSES.items():
            if status in tones:
                first = f'<a href="#cell-{tones.index(status)}">{tones.count(status)}</a>'
                yield f'<span class="key {status}"><i></i> {first} {meaning}</span>'
        yield "</p>"

    def source(self, pictures: dict[int, PagePicture]) -> Iterator[str]:
        """Pages that there is a picture of as that, the rest block by block."""
        shown: set[int] = set()
        yield '<div class="source">'
        for block in self._document.blocks:
            number = block.place.page
            if number in pictures and number is not None:
                if number not in shown:
                    yield from self._picture(number, pictures[number])
                shown.add(number)
            else:
                yield from self._block(block)
        yield "</div>"

    def _picture(self, number: int, picture: PagePicture) -> Iterator[str]:
        yield f'<div class="page"><img alt="page {number}" src="{picture.address}">'
        for table in self._document.all_tables:
            for cell in table.cells:
                fact = self._at.get(_spot(cell.place))
                if fact is None or cell.place.page != number or cell.place.box is None:
                    continue
                left, top, right, bottom = cell.place.box
                width, height = picture.width, picture.height
                style = (
                    f"left:{100 * left / width:.2f}%;top:{100 * top / height:.2f}%;"
                    f"width:{100 * (right - left) / width:.2f}%;"
                    f"height:{100 * (bottom - top) / height:.2f}%"
                )
                yield (
                    f'<a class="box {self._tone(fact)}" id="cell-{fact}" href="#value-{fact}" '
                    f'style="{style}" title="{self._tip(fact)}"></a>'
                )
        yield "</div>"

    def _block(self, block: Block) -> Iterator[str]:
        if not isinstance(block, Table):
            yield f"<p>{escape(block.text)}</p>"
            return
        yield "<table>"
        by_row: dict[int, list[Cell]] = defaultdict(list)
        for cell in block.cells:
            by_row[cell.row].append(cell)
        for row in range(block.row_count):
            yield f"<tr>{''.join(map(self._cell, by_row[row]))}</tr>"
        yield "</table>"

    def _cell(self, cell: Cell) -> str:
        spans = "".join(
            f' {name}="{span}"'
            for name, span in (("rowspan", cell.row_span), ("colspan", cell.column_span))
            if span > 1
        )
        fact = self._at.get(_spot(cell.place))
        text = escape(cell.text)
        if fact is None:
            return f"<td{spans}>{text}</td>"
        return (
            f'<td{spans} class="cell {self._tone(fact)}" id="cell-{fact}">'
            f'<a href="#value-{fact}" title="{self._tip(fact)}">{text or "&nbsp;"}</a></td>'
        )

    def _doubts_of(self, number: int) -> list[int]:
        fact = self._facts[number]
        item = fact["item_code"]
        own, of_all = self._doubts.get((item, fact["applicant_type"]), []), (item, None)
        return own + self._doubts.get(of_all, [])

    def _tone(self, number: int) -> str:
        fact = self._facts[number]
        status = fact["value_status"]
        if status in _STATUSES and status not in ("blank",):
            return str(status)
        if status in ("blank", "dash"):
            return "blank"
        graver = any(self._findings[n]["severity"] != "info" for n in self._doubts_of(number))
        return "doubtful" if graver or fact["confidence"] < _DOUBTED else "sure"

    def _tip(self, number: int) -> str:
        fact = self._facts[number]
        return escape(
            f"{fact['row_label_text'] or ''} / {fact['column_label_text']}: "
            f"{_shown(fact['value'])} ({fact['value_status']}, {fact['confidence']:.3f})"
        )

    def facts_table(self) -> Iterator[str]:
        yield '<h2 id="values">Values</h2><div class="facts"><table><tr>'
        heads = "row", "column", "item", "value", "printed", "status", "evidence", "confidence"
        yield from (f"<th>{head}</th>" for head in (*heads, "findings"))
        yield "</tr>"
        for number, fact in enumerate(self._facts):
            doubts = " ".join(
                f'<a href="#finding-{n}">{n + 1}</a>' for n in self._doubts_of(number)
            )
            item = f"{fact['item_code']} {fact['applicant_type']}"
            value = f'<a href="#cell-{number}">{escape(_shown(fact["value"]))}</a>'
            texts = [fact["row_label_text"] or "", fact["column_label_text"], item]
            after = [fact["value_text"], fact["value_status"], fact["evidence"]]
            yield (
                f'<tr id="value-{number}">{_cells(texts)}<td class="{self._tone(number)}">{value}'
                f"</td>{_cells(after)}<td>{fact['confidence']:.3f}</td><td>{doubts}</td></tr>"
            )
        yield "</table></div>"

    def findings_list(self) -> Iterator[str]:
        yield '<h2 id="findings">Findings</h2>'
        if not self._findings:
            yield "<p>None.</p>"
            return
        yield "<ol>"
        keys = {(f["item_code"], f["applicant_type"]): n for n, f in enumerate(self._facts)}
        for number, finding in enumerate(self._findings):
            value = keys.get((finding["item_code"], finding["applicant_type"]))
            link = f' <a href="#value-{value}">value</a>' if value is not None else ""
            yield (
                f'<li id="finding-{number}" class="{finding["severity"]}">'
                f"{finding['severity']} {finding['rule_code']}: {escape(finding['message'])}"
                f"{link}</li>"
            )
        yield "</ol>"


def _cells(texts: list[str]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in texts)


def _shown(value: Any) -> str:
    return "–" if value is None else str(json_value(value))


def _place_of(fact: dict[str, Any]) -> _Spot:
    return (fact["page"], fact["table_index"], fact["row_index"], fact["column_index"])


def _spot(place: Place) -> _Spot:
    return (place.page, place.table, place.row, place.column)
