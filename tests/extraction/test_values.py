"""What a printed cell is read as."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.values import in_10k_cny, money_unit_in, read_cell, read_change


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "\u200b"])
def test_an_empty_cell_is_blank_and_has_no_number(text):
    assert (read_cell(text).status, read_cell(text).number) == ("blank", None)


@pytest.mark.parametrize("text", ["/", "-", "—", "――", "无", "／", "不适用"])
def test_a_dash_is_not_a_zero(text):
    assert (read_cell(text).status, read_cell(text).number) == ("dash", None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("０", "0"),
        ("0.00", "0"),
        ("１２", "12"),
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("1'234", "1234"),
        ("12 345", "12345"),
        ("+5", "5"),
        ("＋304", "304"),
        ("-25", "-25"),
        ("--253", "-253"),
        ("增加23", "23"),
        ("减少14", "-14"),
        ("17件", "17"),
        ("22（其中修订16件）", "22"),
        ("59237.2449", "59237.2449"),
    ],
)
def test_a_number_is_read_in_every_manner_of_print(text, number):
    assert (read_cell(text).status, read_cell(text).number) == ("reported", Decimal(number))


@pytest.mark.parametrize(
    "text", ["见附件", "约20", "3" * 29, "3,5", "1.2.3", "12-15", "2023年", "三"]
)
def test_what_is_not_understood_to_the_last_character_is_unreadable(text):
    assert (read_cell(text).status, read_cell(text).number) == ("unreadable", None)


def test_digits_that_stand_apart_are_joined_but_marked():
    assert read_cell("1 0").number == 10
    assert read_cell("1 0").is_spaced
    assert not read_cell("12 345").is_spaced


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [("34555 万", "万", "34555"), ("251000元", "元", "25.1"), ("1.5亿元", "亿元", "15000")],
)
def test_a_printed_unit_of_money_converts(text, unit, amount):
    value = read_cell(text)
    assert value.unit == unit
    assert in_10k_cny(value.number, value.unit) == Decimal(amount)


def test_the_head_of_a_column_may_print_the_unit():
    assert money_unit_in("本年收费金额（单位：万元）") == "万元"
    assert money_unit_in("采购总金额(元)") == "元"
    assert money_unit_in("采购总金额") is None


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_count_survives_its_print_with_separators(number):
    for text in (str(number), f"{number:,}", f" {number} 件", f"{number:,}".replace(",", "，")):
        assert read_cell(text).number == number


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_cell(text):
    value = read_cell(text)
    assert (value.number is not None) == (value.status == "reported")


@pytest.mark.parametrize(
    ("text", "number"),
    [("十二", 12), ("二十三", 23), ("一百零五", 105), ("三千二百", 3200), ("一千零一", 1001)],
)
def test_numerals_in_words_are_numbers(text, number):
    assert read_cell(text).number == number


@pytest.mark.parametrize("text", ["一", "二", "一二", "一百五", "二十零", "一千百", "百"])
def test_a_single_or_malformed_numeral_in_words_is_no_number(text):
    assert read_cell(text).number is None


def test_a_plus_before_a_minus_is_no_sign():
    assert read_cell("+-5").status == "unreadable"


@pytest.mark.parametrize(("text", "number"), [("增加了5", 5), ("净减3", -3), ("减少 3项", -3)])
def test_signs_in_words_of_every_length_are_signs(text, number):
    assert read_cell(text).number == number


def test_no_change_is_zero_in_a_column_of_changes_alone():
    assert read_change("持平").number == 0
    assert read_cell("持平").status == "unreadable"
    assert read_change("减3").number == -3


@pytest.mark.parametrize("mark", ["①", "¹", "₂", " ②", "①②"])
def test_a_footnote_mark_behind_a_number_is_no_digit(mark: str):
    assert read_cell(f"12{mark}").number == 12


@pytest.mark.parametrize("text", ["①", "1①2", "²12"])
def test_a_footnote_mark_that_ends_no_number_is_not_read(text: str):
    assert read_cell(text).status == "unreadable"
