"""What is said of facts by the sums that they stand in: broken, filled in, repaired, not proved."""

from __future__ import annotations

from collections.abc import Iterable

from extraction.facts.fact import Fact, name_of
from extraction.facts.identities import Check, Inference
from extraction.facts.repair import Repair
from extraction.findings import Finding, finding
from extraction.forms import Identity, Key

_FEWEST_BROKEN = 3
_NOTHING = "the other cells (blank or zero)"


def doubtful_finding(fact: Fact) -> Finding:
    """A number of which the recogniser was not sure and which its sums do not prove."""
    recognition = fact.reading.cell.recognition
    if recognition is None:
        message = (
            f"{name_of(fact.reading)}: {fact.reading.cell.text!r} holds the letter O, as "
            f"recognisers write a zero; taken as {fact.value:f}. Compare it with the source."
        )
        return finding(
            "recognition_doubtful", "warning", message, fact.reading.key, actual=fact.value
        )
    others = ", ".join(repr(text) for text, _ in recognition.alternatives[:3])
    taken = fact.status if fact.value is None else f"{fact.value:f}"
    message = (
        f"{name_of(fact.reading)}: {fact.reading.cell.text!r} was recognised with a score of "
        f"{recognition.score:.2f}{f' (it may be {others})' if others else ''}, and its sums do not "
        f"prove it; taken as {taken}. Compare it with the picture."
    )
    key = fact.reading.key
    return finding("recognition_doubtful", "warning", message, key, actual=fact.value)


def repair_finding(mended: Repair, fact: Fact) -> Finding:
    """fact: as it was recognised."""
    recognition = fact.reading.cell.recognition
    assert recognition is not None
    rules = sorted({identity.rule_code for identity in mended.identities})
    offer = mended.offer
    how = (
        f"(score {offer.score:.2f}) is the only other reading"
        if offer.score
        else ("is the only number of as many digits as the picture shows")
    )
    message = (
        f"{name_of(fact.reading)}: recognised as {fact.reading.cell.text!r} (score "
        f"{recognition.score:.2f}), which breaks {' and '.join(rules)}; {offer.text!r} {how} "
        "with which they hold."
    )
    return finding(
        "value_repaired",
        "warning",
        message,
        mended.key,
        expected=mended.offer.value,
        actual=fact.value,
    )


def inference_finding(inference: Inference) -> Finding:
    """A blank that was filled in."""
    rules = sorted({identity.rule_code for identity in inference.identities})
    leave = f"{rules[0]} leaves" if len(rules) == 1 else f"{' and '.join(rules)} leave"
    message = f"Nothing stands in the cell; {leave} only {inference.value:f} for it."
    return finding("value_inferred", "info", message, inference.key, expected=inference.value)


def broken_finding(result: Check, facts: dict[Key, Fact]) -> Finding:
    """A sum that does not hold, with the numbers in it."""
    identity = result.identity
    is_row = identity.rule_code == "applicant_sum"
    left, right = (_terms(keys, facts, is_row=is_row) for keys in (identity.left, identity.right))
    if len(identity.left) == 1:
        sums = f"{left} is printed, but {right} = {result.expected:f}"
    else:
        sums = f"{left} = {result.expected:f}, but {right} = {result.actual:f}"
    subject = _subject(identity, facts[identity.left[0]])
    return finding(
        identity.rule_code,
        "error",
        f"{subject}: {sums}.",
        (identity.item_code, identity.applicant_type),
        expected=result.expected,
        actual=result.actual,
    )


def _subject(identity: Identity, fact: Fact) -> str:
    """The row, column or group that a sum runs over, as it is printed."""
    block = fact.reading.block
    if block.rows:
        is_column = block.has_applicants and identity.rule_code != "applicant_sum"
        return f"Column {fact.reading.head.text}" if is_column else f"Row {fact.reading.row_label}"
    group = fact.reading.head.column.group
    return block.groups[group].labels[0] if group is not None else block.name


def _terms(keys: tuple[Key, ...], facts: dict[Key, Fact], *, is_row: bool) -> str:
    """The terms of a sum with their labels; of many, those that add something."""
    shown = [facts[key] for key in keys if facts[key].value or len(keys) < 3]
    return " + ".join(_term(fact, is_row=is_row) for fact in shown) or _NOTHING


def _term(fact: Fact, *, is_row: bool) -> str:
    row, column = fact.reading.row_label, fact.reading.head.text
    printed = f"{fact.value:f}" if fact.value is not None else f"({fact.status})"
    has_rows = bool(fact.reading.block.rows)
    return f"{row if has_rows and not is_row else column} {printed}"


def moved_findings(checks: Iterable[Check]) -> list[Finding]:
    """Doubts of the rows whose sum holds where those of most others fail: the columns of the table
    may not be those of its head, and a row that adds up whichever way it is read."""
    rows = [check for check in checks if check.identity.rule_code == "applicant_sum"]
    rows = [check for check in rows if check.expected or check.actual]
    held = [check for check in rows if check.holds]
    if len(rows) <= max(2 * len(held), _FEWEST_BROKEN):
        return []
    message = (
        f"The sums of {len(rows) - len(held)} of {len(rows)} rows fail: the columns of the table "
        "may not be those of its head, also in this row, whose sum holds."
    )
    return [
        finding("row_padded", "warning", message, (check.identity.item_code or "", None))
        for check in held
    ]
