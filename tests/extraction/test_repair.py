"""Misread numbers mended by the sums of a made-up table: rows a, b and sum, columns x, y, total."""

from dataclasses import replace
from decimal import Decimal

from extraction.facts.repair import Offer, repair
from extraction.forms import Identity

ROWS = tuple(
    Identity("applicant_sum", row, "total", ((row, "total"),), ((row, "x"), (row, "y")))
    for row in ("a", "b", "sum")
)
COLUMNS = tuple(
    Identity("outcome_sum", "sum", column, (("sum", column),), (("a", column), ("b", column)))
    for column in ("x", "y", "total")
)
TABLE = {
    ("a", "x"): 13, ("a", "y"): 2, ("a", "total"): 15,
    ("b", "x"): 5, ("b", "y"): 8, ("b", "total"): 13,
    ("sum", "x"): 18, ("sum", "y"): 10, ("sum", "total"): 28,
}  # fmt: skip


def read_as(**misread):
    """The table with some cells misread; named row_column, None where nothing was read."""
    cells = {key: Decimal(value) for key, value in TABLE.items()}
    for name, value in misread.items():
        key = tuple(name.split("_"))
        if value is None:
            del cells[key]
        else:
            cells[key] = Decimal(value)
    return cells


def offers(**texts):
    """Other readings by row_column."""
    return {
        tuple(name.split("_")): tuple(Offer(str(v), Decimal(v), 0.2) for v in values)
        for name, values in texts.items()
    }


def shapes(**seen):
    """How what was not made out may be written, by row_column."""
    return {tuple(name.split("_")): frozenset(its.split()) for name, its in seen.items()}


def mended(cells, offered, seen=None):
    return {r.key: int(r.offer.value) for r in repair(ROWS + COLUMNS, cells, offered, seen)}


def test_a_misread_digit_is_located_where_row_and_column_cross():
    assert mended(read_as(a_x=18), offers(a_x=[13, 16])) == {("a", "x"): 13}


def test_nothing_is_repaired_where_every_sum_holds():
    assert mended(read_as(), offers(a_x=[18], b_x=[0])) == {}


def test_nothing_is_repaired_without_an_offer_that_restores_the_sums():
    assert mended(read_as(a_x=18), offers(a_x=[16, 78])) == {}


def test_two_ways_to_restore_the_sums_prove_neither():
    row = Identity("review_sum", "t", "all", (("t", "all"),), (("p", "all"), ("q", "all")))
    cells = {("t", "all"): Decimal(5), ("p", "all"): Decimal(1), ("q", "all"): Decimal(1)}
    offered = {key: (Offer("4", Decimal(4), 0.2),) for key in (("p", "all"), ("q", "all"))}
    assert repair((row,), cells, offered) == []


def test_two_misread_digits_in_one_row_are_repaired_together():
    cells = read_as(a_x=18, a_y=7)
    assert mended(cells, offers(a_x=[13], a_y=[2, 1])) == {("a", "x"): 13, ("a", "y"): 2}


def test_a_misread_digit_is_repaired_beside_a_sum_that_is_wrong_in_print():
    cells = read_as(a_x=18, sum_total=29)
    assert mended(cells, offers(a_x=[13])) == {("a", "x"): 13}


def test_a_cell_that_no_number_was_read_from_takes_the_offer_that_the_sums_prove():
    assert mended(read_as(b_y=None), offers(b_y=[3, 8])) == {("b", "y"): 8}


def test_digits_that_were_not_made_out_are_those_that_row_and_column_agree_on():
    assert mended(read_as(a_y=7), {}, shapes(a_y="?")) == {("a", "y"): 2}
    assert mended(read_as(b_y=None), {}, shapes(b_y="?")) == {("b", "y"): 8}
    misread = read_as(a_x=63, a_total=None, b_x=6)
    seen = shapes(a_x="?3", a_total="??", b_x="?")
    assert mended(misread, {}, seen) == {("a", "x"): 13, ("a", "total"): 15, ("b", "x"): 5}


def test_a_number_that_does_not_look_like_what_the_picture_shows_is_not_put_there():
    assert mended(read_as(a_x=68), {}, shapes(a_x="?8")) == {}
    assert mended(read_as(a_x=68), {}, shapes(a_x="?")) == {}
    assert mended(read_as(a_y=7, sum_y=7, sum_total=25), {}, shapes(a_y="? ??")) == {}


def test_one_sum_does_not_tell_digits_that_were_not_made_out():
    row = ROWS[0]
    assert repair((row,), read_as(a_y=7), {}, shapes(a_y="?")) == []


def test_a_reading_that_the_recogniser_offers_goes_before_digits_that_nobody_read():
    cells = read_as(a_x=18)
    assert mended(cells, offers(a_x=[13]), shapes(a_x="??", a_y="?")) == {("a", "x"): 13}


def test_misread_digits_that_cross_no_other_are_mended_and_then_help_to_mend_the_rest():
    misread = read_as(a_x=18, b_y=3, sum_y=19, sum_total=23)
    seen = shapes(a_x="1?", a_y="?", b_y="?", sum_y="1?", sum_total="2?")
    assert mended(misread, {}, seen) == {
        ("a", "x"): 13, ("b", "y"): 8, ("sum", "y"): 10, ("sum", "total"): 28,
    }  # fmt: skip


def unlikely(**texts):
    """Readings of which the recogniser thought little, by row_column."""
    return {
        key: tuple(replace(its, is_likely=False) for its in offered)
        for key, offered in offers(**texts).items()
    }


def test_a_digit_worn_alike_in_several_cells_is_what_restores_all_sums():
    misread = read_as(a_x=18, b_total=18)
    assert mended(misread, unlikely(a_x=[13], b_total=[13], sum_x=[13])) == {
        ("a", "x"): 13, ("b", "total"): 13,
    }  # fmt: skip


def test_what_two_cells_name_is_also_what_a_third_was_surely_misread_for():
    misread = read_as(a_x=73, a_total=75, b_total=73, sum_y=70)
    named = unlikely(b_total=[13], sum_y=[10])
    assert mended(misread, named) == {}
    assert mended(misread, named | {("a", "x"): (), ("a", "total"): ()}) == {
        ("a", "x"): 13, ("a", "total"): 15, ("b", "total"): 13, ("sum", "y"): 10,
    }  # fmt: skip


def test_an_amount_with_decimals_is_left_alone_where_counts_are_mended_alike():
    amount = ("fee", "all")
    misread = read_as(a_x=18, b_total=18) | {amount: Decimal("24.18")}
    offered = unlikely(a_x=[13], b_total=[13]) | {amount: ()}
    assert mended(misread, offered) == {("a", "x"): 13, ("b", "total"): 13}


def test_an_unlikely_reading_of_one_cell_does_not_take_the_place_of_a_wrong_sum():
    assert mended(read_as(a_x=18), unlikely(a_x=[13], b_total=[18])) == {}


def test_a_repair_names_the_identities_that_it_restores():
    (repaired,) = repair(ROWS + COLUMNS, read_as(a_x=18), offers(a_x=[13]))
    assert {(i.rule_code, i.item_code) for i in repaired.identities} == {
        ("applicant_sum", "a"),
        ("outcome_sum", "sum"),
    }


def test_many_offers_in_a_table_without_a_solution_end_soon():
    wide = tuple(str(column) for column in range(40))
    keys = tuple(("r", column) for column in wide)
    identity = Identity("review_sum", "r", "all", (("t", "all"),), keys)
    cells = dict.fromkeys(keys, Decimal(2)) | {("t", "all"): Decimal(10**6)}
    offered = {key: tuple(Offer(str(v), Decimal(v), 0.2) for v in (3, 4, 5)) for key in keys}
    assert repair((identity,), cells, offered) == []
