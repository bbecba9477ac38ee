"""Sums that the form promises, on small made-up forms."""

from decimal import Decimal

from extraction.facts.identities import check, infer
from extraction.forms import Identity

ROW = Identity("applicant_sum", "a", "total", (("a", "total"),), (("a", "person"), ("a", "firm")))
COLUMN = Identity("outcome_sum", "sum", "firm", (("sum", "firm"),), (("a", "firm"), ("b", "firm")))


def cells(**values):
    """Cells of the row `a`: numbers as int, "" for a blank, "/" for a dash."""
    kinds = {"": "blank", "/": "dash"}
    return {("a", name): kinds.get(value) or Decimal(value) for name, value in values.items()}


def test_a_broken_sum_says_what_was_expected_and_what_is_printed():
    (result,) = check((ROW,), cells(total=10, person=4, firm=5))
    assert (result.holds, result.expected, result.actual) == (False, 9, 10)


def test_blanks_and_dashes_count_as_zero_in_a_sum():
    (result,) = check((ROW,), cells(total=4, person=4, firm="/"))
    assert result.holds
    (result,) = check((ROW,), cells(total=4, person="", firm=4))
    assert result.holds


def test_a_wholly_blank_row_is_not_tested():
    assert check((ROW,), cells(total="", person="", firm="")) == []


def test_a_sum_with_a_cell_that_was_not_found_is_not_tested():
    assert check((ROW,), cells(total=4, person=4)) == []


def test_a_blank_total_is_what_its_parts_add_up_to():
    (inference,) = infer((ROW,), cells(total="", person=4, firm=6))
    assert (inference.key, inference.value) == (("a", "total"), 10)


def test_a_blank_does_not_hide_a_total_that_is_wrong_in_print():
    printed = cells(total=10, person=4, firm="")
    assert infer((ROW,), printed) == []
    assert [result.holds for result in check((ROW,), printed)] == [False]


def test_blanks_that_add_up_to_nothing_are_zero_each():
    inferred = infer((ROW,), cells(total=0, person="", firm=""))
    assert {inference.key[1]: inference.value for inference in inferred} == {
        "person": 0,
        "firm": 0,
    }


def test_two_blanks_that_share_a_remainder_stay_blank():
    assert infer((ROW,), cells(total=7, person="", firm="")) == []


def test_a_dash_is_never_filled():
    assert infer((ROW,), cells(total=7, person="/", firm=4)) == []


def test_a_blank_is_not_filled_with_a_negative_number():
    assert infer((ROW,), cells(total=3, person=4, firm="")) == []


def test_an_inference_that_breaks_another_sum_is_withdrawn():
    both = cells(total=10, person=4, firm="") | {
        ("sum", "firm"): Decimal(9),
        ("b", "firm"): Decimal(9),
    }
    assert infer((ROW, COLUMN), both) == []
    agreeing = both | {("sum", "firm"): Decimal(15)}
    (inference,) = infer((ROW, COLUMN), agreeing)
    assert inference.value == 6
    assert set(inference.identities) == {ROW, COLUMN}


def test_nothing_is_inferred_where_a_sum_cannot_be_tested():
    incomplete = cells(total=10, person=4, firm="") | {("sum", "firm"): Decimal(15)}
    assert infer((ROW, COLUMN), incomplete) == []


TOTALS = Identity(
    "outcome_sum", "sum", "total", (("sum", "total"),), (("a", "total"), ("b", "total"))
)
ROWS = tuple(
    Identity("applicant_sum", row, "total", ((row, "total"),), ((row, "person"), (row, "firm")))
    for row in ("a", "b", "sum")
)
BLANK_TOTALS: dict[tuple[str, str], Decimal | str] = {
    ("a", "person"): Decimal(3),
    ("a", "firm"): "blank",
    ("a", "total"): "blank",
    ("b", "person"): Decimal(2),
    ("b", "firm"): "blank",
    ("b", "total"): "blank",
    ("sum", "person"): Decimal(5),
    ("sum", "firm"): "blank",
    ("sum", "total"): Decimal(5),
}
"""Only the last row has its total, and no zero is written: as 上海市人民政府办公厅 for 2019."""


def test_blank_totals_follow_where_the_blanks_beside_them_do():
    inferred = infer((*ROWS, COLUMN, TOTALS), BLANK_TOTALS)
    values = {inference.key: inference.value for inference in inferred}
    assert values == {
        ("sum", "firm"): 0,
        ("a", "firm"): 0,
        ("b", "firm"): 0,
        ("a", "total"): 3,
        ("b", "total"): 2,
    }


def test_blank_totals_that_do_not_add_up_to_the_printed_one_stay_blank():
    wrong = BLANK_TOTALS | {("a", "person"): Decimal(4)}
    inferred = infer((*ROWS, COLUMN, TOTALS), wrong)
    assert {inference.key[1] for inference in inferred} == {"firm"}


def test_what_follows_from_a_withdrawn_value_is_withdrawn():
    other = Identity("column_balance", "", "firm", (("c", "firm"),), (("a", "firm"),))
    printed = BLANK_TOTALS | {("c", "firm"): Decimal(1)}
    inferred = infer((*ROWS, COLUMN, other), printed)
    assert ("a", "total") not in {inference.key for inference in inferred}
    assert ("b", "total") in {inference.key for inference in inferred}
