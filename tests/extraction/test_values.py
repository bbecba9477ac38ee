"""What a printed cell is read as."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.units import in_10k_cny, money_units, without_unit
from extraction.values import read_as_held, read_cell, read_change


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "\u200b"])
def test_an_empty_cell_is_blank_and_has_no_number(text):
    assert (read_cell(text).status, read_cell(text).number) == ("blank", None)


@pytest.mark.parametrize("text", ["/", "-", "—", "――", "━", "ー", "无", "／", "不适用"])
def test_a_dash_is_not_a_zero(text):
    assert (read_cell(text).status, read_cell(text).number) == ("dash", None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("０", "0"),
        ("0.00", "0"),
        ("１２", "12"),
        ("1\u200b※", "1"),
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
        ("负3", "-3"),
        ("17件", "17"),
        ("140，占11.5%", "140"),
        ("22（其中修订16件）", "22"),
        ("22（其中（代拟）修订16件）", "22"),
        ("22（修订16件）（代拟3件）", "22"),
        ("59237.2449", "59237.2449"),
    ],
)
def test_a_number_is_read_in_every_manner_of_print(text, number):
    assert (read_cell(text).status, read_cell(text).number) == ("reported", Decimal(number))


@pytest.mark.parametrize(
    "text",
    ["见附件", "约20", "3" * 29, "3,5", "1.2.3", "12-15", "2023年", "三", "9（本级）30（乡镇）"],
)
def test_what_is_not_understood_to_the_last_character_is_unreadable(text):
    assert (read_cell(text).status, read_cell(text).number) == ("unreadable", None)


def test_digits_that_stand_apart_are_joined_but_marked():
    assert read_cell("1 0").number == 10
    assert read_cell("1 0").is_spaced
    assert not read_cell("12 345").is_spaced
    assert read_cell("14 143 10").is_spaced
    assert read_cell("2 123 0").is_spaced


@pytest.mark.parametrize(("text", "number"), [("O", 0), ("o", 0), ("1O", 10), ("2o3", 203)])
def test_the_letter_o_of_a_recognised_text_is_a_zero_but_marked(text, number):
    assert (read_cell(text).number, read_cell(text).has_letters) == (number, True)
    assert not read_cell(str(number)).has_letters


@pytest.mark.parametrize("text", ["OO", "O5", "NO", "1 O", "CO2"])
def test_other_letters_and_zeros_before_a_number_are_no_number(text):
    assert read_cell(text).status == "unreadable"


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [("34555 万", "万", "34555"), ("251000元", "元", "25.1"), ("1.5亿元", "亿元", "15000")],
)
def test_a_printed_unit_of_money_converts(text, unit, amount):
    value = read_cell(text)
    assert value.unit == unit
    assert in_10k_cny(value.number, value.unit) == Decimal(amount)


def test_an_amount_in_hundred_millions_has_the_decimals_of_one_in_ten_thousands():
    assert read_cell("0.4068208亿元").number == Decimal("0.4068208")
    assert read_cell("0.4068208").status == "unreadable"


@pytest.mark.parametrize(
    "text", ["(12)", "（12）", "-(12)", "—（1,234）", "无（0）", "没有(3)", "12(-)", "(12", "△12"]
)
def test_a_negative_in_brackets_is_no_positive_number_and_no_dash(text):
    assert read_cell(text).status == read_change(text).status == "unreadable"


def test_a_number_in_brackets_is_negative_where_the_file_holds_it_so():
    assert read_as_held("(1,234)", "-1234").number == -1234
    for held in ("1234", "-1235", "", "(1234)"):
        assert read_as_held("(1,234)", held).status == "unreadable"


def test_a_zero_before_a_number_is_filling_where_the_file_holds_it_so():
    assert read_as_held("005", "5").number == 5
    assert read_as_held("000", "0").number == 0
    for text, held in (("005", "15"), ("005", ""), ("005", "-5"), ("[格式]005", "5")):
        assert read_as_held(text, held).status == "unreadable"


@pytest.mark.parametrize("text", ["22（16）", "22(16件)", "22件（1,016）"])
def test_a_second_number_that_nothing_explains_leaves_the_cell_unread(text):
    assert read_cell(text).status == "unreadable"


def test_a_dash_with_a_remark_is_a_dash():
    assert read_cell("—（见附件2）").status == "dash"


def test_the_head_of_a_column_may_print_the_unit():
    assert money_units("本年收费金额（单位：万元）") == ["万元"]
    assert money_units("采购总金额(元)") == ["元"]
    assert money_units("采购总金额") == []


def test_the_last_character_of_a_head_or_label_is_no_unit_behind_it():
    assert [without_unit(text) for text in ("自然人", "规范性文件")] == ["自然人", "规范性文件"]
    assert [without_unit(text) for text in ("本年数量（件）", "金额 万元")] == ["本年数量", "金额"]


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
    [
        ("十二", 12),
        ("二十三", 23),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("三千二百", 3200),
        ("一千零一", 1001),
        ("两件", 2),
    ],
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


@pytest.mark.parametrize("mark", ["①", "¹", "₂", " ②", "①②", "[¹]", "注¹", "(注①)", "[1]", "※"])
def test_a_footnote_mark_behind_a_number_is_no_digit(mark: str):
    assert read_cell(f"12{mark}").number == 12


@pytest.mark.parametrize("text", ["①", "1①2", "²12", "[1]", "注¹"])
def test_a_footnote_mark_that_ends_no_number_is_not_read(text: str):
    assert read_cell(text).status == "unreadable"


@pytest.mark.parametrize(
    ("text", "number"),
    [("五件", 5), ("一万", 10_000), ("壹佰贰拾叁", 123), ("一万二千零五", 12_005), ("叁", 3)],
)
def test_numerals_with_a_unit_of_ten_thousands_or_of_accounts_are_numbers(text, number):
    assert read_cell(text).number == number


@pytest.mark.parametrize("text", ["一万二", "万", "一百二万", "十", "***", "▲5", "（5）", "±5"])
def test_what_may_mean_two_numbers_is_not_read(text):
    assert read_cell(text).status == "unreadable"


@pytest.mark.parametrize("text", ["12*", "12 **", "12＊"])
def test_an_asterisk_behind_a_number_is_a_footnote_mark(text):
    assert read_cell(text).number == 12


@pytest.mark.parametrize("text", ["22，其中修订16件", "22件，含失效2件", "22；包括3件", "共22件"])
def test_a_remark_without_brackets_does_not_hide_the_number(text):
    assert read_cell(text).number == 22


def test_a_remark_that_names_another_amount_of_money_is_not_read_over():
    assert read_cell("22，其中16元").status == "unreadable"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("下降3", -3),
        ("▼3", -3),
        ("较上年增加5", 5),
        ("3（减少）", -3),
        ("3（增）", 3),
        ("±0", 0),
        ("与上年持平", 0),
        ("未变化", 0),
    ],
)
def test_a_change_has_its_sign_from_the_word_before_or_behind(text, number):
    assert read_change(text).number == number


@pytest.mark.parametrize("text", ["增加3（减少）", "-3（增加）"])
def test_two_signs_that_contradict_each_other_are_not_read(text):
    assert read_change(text).status == "unreadable"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.5（万元）", "12.5"),
        ("251000（单位：元）", "25.1"),
        ("￥25.1万元", "25.1"),
        ("251000元整", "25.1"),
        ("2.51十万元", "25.1"),
        ("五百万元", "500"),
    ],
)
def test_a_unit_of_money_in_every_manner_of_print_converts(text, amount):
    value = read_cell(text)
    assert in_10k_cny(value.number, value.unit) == Decimal(amount)


def test_the_sign_of_the_currency_alone_says_no_unit():
    assert (read_cell("￥1000").number, read_cell("￥1000").unit) == (1000, None)


@given(st.integers(min_value=2, max_value=99_999_999))
def test_every_numeral_in_words_is_read_as_it_is_spelled(number):
    assert read_cell(f"{_spelled(number)}件").number == number


def _spelled(number: int) -> str:
    upper, lower = divmod(number, 10_000)
    if upper:
        gap = "零" if 0 < lower < 1000 else ""
        return f"{_spelled(upper)}万{gap}{_spelled(lower) if lower else ''}"
    text, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + name
        zero = not digit
    return text


@pytest.mark.parametrize("text", ["'12", "’12", " '12"])
def test_the_mark_by_which_a_spreadsheet_keeps_a_number_as_text_is_none_of_it(text):
    assert read_cell(text).number == 12
    assert read_cell("'").status == "unreadable"


@pytest.mark.parametrize("printed", ["5件※", "5 *", "5条＊", "5项*"])
def test_a_mark_behind_a_unit_is_a_footnote_too(printed):
    assert read_cell(printed).number == 5
