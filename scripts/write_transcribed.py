"""Write reports from transcribed figures as small HTML files in the official layout of 2021.

    python scripts/write_transcribed.py TRANSCRIBED.json data/raw

The figures were copied from published reports (tables only, no prose); the sidecar says so.
A file that is already there is left alone: data/raw is append-only.
"""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from typing import Any

import yaml

ARTICLES = (
    ("第二十条第（一）项", ("规章", "行政规范性文件")),
    ("第二十条第（五）项", ("行政许可",)),
    ("第二十条第（六）项", ("行政处罚", "行政强制")),
    ("第二十条第（八）项", ("行政事业性收费",)),
)
GROUPS = {
    "1.属于国家秘密": ("（三）不予公开", 8),
    "1.本机关不掌握相关政府信息": ("（四）无法提供", 3),
    "1.信访举报投诉类申请": ("（五）不予处理", 5),
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": ("（六）其他处理", 3),
}
ORGANISATIONS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def cell(text: Any, rows: int = 1, columns: int = 1) -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (
        f' colspan="{columns}"' if columns > 1 else ""
    )
    return f"<td{spans}>{html.escape(str(text), quote=False)}</td>"


def row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def disclosure(table: dict[str, dict[str, Any]]) -> list[str]:
    rows = []
    for article, labels in ARTICLES:
        heads = list(table[labels[0]])
        width = 3 // len(heads)
        rows.append(row(cell(article, columns=4)))
        rows.append(row(cell("信息内容"), *(cell(head, columns=width) for head in heads)))
        rows += [
            row(cell(label), *(cell(table[label][head], columns=width) for head in heads))
            for label in labels
        ]
    return rows


def requests(table: dict[str, list[Any]]) -> list[str]:
    rows = [
        row(cell(RULE, rows=3, columns=3), cell("申请人情况", columns=7)),
        row(cell("自然人", rows=2), cell("法人或其他组织", columns=5), cell("总计", rows=2)),
        row(*(cell(head) for head in ORGANISATIONS)),
    ]
    inside = sum(not label.startswith(("一、", "二、", "四、")) for label in table)
    for label, numbers in table.items():
        values = [cell(number) for number in numbers]
        if label.startswith(("一、", "二、", "四、")):
            rows.append(row(cell(label, columns=3), *values))
            continue
        labels = [cell("三、本年度办理结果", rows=inside)] if label.startswith("（一）") else []
        if label.startswith("（"):
            labels.append(cell(label, columns=2))
        else:
            if label in GROUPS:
                name, count = GROUPS[label]
                labels.append(cell(name, rows=count))
            labels.append(cell(label))
        rows.append(row(*labels, *values))
    return rows


def review(numbers: list[Any]) -> list[str]:
    return [
        row(cell("行政复议", columns=5), cell("行政诉讼", columns=10)),
        row(
            *(cell(outcome, rows=2) for outcome in OUTCOMES),
            cell("未经复议直接起诉", columns=5),
            cell("复议后起诉", columns=5),
        ),
        row(*(cell(outcome) for outcome in OUTCOMES * 2)),
        row(*(cell(number) for number in numbers)),
    ]


def page(report: dict[str, Any]) -> str:
    title = f"{report['issuer']}{report['year']}年政府信息公开工作年度报告"
    parts = (
        ("二、主动公开政府信息情况", disclosure(report["table2"])),
        ("三、收到和处理政府信息公开申请情况", requests(report["table3"])),
        ("四、政府信息公开行政复议、行政诉讼情况", review(report["table4"])),
    )
    body = "".join(
        f'<h2>{heading}</h2>\n<table border="1">\n{chr(10).join(rows)}\n</table>\n'
        for heading, rows in parts
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"</head>\n<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n"
    )


def write(report: dict[str, Any], raw: Path) -> None:
    folder = raw / report["code"] / str(report["year"])
    path = folder / f"{report['issuer']}{report['year']}年政府信息公开工作年度报告.html"
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(page(report), encoding="utf-8")
    sidecar = {
        "publisher": report["issuer"],
        "declared_issuer": report["issuer"],
        "note": "figures transcribed from the published report",
    }
    path.with_name(f"{path.name}.source.yml").write_text(
        yaml.safe_dump(sidecar, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )


def main() -> None:
    transcribed, raw = Path(sys.argv[1]), Path(sys.argv[2])
    for report in json.loads(transcribed.read_text(encoding="utf-8")):
        write(report, raw)


if __name__ == "__main__":
    main()
