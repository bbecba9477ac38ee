"""What a release says of itself to whoever has only its folder: README, citation, dictionary.

The texts come from table data_dictionary, which comes from the descriptions of the models; the
page `documentation.html` is the site that dbt makes of the same project.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from orchestration.databases import opened
from orchestration.files import BuildFailed, read_sealed, write_bytes, write_sealed
from orchestration.lake import DBT_PROJECT, PROJECT, Lake
from orchestration.releases.tables import SCHEMA
from orchestration.warehouse import DBT, project_digest, writing_environment

README = "README.md"
CITATION = "CITATION.cff"
SITE = "documentation.html"
REPORT = "report.html"
LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
TITLE = "gongkai: the open warehouse of China's government-information-disclosure annual reports"
TITLE_ZH = "公开：中国政府信息公开工作年度报告开放数据仓库"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of data_dictionary."""

    table_name: str
    column_name: str | None
    data_type: str | None
    grain: str | None
    description_en: str
    description_zh: str | None
    warning_en: str | None
    warning_zh: str | None


def citation(release_id: str, year: int | str) -> str:
    """A ready citation of one release."""
    return f"gongkai ({year}): {TITLE.partition(': ')[2]}. Release {release_id} [data set]."


def write_documents(lake: Lake, database: Path, release_id: str, created_at: str) -> None:
    """Write README, citation and documentation site beside a release's database.

    Raises BuildFailed when dbt cannot write the site.
    """
    folder = database.parent
    entries = _entries(database)
    write_bytes(folder / README, _readme(entries, release_id, created_at).encode())
    write_bytes(folder / CITATION, _citation_file(release_id, created_at).encode())
    if entries:
        write_bytes(folder / SITE, _site(lake))


def _entries(database: Path) -> list[Entry]:
    """The dictionary of a database; none where it has no table data_dictionary."""
    with opened(database, read_only=True) as connection:
        found = connection.execute(
            "select 1 from duckdb_tables() where table_name = 'data_dictionary'"
        ).fetchall()
        if not found:
            return []
        columns = ", ".join(Entry.__slots__)
        rows = connection.execute(
            f"select {columns} from {SCHEMA}.data_dictionary order by table_name, column_index"
        ).fetchall()
    return [Entry(*row) for row in rows]


def _citation_file(release_id: str, created_at: str) -> str:
    """CITATION.cff, version 1.2.0 of the Citation File Format."""
    content = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Cite the release that you used.",
        "title": TITLE,
        "version": release_id,
        "date-released": created_at[:10],
        "license": LICENCE,
        "authors": [{"name": "gongkai"}],
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _readme(entries: Sequence[Entry], release_id: str, created_at: str) -> str:
    cited = citation(release_id, created_at[:4])
    return "\n".join(
        [
            f"# {TITLE}",
            "",
            f"{TITLE_ZH} · release {release_id}, {created_at[:10]}",
            "",
            "Figures of the annual reports on government information disclosure, each with its "
            "file, page, table and cell. `gongkai.duckdb` holds every table in schema `marts`, "
            "`parquet/` holds the same tables as files, `datapackage.json` describes them for "
            "programs, `manifest.json` lists every input with its SHA-256 and what changed since "
            "the release before (`changes/` down to single cells). Every table and column is "
            f"described below, in table `data_dictionary` and in `{SITE}`.",
            "",
            "本发布收录政府信息公开工作年度报告的各项数字，每个数字都可追溯到文件、页、表和单元格。"
            "`gongkai.duckdb` 的 `marts` 模式含全部表，`parquet/` 为同样的表；`manifest.json` 列出"
            "每个输入文件及与上一发布的差异。各表各列的说明见下文、`data_dictionary` 表和 "
            f"`{SITE}`。",
            "",
            f"- Cite / 引用: {cited}",
            f"- Licence / 许可: {LICENCE} ({LICENCE_ADDRESS}). The reports themselves are public "
            "documents of government bodies. 报告原文为政府机关的公开文件。",
            "- A blank, a dash and a zero are three things; `value` is null for the first two. "
            "空白、横线与零是三回事；前两者的 `value` 为空。",
            "- Doubts about a number are rows of `fct_finding`. 对数字的疑问见 `fct_finding`。",
            "",
            "```sql",
            "select issuer_name, year, requests_received from marts.rpt_annual_disclosure;",
            "```",
            *_tables(entries),
            "",
        ]
    )


def _tables(entries: Iterable[Entry]) -> list[str]:
    """A chapter a table: what it is, what not to do with it, its columns."""
    lines: list[str] = []
    for entry in entries:
        if entry.column_name is None:
            lines += ["", f"## {entry.table_name}", "", entry.description_en, ""]
            lines += [entry.description_zh, ""] if entry.description_zh else []
            if entry.warning_en:
                lines += [f"> **{entry.warning_en}**", f"> {entry.warning_zh or ''}".rstrip(), ""]
            lines += ["| column | type | meaning | 含义 |", "| --- | --- | --- | --- |"]
        else:
            warning = f" **{entry.warning_en}**" if entry.warning_en else ""
            warning_zh = f" **{entry.warning_zh}**" if entry.warning_zh else ""
            english = f"{entry.description_en}{warning}".replace("|", "\\|")
            chinese = f"{entry.description_zh or ''}{warning_zh}".replace("|", "\\|")
            lines.append(f"| `{entry.column_name}` | {entry.data_type} | {english} | {chinese} |")
    return lines


def _site(lake: Lake) -> bytes:
    """The page that dbt makes of the project; made again only when the project has changed.

    It does without the database: the types stand in the contracts of the models.
    """
    kept = lake.interim / "documentation" / f"{project_digest()[:16]}.sealed"
    if (page_kept := read_sealed(kept)) is not None:
        return page_kept
    # Apart from that of builds: dbt would parse the whole project again in the next one, as its
    # database is another.
    target = lake.dbt_target / "documentation"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(lake.dbt_target / "manifest.json", target)
    done = subprocess.run(
        [
            str(DBT),
            *("docs", "generate", "--static", "--no-compile", "--empty-catalog", "--quiet"),
            *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
            *("--target-path", str(target), "--log-path", str(target)),
        ],
        cwd=DBT_PROJECT,
        env=os.environ | writing_environment(lake) | {"GONGKAI_BUILD_DATABASE": ":memory:"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BuildFailed(f"dbt could not write its documentation:\n{done.stdout}{done.stderr}")
    page = (target / "static_index.html").read_text(encoding="utf-8")
    for path, name in ((lake.interim, "interim"), (PROJECT, "gongkai"), (Path.home(), "home")):
        page = page.replace(str(path), name)
    for older in kept.parent.glob("*"):
        older.unlink()
    write_sealed(kept, page.encode())
    return page.encode()
