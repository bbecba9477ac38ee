"""Whether a text without the official tables says of itself that it is an annual report.

Small bodies publish reports without tables, and before 2014 there were none. Such a report tells
by which law it was made, what it holds and the period of its figures (decree 492, art. 32; the
forms of 2019 and 2021). Pages that only link to a report, call for reports or tell of other things
do not.
"""

from __future__ import annotations

import re

from extraction.document import Document
from extraction.labels import plain

_NAMES_REPORT = re.compile(
    r"(?:政府信息|政务信息|信息|政务)公开(?:工作)?(?:的)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报)"
)
_SPEAKS_OF_ITSELF = re.compile(
    r"本(?:年度)?(?:工作)?(?:报告|年报)(?:的)?(?:内容|全文|正文)?(?:是|由|根据|依据|按照|主要|包括|包含|共|分|"
    r"中?的?(?:所列|所使用|使用|涉及)?(?:的)?(?:统计)?数据)"
    r"|全文(?:包括|由|分|共)"
    r"|(?:所列|使用|统计)?(?:的)?数据(?:的)?(?:统计|起止)?(?:期限|时限|周期|时间|时段|时间段)"
    r"|(?:编制|制作|形成|公布|发布)(?:并[^,，。]{0,8})?(?:了)?(?:本|此)(?:年度)?(?:报告|年报)"
    r"|(?:报告|公布|汇报|公开)如下"
)
_TITLE = re.compile(
    r"(?:关于)?[^,，。:：;；!！]{2,40}?(?:20\d\d|二[〇○零0Oo]..)年(?:度)?"
    r"(?:政府信息|政务信息|信息|政务)公开(?:工作)?(?:的)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_TELLS_OF_IT = re.compile(
    r"公布|发布|公示|印发|报送|上报|编制|解读|读懂|图解|完成|出炉|上线|召开|通知|关于做好"
)
_CALL = re.compile(r"(?:通知|通报|函|方案|要点|公告)(?:\(.*\))?$")
_SENT = re.compile(
    rf"[^，。:：;；!！]{{0,40}}关于(?:20\d\d年度?)?(?:本[局委办镇乡])?{_NAMES_REPORT.pattern}的函"
)
"""A report in a letter: such a title does not tell to send one (关于报送...的函)."""
_EXPLAINS = re.compile(
    r"^[^。]{0,6}(?:解读|图解|读懂|看懂)|(?:报告|年报)[》”\"]?的?[^,，。]{0,6}(?:解读|图解)|进行(?:如下)?解读|解读如下"
)
"""What explains a report, in words or in one picture, of which it repeats a part."""
_TO_FILL_IN = re.compile(
    r"模板|样表|范本|(?:填写|填报|编制)说明|报告格式$|\(格式\)|(?<!\d)20[X×*_]{2}|[X×*_]{2,}[年省市县区局]|^\(\)年",
    re.IGNORECASE,
)
_LEAD = 40
"""Paragraphs from the top in which a report introduces itself, menus of a page included."""


def names_report(document: Document) -> bool:
    """Whether a paragraph near the top names a report on disclosure, the first no call for one and
    nothing that explains it, unless its title stands there as well."""
    lead = _lead(document)
    first = next((text for text in lead if _NAMES_REPORT.search(text)), None)
    if first is None or _is_call(first):
        return False
    titled = (text for text in lead if _TITLE.fullmatch(text) and not _EXPLAINS.search(text))
    return _EXPLAINS.search(first) is None or next(titled, None) is not None


def _is_call(text: str) -> bool:
    return _CALL.search(text) is not None and _SENT.fullmatch(text) is None


def is_to_fill_in(document: Document) -> bool:
    """Whether a document with blank tables is the form that a notice sends out, not a report."""
    lead = _lead(document)
    named = next((text for text in lead if _NAMES_REPORT.search(text)), "")
    return _is_call(named) or any(_TO_FILL_IN.search(text) for text in lead)


def is_titled_as_report(document: Document) -> bool:
    """Whether the first paragraph that names a report is the title of one and nothing else: issuer,
    year and name. News about a report tells what was done with it."""
    first = next((text for text in _lead(document) if _NAMES_REPORT.search(text)), "")
    return _TITLE.fullmatch(first) is not None and _TELLS_OF_IT.search(first) is None


def announces_report(document: Document) -> bool:
    """Whether a report is named near the top and a paragraph there speaks of itself as that: of
    disclosure, unless nothing but the title names the report."""
    if not names_report(document):
        return False
    is_titled = is_titled_as_report(document)
    return any(
        (is_titled or "公开" in text) and _SPEAKS_OF_ITSELF.search(text) for text in _lead(document)
    )


def _lead(document: Document) -> list[str]:
    return [plain(paragraph.text) for paragraph in document.paragraphs[:_LEAD]]
