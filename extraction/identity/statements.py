"""What a document states about its issuer: names of bodies, strongest evidence first."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.identity.dates import YEAR
from extraction.identity.organs import MANNERS, kind_of
from extraction.identity.text import PUBLISHER_LABELS, SOURCE_LABELS, View
from extraction.identity.title import Title, is_organ, title_in_properties
from extraction.labels import plain
from extraction.source import Source

IN_TEXT = "the text"
"""Where a name stands that the text only mentions."""

IN_TITLE = "the title"

_NAME = r"[一-鿿()]{2,40}?"
_STATED = re.compile(
    rf"由(?P<a>{_NAME})(?:负责)?(?:编制|根据|按照|依据|依照|综合|组织|汇总)"
    rf"|(?:^|[，。,;；\n]|(?<=年报)|(?<=年度报告))(?![一-鿿]{{0,4}}由(?!贸))(?P<b>{_NAME})(?:(?:组织|负责|牵头)?(?:编制|形成)了|(?:根据|按照|依据|依照)[^，。；,;]{{2,30}}编制|编制本|对{YEAR}年度?工作进行了|负责解释|特?向社会公[布开](?:本[一-鿿]{{1,2}})?{YEAR})"
    rf"|(?:公布|发布|现公开|现将|结合|编制)(?!完成)(?P<c>{_NAME})(?:{YEAR})年?度?(?:政府|政务)信息"
    rf"|(?:公布|发布|结合)(?:{YEAR})年?+度?+(?!政府信息|政务|信息)(?P<d>{_NAME})(?:政府信息公开|政务公开|信息公开)"
    rf"|(?:公布|发布)(?P<f>{_NAME})(?:\([^()]*\))?(?:政府|政务)?(?:信息|政务)?公开工作(?:{YEAR})?年度报告"
    rf"|结合(?P<e>{_NAME})(?:(?:(?:政府)?(?:信息|政务)公开)?(?:工作)?的?实际|(?:政府)?(?:信息|政务)公开工作(?:的|有关)?统计数据)"
)
_DEFINED = re.compile(r"\((?:以下)?简?称[^()]*\)")
"""The short name that a text gives a body, between its name and what the clause says of it."""
_PUBLISHES = re.compile(
    rf"(?P<name>{_NAME})(?:现将?)?(?:向社会)?(?:公开)?(?:公布|发布)(?={YEAR}|本年度|本机关)"
)
"""What opens a paragraph before the first section."""
_OWN_OFFICE_OF = re.compile(
    r"^(?P<body>.+?(?:局|厅|部|署|(?<!管理)委员会|管(?:委|理委员)会(?=党政)|公司|集团|中心|医院|学校|大学|学院|中学|小学|[二三四五六七八九十附]中|幼儿园|[镇乡](?:人民政府)?|街道(?:办事处)?))"
    r"(?:(?:党政|综合)?办公[室厅]|(?:党政|综合|党政综合)办|(?:政府)?(?:信息|政务)公开[一-鿿]{0,8}(?:办公室|办|处)|[一-鿿]{2}[科股])+$"
)
"""The office of a department or a town, which compiles for it and is no body of its own."""

_CONTACT = re.compile(
    rf"(?:请|可|或)?(?:直接)?(?:与|同|和)(?P<a>{_NAME})"
    r"(?:(?:\([^)]*\))?(?:进行)?(?:联系|咨询)|(?=\((?:联系|办公)?(?:地址|电话)))"
    rf"|请?(?:联系|咨询):?(?P<b>{_NAME})(?=[。，,;(]|$)"
)
_BODY = re.compile(
    r"(?:^|(?<=[，。,;；:：、\"“”《》()（）\n年度由]))(?<!地址:)(?<!(?:领导|书记|主任|[组局处科]长):)(?<!(?:联系|负责)人:)"
    r"(?P<name>(?!现?(?:向社会)?公[布开]|现将|发布|编制|结合|根据|按照|依据|围绕|关于|于(?![都洪])|本[一-鿿]{0,2}报告)(?:(?![与请])[一-鿿]){1,12}?(?:省|市|县|区|州|旗|盟)"
    r"[一-鿿]{2,18}?(?:局(?:[一-鿿]{2,5}分局)?|厅|委员会|总队|支队|联合社|公司)"
    r"|[一-鿿]{2,16}?区(?:管委会|管理委员会))"
)
_IS_DEPARTMENT = re.compile(
    r"(?:^|(?<=[。\n]))(?P<name>[一-鿿]{1,8}[省市县区州旗盟][一-鿿]{2,16})是(?=主管|负责"
    r"|[省市县区州旗盟]?(?:人民)?政府[一-鿿]{0,6}部门)"
)
_ORGANISED = re.compile(
    r"(?<=[的立了《“\"及为])(?P<name>(?:(?![与请的])[一-鿿]){1,12}?(?:省|市|县|区|州|旗|盟)"
    r"[一-鿿]{2,18}?(?:局|厅|委员会))"
    r"(?=政府信息[一-鿿]{0,8}(?:领导小组|制度|工作机构))"
)
"""A body whose own organisation of disclosure the text describes."""

_OPENS = re.compile(r"(?:^|[。，,;；:\n“\"《(]|年度?)$")
"""What stands before the first word of a clause."""

_VERBS = f"{MANNERS}|高度|以|在|全面|围绕|紧紧|编制|公开|主动|坚决|贯彻|落实|做好|开展|推进|继续"
_OWN_BODY = re.compile(
    r"(?:年度?[，,]?|(?:^|(?<=[。，,;\n]))|根据|按照|现将)"
    r"(?P<name>(?:自治区|省|市|县|区|州|旗|盟)[一-鿿]{2,18}?(?:局|厅|委员会|委|办公室))"
    rf"(?={_VERBS})"
)
_ACTS = re.compile(rf"{_VERBS}|{YEAR}年|政府信息|信息公开|成立|机关")
_AREA_ACTS = re.compile(
    rf"(?:^|(?<=[。,;\n年]))(?P<name>[一-鿿]{{1,8}}?[省市县区州旗盟])(?={_VERBS}|共(?:接收|受理|公开))"
)
_OWN_LEVEL = re.compile(r"[我全]([省市县区州旗盟])(?!性)")
_TOWN = re.compile(
    r"(?:^|(?<=[，。,;；:：\"“《()（\n年度由与]))(?P<name>(?!度)(?:(?:(?![与请])[一-鿿]){1,16}[市县区旗])?(?:(?![与请])[一-鿿]){1,6}?(?<![本我全各该])(?:镇|乡|街道|苏木))"
    rf"(?=政府|人民政府|党政|信息|政务|办|网|20|门户|{_VERBS})"
)
_WHOLE_AREA = re.compile(r"全[省市县区州旗盟](?!性)")
_OWN_OFFICE = re.compile(r"[我本]办|本机关|本单位|本级(?:数据|统计|情况)")
_OWN_OFFICE_WORD = re.compile(r"(?<!自)[我本]办(?!理|法|事)")
_OWN_LEVEL_TITLE = re.compile(r"本级|\(本机关\)|政府机关")
_WHOLE_BODY = re.compile(r"海关关区|[局厅委会]全(?:系统|[省市县区州旗盟](?!性))")
"""A body with all below it, in a title: 湛江海关关区, 淮安市教育局全市."""

_YEAR_BEHIND = re.compile(rf"{YEAR}年")

_OWN_LEVEL_ONLY = re.compile(
    r"[省市县区州旗盟地]本级(?:的)?(?:数据|统计|情况)|本级政府\(机关\)|(?:不含|不包括|未包含)[^。]{0,12}(?:乡镇|部门|街道|直属单位)"
)
_WHOLE = re.compile(
    r"(?:综合|汇总|汇集|根据)[^。]{0,40}(?:各|全)[^。]{0,12}(?:县|区|市|部门|单位|街道|乡镇)"
)
_SIGNED = re.compile(rf"^(?P<name>.*?)(?:{YEAR}年.{{1,4}}月.{{1,4}}日)$")
_BELOW_GOVERNMENTS = ("department", "township", "public_institution")
_TITLE_END = 3
_PURE_NAME = re.compile(r"[一-鿿()]{4,40}$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A text that may name the issuer. where: for a finding that names the place; IN_TEXT for the
    prose, of which `names_in_text` gives the names: stronger statements mostly spare the search.

    is_principal: an office speaks here for its government.
    is_weak: bodies other than the issuer are named in such places too.
    """

    text: str
    where: str
    is_principal: bool = False
    is_weak: bool = False


def statements(
    view: View, title: Title | None, properties: dict[str, str], source: Source
) -> Iterator[Statement]:
    """Texts that may name the issuer, strongest first."""
    if title is not None and title.issuer_text:
        yield Statement(title.issuer_text, IN_TITLE)
    elif title is not None and (name := _under(title, view)):
        yield Statement(name, "the line under the title")
    yield from _compilers(view)
    for line in view.lines[: view.start]:
        if not line.is_cell and (published := _PUBLISHES.match(line.folded)):
            yield Statement(published["name"], "the clause on who publishes it")
    for value in view.values(*PUBLISHER_LABELS):
        is_principal = kind_of(value) == "office" and speaks_of_whole_area(view)
        yield Statement(value, "the line on who published it", is_principal)
    if signed := signature(view):
        yield Statement(signed, "the signature")
    if view.path and (name := _last_body(view.path)):
        yield Statement(name, "the navigation path")
    office = _last_office(view.path) if view.path else None
    if office and _OWN_OFFICE_WORD.search(view.prose) is not None:
        yield Statement(office, "the navigation path")
    for value in view.values(*SOURCE_LABELS):
        if kind_of(value) in _BELOW_GOVERNMENTS:
            yield Statement(value, "the line on the source")
    named = title_in_properties(properties)
    if named and title is not None and title.year not in (None, named.year):
        named = None
    is_of_site = named is not None and _names_the_site(named, properties)
    if named and named.issuer_text and not is_of_site:
        yield Statement(named.issuer_text, "the file's properties")
    yield Statement(view.prose[:6000], IN_TEXT)
    if office:
        yield Statement(office, "the navigation path", is_weak=True)
    if named and is_of_site:
        yield Statement(named.issuer_text, "the file's properties", is_weak=True)
    for name in contacts(view.prose):
        is_principal = _OWN_OFFICE_WORD.search(view.prose) is None
        yield Statement(name, "the clause on whom to ask", is_principal, is_weak=True)
    if source.declared_issuer:
        yield Statement(plain(source.declared_issuer), "the sidecar")
    for name in (properties.get("publisher"), source.publisher):
        if name:
            yield Statement(plain(name), "the publisher")


def _compilers(view: View) -> Iterator[Statement]:
    """Those who compiled the report by its own words. The office of a government compiles the
    government's report, unless it says that it reports of itself."""
    whole = says_whole_area(view) or _OWN_OFFICE.search(view.prose) is None
    for match in _STATED.finditer(_DEFINED.sub("", view.opening)):
        name = _OWN_OFFICE_OF.sub(r"\g<body>", next(filter(None, match.groups())))
        is_principal = bool(match["a"] or match["b"]) and (
            whole or (match["b"] is not None and _OWN_OFFICE_WORD.search(view.prose) is None)
        )
        yield Statement(name, "the clause on who compiled it", is_principal)


def _names_the_site(named: Title, properties: dict[str, str]) -> bool:
    """Whether a government stands behind the title of a page: its portal, which carries the
    reports of all its departments."""
    shown = plain(properties.get("title", ""))
    is_behind = shown.find(named.issuer_text) > shown.find("公开")
    return is_behind and kind_of(named.issuer_text) in ("government", "office")


@functools.lru_cache(maxsize=1)
def contacts(prose: str) -> tuple[str, ...]:
    """Bodies that a text tells to ask; it is asked for several names of one document."""
    named = (match["a"] or match["b"] for match in _CONTACT.finditer(prose))
    return tuple(_OWN_OFFICE_OF.sub(r"\g<body>", name) for name in named)


def signature(view: View) -> str | None:
    """The body that signs: a line of its own or the end of one, the date after it or on its end."""
    lines = [line.folded for line in view.lines if not line.is_cell]
    for index in range(len(lines) - 1, max(len(lines) - 12, -1), -1):
        match = _SIGNED.match(lines[index])
        if match is None:
            continue
        name = match["name"] or (lines[index - 1] if index else "")
        name = re.split(r"[。;；:：,，]", name)[-1]
        return name if is_organ(name) and _PURE_NAME.match(name) else None
    last = lines[-1] if lines else ""
    return last if _PURE_NAME.match(last) and kind_of(last) else None


def _under(title: Title, view: View) -> str | None:
    """A body that the line after the title names, and nothing else."""
    printed = plain(title.text)
    for line, following in itertools.pairwise(view.lines[: view.start + 1]):
        if printed.endswith(line.folded) and len(line.folded) > _TITLE_END:
            name = following.folded
            return name if _PURE_NAME.match(name) and kind_of(name) else None
    return None


def says_whole_area(view: View) -> bool:
    """Whether the text says that it adds up the reports of the bodies below."""
    return _WHOLE.search(view.opening) is not None


def speaks_of_whole_area(view: View) -> bool:
    """Whether the text is about an area and never about the office that writes."""
    return (
        says_whole_area(view) or _WHOLE_AREA.search(view.prose) is not None
    ) and _OWN_OFFICE.search(view.prose) is None


def says_own_level(view: View, title: Title | None) -> bool:
    """Whether a government leaves the bodies below it out of its figures: 某县人民政府（本级）."""
    is_titled = title is not None and _OWN_LEVEL_TITLE.search(plain(title.text)) is not None
    return is_titled or _OWN_LEVEL_ONLY.search(view.prose) is not None


def is_with_all_below(view: View, title: Title | None) -> bool:
    """Whether a body reports for those below it as well (湛江海关关区2023年); many publish a report
    of their own beside that. A text without a title says so where it names its report."""
    told = view.opening if title is None else plain(title.text)
    return any(title or _YEAR_BEHIND.match(told, m.end()) for m in _WHOLE_BODY.finditer(told))


def _last_body(path: tuple[str, ...]) -> str | None:
    """The last part of a navigation path that names a body other than a government."""
    return next((part for part in reversed(path) if kind_of(part) in _BELOW_GOVERNMENTS), None)


def _last_office(path: tuple[str, ...]) -> str | None:
    """A government's office, where the path names it and no other body: its part of a portal holds
    its own report, or its government's."""
    is_alone = not any(kind_of(part) in _BELOW_GOVERNMENTS for part in path)
    offices = [part for part in path if kind_of(part) == "office"]
    return offices[-1] if offices and is_alone else None


def names_in_text(prose: str) -> Iterator[Statement]:
    """Departments and towns that the text names: those of which a sentence says what they did
    first, then the most frequent."""
    for match in _OWN_BODY.finditer(prose):
        yield Statement(match["name"], IN_TEXT)
    for match in itertools.chain(_IS_DEPARTMENT.finditer(prose), _ORGANISED.finditer(prose)):
        yield Statement(match["name"], IN_TEXT, is_weak=True)
    names: Counter[str] = Counter()
    subjects: set[str] = set()
    for match in _BODY.finditer(prose):
        names[match["name"]] += 1
        if _ACTS.match(prose, match.end()) and _OPENS.search(prose[: match.start()][-3:]):
            subjects.add(match["name"])
    towns = Counter(match["name"] for match in _TOWN.finditer(prose))
    for name, _ in names.most_common(3):
        yield Statement(name, IN_TEXT, is_weak=name not in subjects or name.endswith("公司"))
    for name, count in towns.most_common(3):
        yield Statement(name, IN_TEXT, is_weak=count < 2)
    yield from _areas_in_text(prose)


def _areas_in_text(prose: str) -> Iterator[Statement]:
    """The area of which sentences say what its government did: one that the text calls 我县, or
    where it calls none so, one that is named twice."""
    own = {match[1] for match in _OWN_LEVEL.finditer(prose)}
    areas = Counter(match["name"] for match in _AREA_ACTS.finditer(prose))
    for name, count in areas.most_common(3):
        if name[-1] in own or (count > 1 and not own):
            yield Statement(name, IN_TEXT, is_weak=True)
