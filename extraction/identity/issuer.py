"""Find who reports: the body, its kind and its area."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extraction.gazetteer import Division, Gazetteer, Match
from extraction.identity.address import division_of
from extraction.identity.dates import YEAR
from extraction.identity.organs import (
    CENTRAL_CODE,
    IssuerKind,
    full_name,
    is_central,
    kind_of,
    needs_area,
    principal_of,
)
from extraction.identity.text import PUBLISHER_LABELS, View
from extraction.identity.title import Title, is_organ
from extraction.labels import plain
from extraction.source import Source

_NAME = r"[一-鿿()]{2,40}?"
_STATED = re.compile(
    rf"由(?P<a>{_NAME})(?:负责)?(?:编制|根据|按照|依据|依照|综合|组织|汇总)"
    rf"|(?:^|[，。,;；])(?P<b>{_NAME})(?:编制了|对{YEAR}年度?工作进行了|负责解释)"
    rf"|(?:公布|发布|现将|结合)(?P<c>{_NAME})(?:{YEAR})年?度?(?:政府|政务)信息"
    rf"|(?:公布|发布|结合)(?:{YEAR})年?+度?+(?!政府信息|政务|信息)(?P<d>{_NAME})(?:政府信息公开|政务公开|信息公开)"
)
_CONTACT = re.compile(
    rf"(?:请|可|或)?(?:直接)?(?:与|同|和)(?P<a>{_NAME})(?:\([^)]*\))?(?:进行)?(?:联系|咨询)"
    rf"|请?(?:联系|咨询)(?P<b>{_NAME})(?=[。，,;(]|$)"
)
_PORTAL = re.compile(
    rf"[“\"'‘在从由](?P<a>{_NAME})(?:人民)?政府[”\"'’]?(?:公众信息|门户|政府|信息公开)?网"
)
_BODY = re.compile(
    r"(?:^|(?<=[，。,;；:：、\"“”《》()（）年度由与向将]))"
    r"(?P<name>[一-鿿]{1,12}?(?:省|市|县|区|州|旗|盟)[一-鿿]{2,18}?(?:局|厅|委员会|总队|支队|联合社))"
)
_OWN_BODY = re.compile(
    r"年度?[，,]?(?P<name>(?:省|市|县|区|州|旗)[一-鿿]{2,18}?(?:局|厅|委员会|委|办公室))"
    r"(?=认真|积极|严格|坚持|高度|不断|按照|根据|深入|以|在|持续|全面|围绕|切实|始终)"
)
_TOWN = re.compile(
    r"(?:^|(?<=[，。,;；:：\"“《()（年度由与]))(?P<name>[一-鿿]{1,6}?(?:镇|乡|街道))"
    r"(?=政府|人民政府|党政|信息|政务|办|网|20|门户)"
)
_SELF = re.compile(
    r"[我本](?P<word>局|厅|委|办|镇|乡|街道|市|县|区|州|省|旗|院|校|中心|联社|总队|支队)"
)
_SELF_KINDS: dict[str, IssuerKind] = {
    **dict.fromkeys(("局", "厅", "委", "联社", "总队", "支队"), "department"),
    **dict.fromkeys(("镇", "乡", "街道"), "township"),
    **dict.fromkeys(("市", "县", "区", "州", "省", "旗"), "government"),
    **dict.fromkeys(("院", "校", "中心"), "public_institution"),
    "办": "office",
}
_WHOLE = re.compile(
    r"(?:综合|汇总|汇集|根据)[^。]{0,40}(?:各|全)[^。]{0,12}(?:县|区|市|部门|单位|街道|乡镇)"
)

_LATEST = 9999
"""Stands for an unknown year when a name is looked up: what is in force comes first."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who reports. name and kind are None where unknown; area is None where unknown or central.

    is_named_in_text: the document itself says which area.
    is_by_address: the area is the one that the host of the page's address spells.
    """

    name: str | None
    kind: IssuerKind | None
    code: str | None
    is_named_in_text: bool
    is_by_address: bool = False


def find_issuer(
    view: View,
    title: Title | None,
    properties: dict[str, str],
    source: Source,
    gazetteer: Gazetteer,
    year: int | None,
) -> Issuer:
    """The issuer by the strongest evidence there is: title, metadata lines, the clauses on who
    compiled and whom to ask, the signature, the text, the file's properties, the sidecar."""
    found = _find(view, title, properties, source, gazetteer, year)
    if found.code is not None or not source.source_url:
        return found
    area = division_of(source.source_url, gazetteer, year or _LATEST, view.prose)
    if area is None:
        return found
    return replace(found, code=area.code, is_by_address=True)


def _find(
    view: View,
    title: Title | None,
    properties: dict[str, str],
    source: Source,
    gazetteer: Gazetteer,
    year: int | None,
) -> Issuer:
    search = _Search(view, source, gazetteer, year)
    for text, is_principal in _evidence(view, title, properties, source):
        issuer = search.read(principal_of(text) if is_principal else text)
        if issuer is not None:
            return issuer
    area = search.area_of("")
    return Issuer(None, search.own_kind, search.code_of(area), area is not None)


def signature(view: View) -> str | None:
    """The body that signs: a line of its own, the date after it or on its end."""
    lines = [line.folded for line in view.lines if not line.is_cell]
    for index in range(len(lines) - 1, max(len(lines) - 12, -1), -1):
        match = re.match(rf"^(?P<name>[一-鿿()]*?)(?:{YEAR}年.{{1,4}}月.{{1,4}}日)$", lines[index])
        if match is None:
            continue
        name = match["name"] or (lines[index - 1] if index else "")
        return name if is_organ(name) and len(name) <= 40 else None
    last = lines[-1] if lines else ""
    return last if kind_of(last) and len(last) <= 40 else None


def says_whole_area(view: View) -> bool:
    """Whether the text says that it adds up the reports of the bodies below."""
    return _WHOLE.search(view.opening) is not None


def _evidence(
    view: View, title: Title | None, properties: dict[str, str], source: Source
) -> Iterator[tuple[str, bool]]:
    """Texts that may name the issuer, strongest first; True where an office speaks for its
    government."""
    if title is not None and title.issuer_text:
        yield title.issuer_text, False
    whole = says_whole_area(view)
    for match in _STATED.finditer(view.opening):
        name = next(filter(None, match.groups()))
        yield name, bool(match["a"] or match["b"]) and (whole or match["b"] is not None)
    for value in view.values(*PUBLISHER_LABELS):
        yield value, False
    if signed := signature(view):
        yield signed, False
    yield from ((name, False) for name in _names_in_text(view.prose[:6000]))
    for match in _CONTACT.finditer(view.prose):
        yield match["a"] or match["b"], True
    for name in (source.declared_issuer, properties.get("publisher"), source.publisher):
        if name:
            yield plain(name), False


def _names_in_text(prose: str) -> list[str]:
    """Departments and towns that the text names, the most frequent first."""
    names = Counter(match["name"] for match in _BODY.finditer(prose))
    names.update(match["name"] for match in _TOWN.finditer(prose))
    return [*(name for name, _ in names.most_common(3)), *_OWN_BODY.findall(prose)]


class _Search:
    """Resolves names of bodies in one document."""

    def __init__(self, view: View, source: Source, gazetteer: Gazetteer, year: int | None) -> None:
        self.view = view
        self.source = source
        self.gazetteer = gazetteer
        self.year = year if year is not None else _LATEST
        words = Counter(match["word"] for match in _SELF.finditer(view.prose))
        self.own_word = words.most_common(1)[0][0] if words else None
        self.own_kind = _SELF_KINDS[self.own_word] if self.own_word else None

    def read(self, text: str) -> Issuer | None:
        """The issuer that a text names, None when it names none or cannot be the one."""
        text = text.strip("()")
        if is_central(text):
            return Issuer(text, "department", CENTRAL_CODE, True)
        area, text = self._own_part(text)
        kind = kind_of(text, area.name if area is not None else None)
        if kind is None or not self._fits(kind):
            return None
        if kind == "township":
            area = self._nearest(area, self.area_of(text))
        area = area or self.area_of(text)
        named = area is not None
        area = area or self._claimed()
        if area is None:
            return None if needs_area(text) else Issuer(full_name(text, None), kind, None, False)
        return Issuer(full_name(text, area.name), kind, area.code, named)

    def area_of(self, text: str) -> Division | None:
        """The area of a body whose name does not say it, by other places that do: the same name
        in full, then the portal that carries the report, then the address."""
        prose = self.view.prose
        core = re.sub(r"(?:人民政府|政府|办事处)$", "", text)
        if core:
            for match in re.finditer(rf"[一-鿿]{{2,12}}(?={re.escape(core)})", prose):
                if area := self._division_in(match[0]):
                    return area
        places = [match["a"] for match in _PORTAL.finditer(prose)]
        if needs_area(text):
            named = re.finditer(rf"[《“\"，,。]([一-鿿]{{2,10}}?{text[0]})(?=人民政府|政府)", prose)
            places += [match[1] for match in named]
        places += [match[1] for match in re.finditer(r"地址:([一-鿿]{2,20})", prose)]
        area = next(filter(None, map(self._division_in, places)), None)
        return self._nearest(area, self._claimed()) if area is not None else None

    def code_of(self, area: Division | None) -> str | None:
        """The code of an area, else what the folder claims."""
        area = area or self._claimed()
        return area.code if area is not None else None

    def _chain(self, text: str) -> list[Match]:
        """The first division that a text names and those below it that follow; the last is meant.

        Empty where the last is a name that several divisions share and nothing decides.
        """
        chain: list[Match] = []
        found = self.gazetteer.find(text, self.year, self.source.claimed_jurisdiction_code)
        for match in found:
            above = chain[-1].division.code if chain else None
            if above and not self.gazetteer.descends_from(match.division.code, above):
                continue
            if not match.is_unambiguous:
                return []
            chain.append(match)
        return chain

    def _division_in(self, text: str) -> Division | None:
        chain = self._chain(text)
        return chain[-1].division if chain else None

    def _own_part(self, text: str) -> tuple[Division | None, str]:
        """The area that a name says, and the name with that area's official name in its place,
        without the areas above it: 洛阳市新安县行政审批局 is 新安县行政审批局, 黔东南州人民政府 is
        黔东南苗族侗族自治州人民政府."""
        chain = self._chain(text)
        if not chain:
            return None, text
        own = chain[-1]
        before = "".join(text[match.start : match.end] for match in chain[:-1])
        kept = "" if text[: own.start] == before else text[: own.start]
        return own.division, kept + own.division.name + text[own.end :]

    def _claimed(self) -> Division | None:
        code = self.source.claimed_jurisdiction_code
        return self.gazetteer.by_code(code, self.year) if code else None

    def _nearest(self, area: Division | None, other: Division | None) -> Division | None:
        """The smaller of two areas one of which holds the other; else the first."""
        if area is None or other is None:
            return area or other
        return other if self.gazetteer.descends_from(other.code, area.code) else area

    def _fits(self, kind: IssuerKind) -> bool:
        """Whether a body of this kind may write 我局, 我镇 ... as this document does."""
        if self.own_kind in ("department", "township", "public_institution"):
            return kind not in ("government", "office")
        return True
