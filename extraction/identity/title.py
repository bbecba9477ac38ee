"""Find the title of a report and take it apart: who, which year."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.identity.dates import YEAR, year_of
from extraction.identity.organs import PEOPLES_ORGANISATIONS, is_central
from extraction.identity.text import Line, View
from extraction.labels import plain, printed_end
from extraction.typography import INVISIBLE

_SUBJECT = (
    r"(?:公共企事业单位)?(?:政府信息(?:与|和)?政务公开|(?:政府|政务|环境)信息公开|政务公开|政府信息|信息公开)"
    rf"(?:{YEAR}年度?)?(?:工作)?(?:{YEAR}年度?)?(?:的)?(?:年度|情况|统计)*(?:工作)?(?:年度)?(?:情况)?(?:的)?"
    r"(?:工作)?(?:年度)?(?:报告|年报|总结)"
)
_TITLE = re.compile(
    rf"^(?P<head>[^，。；,;!?]{{0,60}}?)(?P<subject>{_SUBJECT})"
    r"(?:(?P<letter>的函)|[_(（—–-]*(?P<tail>[^，。；,;()（）]{0,30})[)）]?)?$"
)
_RUN_IN = re.compile(
    rf"^(?P<title>[^，。；,;:：《]{{0,50}}?(?:{YEAR})年度?[^，。；,;:：《]{{0,30}}?{_SUBJECT})"
    r"(?=发布|公开日期|(?:信息|文章|稿件)?来源|时间|日期|索引|浏览|作者|字[号体]|【"
    r"|根据|按照|依据|本(?:年度)?报告|现将|为|遵照|20\d\d|[一1][、.]|\((?:以下)?简称)"
)
_QUOTED = re.compile(rf"《(?P<title>[^《》]{{0,50}}{_SUBJECT})》")
_YEAR = re.compile(rf"(?<!\d)(?P<year>{YEAR})年?度?")
_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s+)?[|_>›»]\s*|(?<!\s)\s+[-–—]{1,2}\s+|(?<=[报告年报)）])[-–—]{1,2}(?=\S)"
)
_LISTED_REPORT = re.compile(rf"{YEAR}年?度?(?:工作)?(?:年度)?(?:报告|年报)")
_SCHOOL_YEAR = re.compile(r"(?:20\d\d)年?[-–—－~～至/](20\d\d)学年度?")
"""2018-2019学年: schools report by school years, and the last one names the report."""
_WHOLE_YEAR = re.compile(
    rf"(?<={YEAR}年)1月1日?(?:起)?[至到—–~-]+(?:{YEAR}年|同年)?12月31日(?:止)?(?:的)?"
)
"""A title that states its year as a period: 2023年1月1日至12月31日."""
_SHORT_YEAR = re.compile(r"(?<!\d)([012]\d)年(?=度?(?:政府|政务|信息))")
_YEAR_LINE = re.compile(rf"[(]?{YEAR}年?度?[)]?")
_OFFICES = ("政府", "政府办公室", "政府办公厅", "政府办")
"""Who reports on an area that stands behind 关于."""
_OTHER_PART = re.compile(r"(?:政务公开)?工作总结暨$")
_LABEL = re.compile(
    r"^(?:(?:公[报文]|信息|文[件章]|报告|内容)?(?:标题|名称|题名)|(?:内容|信息)概[述要])[:：]?|^(?:【[^】]*】)+"
)
_ORGAN = re.compile(
    rf"(?:府|政府机关|局|厅|委|会|{PEOPLES_ORGANISATIONS}|办|室|部|署|处|社|院|校|学|中心|总队|支队|大队|所|站|馆|台|公司|集团|医院"
    r"|支行|分行|调查队|海关|省|市|县|区|州|旗|盟|镇|乡|街道|苏木|开发区|园区|农场|林场)$"
)
_AREA = re.compile(
    r"^(?!走[进近]|魅力|美丽|印象|认识|了解|关于|概览)[一-鿿]{0,11}[^我本全各](?:省|市|县|区|州|旗|盟)$"
)
"""A line that names an area, unlike the menus of sites (走进我区)."""

_HAS_AREA = re.compile(r"^[一-鿿]{1,12}[省市县区州旗盟]")
_CUT_NAME = re.compile(
    r"^(?:.{1,2}|管理局|监督局|[保障]{1,2}局|事务局|委员会|办公室|办事处|(?:人?民)?政府|管委会|管理委员会)$"
)
"""What a line that begins amid the name of a body may begin with."""

_YEAR_BEGUN = re.compile(rf"^[^《》]*{YEAR}年")
_BODY_BEGUN = re.compile(r"^[一-鿿]{1,12}[省市县区州旗盟][一-鿿]{1,12}$")
_CUT_YEAR = re.compile(r"(?<!\d)20\d\d?$")
_PUBLISHES = re.compile(r"(?<=[一-鿿]{3})(?:向社会)?(?:公布|发布|公开)$")
"""What a headline says that the body did with its report."""

_DOUBLED = re.compile(r"^([一-鿿]{2,12}?)\1")
"""石狮市2021年石狮市人民政府."""

_MAY_BE_TITLE = re.compile("(?:信息|公开).*(?:报告|年报|总结)")
_TITLE_END = re.compile(r"(?:报告|年报|总结)(?:的函|[)）])?$|[:：。；]")
_MAY_END = re.compile("[报结]")
"""A title has 报告, 年报 or 总结 in it, maybe broken over lines: a quick test before slow ones."""

_OWN_FIELD = re.compile(rf"^(.+){YEAR}年度?[一-鿿]{{2,4}}$")
"""海关总署2010年海关信息公开: the field stands between the year and 信息公开."""

_SPACES = re.compile(rf"[\s{INVISIBLE}]+")
_ASKS = re.compile(r"关于(?!20\d\d|本|我|$)")
"""What a letter on a report asks for, when it is not the report (关于报送...年度报告的函)."""
_OTHER_DOCUMENT = re.compile(
    r"通知|格式|要点|方案|工作报告的|转发|印发|解读|读懂|图解|说明|链接|列表|专栏|[上下]一[篇条页则]"
)
_SEARCHED_LINES = 150


@dataclass(frozen=True, slots=True)
class Title:
    """A title. text: as printed, without spaces and line breaks; issuer_text: folded.

    is_stated: it stands as a title, not in quotation marks or in the file's properties only.
    """

    text: str
    issuer_text: str
    year: int | None
    is_stated: bool = True


def find_title(view: View, properties: dict[str, str]) -> Title | None:
    """The title of a document, from its lines, else quoted in its text, else its properties.

    Of several the one that the properties repeat, else the last before the text begins: lists of
    other reports stand above and below.
    """
    named = title_in_properties(properties)
    head = view.lines[: max(view.start, 1)][-_SEARCHED_LINES:]
    candidates = _from_lines(head)[::-1] or _from_lines(view.lines[:_SEARCHED_LINES])
    stated = _parse(properties.get("article_title", ""))
    repeated = {plain(title.text) for title in (named, stated) if title is not None}
    candidates = [title for title in candidates if plain(title.text) in repeated] or candidates
    quoted = _quoted_in(view)
    if candidates:
        return _in_full(_fullest(candidates), quoted)
    return named or quoted


def _quoted_in(view: View) -> Title | None:
    """The title in quotation marks that a text calls its own."""
    quoted = _QUOTED.search(view.preamble) or _QUOTED.search(view.prose[:1500])
    if quoted is None or _OTHER_DOCUMENT.search(quoted["title"]):
        return None
    return _parse(quoted["title"], is_stated=False)


def _in_full(title: Title, quoted: Title | None) -> Title:
    """A title with the name that the text has in full where it ends with the same: 第三中学."""
    if quoted is None or not title.issuer_text or quoted.issuer_text == title.issuer_text:
        return title
    is_longer = quoted.issuer_text.endswith(title.issuer_text) and title.year == quoted.year
    return replace(title, issuer_text=quoted.issuer_text) if is_longer else title


def _fullest(titles: list[Title]) -> Title:
    """The first title with a year; where it names nobody, the one other of that year that does."""
    first = next((title for title in titles if title.year), titles[0])
    others = {title for title in titles if title.year == first.year and title.issuer_text}
    return first if first.issuer_text or len(others) != 1 else others.pop()


def title_in_properties(properties: dict[str, str]) -> Title | None:
    """The title that a file's properties hold, or the frame of a page around it."""
    text = properties.get("title", "")
    for part in _parts(text):
        if title := _parse(part, is_stated=False):
            return title
    return None


def _from_lines(lines: Sequence[Line]) -> list[Title]:
    """Titles among the lines before the text begins; a title may be broken over three lines."""
    titles = []
    may_end = [_MAY_END.search(line.folded) is not None for line in lines]
    begin = 0
    for index, line in enumerate(lines):
        if index < begin or not any(may_end[index : index + 3]):
            continue
        if "年" in line.folded and (match := _RUN_IN.match(line.folded)):
            titles.append(_parse(line.text[: printed_end(line.text, match.end("title"))]))
            continue
        if len(line.folded) > 80:
            continue
        for count in (1, 2, 3):
            group = lines[index : index + count]
            if len(group) < count or any(len(part.folded) > 60 for part in group):
                break
            ended = [_ends_title(part.folded) for part in group[:-1]]
            if any(ended[:-1]) or (any(ended) and not _YEAR_LINE.fullmatch(group[-1].folded)):
                break
            if not _MAY_BE_TITLE.search("".join(part.folded for part in group)):
                continue
            joined = "".join(part.text for part in group)
            title = next(filter(None, map(_parse, _parts(joined))), None)
            if title and (count == 1 or (_joins(group, title) and not _is_listed(lines, index))):
                titles.append(title)
                begin = index + count
                break
    return [title for title in titles if title is not None]


def _joins(group: Sequence[Line], title: Title) -> bool:
    """Whether the lines make one title, not a title after lines of navigation."""
    rest, first = _parse("".join(part.text for part in group[1:])), group[0].folded
    if rest is None:
        return title.year is not None and (not title.issuer_text or is_organ(title.issuer_text))
    if _is_cut(first, group[1].folded, rest, title):
        return True
    if rest.issuer_text:
        names_area = _HAS_AREA.search(rest.issuer_text) or is_central(rest.issuer_text)
        if _AREA.match(first) and not names_area:
            return True
        return rest.year is None and _YEAR.fullmatch(first) is not None
    return is_organ(first)


def _is_cut(first: str, second: str, rest: Title, title: Title) -> bool:
    """Whether a line ends amid a name or a year that the next one goes on with, which by itself
    looks like a title: 某县医疗保 above 障局2023年政府信息公开工作年度报告."""
    if title.year is None or not is_organ(title.issuer_text):
        return False
    if is_organ(first) and rest.issuer_text not in ("员会", "公室", "事处"):
        return False
    if _CUT_YEAR.search(first + second[:2]) and second[:1].isdigit():
        return True
    is_begun = _YEAR_BEGUN.search(first) if rest.year is None else _BODY_BEGUN.search(first)
    return is_begun is not None and _CUT_NAME.match(rest.issuer_text or "府") is not None


def _is_listed(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is one in a list of bodies: navigation, not the first line of a title."""
    return index >= 2 and all(is_organ(line.folded) for line in lines[index - 2 : index + 1])


def is_organ(folded: str) -> bool:
    """Whether a name ends like that of a public body or an area."""
    return _ORGAN.search(folded) is not None


def _parts(text: str) -> list[str]:
    """A line and what stands between its separators; a part that names its issuer comes first."""
    words = text.split()
    for number, word in enumerate(words[:-1], start=1):
        if _LISTED_REPORT.fullmatch(plain(word)):
            # An entry of a list beside the title, on one line with it where a page was printed.
            return _parts(" ".join(words[number:]))
    parts = [part for part in _SEPARATOR.split(text) if part != text]
    named = [part for part in parts if (title := _parse(part)) and is_organ(title.issuer_text)]
    return [*named, text, *parts]


def _ends_title(folded: str) -> bool:
    return _TITLE_END.search(folded) is not None


@functools.lru_cache(maxsize=64)  # The same few texts of a document are asked for several times.
def _parse(text: str, is_stated: bool = True) -> Title | None:
    """A title taken apart; None when the text is not one."""
    shown = _LABEL.sub("", _SPACES.sub("", text)).strip("《》“”\"'「」")
    folded = _SHORT_YEAR.sub(r"20\1年", _SCHOOL_YEAR.sub(r"\1年", plain(shown)))
    folded = _WHOLE_YEAR.sub("", folded)
    match = _TITLE.match(folded)
    if match is None or _OTHER_DOCUMENT.search(match["head"]):
        return None
    head, subject = match["head"], match["subject"]
    if match["letter"] and _ASKS.search(head):
        return None
    tail = match["tail"] or ""
    field = _OWN_FIELD.match(head)
    named = field[1] if field and is_organ(field[1]) else _YEAR.sub("", head)
    found = _YEAR.search(head) or _YEAR.search(subject) or _YEAR.search(tail)
    sender, _, subject_of = _OTHER_PART.sub("", named).partition("关于")
    is_told = sender.endswith(_OFFICES) and is_organ(subject_of) and subject_of[0] not in "本我"
    issuer = (subject_of if is_told or not sender else sender).strip("的-_—·、")
    issuer = _PUBLISHES.sub("", issuer)
    issuer = _DOUBLED.sub(r"\1", issuer)
    behind = _YEAR.sub("", tail).strip("_-—–·")
    if not behind:
        pass
    elif not issuer and is_organ(behind):
        issuer = behind
    elif tail and "(" not in plain(shown):
        return None
    if found is None and not is_organ(issuer):
        return None
    if issuer.endswith("人民") and subject.startswith("政府"):
        issuer += "政府"
    return Title(shown, issuer, year_of(found["year"]) if found else None, is_stated)
