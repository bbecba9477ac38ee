"""What a document leaves open about its issuer, and what speaks against the issuer found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.findings import Finding, finding
from extraction.identity import address
from extraction.identity.issuer import Issuer, Search
from extraction.identity.organs import CENTRAL_CODE, kind_of
from extraction.identity.statements import IN_TEXT, Statement
from extraction.identity.text import View

_SUBJECT = re.compile(
    r"(?:^|(?<=[。;；\n])|(?<=年[，,])|(?<=年度[，,]))(?P<name>[一-鿿]{2,20}?"
    r"(?:镇|乡|街道|局|委员会|人民政府))(?=认真|积极|严格|坚持|高度|不断|深入|持续|全面|围绕|紧紧|切实|始终|按照|主动公开|公开信息)"
)
"""A body of which a sentence of the report says what its issuer did."""

_TOWN = re.compile(r"(?P<town>[一-鿿]{2,4}?)(?:镇|乡|街道|苏木)(?:人民政府|政府|办事处)?$")


def issuer_findings(issuer: Issuer, told: list[Statement], search: Search) -> list[Finding]:
    """Findings on the issuer and its area. told: the statements that the issuer was found in."""
    findings = _unknown(issuer, search)
    claimed = search.source.claimed_jurisdiction_code
    if claimed and issuer.code and claimed != issuer.code:
        names = [_division_name(code, search) for code in (claimed, issuer.code)]
        message = (
            f"The folder claims {claimed} ({names[0]}), the document is by "
            f"{issuer.name or 'a body'} of {issuer.code} ({names[1]}); {issuer.code} is used."
        )
        findings.append(finding("jurisdiction_mismatch", "warning", message))
    if issuer.name is not None:
        findings += _others(issuer, [*told, *_subjects(search.view)], search)
    findings += _other_site(issuer, search)
    return findings


def _unknown(issuer: Issuer, search: Search) -> list[Finding]:
    if issuer.basis is not None and issuer.code is not None:
        message = (
            f"The document does not name the area; {issuer.code} "
            f"({_division_name(issuer.code, search)}) follows from {issuer.basis}."
        )
        is_named = issuer.name is not None and not issuer.is_inferred
        if not is_named:
            message += " Nor does it name the body that issued it."
        if issuer.is_inferred:
            message += _taken(issuer, search)
        severity = "info" if is_named and "address" not in issuer.basis else "warning"
        return [finding("issuer_unknown", severity, message)]
    if issuer.is_inferred:
        message = "The document does not name the body that issued it." + _taken(issuer, search)
    elif issuer.name is None:
        message = (
            "The document does not name the body that issued it; a sidecar with "
            "declared_issuer can say so."
        )
    elif issuer.is_weak:
        message = f"{issuer.name} is named in the text; nothing says that it issued the report."
        return [finding("issuer_unknown", "info", message)]
    elif issuer.code is None:
        message = (
            f"{issuer.name}: the document does not say in which division this body lies, or "
            "several bear the name; the folder can say so."
        )
    else:
        return []
    return [finding("issuer_unknown", "warning", message)]


def _taken(issuer: Issuer, search: Search) -> str:
    return f" It says 我{search.own_word} or 本{search.own_word}: {issuer.name} is taken."


def _subjects(view: View) -> Iterator[Statement]:
    for match in _SUBJECT.finditer(view.prose):
        yield Statement(match["name"], "a sentence of the text")


def _others(issuer: Issuer, others: list[Statement], search: Search) -> list[Finding]:
    """Bodies of other areas, and other towns, that stand where the issuer should: names left over
    from a copied text. One finding for each kind."""
    findings: dict[str, Finding] = {}
    for other in others:
        if other.where == IN_TEXT:
            continue
        area = search.division_in(other.text)
        if area is not None and _is_elsewhere(area.code, issuer, search):
            message = (
                f"{other.where.capitalize()} names {other.text} of {area.code} ({area.name}), "
                f"the issuer is {issuer.name} of {issuer.code}."
            )
            rule = "jurisdiction_mismatch"
        elif _is_another_town(issuer, other.text):
            message = f"{other.where.capitalize()} names {other.text}, the issuer is {issuer.name}."
            rule = "issuer_mismatch"
        else:
            continue
        findings.setdefault(rule, finding(rule, "info", message))
    return list(findings.values())


def _is_elsewhere(code: str, issuer: Issuer, search: Search) -> bool:
    """Whether an area has nothing to do with that of the issuer."""
    if issuer.code is None or issuer.code == CENTRAL_CODE:
        return False
    return not search.gazetteer.is_related(code, issuer.code)


def _is_another_town(issuer: Issuer, name: str) -> bool:
    if issuer.kind != "township" or issuer.name is None or kind_of(name) != "township":
        return False
    town = _TOWN.search(name)
    return town is not None and town["town"][-2:] not in issuer.name


def _other_site(issuer: Issuer, search: Search) -> list[Finding]:
    """The page stands on the site of an area that has nothing to do with the issuer's."""
    site = search.places.address
    if site is None or issuer.basis is not None:
        return []
    units = address.spelled_by_site(site, search.gazetteer, search.year)
    if not units or not all(_is_elsewhere(unit.code, issuer, search) for unit in units):
        return []
    names = ", ".join(f"{unit.code} ({unit.name})" for unit in units[:3])
    message = (
        f"The page's address {search.source.source_url} is spelled like {names}, the issuer is "
        f"{issuer.name} of {issuer.code}."
    )
    return [finding("jurisdiction_mismatch", "info", message)]


def _division_name(code: str, search: Search) -> str:
    division = search.gazetteer.by_code(code, search.year)
    return division.name if division is not None else "unknown code"
