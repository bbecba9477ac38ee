"""Cells whose recognised text cannot stand in their column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extraction.document import Cell, Recognition
from extraction.facts import evidence
from extraction.facts.recognised import likeliest, offers, shapes
from extraction.forms import load_forms
from extraction.tables import CellReading
from extraction.tables.heads.columns import HeadColumn
from extraction.values import read_cell


def cell(
    text: str, others: tuple[str, ...] = (), *, name: str = "decisions", score: float = 0.6
) -> CellReading:
    """A recognised cell in the first column of a block of the form of 2021."""
    form = next(form for form in load_forms() if form.code == "2021")
    block = next(block for block in form.blocks if block.name == name)
    column = block.columns[0]
    recognised = Recognition(score, tuple((other, 0.1) for other in others))
    return CellReading(
        block.key(block.rows[0], column),
        read_cell(text),
        Cell(text, 0, 0, recognition=recognised),
        block,
        HeadColumn(column, column.labels[0], range(1, 2)),
        block.rows[0].labels[0],
        "grid",
    )


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        pytest.param("7.099", (), "7099", id="a_comma_read_as_a_point"),
        pytest.param("1.234.567", (), "1234567", id="two_commas_read_as_points"),
        pytest.param("0P", ("0", "8"), "0", id="dirt_read_as_a_letter"),
        pytest.param("-1", ("4", "7"), "4", id="a_count_below_zero"),
        pytest.param("1.46", ("146",), "146", id="a_speck_read_as_a_point"),
        pytest.param("000", (), "0", id="a_zero_with_decimals_that_lost_its_point"),
    ],
)
def test_a_count_is_a_whole_number(text: str, others: tuple[str, ...], expected: str) -> None:
    assert likeliest(cell(text, others)).value.number == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["82.880.94万元", "82:880.94万元", "82.880 94万元", "82880 94万元", "82,880.94万元"]
)
def test_the_separators_of_an_amount_are_told_by_its_groups_of_three(text: str) -> None:
    value = likeliest(cell(text, name="charges")).value
    assert (value.number, value.unit) == (Decimal("82880.94"), "万元")


@pytest.mark.parametrize("text", ["", "—", "12", "7,099"])
def test_what_can_stand_in_a_column_stays(text: str) -> None:
    printed = cell(text, ("8",))
    assert likeliest(printed) is printed


def test_a_number_of_a_file_with_text_is_never_changed() -> None:
    printed = cell("7.099", ("7099",))
    text = Cell("7.099", 0, 0)
    digital = CellReading(
        printed.key, printed.value, text, printed.block, printed.head, None, printed.certainty
    )
    assert likeliest(digital) is digital


def test_one_sum_does_not_prove_a_number_of_which_the_recogniser_is_not_sure() -> None:
    """A broken 4 is read as 1 in a part and in its sum alike."""
    kind = evidence.kind("sum_holds", score=0.6, is_placed_by_order=False)
    assert kind == "recognised_doubtful"
    assert evidence.kind("sums_hold", score=0.6, is_placed_by_order=False) != kind


def test_sums_do_not_prove_that_a_cell_is_a_zero_rather_than_a_dash() -> None:
    kind = evidence.kind("sums_hold", score=0.6, is_placed_by_order=False, adds_something=False)
    assert kind == "recognised_doubtful"


def test_a_number_that_stands_in_no_sum_must_be_read_more_surely_than_others() -> None:
    """108 for 106 at 0.904, 381 for 38 at 0.913: no sum tells."""

    def kind(outcome: str, score: float) -> str:
        return evidence.kind(outcome, score=score, is_placed_by_order=False)

    assert kind("untested", 0.913) == "recognised_doubtful"
    assert kind("untested", 0.96) == "recognised_untested"
    assert kind("sum_holds", 0.913) == "recognised_sum_holds"


def test_a_dash_is_offered_for_what_was_read_as_a_one_but_not_for_a_zero() -> None:
    printed = cell("1", ("/", "7"))
    assert [(o.status, o.value) for o in offers(printed, Decimal(1))] == [
        ("dash", Decimal(0)),
        ("reported", Decimal(7)),
    ]
    assert [o.text for o in offers(printed, Decimal(0))] == ["7"]


def test_a_number_likelier_misread_than_not_has_digits_where_its_readings_differ() -> None:
    assert shapes(cell("21", ("51", "う1", "7"), score=0.3)) == {"?1"}
    assert shapes(cell("う", score=0.3)) == {"?"}
    assert not shapes(cell("21", score=0.3))
    assert not shapes(cell("21", ("51",), score=0.6))
