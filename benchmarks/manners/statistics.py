"""Invent the statistics table of the form of 2014 (国办发〔2014〕32号): a list of indicators."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from extraction.forms import Form, Key, Row

NUMERALS = "一二三四五六七八九"
CHAPTERS = (
    "主动公开情况", "回应解读情况", "依申请公开情况", "stat.reconsideration", "stat.litigation",
    "stat.complaints", "stat.fees", "机构建设和保障经费情况", "政府信息公开会议和培训情况",
)  # fmt: skip
"""What the form numbers 一 to 九: headings by their label, indicators by their code."""

UNNUMBERED = ("stat.disclosed.normative", "stat.normative_made")
HEADS = ("stat.response.press_head", "stat.response.interview_head")
PARTS = ("stat.channel", "stat.response", "stat.request", "stat.completed", "stat.answer")
COUNTS = (0, 0, 1, 2, 5, 17, 46, 318, 2044)
MONEY = ("0", "2.5", "12", "41.49")


def invent_values(form: Form, draw: random.Random) -> dict[Key, int | Decimal]:
    """A value for each indicator; the sums of the form hold."""
    values: dict[str, int | Decimal] = {
        row.code: Decimal(draw.choice(MONEY)) if row.money else draw.choice(COUNTS)
        for row in form.blocks[0].rows
        if row.code
    }
    sums = {
        identity.item_code: [code for code, _ in identity.right] for identity in form.identities
    }
    for total in sorted(sums, key=lambda code: any(part in sums for part in sums[code])):
        values[total] = sum(values[part] for part in sums[total])
    return {(code, "all"): value for code, value in values.items()}


def numbered(rows: tuple[Row, ...]) -> Iterator[tuple[Row, str]]:
    """Each row with its label as the form prints it: 一、 （一） 1. 其中：1."""
    section = item = reason = 0
    for row in rows:
        label = row.labels[0]
        if (row.code or label) in CHAPTERS:
            section = item = 0
            yield row, f"{NUMERALS[CHAPTERS.index(row.code or label)]}、{label}"
        elif row.code in UNNUMBERED or row.code in HEADS:
            yield row, label
        elif row.code.startswith("stat.denied."):
            reason += 1
            before = "其中：" if reason == 1 else ""
            yield row, f"{before}{reason}.{label.removeprefix('其中：')}"
        elif _is_part(row.code):
            item += 1
            yield row, f"{item}.{label}"
        else:
            section, item = section + 1, 0
            yield row, f"（{NUMERALS[section - 1]}）{label}"


def _is_part(code: str) -> bool:
    """Whether an indicator is numbered 1., 2. within a section."""
    parent = code.rpartition(".")[0]
    return parent in (*PARTS, "stat.reconsideration", "stat.litigation", "stat.staff")
