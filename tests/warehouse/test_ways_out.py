"""Search, compare and trace on the sample, with rows added to it that a release may hold."""

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.releases.tables import read_published_tables
from orchestration.releases.writing import copy_tables
from tests.commands import Done, call
from tests.warehouse.conftest import Built

ADDRESS = "http://example.gov.cn/2022.html"
NOTICE = "我县推进“互联网＋政务”平台建设，开通ＡＰＰ并办理依申请公开24件。群众满意！<b>较好</b>"
LAST_YEAR = "我县推进“互联网＋政务”平台建设，开通ＡＰＰ并办理依申请公开31件。存在不足；"


@pytest.fixture(scope="module")
def out(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with the sample in it, and what the sample lacks."""
    out = tmp_path_factory.mktemp("releases")
    (out / "first").mkdir()
    target = out / "first" / "gongkai.duckdb"
    copy_tables(built.database, target, read_published_tables(built.database))
    (out / "current").symlink_to("first")
    with duckdb.connect(str(target)) as connection:
        connection.execute("set search_path = 'marts'")
        report, before = built.reports["county_2022"], built.reports["county_2021"]
        _put_text(connection, report, "problems", NOTICE)
        _put_text(connection, before, "problems", LAST_YEAR)
        _put_text(connection, built.reports["county_2021_first"], "problems", LAST_YEAR)
        _put_text(connection, built.reports["unknown_2022"], "overview", "平台建设见附件。")
        connection.execute(
            "update dim_report set source_url = $url where report_id = $id",
            {"url": ADDRESS, "id": report},
        )
        connection.execute(
            "update fct_disclosure set value = 21, value_text = '21' where report_id = $id "
            "and item_code = 'outcome.granted' and applicant_type = 'total'",
            {"id": report},
        )
        connection.execute(
            "update fct_disclosure set value = null, value_status = 'unreadable' "
            "where report_id = $id and item_code = 'outcome.partly_granted' "
            "and applicant_type = 'business'",
            {"id": report},
        )
        connection.execute(
            "update fct_series set segment = segment + 1 "
            "where report_id = $id and series_code = 'granted'",
            {"id": report},
        )
        _add_namesakes(connection, report)
    return out


def _put_text(connection: duckdb.DuckDBPyConnection, report: str, section: str, text: str) -> None:
    connection.execute(
        "insert into report_section values ($report, 9, $section, '五、', $text)",
        {"report": report, "section": section, "text": text},
    )


def _add_namesakes(connection: duckdb.DuckDBPyConnection, report: str) -> None:
    """Two districts of one name, in Nanjing and Fuzhou, of which one has a bureau that reports."""
    for number, (code, name) in enumerate(
        (("320106", "鼓楼区人民政府"), ("350102", "鼓楼区人民政府"), ("320106", "鼓楼区教育局"))
    ):
        connection.execute(
            "insert into dim_report select * replace ($id as report_id, $id as issuer_id, "
            "$name as issuer_name, $code as jurisdiction_code, 2023 as year, "
            "$id || '.html' as source_path, null as source_url) "
            "from dim_report where report_id = $report",
            {"id": f"aaaa{number:012d}", "name": name, "code": code, "report": report},
        )


def gongkai(out: Path, *arguments: object) -> Done:
    done = call(*arguments, "--out", out)
    assert "Traceback" not in done.err
    return done


def data(out: Path, *arguments: object) -> dict:
    done = gongkai(out, *arguments, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


# Search


def found(out: Path, *arguments: object) -> list[tuple]:
    hits = data(out, "search", *arguments)["hits"]
    return [(hit["year"], hit["section"]) for hit in hits]


def test_a_search_shows_the_sentence_the_words_and_the_address(out: Path):
    shown = gongkai(out, "search", "依申请公开", "平台", "--year", "2022").out
    assert "沽源县人民政府 2022  problems" in shown.replace("河北省张家口市", "")
    assert "»平台«建设" in shown
    assert "办理»依申请公开«24件。" in shown
    assert ADDRESS in shown
    assert "130724/2022/a.html" in shown


def test_all_words_must_stand_in_one_section_and_the_latest_year_comes_first(out: Path):
    assert found(out, "平台") == [(2022, "problems"), (2022, "overview"), (2021, "problems")]
    assert found(out, "平台", "附件") == found(out, "平台 附件") == [(2022, "overview")]
    assert found(out, "平台", "没有的词") == []


@pytest.mark.parametrize("word", ["APP", "app", "ＡＰＰ", "App并", "互联网+", "互联网＋政务"])
def test_case_and_width_make_no_difference(out: Path, word: str):
    hits = data(out, "search", word)["hits"]
    assert [hit["year"] for hit in hits] == [2022, 2021]
    (passage,) = hits[0]["passages"]
    ((begin, end),) = passage["spans"]
    printed = passage["sentence"][begin:end]
    assert len(printed) == len(word)
    assert printed in NOTICE


@pytest.mark.parametrize("word", [".", "a.p", "[A-Z]", "(?i)x", "%", "'", "\\d"])
def test_a_word_is_no_pattern(out: Path, word: str):
    assert found(out, word) == []


def test_a_word_that_runs_over_two_sentences_is_found_and_shown_without_a_mark(out: Path):
    hits = data(out, "search", "24件。群众")["hits"]
    assert [hit["year"] for hit in hits] == [2022]


def test_a_report_that_was_replaced_is_searched_only_when_asked(out: Path, built: Built):
    assert found(out, "平台", "--year", "2021") == [(2021, "problems")]
    hits = data(out, "search", "平台", "--year", "2021", "--all-versions")["hits"]
    assert {hit["report_id"] for hit in hits} == {
        built.reports["county_2021"],
        built.reports["county_2021_first"],
    }


def test_filters_narrow_a_search(out: Path):
    assert len(found(out, "平台", "--region", "河北省")) == 3
    assert len(found(out, "平台", "--region", "130700")) == 3
    assert found(out, "平台", "--region", "江苏") == []
    assert found(out, "平台", "--year", "2019-2021") == [(2021, "problems")]
    assert found(out, "平台", "--section", "overview") == [(2022, "overview")]
    assert found(out, "平台", "--issuer", "沽源县") == [(2022, "problems"), (2021, "problems")]
    nothing = gongkai(out, "search", "平台", "--region", "江苏", "--year", "2021").out
    assert nothing == "No section holds 平台 within --year 2021 --region 江苏.\n"
    limited = data(out, "search", "平台", "--limit", "1")
    assert (len(limited["hits"]), limited["section_count"], limited["report_count"]) == (1, 3, 3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("平台", "--region", "无此地"), "No division is called"),
        (("平台", "--section", "七"), "There are: "),
        (("平台", "--year", "昨年"), "is no year"),
        ((" ",), "no word"),
    ],
)
def test_a_wrong_filter_is_answered_in_words(out: Path, arguments, words: str):
    done = gongkai(out, "search", *arguments)
    assert done.code == 1
    assert words in done.err


# Which report is meant


def test_a_report_is_known_by_identifier_path_and_issuer_with_year(out: Path, built: Built):
    report = built.reports["county_2022"]
    for words in (
        report,
        report[:6],
        "130724/2022/a.html",
        "data/raw/130724/2022/a.html",
        "沽源县 2022",
        "河北省张家口市沽源县人民政府 2022",
        "沽源县人民政府2022年",
        "130724 2022",
    ):
        assert data(out, "trace", words, "request.received")["report"]["report_id"] == report


def test_an_ambiguous_name_lists_its_candidates(out: Path):
    done = gongkai(out, "trace", "鼓楼区 2023", "request.received")
    assert done.code == 1
    assert "may be 2 reports" in done.err
    assert "(320106)" in done.err and "(350102)" in done.err
    assert "aaaa000000000000" in done.err and "教育局" not in done.err
    done = gongkai(out, "compare", "aaaa", "沽源县 2022")
    assert "may be 3 reports" in done.err


def test_a_year_without_a_report_lists_those_with_one(out: Path):
    done = gongkai(out, "trace", "沽源县 2010", "request.received")
    assert done.code == 1
    assert "no report for 2010" in done.err and "2019, 2020, 2021, 2022" in done.err
    assert "No report is called" in gongkai(out, "trace", "无名县 2020", "x").err


# Trace


def states(trace: dict) -> dict[str, str]:
    return {identity["identity_code"]: identity["state"] for identity in trace["identities"]}


def test_a_fact_is_traced_to_its_cell_and_the_sums_that_it_breaks(out: Path):
    trace = data(out, "trace", "沽源县 2022", "outcome.granted")
    assert states(trace) == {
        "applicant_sum/outcome.granted/total": "broken",
        "outcome_sum/outcome.total/total": "broken",
    }
    by_code = {identity["identity_code"]: identity for identity in trace["identities"]}
    broken = by_code["applicant_sum/outcome.granted/total"]
    assert (broken["expected"], broken["actual"]) == (23, 21)
    assert len(broken["cells"]) == 7
    assert len(by_code["outcome_sum/outcome.total/total"]["cells"]) == 22
    assert trace["fact"]["value_text"] == "21"
    assert trace["fact"]["source_path"] == "130724/2022/a.html"
    assert trace["fact"]["row_index"] is not None
    shown = gongkai(out, "trace", "沽源县 2022", "outcome.granted").out
    assert "broken: applicant_sum/outcome.granted/total  23 ≠ 21" in shown
    assert ADDRESS in shown and "'21'" in shown


def test_sums_that_hold_and_sums_that_cannot_be_tested_are_told_apart(out: Path):
    holds = data(out, "trace", "沽源县 2021", "outcome.total")
    assert set(states(holds).values()) == {"holds"}
    assert set(states(holds)) == {
        "applicant_sum/outcome.total/total",
        "column_balance/total",
        "outcome_sum/outcome.total/total",
    }
    unread = data(out, "trace", "沽源县 2022", "outcome.partly_granted", "business")
    assert set(states(unread).values()) == {"untestable"}
    reasons = {identity["reason"] for identity in unread["identities"]}
    assert reasons == {"unreadable: outcome.partly_granted business"}
    assert {identity["expected"] for identity in unread["identities"]} == {None}


def test_a_sum_with_lost_cells_or_only_dashes_is_untestable_and_says_why(out: Path, built: Built):
    lost = data(out, "trace", built.reports["unknown_2022"], "request.received")
    assert set(states(lost).values()) == {"untestable"}
    assert any("not found: " in identity["reason"] for identity in lost["identities"])
    dashes = data(out, "trace", "沽源县 2021", "litigation_after_reconsideration.total")
    (identity,) = dashes["identities"]
    assert identity["state"] == "untestable"
    assert identity["reason"] == "no cell of it holds a number"
    assert dashes["fact"]["value"] is None
    assert dashes["fact"]["value_status"] == "dash"


def test_findings_about_a_fact_stand_beside_it(out: Path):
    trace = data(out, "trace", "沽源县 2022", "request.received")
    assert "text_table_mismatch" in [finding["rule_code"] for finding in trace["findings"]]
    assert "text_table_mismatch" in gongkai(out, "trace", "沽源县 2022", "request.received").out


def test_the_printed_sql_tells_the_same(out: Path):
    printed = gongkai(out, "trace", "沽源县 2022", "outcome.granted", "--sql").out
    fact, identities, _ = (sql for sql in printed.split(";\n") if sql.strip())
    with duckdb.connect(str(out / "current" / "gongkai.duckdb"), read_only=True) as connection:
        assert connection.sql(fact).fetchone()[7] == "21"
        told = connection.sql(identities).fetchall()
    assert {(row[0], row[2]) for row in told} == {
        ("applicant_sum/outcome.granted/total", "broken"),
        ("outcome_sum/outcome.total/total", "broken"),
    }
    assert len(told) == 7 + 22


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("沽源县 2022", "outcome.grnted"), "outcome.granted"),
        (("沽源县 2022", "不存在的项目"), "is no item"),
        (("沽源县 2022", "国家秘密"), "is several items"),
        (("沽源县 2022", "outcome.granted", "nobody"), "natural_person"),
        (("沽源县 2022", "procurement.amount"), "has no cell of procurement.amount"),
    ],
)
def test_a_wrong_item_is_answered_with_what_there_is(out: Path, arguments, words: str):
    done = gongkai(out, "trace", *arguments)
    assert done.code == 1
    assert words in done.err


# Compare


def figures(comparison: dict) -> dict[str, dict]:
    return {row["item_code"]: row for row in comparison["figures"]}


def test_two_years_stand_side_by_side_with_change_and_rate(out: Path):
    comparison = data(out, "compare", "沽源县 2021", "沽源县 2022")
    received = figures(comparison)["request.received"]
    assert (received["value_a"], received["value_b"], received["change"]) == (30, 24, -6)
    assert received["rate"] == pytest.approx(-0.2)
    upheld = figures(comparison)["reconsideration.corrected"]
    assert (upheld["value_a"], upheld["value_b"], upheld["rate"]) == (1, 0, -1)
    shown = gongkai(out, "compare", "沽源县 2021", "沽源县 2022").out
    assert "-20.0%" in shown


def test_a_blank_or_a_dash_has_no_change(out: Path):
    comparison = figures(data(out, "compare", "沽源县 2021", "沽源县 2022"))
    issued = comparison["normative_document.issued"]
    assert (issued["value_a"], issued["value_b"], issued["status_b"]) == (4, None, "blank")
    assert (issued["change"], issued["rate"]) == (None, None)
    dashed = comparison["litigation_after_reconsideration.total"]
    assert (dashed["value_a"], dashed["status_a"], dashed["change"]) == (None, "dash", None)


def test_prose_that_is_last_years_but_for_a_number_is_seen(out: Path):
    prose = data(out, "compare", "沽源县 2021", "沽源县 2022")["sections"]["problems"]
    first = len(NOTICE.split("。")[0]) + 1
    assert prose["as_printed"] == 0
    rest = len("群众满意！<b>较好</b>"), len("存在不足；")
    expected = 2 * (first - 1) / (2 * (first - 1) + sum(rest))
    assert prose["but_for_numbers"] == pytest.approx(expected)


def test_each_kind_of_applicant_is_compared_when_asked(out: Path):
    totals = data(out, "compare", "沽源县 2021", "沽源县 2022")["figures"]
    every = data(out, "compare", "沽源县 2021", "沽源县 2022", "--applicants")["figures"]
    assert {row["applicant_type"] for row in totals} == {"total", "all"}
    assert len(every) > 3 * len(totals)


def test_other_forms_and_other_coverage_are_cautioned(out: Path):
    comparison = data(out, "compare", "沽源县 2020", "沽源县人民政府办公室 2022")
    assert len(comparison["cautions"]) == 2
    assert "different forms (2019 and 2021)" in comparison["cautions"][0]
    one_sided = figures(comparison)["outcome.other"]
    assert (one_sided["status_b"], one_sided["change"]) == (None, None)
    shown = gongkai(out, "compare", "沽源县 2020", "沽源县人民政府办公室 2022").out
    assert "not there" in shown and "different forms" in shown


def test_the_page_is_self_contained_and_escaped(out: Path, tmp_path: Path):
    page = tmp_path / "page.html"
    with duckdb.connect(str(out / "first" / "gongkai.duckdb")) as connection:
        connection.execute(
            "update marts.dim_report set source_url = 'javascript:alert(1)//<script>' "
            "where source_path = 'aaaa000000000000.html'"
        )
        connection.execute(
            "update marts.dim_report set issuer_name = '<script>alert(1)</script>' "
            "where source_path = 'aaaa000000000002.html'"
        )
    done = gongkai(out, "compare", "aaaa000000000000", "aaaa000000000002", "--html", page)
    assert done.code == 0, done.err
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'href="javascript' not in html
    assert "default-src 'none'" in html
    assert done.out == f"Wrote {page}.\n"


def test_a_page_that_cannot_be_written_is_said_in_words(out: Path, tmp_path: Path):
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "page.html"
    done = gongkai(out, "compare", "沽源县 2021", "沽源县 2022", "--html", target)
    assert done.code == 1
    assert "cannot be written" in done.err


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "dta", "parquet"])
def test_every_mart_can_be_exported(out: Path, tmp_path: Path, file_format: str):
    done = gongkai(out, "export", "all", "--format", file_format, "--folder", tmp_path)
    assert done.code == 0, done.err
    assert len(list(tmp_path.glob(f"*.{file_format}"))) > 12


def test_series_join_other_forms_only_where_the_law_counts_alike(out: Path):
    rows = data(out, "compare", "沽源县 2019", "沽源县 2022")["series"]
    series = {row["series_code"]: row for row in rows}
    received, granted = series["requests_received"], series["granted"]
    assert (received["value_a"], received["value_b"], received["change"]) == (10, 24, 14)
    assert (granted["value_a"], granted["value_b"]) == (7, 23)
    assert (granted["change"], granted["rate"]) == (None, None)
    shown = gongkai(out, "compare", "沽源县 2019", "沽源县 2022").out
    assert "counted otherwise: not to be compared" in shown


def test_an_issuer_is_known_by_its_short_name(out: Path):
    report = data(out, "trace", "沽源县政府 2022", "request.received")["report"]
    assert report["issuer_name"] == "沽源县人民政府"
