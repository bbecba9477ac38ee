"""Texts that are long, and texts that lead a pattern to try without end."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import partial

from benchmarks.hostile import REPORT, Hostile, hostile

_REFUSED = ("not_a_report", "too_large", "timed_out", "corrupt", "empty", "unsupported")
RUNS = (
    "1", "0", "1,", "1.", "1 ", "(", "（", ")", "(1", "一", "十", "万", "年", "1年", "2021年1月1日",
    "-", "—", ".", "…", "*", "|", "| ", "||", "|-", "\t", "\t\t1", " ", "\u3000", "\n", " \n", "\r\n\n",
    "件", "1件", "其中", "其中，", "信息公开", "信息公开报告", "县", "省市县", "人民政府", "收到",
    "申请1件", "一、", "（一）", "1.1", "第一条", "a", "a ", "a-", "<", "<a ", "</", "&#", "#", "##", "`",
    "~", "=", "：", "。", "，1", "①", "〔2021〕1号", "http://", "a@", "0-", "0571-", "\u200b", "\u202e",
)  # fmt: skip
"""Each is repeated without end: digits, brackets, spaces and words that patterns begin with."""


def inputs() -> Iterator[Hostile]:
    yield hostile(
        "one-line-of-50mb.txt", partial(_run, "政府信息公开工作报告。", 1_600_000), *_REFUSED
    )
    yield hostile("digits-of-50mb.txt", partial(_run, "1", 50_000_000), *_REFUSED)
    yield hostile("million-lines.txt", partial(_run, "收到申请    3    4\n", 1_000_000), *_REFUSED)
    yield hostile("million-bars.txt", partial(_run, "|甲|1|\n", 1_000_000), *_REFUSED)
    yield hostile("million-tabs.md", partial(_run, "甲\t1\n", 1_000_000), *_REFUSED)
    yield hostile("100000-fields.txt", partial(_run, "甲\t1", 100_000), *_REFUSED)
    yield hostile("line-ends.txt", partial(_run, "\n", 20_000_000), "empty")
    yield hostile("tabs.txt", lambda: b"a" + b"\t" * 10_000_000 + b"b", *_REFUSED)
    yield hostile("marks.txt", partial(_run, "\ufeff", 100_000), *_REFUSED)
    yield hostile("half-a-mark.txt", lambda: codecs.BOM_UTF16_LE + b"a", *_REFUSED)
    yield hostile("bracket.rtf", lambda: b"{\\rtf1" + b"{" * 1_000_000, *_REFUSED, REPORT)
    yield hostile("closed.rtf", lambda: b"{\\rtf1" + b"{}" * 500_000 + b"}", *_REFUSED, REPORT)
    yield hostile("binary.rtf", lambda: b"{\\rtf1\\bin999999999999 a}", *_REFUSED, REPORT)
    for number, run in enumerate(RUNS):
        yield hostile(f"run-{number:02}.txt", partial(_run, run, 300_000 // len(run)), *_REFUSED)
        yield hostile(f"page-of-run-{number:02}.html", partial(_page, run, 100_000), *_REFUSED)
        yield hostile(
            f"report-of-run-{number:02}.txt", partial(_report, run, 60_000), *_REFUSED, REPORT
        )


def _run(text: str, count: int) -> bytes:
    return (text * count).encode()


def _page(run: str, size: int) -> bytes:
    """The run as a title, as text, in a cell and in a heading."""
    text = run * (size // len(run))
    rows = f"<tr><td>{text}<td>1<tr><td>2<td>{text}"
    return f"<html><title>{text}</title><h1>{text}</h1><p>{text}</p><table>{rows}</table>".encode()


def _report(run: str, size: int) -> bytes:
    """The run where a report has its title, its sentences, its labels and its values."""
    text = run * (size // len(run))
    return (
        f"{text}2021年政府信息公开工作年度报告{text}\n一、总体情况\n收到{text}申请{text}件。\n"
        f"二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
        f"规章\t{text}\t0\t0\n{text}\t1\t2\t3\n行政规范性文件\t0{text}\t0\t{text}0\n"
        "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
        f"五、存在的主要问题及改进情况\n{text}\n六、其他需要报告的事项\n{text}无{text}\n"
    ).encode()
