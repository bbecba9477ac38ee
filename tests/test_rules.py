"""Every rule that code can raise is documented, and none that it cannot.

The codes are collected from where they are raised: calls in `extraction/`, sums of the forms,
selects of the dbt models. A rule without an entry in `dbt_project/seeds/rules.csv` fails here,
before a build meets it.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from extraction.forms import load_forms
from tests.conftest import ROOT

RAISING = {"finding", "make_finding", "Doubt", "doubt"}
"""What makes a finding in `extraction/`; the first argument is the rule, the second how severe."""

OF_FORMS, OF_DOUBTS = "identity.rule_code", "doubt.rule_code"
"""Rules that are passed on: sums stand in the forms, doubts were collected where they are made."""

PASSING_ON = "doubt"
"""The method that makes doubts of what its callers raise."""

DOCUMENTED = ROOT / "dbt_project" / "seeds" / "rules.csv"


MODELS = ROOT / "dbt_project" / "models"


def documented() -> dict[str, dict[str, str]]:
    with DOCUMENTED.open(encoding="utf-8", newline="") as stream:
        return {row["rule_code"]: row for row in csv.DictReader(stream)}


def functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """Calls that raise a rule, each with a function that it stands in."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _name(node.func) in RAISING:
                    yield function, node


def _name(called: ast.expr) -> str | None:
    return getattr(called, "id", None) or getattr(called, "attr", None)


def texts(expression: ast.expr, function: ast.FunctionDef) -> set[str]:
    """The texts that an expression can be: itself, either side of a condition, or what its
    function assigns to that name. Empty where that cannot be told."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return {expression.value}
    if isinstance(expression, ast.IfExp):
        return texts(expression.body, function) | texts(expression.orelse, function)
    found: set[str] = set()
    if isinstance(expression, ast.Name):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == expression.id
                for target in node.targets
            ):
                found |= texts(node.value, function)
    return found


Site = tuple[set[str], set[str]]
"""A place that raises: the rules that it can raise, and how severe."""


def raised_in_reading() -> list[Site]:
    """What each call in `extraction/` raises, as far as its code names it."""
    raised: list[Site] = []
    for path in sorted((ROOT / "extraction").rglob("*.py")):
        for function, call in functions(ast.parse(path.read_text(encoding="utf-8"))):
            rules = texts(call.args[0], function)
            given = ast.unparse(call.args[0])
            if given == OF_FORMS:
                rules = {i.rule_code for form in load_forms() for i in form.identities}
            elif not rules and given != OF_DOUBTS and function.name != PASSING_ON:
                pytest.fail(f"{path}, line {call.lineno}: which rule it raises cannot be told")
            if rules:
                raised.append((rules, texts(call.args[1], function)))
    return raised


def raised_across_reports() -> list[Site]:
    """What each select of a check across reports raises."""
    raised: list[Site] = []
    for path in sorted(MODELS.rglob("*__checked.sql")):
        sites = []
        for select in re.split(r"\bselect\b", path.read_text(encoding="utf-8")):
            before, named, rest = select.partition(" as rule_code,")
            if named:
                severity = rest.partition(" as severity,")[0]
                sites.append((outcomes(before.rpartition("report_id,")[2]), outcomes(severity)))
        assert sites, f"{path} raises no rule that can be told"
        raised += sites
    return raised


def outcomes(expression: str) -> set[str]:
    """The texts that an SQL expression can be: a literal, or what a `case` yields."""
    pattern = r"(?:then|else) +'([a-z_]+)'" if " end" in expression else r"'([a-z_]+)'"
    return set(re.findall(pattern, re.sub(r"\s+", " ", expression)))


STAGES = {"reading": raised_in_reading, "across_reports": raised_across_reports}


@pytest.mark.parametrize("stage", STAGES)
def test_every_rule_that_code_raises_is_documented_and_no_other(stage: str):
    of_stage = {code for code, row in documented().items() if row["stage"] == stage}
    assert {rule for rules, _ in STAGES[stage]() for rule in rules} == of_stage


@pytest.mark.parametrize("stage", STAGES)
def test_a_rule_is_documented_with_the_severities_that_code_gives_it(stage: str):
    told = {code: set(row["severities"].split()) for code, row in documented().items()}
    possible: defaultdict[str, set[str]] = defaultdict(set)
    for rules, severities in STAGES[stage]():
        assert severities, f"how severe {rules} are cannot be told"
        assert severities <= set().union(*(told[rule] for rule in rules)), rules
        for rule in rules:
            possible[rule] |= severities
    assert {rule: told[rule] - severities for rule, severities in possible.items()} == {
        rule: set() for rule in possible
    }


def test_every_check_across_reports_reaches_the_findings():
    united = next(MODELS.rglob("int_findings__united.sql")).read_text(encoding="utf-8")
    listed = re.findall(r"^ +'(int_[a-z_]+)',$", united, re.MULTILINE)
    assert sorted(listed) == sorted(path.stem for path in MODELS.rglob("*__checked.sql"))


def test_every_field_of_a_documented_rule_is_filled():
    empty = [code for code, row in documented().items() if not all(row.values())]
    assert empty == []


def test_rules_are_collected_from_texts_conditions_and_names_assigned_before():
    source = """
def check(broken):
    rule = "first_rule"
    if broken:
        rule = "second_rule"
    return [finding(rule, "info" if broken else "error", ""), Doubt("third_rule", "warning", "")]
"""
    found = {
        text
        for function, call in functions(ast.parse(source))
        for argument in call.args[:2]
        for text in texts(argument, function)
    }
    assert found == {"first_rule", "second_rule", "third_rule", "info", "error", "warning"}
