"""Run the queries of docs/cookbook.md on a release, and write their answers into it.

    python -m scripts.cookbook RELEASE

RELEASE is a release of the reports in data/raw. Tests run the same functions and compare.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

COOKBOOK = Path(__file__).resolve().parent.parent / "docs" / "cookbook.md"

_BLOCK = re.compile(r"^```(?P<language>[^\n]+)\n(?P<code>.*?)^```\n", re.MULTILINE | re.DOTALL)
_ANSWER = re.compile(r"\n(?:\|[^\n]*\n)+")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """A chapter: its queries by language, and the answer that is printed."""

    title: str
    code: dict[str, str]
    answer: str


def read_cookbook(path: Path = COOKBOOK) -> tuple[dict[str, str], list[Question]]:
    """The set-up code by language, and the questions."""
    preamble, *chapters = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    setup = {name.removesuffix(" setup"): code for name, code in _blocks(preamble)}
    questions = []
    for chapter in chapters:
        printed = _ANSWER.search(chapter)
        title = chapter.partition("\n")[0]
        questions.append(
            Question(title, dict(_blocks(chapter)), printed[0].strip() if printed else "")
        )
    return setup, questions


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    for block in _BLOCK.finditer(text):
        yield block["language"], block["code"]


def sql_answer(release: Path, sql: str) -> tuple[list[str], Rows]:
    """Columns and rows that a release answers with."""
    with duckdb.connect(str(release / "gongkai.duckdb"), read_only=True) as connection:
        connection.execute("set search_path = 'marts'")
        result = connection.execute(sql)
        return [column[0] for column in result.description], result.fetchall()


def markdown(columns: Sequence[str], rows: Rows) -> str:
    """A table as it is printed in the cookbook."""
    lines = [columns, ["---"] * len(columns), *([_shown(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def python_answer(release: Path, setup: str, code: str) -> Rows:
    """The rows of the frame that a piece of Python calls `answer`."""
    names: dict[str, Any] = {}
    with _beside(release):
        exec(setup + code, names)
    answer = names["answer"]
    if hasattr(answer, "rows"):
        return [tuple(row) for row in answer.rows()]
    answer = answer.astype(object)
    return [tuple(row) for row in answer.where(answer.notna(), None).itertuples(index=False)]


def r_answer(release: Path, setup: str, code: str) -> Rows:
    """The rows of the frame that a piece of R calls `answer`, as texts.

    Where the package arrow is not installed, R reads the tables as CSV instead.
    """
    with _beside(release) as folder:
        for name in set(re.findall(r'table\("(\w+)"\)', code)):
            table = folder / "data" / "releases" / "current" / "parquet" / f"{name}.parquet"
            duckdb.execute(f"copy (from '{table}') to '{folder / name}.csv'")
        typed = 'c(area_code = "character", province_code = "character")'
        fallback = (
            'if (!requireNamespace("arrow", quietly = TRUE)) table <- function(name) {\n'
            '  found <- read.csv(paste0(name, ".csv"), encoding = "UTF-8", na.strings = "",\n'
            f"    colClasses = {typed})\n"
            "  mutate(found, across(where(~ all(.x %in% c('true', 'false', NA))), as.logical))\n"
            "}\n"
        )
        show = (
            "\nanswer <- mutate(as.data.frame(answer), across(where(is.factor), as.character))\n"
            'write.csv(answer, "answer.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")\n'
        )
        script = folder / "question.R"
        script.write_text(setup + fallback + code + show, encoding="utf-8")
        done = subprocess.run(
            ["Rscript", "--vanilla", str(script)],
            cwd=folder,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return duckdb.sql(
            f"select * from read_csv('{folder}/answer.csv', all_varchar = true)"
        ).fetchall()


class _beside:
    """A folder in which data/releases/current is the release; the working folder meanwhile."""

    def __init__(self, release: Path) -> None:
        self.release = release.resolve()

    def __enter__(self) -> Path:
        self.before = Path.cwd()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "data" / "releases").mkdir(parents=True)
        (self.folder / "data" / "releases" / "current").symlink_to(self.release)
        os.chdir(self.folder)
        return self.folder

    def __exit__(self, *_: object) -> None:
        os.chdir(self.before)
        shutil.rmtree(self.folder)


def comparable(rows: Rows) -> list[list[str]]:
    """Rows without what languages write differently: kinds of numbers, of booleans, of nothing."""
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool) or str(value) in ("True", "False", "TRUE", "FALSE"):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return f"{float(value):.6g}"
    except (TypeError, ValueError):
        return str(value)


def main() -> None:
    release = Path(sys.argv[1])
    text = COOKBOOK.read_text(encoding="utf-8")
    for question in read_cookbook()[1]:
        sql = question.code["sql"]
        columns, rows = sql_answer(release, sql)
        block = f"```sql\n{sql}```\n"
        head, _, rest = text.partition(block)
        rest = _ANSWER.sub("", rest, count=1) if _ANSWER.match(rest) else rest
        text = f"{head}{block}\n{markdown(columns, rows)}\n{rest}"
    COOKBOOK.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
