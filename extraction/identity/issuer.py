"""Find who reports: the body, its kind and its area."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.gazetteer import Gazetteer, Match
from extraction.gazetteer.divisions import Division
from extraction.identity.organs import (
    CENTRAL_CODE,
    IssuerKind,
    full_name,
    government_of,
    is_central,
    kind_of,
    needs_area,
    principal_of,
)
from extraction.identity.places import Found, Places, fits
from extraction.identity.statements import (
    IN_TEXT,
    IN_TITLE,
    Statement,
    contacts,
    names_in_text,
    says_whole_area,
)
from extraction.identity.text import View
from extraction.matching import is_misread
from extraction.source import Source

_CLAUSE = re.compile(r"(?:通过|[就将对由为是])$")
"""What the words of a sentence before the name of its subject end with: 现就某州民政局 ...; what
stands after 与, 在 or 按照 is another body."""

_JOINT = re.compile(r"^(?:新疆生产建设)?(?:兵团)?第?(?P<division>[一二三四五六七八九十]{1,3}师)$")
"""A division of the Production and Construction Corps before the city that it is one body with."""

_PORTAL = re.compile(
    r"(?:[“\"'‘在从由以于]|通过|登[录陆]|依托|利用|访问)(?P<a>[一-鿿()]{2,40}?)"
    r"(?:人民)?政府[”\"'’]?(?:(?:公众信息|门户|政府|信息公开)?网|门户(?=\())"
)
_NOTICE = re.compile(
    r"(?P<a>[一-鿿]{2,12}[县市区旗])(?:人民)?政府(?:办公室)?(?:印发[<《〈]?)?关于[^》]{0,40}(?:信息|政务)公开[^》]{0,20}通知"
)
"""The notice that a report says it follows: that of the government above its issuer."""
_NOT_A_NAME = re.compile(
    r"(?<=海关)关区$|(?<=政府)\(?(?:本级|机关)\)?$|(?<=[省市县区旗盟局厅委会])全(?:系统|[省市县区州旗盟])$|^(?:【[^】]*】)+|^\([^()]{1,6}\)(?=.)|^\((?=[^()]*\)$)|(?<=.)\([^()]*\)$|\)$|^[()]+"
)
"""Brackets around a name, a second name in brackets behind it, and words for its whole area or for
itself alone."""
_AREA_OF_GOVERNMENT = re.compile(r"[一-鿿]{2,10}[省市县区旗州盟](?=(?:人民)?政府)")
_COMPANIES = ("公司", "集团")
_CUSTOMS = re.compile(r"[一-鿿]{2,6}海关")
"""A customs house has a name of its own, which often is no division's: 拱北海关."""

_SELF = re.compile(
    r"[我本](?P<word>局|厅|委|办|镇|乡|街|市|县|区|州|省|旗|院|校|中心|公司|集团|联社|总队|支队)"
)
_SELF_KINDS: dict[str, IssuerKind] = {
    **dict.fromkeys(("局", "厅", "委", "联社", "总队", "支队"), "department"),
    **dict.fromkeys(("镇", "乡", "街"), "township"),
    **dict.fromkeys(("市", "县", "区", "州", "省", "旗"), "government"),
    **dict.fromkeys(("院", "校", "中心", *_COMPANIES), "public_institution"),
    "办": "office",
}

_LATEST = 9999
"""Stands for an unknown year when a name is looked up: what is in force comes first."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who reports. name and kind are None where unknown; code is None where unknown.

    basis: what tells the area (the page's address, a telephone code) where the document does
        not name it; None where it does or a folder claims it.
    is_weak: the document names the body where it names others as well.
    is_inferred: it names none, but calls its area its own (我县): that area's government.
    """

    name: str | None
    kind: IssuerKind | None
    code: str | None
    basis: str | None = None
    is_weak: bool = False
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A name without the areas above its own. found: its area, where the name says it; is_open
    where several divisions bear the name and nothing decides."""

    text: str
    found: Found | None
    is_complete: bool = False
    is_open: bool = False


def _follows(match: Match, last: Match, text: str) -> bool:
    """Whether a division of a lower level, or none of a lower one, stands in full at once behind
    another; two characters (郊区, 和县) may be common words, but for most counties (雄县)."""
    name = match.division.name
    is_word = len(name) == 2 and (not name.endswith("县") or name == "和县")
    is_full = not is_word and text[match.start : match.end] == name
    is_lower = match.division.level == "county" or last.division.level != "county"
    return is_full and is_lower and match.start == last.end


class Search:
    """Resolves names of bodies in one document."""

    def __init__(self, view: View, source: Source, gazetteer: Gazetteer, year: int | None) -> None:
        self.view = view
        self.source = source
        self.gazetteer = gazetteer
        self.year = year if year is not None else _LATEST
        self.places = Places(view, source, gazetteer, self.year)
        words = Counter(match["word"] for match in _SELF.finditer(view.prose))
        self.own_word = words.most_common(1)[0][0] if words else None
        self.own_kind = _SELF_KINDS[self.own_word] if self.own_word else None
        endings = {"委": ("委", "委会", "委员会"), **dict.fromkeys(_COMPANIES, _COMPANIES)}
        self._own_endings = endings.get(self.own_word or "", self.own_word)

    def issuer(self, told: Sequence[Statement]) -> Issuer:
        """The issuer by the strongest of the statements, which come in the order of strength. Where
        they name no body, the area is that of the title, or what other places tell."""
        for statement in told:
            named = names_in_text(statement.text) if statement.where == IN_TEXT else [statement]
            issuer = next(filter(None, map(self.read, named)), None)
            if issuer is not None:
                return issuer
        titled = (self.division_in(each.text) for each in told if each.where == IN_TITLE)
        areas = (next(filter(None, titled), None), self._claimed())
        found = self._nearest(*(Found(a) if a else None for a in areas)) or self.area_of("")
        if found is None:
            return Issuer(None, self.own_kind, self.source.claimed_jurisdiction_code)
        is_own = self.own_kind == "government" and found.area.name.endswith(self.own_word or "")
        name = government_of(found.area.name) if is_own else None
        return Issuer(name, self.own_kind, found.area.code, found.basis, is_inferred=is_own)

    def read(self, statement: Statement) -> Issuer | None:
        """The issuer that a text names, None when it names none or cannot be the one."""
        text = principal_of(statement.text) if statement.is_principal else statement.text
        part = self._own_part(_NOT_A_NAME.sub("", text))
        text, found = part.text, part.found
        if is_central(text) and found is None:
            return Issuer(text, "department", CENTRAL_CODE)
        kind = kind_of(text, found.area.name if found else None)
        if kind is None or not self._fits(kind, text, statement.is_weak):
            return None
        if part.is_open:
            return Issuer(full_name(text, None), kind, None)
        if kind == "township" or found is None:
            found = self._nearest(found, self.area_of(text, is_town=kind == "township"))
        area = found.area if found else self._claimed()
        if area is None:
            if needs_area(text):
                self.own_kind = self.own_kind or kind
                return None
            if statement.is_weak and kind in ("department", "government"):
                return None
            return Issuer(full_name(text, None), kind, None)
        basis = found.basis if found else None
        unknown = None if found or needs_area(text) else _AREA_OF_GOVERNMENT.match(text)
        if unknown is not None:
            if is_misread(unknown[0], (area.name,)):
                text = area.name + text[unknown.end() :]
            basis = f"the folder, as {unknown[0]} is no division"
        is_own = part.is_complete or unknown is not None or _CUSTOMS.fullmatch(text) is not None
        name = full_name(text, None if is_own else area.name)
        return Issuer(name, kind, area.code, basis, statement.is_weak)

    def area_of(self, text: str, is_town: bool = False) -> Found | None:
        """The area of a body whose name does not say it, by other places that do: the same name
        in full, then the portal that carries the report, then the address that is printed, the
        page's frame, and what identifies the body or the page. The folder comes before these."""
        claimed = self._claimed()
        named = [area for place in self._named_places(text) if (area := self.division_in(place))]
        area = next((a for a in named if fits(a, text, is_town, self.gazetteer)), None)
        if area is not None:
            spelled = self.places.by_address(text, is_town) if needs_area(text) else None
            return self._nearest(Found(area), Found(claimed) if claimed else spelled)
        if claimed is not None:
            return None
        numbered = self.places.by_number()
        if numbered is not None and fits(numbered.area, text, is_town, self.gazetteer):
            return numbered
        return self.places.by_address(text, is_town)

    def division_in(self, text: str) -> Division | None:
        """The division that a text names, its smallest; None where it names none for sure."""
        chain, _, is_open = self._chain(text)
        return chain[-1].division if chain and not is_open else None

    def _named_places(self, text: str) -> list[str]:
        """Texts that may hold the area of a body."""
        prose = self.view.prose
        core = re.sub(r"(?:人民政府|政府|办事处)$", "", text)
        places = []
        if core:
            places += [m[0] for m in re.finditer(rf"[一-鿿]{{2,12}}(?={re.escape(core)})", prose)]
        places += [match["a"] for match in _PORTAL.finditer(prose)]
        places += [match["a"] for match in _NOTICE.finditer(prose)]
        if needs_area(text):
            part = re.escape(text[0])
            named = re.finditer(
                rf"[《“\"，,。、及和与]([一-鿿]{{2,10}}?{part})(?=人民政府|政府)", prose
            )
            places += [match[1] for match in named]
        places += map(self.places.without_district, re.findall(r"地址:([一-鿿]{2,20})", prose))
        return [*places, *filter(None, self.places.footers()), *contacts(prose)]

    def _chain(self, text: str) -> tuple[list[Match], str | None, bool]:
        """The first division that a text names and those below it that follow; the last is meant.
        Then what decided between namesakes, and whether nothing could. A name in full that follows
        at once is meant although the list has it elsewhere in the province: 雄安新区容城县 is filed
        under 保定市, 伊犁州塔城地区 under 新疆. In another province, one of the two is a slip.
        """
        chain: list[Match] = []
        basis: str | None = None
        claimed = self.source.claimed_jurisdiction_code
        descends = self.gazetteer.descends_from
        groups: dict[int, list[Match]] = {}
        for match in self.gazetteer.find(text, self.year, claimed):
            groups.setdefault(match.start, []).append(match)
        for start, matches in groups.items():
            if chain:
                last = chain[-1]
                below = [m for m in matches if descends(m.division.code, last.division.code)]
                beside = [m for m in matches if _follows(m, last, text)]
                if not below and beside:
                    basis = f"its own name, though {last.division.name} before it does not hold it"
                    province = last.division.province_code
                    below = [m for m in beside if m.division.province_code == province]
                    if not below:
                        return chain, None, True
                matches = below
            if not matches:
                continue
            if len(matches) == 1:
                chain += matches
                continue
            chosen = self.places.choose([match.division for match in matches])
            if chosen is None:
                return chain, None, True
            chain.append(Match(chosen.area, start, matches[0].end))
            basis = chosen.basis
        return chain, basis, False

    def _own_part(self, text: str) -> _Part:
        """The area that a name says, and the name with that area's official name in its place,
        without the areas above it: 洛阳市新安县行政审批局 is 新安县行政审批局, 黔东南州人民政府 is
        黔东南苗族侗族自治州人民政府, 兵团八师石河子市 is 第八师石河子市. Zones and arms keep
        their short names: 南京海关."""
        chain, basis, is_open = self._chain(text)
        if is_open or not chain:
            return _Part(text, None, is_open=is_open)
        own = chain[-1]
        found = Found(own.division, basis)
        before = "".join(text[match.start : match.end] for match in chain[:-1])
        kept = text[: own.start]
        if kept == before or _CLAUSE.search(kept):
            kept = ""
        if joint := _JOINT.match(kept):
            kept = "第" + joint["division"]
        if self.gazetteer.keeps_short_name(text, own.start, own.end, self.year):
            return _Part(text, found, is_complete=True)
        return _Part(kept + own.division.name + text[own.end :], found)

    def _claimed(self) -> Division | None:
        code = self.source.claimed_jurisdiction_code
        return self.gazetteer.by_code(code, self.year) if code else None

    def _nearest(self, found: Found | None, other: Found | None) -> Found | None:
        """The smaller of two areas one of which holds the other; else the first."""
        if found is None or other is None:
            return found or other
        return other if self.gazetteer.descends_from(other.area.code, found.area.code) else found

    def _fits(self, kind: IssuerKind, name: str, is_weak: bool) -> bool:
        """Whether a body of this kind may write 我局, 我镇 ... as this document does. Where bodies
        other than the issuer are named too, a department must be called what it calls itself."""
        if self._own_endings is not None and name.endswith(self._own_endings):
            return True
        if (is_weak and kind == self.own_kind == "department") or self.own_word in _COMPANIES:
            return False
        if is_weak and name.endswith("公司"):
            return self.own_word is None
        if is_weak and self.own_kind == "government" and says_whole_area(self.view):
            return kind in ("government", "office")
        if self.own_kind in ("department", "township", "public_institution"):
            return kind not in ("government", "office")
        return True
