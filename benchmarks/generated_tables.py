"""Valid extracted tables of many invented reports, as the extraction would have written them.

For measuring the warehouse alone: nothing is read. Bodies keep their size over the years, what is
carried forward is taken over in the next year, and every sum of the form holds but in some reports,
which have their finding. Blanks, dashes, re-posted reports, prose and rejected files occur in the
share in which they are met. The same numbers come out of every run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from extraction.forms import Form, load_forms
from extraction.source import report_id
from orchestration import build_contents
from orchestration.lake import JURISDICTIONS, Lake
from schemas.tables import EXTRACTED, InventoryFile, ReviewDecision
from schemas.validation import frame_of, polars_schema, validate

YEARS = range(2018, 2026)
APPLICANTS = (
    "natural_person",
    "business",
    "research_institution",
    "social_welfare_organisation",
    "legal_service_organisation",
    "other_organisation",
)
SHARES = np.array([0.72, 0.19, 0.01, 0.01, 0.05, 0.02])
"""Of the kinds of applicant, in their order."""

GOVERNMENTS = 0.25
REPOSTED = 0.02
BROKEN = 0.03
REJECTED = 0.01
BLANK_ZERO = 0.04
DASHED_ZERO = 0.01
DEPARTMENTS = ("财政局", "教育局", "公安局", "民政局", "司法局", "水利局", "审计局", "统计局")
SENTENCES = (
    "全年主动公开政府信息{a}条，其中通过政府网站公开{b}条。",
    "本年度共收到政府信息公开申请{b}件，均在法定期限内答复。",
    "持续推进基层政务公开标准化规范化，梳理公开事项{c}项，更新目录{a}处。",
    "围绕优化营商环境、重大项目建设和民生保障，发布政策解读{c}篇。",
    "一年来，政府信息公开工作取得了一定成效，但公开的主动性和时效性仍需加强。",
    "下一步将健全工作机制，加强业务培训，全年计划组织培训{c}期。",
    "政务新媒体发布信息{a}条，回应公众关切{c}次，未发生重大舆情。",
    "行政复议和行政诉讼案件{c}起，已审结的均维持原行政行为。",
)
SECTIONS = ("overview", "active_disclosure", "requests", "review", "problems", "other_matters")


@dataclass(frozen=True)
class Bodies:
    """Issuers: their frame (name, kind, scope, code) and how many requests each is asked."""

    frame: pl.DataFrame
    requests: np.ndarray


def write_tables(
    interim: Path, reports: int, seed: int = 2024, years: Sequence[int] = YEARS
) -> int:
    """Write inventory and extracted tables for about so many reports; returns the rows of facts.

    A file's hash is that of its path: a raw file which holds its own path is what is listed here.

    The tables of the first year are checked against their Pandera models; the others are made
    by the same code.
    """
    random = np.random.default_rng(seed)
    bodies = _bodies(max(1, round(reports / len(years) / (1 + REPOSTED))), random)
    forms = {form.code: form for form in load_forms()}
    carried = np.zeros((bodies.frame.height, len(APPLICANTS)), dtype=np.int64)
    inventory, facts = [], 0
    for year in years:
        form = forms["2014" if year < 2019 else "2019" if year < 2021 else "2021"]
        tables, files, carried = _year(year, form, bodies, carried, random)
        inventory.append(files)
        facts += tables["facts"].height
        for name, frame in tables.items():
            if year == years[0]:
                validate(EXTRACTED[name], frame, may_be_empty=True)
            path = interim / "extracted" / name / f"{year}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(path)
    validate(InventoryFile, pl.concat(inventory)).write_parquet(interim / "inventory.parquet")
    frame_of(ReviewDecision, []).write_parquet(interim / "review_decisions.parquet")
    lake = Lake(interim / "raw", interim / "releases", interim=interim)
    build_contents.write_changes(lake, None, build_contents.contents_of(lake))
    return facts


def _bodies(count: int, random: np.random.Generator) -> Bodies:
    """Governments of the divisions of today, then their departments, until there are enough."""
    divisions = pl.read_csv(JURISDICTIONS, infer_schema=False).filter(
        pl.col("valid_to_year").is_null() & (pl.col("level") != "country")
    )
    divisions = divisions.sample(fraction=1.0, shuffle=True, seed=1)
    governments = divisions.head(max(1, round(count * GOVERNMENTS)))
    rows = [
        (code, f"{name}人民政府", "government", "whole_area")
        for code, name in governments.select("jurisdiction_code", "name_zh").iter_rows()
    ]
    names = divisions.select("jurisdiction_code", "name_zh").rows()
    for index in range(count - len(rows)):
        code, name = names[index % len(names)]
        series, kind = divmod(index // len(names), len(DEPARTMENTS))
        office = DEPARTMENTS[kind] if series == 0 else f"第{series + 1}{DEPARTMENTS[kind]}"
        rows.append((code, f"{name}{office}", "department", "own_body"))
    columns = ["jurisdiction_code", "issuer_name", "issuer_kind", "scope"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    is_government = (frame["issuer_kind"] == "government").to_numpy()
    requests = random.lognormal(np.where(is_government, 5.5, 2.0), 1.2)
    return Bodies(frame, requests)


def _year(
    year: int,
    form: Form,
    bodies: Bodies,
    carried: np.ndarray,
    random: np.random.Generator,
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame, np.ndarray]:
    """The tables of one year, its files, and what is carried forward of it."""
    reposted = np.flatnonzero(random.random(bodies.frame.height) < REPOSTED)
    which = np.concatenate([np.arange(bodies.frame.height), reposted])
    files = _files(year, bodies.frame[which])
    reports = _reports(year, form, files, len(bodies.frame))
    cells, forward = _cells(form, bodies, carried, random)
    values = {key: numbers[which] for key, numbers in cells.items()}
    findings = _break_sums(form, values, reports["report_id"], random)
    sections = _sections(reports["report_id"], random)
    tables = {
        "reports": reports,
        "facts": _facts(form, values, reports["report_id"], random),
        "findings": findings,
        "sections": sections,
        "narrative_figures": _narrative_figures(reports["report_id"], values, random),
        "rejected_documents": _rejected(year, files, random),
    }
    rejected = files.join(
        tables["rejected_documents"].select("source_path"), on="source_path", how="semi"
    )
    kept = reports.join(rejected.select("source_path"), on="source_path", how="anti")["report_id"]
    for name in tables.keys() - {"rejected_documents"}:
        tables[name] = tables[name].filter(pl.col("report_id").is_in(kept.implode()))
    return tables, files.select(polars_schema(InventoryFile).keys()), forward


def _typed(name: str, **columns: object) -> pl.DataFrame:
    """A frame of an extracted table; what is not given is null."""
    schema = polars_schema(EXTRACTED[name])
    frame = pl.DataFrame(columns)
    return frame.select(
        (pl.col(column) if column in columns else pl.lit(None)).cast(kind).alias(column)
        for column, kind in schema.items()
    )


def _files(year: int, issuers: pl.DataFrame) -> pl.DataFrame:
    paths = [
        f"{code}/{year}/{name}{year}-{index}.html"
        for index, (code, name) in enumerate(
            issuers.select("jurisdiction_code", "issuer_name").iter_rows()
        )
    ]
    frame = issuers.with_columns(
        source_path=pl.Series(paths),
        document_sha256=pl.Series([hashlib.sha256(path.encode()).hexdigest() for path in paths]),
        byte_count=pl.lit(40_000, pl.Int64),
        filed_year=pl.lit(str(year)),
        claimed_jurisdiction_code=pl.col("jurisdiction_code"),
        claimed_year=pl.lit(year, pl.Int16),
        source_url=pl.lit("http://www.example.gov.cn/xxgk/") + pl.Series(paths),
        fetched_at=pl.lit(f"{year + 1}-04-02T02:00:00+08:00"),
    )
    return frame.with_columns(
        pl.lit(None, kind).alias(name)
        for name, kind in polars_schema(InventoryFile).items()
        if name not in frame.columns
    )


def _reports(year: int, form: Form, files: pl.DataFrame, bodies: int) -> pl.DataFrame:
    """Those after the bodies' first reports are re-posted ones, published later."""
    identifiers = [
        report_id(sha256, path)
        for sha256, path in files.select("document_sha256", "source_path").iter_rows()
    ]
    days = [date(year + 1, 1 + index % 4, 1 + index % 28) for index in range(bodies)]
    days += [date(year + 1, 6, 1)] * (len(identifiers) - bodies)
    titles = [f"{name}{year}年政府信息公开工作年度报告" for name in files["issuer_name"]]
    same = files.select(
        "document_sha256", "source_path", "jurisdiction_code", "issuer_name", "issuer_kind", "scope"
    ).to_dict()
    return _typed(
        "reports",
        **same,
        report_id=identifiers,
        title=titles,
        published_date=days,
        year=[year] * len(days),
        period_start=[date(year, 1, 1)] * len(days),
        period_end=[date(year, 12, 31)] * len(days),
        form=[form.code] * len(days),
        media_type=["text/html"] * len(days),
        reader=["html"] * len(days),
        reader_version=["generated"] * len(days),
    )


def _cells(
    form: Form, bodies: Bodies, carried: np.ndarray, random: np.random.Generator
) -> tuple[dict[tuple[str, str], np.ndarray], np.ndarray]:
    """The values of every cell of the form by key, one number a body, and what is carried on."""
    keys = [key for block in form.blocks for key in block.cell_keys()]
    cells = {key: random.poisson(bodies.requests * 0.3) for key in keys}
    items = {item for item, applicant in keys if applicant == "total"}
    if not items:
        _add_up(form, cells)
        return cells, carried
    leaves = sorted(i for i in items if i.startswith("outcome.") and i != "outcome.total")
    weights = random.dirichlet(np.full(len(leaves), 0.5))
    by_applicant = {
        leaf: random.poisson(bodies.requests[:, None] * weight * SHARES)
        for leaf, weight in zip(leaves, weights, strict=True)
    }
    total = sum(by_applicant.values())
    forward = random.poisson(bodies.requests[:, None] * 0.08 * SHARES)
    forward += np.maximum(0, carried - total - forward)
    by_applicant |= {
        "outcome.total": total,
        "request.carried_forward": forward,
        "request.carried_over": carried,
        "request.received": total + forward - carried,
    }
    for item, numbers in by_applicant.items():
        cells |= {(item, name): numbers[:, i] for i, name in enumerate(APPLICANTS)}
        cells[item, "total"] = numbers.sum(axis=1)
    for body in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        parts = [cells[f"{body}.{part}", "all"] for part in ("upheld", "corrected", "other")]
        cells[f"{body}.total", "all"] = sum(parts) + cells[f"{body}.pending", "all"]
    return cells, forward


def _add_up(form: Form, cells: dict[tuple[str, str], np.ndarray]) -> None:
    """Let the sums of a list of indicators hold, those within others first."""
    for identity in sorted(form.identities, key=lambda one: -str(one.item_code).count(".")):
        (whole,) = identity.left
        cells[whole] = sum(cells[part] for part in identity.right)


def _break_sums(
    form: Form,
    cells: dict[tuple[str, str], np.ndarray],
    reports: pl.Series,
    random: np.random.Generator,
) -> pl.DataFrame:
    """Add one to the printed total of some reconsiderations; a finding for each of them."""
    key = ("reconsideration.total", "all")
    if key not in cells:
        return _typed("findings")
    broken = np.flatnonzero(random.random(len(reports)) < BROKEN)
    expected = cells[key][broken].copy()
    cells[key] = cells[key].copy()
    cells[key][broken] += 1
    count = len(broken)
    return _typed(
        "findings",
        report_id=reports[broken],
        rule_code=["review_sum"] * count,
        severity=["warning"] * count,
        item_code=[key[0]] * count,
        applicant_type=[key[1]] * count,
        expected=expected,
        actual=expected + 1,
        message=["The parts of reconsideration.total do not add up to the printed total."] * count,
    )


def _facts(
    form: Form,
    cells: dict[tuple[str, str], np.ndarray],
    reports: pl.Series,
    random: np.random.Generator,
) -> pl.DataFrame:
    """A row for each cell; some zeros are blanks or dashes."""
    keys = list(cells)
    values = np.stack([cells[key] for key in keys], axis=1).reshape(-1)
    chance = random.random(len(values))
    is_blank = (values == 0) & (chance < BLANK_ZERO)
    is_dash = (values == 0) & ~is_blank & (chance < BLANK_ZERO + DASHED_ZERO)
    each = pl.DataFrame(
        {
            "item_code": [item for item, _ in keys],
            "applicant_type": [applicant for _, applicant in keys],
            "row_index": np.arange(1, len(keys) + 1),
        }
    )
    frame = pl.select(
        report_id=reports.gather(np.repeat(np.arange(len(reports)), len(keys))),
        **{
            name: each[name].gather(np.tile(np.arange(len(keys)), len(reports)))
            for name in each.columns
        },
        number=pl.Series(values),
        status=pl.Series(np.where(is_blank, "blank", np.where(is_dash, "dash", "reported"))),
    )
    known = pl.col("status") == "reported"
    return frame.select(
        "report_id",
        "item_code",
        "applicant_type",
        value=pl.when(known).then(pl.col("number")).cast(pl.Decimal(20, 6)),
        value_status="status",
        value_text=pl.when(known)
        .then(pl.col("number").cast(pl.String))
        .otherwise(pl.when(pl.col("status") == "dash").then(pl.lit("/")).otherwise(pl.lit(""))),
        page=pl.lit(None, pl.Int32),
        table_index=pl.lit(1, pl.Int32),
        row_index=pl.col("row_index").cast(pl.Int32),
        column_index=pl.lit(2, pl.Int32),
        confidence=pl.lit(0.999),
        evidence=pl.lit("sums_hold"),
        form=pl.lit(form.code),
        row_label_text=pl.col("item_code"),
        column_label_text=pl.col("applicant_type"),
    )


def _texts(count: int, random: np.random.Generator) -> Iterator[str]:
    """Paragraphs of about 350 characters."""
    picks = random.integers(0, len(SENTENCES), (count, 10))
    numbers = random.integers(1, 5000, (count, 3))
    for row, (a, b, c) in zip(picks, numbers, strict=True):
        yield "".join(SENTENCES[i].format(a=a, b=b, c=c % 40) for i in row)


def _sections(reports: pl.Series, random: np.random.Generator) -> pl.DataFrame:
    count = len(reports) * len(SECTIONS)
    return _typed(
        "sections",
        report_id=reports.gather(np.repeat(np.arange(len(reports)), len(SECTIONS))),
        section_index=list(range(1, len(SECTIONS) + 1)) * len(reports),
        section=list(SECTIONS) * len(reports),
        heading=list(SECTIONS) * len(reports),
        text=list(_texts(count, random)),
    )


def _narrative_figures(
    reports: pl.Series, cells: dict[tuple[str, str], np.ndarray], random: np.random.Generator
) -> pl.DataFrame:
    """Six to a report; the first restates the requests received where the form has them."""
    each = 6
    values = random.integers(1, 5000, (len(reports), each))
    received = cells.get(("request.received", "total"))
    if received is not None:
        values[:, 0] = received
    item = [None if received is None else "request.received", *[None] * (each - 1)]
    return _typed(
        "narrative_figures",
        report_id=reports.gather(np.repeat(np.arange(len(reports)), each)),
        figure_index=list(range(1, each + 1)) * len(reports),
        section=["requests"] * (len(reports) * each),
        sentence=[f"本年度共收到申请{value}件。" for value in values.reshape(-1)],
        phrase=["收到申请"] * (len(reports) * each),
        value=values.reshape(-1),
        unit=["件"] * (len(reports) * each),
        is_approximate=[False] * (len(reports) * each),
        item_code=item * len(reports),
    )


def _rejected(year: int, files: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    chosen: Sequence[int] = np.flatnonzero(random.random(files.height) < REJECTED)
    some = files[chosen]
    return _typed(
        "rejected_documents",
        source_path=some["source_path"],
        document_sha256=some["document_sha256"],
        reason_code=["corrupt"] * some.height,
        reason=["The file ends in the middle. Fetch it again."] * some.height,
    )
