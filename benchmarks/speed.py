"""How fast reports are read, and with how much memory, against public libraries.

    python -m benchmarks.speed FOLDER [FOLDER ...] [--rounds 5] [--only KIND ...]

For each file type below the folders: reports a second and peak memory of our whole extraction
(document, who and when, cells, sums, prose) and of our reader alone, beside a baseline on the
same files in the same run: pdfplumber's extract_tables for PDF, pandas.read_html for HTML. PDFs
of six pages, as most reports have, are shown once more by themselves.

Seconds are of one processor, not of the clock. Each task runs in a process of its own, and the
tasks take turns file by file. The first round warms up; of the others the fastest counts, file by
file: what else runs on a machine only ever slows it. Compare the ratios: machines differ. Pages a
second are for the types that have pages; DOC and RTF are left out, for LibreOffice reads them.
What is aimed at stands in the last column.
"""

from __future__ import annotations

import argparse
import io
import logging
import math
import multiprocessing
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from orchestration.lake import JURISDICTIONS

KINDS = {
    "application/pdf": "pdf",
    "text/html": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "spreadsheet",
    "application/vnd.ms-excel": "spreadsheet",
}
AIMS = {
    "html": "100 reports/s",
    "docx": "40 reports/s",
    "pdf": "5 times pdfplumber",
    "pdf of six pages": "15 reports/s, 5 times pdfplumber",
    "scan": "2.5 s a page (0.4 pages/s)",
}
File = tuple[Path, bytes, str]


def whole_extraction() -> Callable[[File], object]:
    from extraction.extract import extract
    from extraction.source import Source
    from orchestration.reading.task import gazetteer

    known = gazetteer(JURISDICTIONS)
    return lambda file: extract(file[1], Source(file[0].name), known)


def reader_alone() -> Callable[[File], object]:
    from extraction.readers import read_document

    return lambda file: read_document(file[1], file[2])


def pdfplumber_tables() -> Callable[[File], object]:
    import pdfplumber

    def read(file: File) -> object:
        with pdfplumber.open(io.BytesIO(file[1])) as pdf:
            return [page.extract_tables() for page in pdf.pages]

    return read


def pandas_read_html() -> Callable[[File], object]:
    import pandas

    from extraction.files.encoding import decode

    return lambda file: pandas.read_html(io.StringIO(decode(file[1])[0]))


TASKS: dict[str, dict[str, Callable[[], Callable[[File], object]]]] = {
    "pdf": {"pdfplumber extract_tables": pdfplumber_tables},
    "pdf of six pages": {"pdfplumber extract_tables": pdfplumber_tables},
    "html": {"pandas.read_html": pandas_read_html},
    "docx": {},
    "text": {},
    "spreadsheet": {},
    "scan": {},
}
OURS = {"gongkai, whole extraction": whole_extraction, "gongkai, reader": reader_alone}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=sorted(TASKS), default=sorted(TASKS))
    arguments = parser.parse_args()
    table = Table(title="Reports a second of processor time (fastest of the rounds)")
    heads = ("type", "files", "task", "reports/s", "pages/s", "times baseline", "peak MB", "aim")
    for head in heads:
        table.add_column(head, justify="left" if head in ("type", "task", "aim") else "right")
    pages, files = _files(arguments.folders)
    for kind in arguments.only:
        if files[kind]:
            _measure(table, kind, files[kind], pages[kind], arguments.rounds)
    Console(width=140).print(table)


def _files(folders: list[Path]) -> tuple[Counter[str], dict[str, list[File]]]:
    """Pages and readable files below the folders by kind; what a reader refuses is left out."""
    from extraction.document import Rejected
    from extraction.files.sniff import media_type
    from extraction.readers import read_document

    pages: Counter[str] = Counter()
    files: dict[str, list[File]] = defaultdict(list)
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        try:
            found = media_type(content, path.name)
            document = read_document(content, found)
        except Rejected:
            continue
        kind = "scan" if document.reader == "scan" else KINDS.get(found)
        kinds = [kind, f"{kind} of six pages"] if document.page_count == 6 else [kind]
        for its in kinds if document.tables else []:
            if its in TASKS:
                files[its].append((path, content, found))
                pages[its] += document.page_count or 0
    return pages, files


def _measure(table: Table, kind: str, files: list[File], pages: int, rounds: int) -> None:
    context = multiprocessing.get_context("spawn")
    tasks = TASKS[kind] | OURS
    pools = {name: context.Pool(1, _prepare, (make, files)) for name, make in tasks.items()}
    fastest = {name: [math.inf] * len(files) for name in tasks}
    for number in range(rounds + 1):
        for index in range(len(files)):
            for name, pool in pools.items():
                seconds = pool.apply(_read, (index,))
                if number:
                    fastest[name][index] = min(fastest[name][index], seconds)
    baseline = next((sum(fastest[name]) for name in TASKS[kind]), None)
    for name, pool in pools.items():
        own = sum(fastest[name])
        ratio = f"{baseline / own:.1f}" if baseline else ""
        aim = AIMS.get(kind, "") if name in OURS else ""
        rates = f"{len(files) / own:.1f}", f"{pages / own:.2f}" if pages else ""
        peak = f"{pool.apply(_peak_memory):.0f}"
        table.add_row(kind, str(len(files)), name, *rates, ratio, peak, aim)
        pool.terminate()
    table.add_section()


_prepared: list[tuple[Callable[[File], object], list[File]]] = []


def _prepare(make: Callable[[], Callable[[File], object]], files: list[File]) -> None:
    logging.disable(logging.CRITICAL)
    _prepared.append((make(), files))


def _read(index: int) -> float:
    """Seconds of this process for a file."""
    task, files = _prepared[0]
    begin = time.process_time()
    task(files[index])
    return time.process_time() - begin


def _peak_memory() -> float:
    """Most MB that this process has held. getrusage would tell the parent's where that is more."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1024


if __name__ == "__main__":
    main()
