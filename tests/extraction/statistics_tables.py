"""Tables of 2014 (政府信息公开情况统计表) with known values, in many manners of print."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from extraction.document import Cell, Document, Place, Table
from extraction.facts import read_facts
from extraction.tables import read_tables
from extraction.tables.indicators import statistics_block

# The form as printed: label, unit, item (None: a heading without a figure).
FORM = [
    ("一、主动公开情况", "--", None),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "stat.disclosed"),
    ("其中：主动公开规范性文件数", "条", "stat.disclosed.normative"),
    ("制发规范性文件总数", "件", "stat.normative_made"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "--", None),
    ("1.政府公报公开政府信息数", "条", "stat.channel.gazette"),
    ("2.政府网站公开政府信息数", "条", "stat.channel.website"),
    ("3.政务微博公开政府信息数", "条", "stat.channel.weibo"),
    ("4.政务微信公开政府信息数", "条", "stat.channel.wechat"),
    ("5.其他方式公开政府信息数", "条", "stat.channel.other"),
    ("二、回应解读情况", "--", None),
    (
        "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）",
        "次",
        "stat.response",
    ),
    ("（二）通过不同渠道和方式回应解读的情况", "--", None),
    ("1.参加或举办新闻发布会总次数", "次", "stat.response.press"),
    ("其中：主要负责同志参加新闻发布会次数", "次", "stat.response.press_head"),
    ("2.政府网站在线访谈次数", "次", "stat.response.interview"),
    ("其中：主要负责同志参加政府网站在线访谈次数", "次", "stat.response.interview_head"),
    ("3.政策解读稿件发布数", "篇", "stat.response.articles"),
    ("4.微博微信回应事件数", "次", "stat.response.social"),
    ("5.其他方式回应事件数", "次", "stat.response.other"),
    ("三、依申请公开情况", "--", None),
    ("（一）收到申请数", "件", "stat.request"),
    ("1.当面申请数", "件", "stat.request.in_person"),
    ("2.传真申请数", "件", "stat.request.fax"),
    ("3.网络申请数", "件", "stat.request.online"),
    ("4.信函申请数", "件", "stat.request.letter"),
    ("（二）申请办结数", "件", "stat.completed"),
    ("1.按时办结数", "件", "stat.completed.on_time"),
    ("2.延期办结数", "件", "stat.completed.extended"),
    ("（三）申请答复数", "件", "stat.answer"),
    ("1.属于已主动公开范围数", "件", "stat.answer.already_public"),
    ("2.同意公开答复数", "件", "stat.answer.granted"),
    ("3.同意部分公开答复数", "件", "stat.answer.partly"),
    ("4.不同意公开答复数", "件", "stat.answer.denied"),
    ("其中：1.涉及国家秘密", "件", "stat.denied.secret"),
    ("2.涉及商业秘密", "件", "stat.denied.commercial"),
    ("3.涉及个人隐私", "件", "stat.denied.privacy"),
    ("4.危及国家安全、公共安全、经济安全和社会稳定", "件", "stat.denied.security"),
    ("5.不是《条例》所指政府信息", "件", "stat.denied.not_government_information"),
    ("6.法律法规规定的其他情形", "件", "stat.denied.other_law"),
    ("5.不属于本行政机关公开数", "件", "stat.answer.not_this_body"),
    ("6.申请信息不存在数", "件", "stat.answer.not_existing"),
    ("7.告知作出更改补充数", "件", "stat.answer.told_to_correct"),
    ("8.告知通过其他途径办理数", "件", "stat.answer.other_way"),
    ("四、行政复议数量", "件", "stat.reconsideration"),
    ("（一）维持具体行政行为数", "件", "stat.reconsideration.upheld"),
    ("（二）被依法纠错数", "件", "stat.reconsideration.corrected"),
    ("（三）其他情形数", "件", "stat.reconsideration.other"),
    ("五、行政诉讼数量", "件", "stat.litigation"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "stat.litigation.upheld"),
    ("（二）被依法纠错数", "件", "stat.litigation.corrected"),
    ("（三）其他情形数", "件", "stat.litigation.other"),
    ("六、举报投诉数量", "件", "stat.complaints"),
    ("七、依申请公开信息收取的费用", "万元", "stat.fees"),
    ("八、机构建设和保障经费情况", "--", None),
    ("（一）政府信息公开工作专门机构数", "个", "stat.offices"),
    ("（二）设置政府信息公开查阅点数", "个", "stat.reading_places"),
    ("（三）从事政府信息公开工作人员数", "人", "stat.staff"),
    ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "stat.staff.full_time"),
    ("2.兼职人员数", "人", "stat.staff.part_time"),
    (
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
        "stat.budget",
    ),
    ("九、政府信息公开会议和培训情况", "--", None),
    ("（一）召开政府信息公开工作会议或专题会议数", "次", "stat.meetings"),
    ("（二）举办各类培训班数", "次", "stat.trainings"),
    ("（三）接受培训人员数", "人次", "stat.trained"),
]  # fmt: skip
FOOT = ["单位负责人：张某", "审核人：李某", "填报人：王某", "填报日期：2017年1月20日"]
SUMS = {
    "stat.request": ["in_person", "fax", "online", "letter"],
    "stat.completed": ["on_time", "extended"],
    "stat.answer.denied": [],
    "stat.answer": [],
    "stat.reconsideration": ["upheld", "corrected", "other"],
    "stat.litigation": ["upheld", "corrected", "other"],
    "stat.staff": ["full_time", "part_time"],
}
HEADS = {
    "plain": ["统计指标", "单位", "统计数"],
    "numbered": ["序号", "统计指标", "单位", "统计数"],
    "coded": ["统计指标", "单位", "代码", "统计数"],
    "no_unit": ["统计指标", "统计数"],
    "unit_in_label": ["统计指标", "统计数"],
    "remarks": ["统计指标", "单位", "统计数", "备注"],
    "running_total": ["统计指标", "单位", "本年", "累计"],
    "year_to_date": ["指标名称", "计量单位", "本期实际", "本年累计"],
    "area_total": ["序号", "统计指标", "单位", "区政府统计数", "区直单位统计数", "乡镇街道统计数"],
    "with_total": ["统计指标", "单位", "区直单位", "乡镇街道", "合计"],
    "last_year": ["统计指标", "单位", "2016年", "2015年"],
    "halves": ["统计指标", "单位", "统计数"] * 2,
}


@dataclass
class Printed:
    """A table as rows of texts, and the figures that it states."""

    rows: list[list[str]]
    known: dict[str, int] = field(default_factory=dict)


def known_figures(draw: random.Random) -> dict[str, int]:
    """A figure for every item, with the sums of the form."""
    figures = {item: draw.choice([0, draw.randrange(50), 17 * draw.randrange(99)])
               for _, _, item in FORM if item}  # fmt: skip
    denied = [item for item in figures if item.startswith("stat.denied.")]
    answers = [item for item in figures if item.startswith("stat.answer.")]
    figures["stat.answer.denied"] = sum(figures[item] for item in denied)
    figures["stat.answer"] = sum(figures[item] for item in answers)
    for total, parts in SUMS.items():
        if parts:
            figures[total] = sum(figures[f"{total}.{part}"] for part in parts)
    return figures


def printed(manner: str, draw: random.Random, form=FORM) -> Printed:
    """The table in one of the manners of `HEADS`."""
    known = known_figures(draw)
    body = []
    for number, (label, unit, item) in enumerate(form, 1):
        figure = str(known[item]) if item else ""
        part = draw.randrange(known[item] + 1) if item else 0
        other = str(draw.randrange(5000)) if item else ""
        body.append(
            {
                "plain": [label, unit, figure],
                "halves": [label, unit, figure],
                "numbered": [str(number), label, unit, figure],
                "coded": [label, unit, f"{number:02}", figure],
                "no_unit": [label, figure],
                "unit_in_label": [f"{label}（{unit}）" if item else label, figure],
                "remarks": [label, unit, figure, draw.choice(["", "含下属单位", "3"])],
                "running_total": [label, unit, figure, other],
                "year_to_date": [label, unit, other, figure],
                "area_total": [str(number), label, unit, figure, str(part) if item else "",
                               str(known[item] - part) if item else ""],
                "with_total": [label, unit, str(part) if item else "",
                               str(known[item] - part) if item else "", figure],
                "last_year": [label, unit, figure, other],
            }[manner]
        )  # fmt: skip
    if manner == "halves":
        half = (len(body) + 1) // 2
        right = [*body[half:], ["", "", ""]]
        body = [left + right[at] for at, left in enumerate(body[:half])]
    width = len(HEADS[manner])
    foot = [[text, *[""] * (width - 1)] for text in FOOT]
    return Printed([HEADS[manner], *body, *foot], known)


def table(rows: list[list[str]], geometry="grid", number=1) -> Table:
    return Table(
        [
            Cell(text, row, column, place=Place(table=number, row=row + 1, column=column + 1))
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ],
        geometry,
    )


def document(*tables: Table) -> Document:
    return Document(list(tables), "text/html", "hand", "1")


def figures(*tables: Table):
    """The figures read, and the findings."""
    facts, findings = read_facts(read_tables(document(*tables)))
    return {fact.reading.key[0]: fact for fact in facts}, findings


def all_items() -> list[str]:
    return [row.code for row in statistics_block().rows]
