"""Read what is new or changed, carry over what is not: one partition after the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import islice
from pathlib import Path

import polars as pl

from collection.counted import counted
from extraction.extract import version
from extraction.source import Source, report_id
from orchestration.files import BuildFailed, sha256_of
from orchestration.lake import JURISDICTIONS, Lake
from orchestration.progress import Progress
from orchestration.raw.files import locate
from orchestration.reading.conversions import convert_ahead
from orchestration.reading.partitions import (
    Receipt,
    read_receipt,
    read_tables,
    remove_partition,
    write_partition,
    write_receipt,
)
from orchestration.reading.task import (
    SECONDS_PER_DOCUMENT,
    Reading,
    Task,
    lost,
    read,
    rejected,
    source_of,
    still_written,
)
from orchestration.reading.workers import Lost, Workers
from orchestration.releases.open_files import being_written
from schemas.tables import EXTRACTED
from schemas.validation import InvalidTable, frame_of, polars_schema, validate

_BATCH = 200
"""Documents whose rows are turned into a frame together; bounds the Python objects alive."""

Documents = dict[tuple[str, str], str]
"""Extraction key by source path and hash."""
Reader = Callable[[Task], Reading]


class InvalidRows(InvalidTable):
    """Rows break the schema of `table`; the message names the row."""

    def __init__(self, table: str, message: str) -> None:
        super().__init__(message)
        self.table = table


@dataclass(frozen=True, slots=True)
class PartitionResult:
    """What became of one partition; counts are of documents, `rows` is by table."""

    filed_year: str
    read: int = 0
    reused: int = 0
    rejected: int = 0
    rows: dict[str, int] = field(default_factory=dict)


def extract_partitions(
    lake: Lake,
    inventory: pl.DataFrame,
    filed_years: Sequence[str],
    *,
    progress: Progress | None = None,
    reader: Reader = read,
    jurisdictions: Path = JURISDICTIONS,
    seconds: float = SECONDS_PER_DOCUMENT,
) -> list[PartitionResult]:
    """Bring the tables of these partitions up to date with the inventory.

    A document is read again when its bytes, its path, its sidecar's claims, the gazetteer or
    anything that decides what an extraction yields has changed. A broken file is a row of
    rejected_documents and stops nothing.

    Raises InvalidRows when rows that are sound by document break their schema together.
    """
    progress = progress or Progress()
    rules = reading_rules(jurisdictions)
    by_year = inventory.partition_by("filed_year", as_dict=True)
    plans = [
        _plan(lake, year, by_year.get((year,), inventory.clear()), rules, jurisdictions)
        for year in filed_years
    ]
    for plan in plans:
        if plan.receipt is None and lake.documents(plan.filed_year).exists():
            progress.remark(
                f"What had been read of the files of {plan.filed_year} was damaged, half written, "
                f"or of another version: {counted(len(plan.to_read), 'file')} must be read again. "
                "If no build was killed before this one and nothing was updated, look at the disk."
            )
    to_read = [task for plan in plans for task in plan.to_read]
    progress.to_read(len(to_read))
    paths = (task.source.source_path for task in to_read)
    converted = convert_ahead(lake.converted, lake.raw, paths)
    plans = [plan.with_converted(converted) for plan in plans]
    with Workers(reader, seconds=seconds) as workers:
        return [_carry_out(lake, plan, workers, progress) for plan in plans]


def standing_partitions(
    lake: Lake,
    inventory: pl.DataFrame,
    filed_years: Sequence[str],
    jurisdictions: Path = JURISDICTIONS,
) -> list[PartitionResult] | None:
    """What `extract_partitions` would return where it would find nothing to do; None elsewhere."""
    rules = reading_rules(jurisdictions)
    by_year = inventory.partition_by("filed_year", as_dict=True)
    results = []
    for filed_year in filed_years:
        files = by_year.get((filed_year,))
        receipt = read_receipt(lake, filed_year)
        if files is None and not lake.documents(filed_year).exists():
            results.append(PartitionResult(filed_year))
        elif files is not None and receipt and receipt.inputs == partition_inputs(files, rules):
            results.append(_result(filed_year, receipt, read=0, reused=files.height))
        else:
            return None
    return results


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done about a partition.

    inputs: identifies all that its tables are made from. keys: of its documents, None where the
    receipt says that its tables were made from just these inputs; there is nothing to do then.
    """

    filed_year: str
    inputs: str
    keys: Documents | None
    to_read: list[Task]
    receipt: Receipt | None

    def with_converted(self, folder: Path | None) -> _Plan:
        return replace(self, to_read=[replace(task, converted=folder) for task in self.to_read])

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Source path and hash of the documents whose rows stay."""
        reading = {(task.source.source_path, task.document_sha256) for task in self.to_read}
        return [document for document in self.keys or () if document not in reading]


def reading_rules(jurisdictions: Path = JURISDICTIONS) -> str:
    """Identifies everything that decides what any document yields: code, forms, gazetteer, tables.

    Raises BuildFailed when the gazetteer is missing.
    """
    if not jurisdictions.is_file():
        raise BuildFailed(f"{jurisdictions} is missing. Restore it from the repository.")
    return f"{version()} gazetteer={sha256_of(jurisdictions)} tables={_columns()}"


def extraction_key(task: Task, rules: str) -> str:
    """Identifies everything that the rows of a document depend on."""
    parts = [task.document_sha256, asdict(task.source), rules]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _columns() -> str:
    """The columns of every table: rows in other columns cannot be carried over."""
    return json.dumps({t: str(polars_schema(model)) for t, model in EXTRACTED.items()})


def partition_inputs(files: pl.DataFrame, rules: str) -> str:
    """Identifies all that the tables of a partition are made from: what `extraction_key` names
    of each of its documents, at once."""
    digest = hashlib.sha256(f"{rules}\n".encode())
    digest.update(files.select("document_sha256", *_CLAIMS).write_ndjson().encode())
    return digest.hexdigest()


_CLAIMS = [claim.name for claim in fields(Source)]


def _plan(
    lake: Lake, filed_year: str, files: pl.DataFrame, rules: str, jurisdictions: Path
) -> _Plan:
    receipt = read_receipt(lake, filed_year)
    inputs = partition_inputs(files, rules)
    if receipt and receipt.inputs == inputs:
        return _Plan(filed_year, inputs, None, [], receipt)
    known = receipt.keys if receipt else {}
    keys, to_read = {}, []
    for row in files.iter_rows(named=True):
        task = Task(lake.raw, source_of(row), row["document_sha256"], jurisdictions)
        document = (task.source.source_path, task.document_sha256)
        keys[document] = extraction_key(task, rules)
        if known.get(document) != keys[document]:
            to_read.append(task)
    return _Plan(filed_year, inputs, keys, to_read, receipt)


def _carry_out(
    lake: Lake, plan: _Plan, workers: Workers[Task, Reading], progress: Progress
) -> PartitionResult:
    receipt = plan.receipt
    if receipt and plan.keys is None:
        return _result(plan.filed_year, receipt, read=0, reused=receipt.documents.height)
    if not plan.keys:
        remove_partition(lake, plan.filed_year)
        return PartitionResult(plan.filed_year)
    if receipt is None or plan.to_read or receipt.keys.keys() != plan.keys.keys():
        tables, keys = _tables(lake, plan, workers, progress)
        receipt = write_partition(lake, plan.filed_year, tables, keys, plan.inputs)
    elif all(receipt.keys.values()):
        receipt = replace(receipt, inputs=plan.inputs)
        write_receipt(lake, plan.filed_year, receipt)
    reused = len(plan.carried)
    return _result(plan.filed_year, receipt, read=len(plan.to_read), reused=reused)


def _result(filed_year: str, receipt: Receipt, *, read: int, reused: int) -> PartitionResult:
    rejected = receipt.rows["rejected_documents"]
    return PartitionResult(filed_year, read, reused, rejected, receipt.rows)


def _tables(
    lake: Lake, plan: _Plan, workers: Workers[Task, Reading], progress: Progress
) -> tuple[dict[str, pl.DataFrame], Documents]:
    """The tables of a partition, carried over and new, with the keys to remember."""
    keys = dict(plan.keys or {})
    parts = [_carried_tables(lake, plan)] if plan.carried else []
    readings = _readings(plan, workers, progress)
    while outcomes := list(islice(readings, _BATCH)):
        outcomes, frames = _frames(outcomes)
        parts.append(frames)
        for task, reading in outcomes:
            if not reading.is_final:
                keys[task.source.source_path, task.document_sha256] = ""
    tables = {
        table: pl.concat([part[table] for part in parts]).sort(
            "source_path" if "source_path" in EXTRACTED[table].to_schema().columns else "report_id",
            maintain_order=True,
        )
        for table in EXTRACTED
    }
    return tables, keys


def _readings(
    plan: _Plan, workers: Workers[Task, Reading], progress: Progress
) -> Iterator[tuple[Task, Reading]]:
    places = {locate(task.raw, task.source.source_path): task for task in plan.to_read}
    unfinished = {places[path]: writer for path, writer in being_written(places).items()}
    for task, writer in unfinished.items():
        yield task, still_written(task, writer)
        progress.has_read(task.source.source_path)
    for task, outcome in workers.run(task for task in plan.to_read if task not in unfinished):
        yield task, lost(task, outcome) if isinstance(outcome, Lost) else outcome
        progress.has_read(task.source.source_path)


def _carried_tables(lake: Lake, plan: _Plan) -> dict[str, pl.DataFrame]:
    reports = [report_id(sha256, source_path) for source_path, sha256 in plan.carried]
    files = [source_path for source_path, _ in plan.carried]
    return {
        table: frame.filter(
            pl.col("report_id").is_in(reports)
            if "report_id" in frame.columns
            else pl.col("source_path").is_in(files)
        )
        for table, frame in read_tables(lake, plan.filed_year).items()
    }


def _frames(
    outcomes: list[tuple[Task, Reading]],
) -> tuple[list[tuple[Task, Reading]], dict[str, pl.DataFrame]]:
    """What was read and its validated frames.

    A document whose rows break a schema is rejected, naming table and row: one bad file never
    stops a run. Raises InvalidRows where the rows break it only together.
    """
    try:
        return outcomes, _all_frames(outcomes)
    except InvalidRows:
        sound = [(task, _sound(task, reading)) for task, reading in outcomes]
        return sound, _all_frames(sound)


def _all_frames(outcomes: Sequence[tuple[Task, Reading]]) -> dict[str, pl.DataFrame]:
    return {table: _frame(table, [reading for _, reading in outcomes]) for table in EXTRACTED}


def _sound(task: Task, reading: Reading) -> Reading:
    try:
        _all_frames([(task, reading)])
    except InvalidRows as error:
        return rejected(task, "corrupt", str(error))
    return reading


def _frame(table: str, readings: Sequence[Reading]) -> pl.DataFrame:
    rows = (row for reading in readings for row in reading.rows[table])
    try:
        return validate(EXTRACTED[table], frame_of(EXTRACTED[table], rows), may_be_empty=True)
    except (InvalidTable, pl.exceptions.PolarsError, TypeError, ValueError) as error:
        raise InvalidRows(
            table,
            f"What was read breaks the schema of {table}, a defect of the reader; report it with "
            f"the file. {error}",
        ) from error
