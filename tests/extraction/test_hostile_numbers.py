"""Whatever stands in a cell or a sentence: a number comes back as printed, or is none at all."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.prose import quantities as prose
from extraction.prose.quantities import quantities
from extraction.units import in_10k_cny, is_money_unit
from extraction.values import LIMIT, MOST_DECIMALS, MOST_DIGITS, read_cell, read_change

steady = settings(derandomize=True, max_examples=300, deadline=None)
_COUNTS = st.integers(0, 10**MOST_DIGITS - 1)
_FULL_WIDTH = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")
_NUMERALS = "零一二三四五六七八九"


def _grouped(digits: str, separator: str) -> str:
    return separator.join(
        reversed([digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)])
    )


_MANNERS = st.sampled_from(
    [
        str,
        lambda digits: digits.translate(_FULL_WIDTH),
        lambda digits: _grouped(digits, ","),
        lambda digits: _grouped(digits, "，"),
        lambda digits: _grouped(digits, "'"),
        lambda digits: _grouped(digits, " "),
        lambda digits: _grouped(digits, "\xa0"),
        lambda digits: f" \u3000{digits}\u200b\t",
        lambda digits: f"+{digits}",
        lambda digits: f"{digits}件",
        lambda digits: f"{digits} 项",
        lambda digits: f"{digits}人次。",
        lambda digits: f"{digits}（其中修订16件）",
        lambda digits: f"{digits}(注1)",
        lambda digits: f"{digits}①",
        lambda digits: f"{digits}.00",
    ]
)


@steady
@given(_COUNTS, _MANNERS)
def test_a_number_printed_in_any_manner_comes_back(number: int, manner):
    text = manner(str(number))
    value = read_cell(text)
    assert (value.status, value.number) == ("reported", number), text


@steady
@given(_COUNTS, st.sampled_from(["增加", "减少", "增", "减", "+", "-", "－", "−", "↑", "↓"]))
def test_a_change_comes_back_with_its_sign(number: int, sign: str):
    value = read_change(f"{sign}{number}")
    assert value.number == (number if sign in "增加+↑" else -number)


@steady
@given(st.integers(11, 9999), st.sampled_from(["", "件"]))
def test_a_number_in_chinese_numerals_comes_back(number: int, unit: str):
    assert read_cell(_in_words(number) + unit).number == number


def _in_words(number: int) -> str:
    """A number below 10,000 as it is spoken: 105 is 一百零五, 12 is 十二."""
    words, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            words += ("零" if gap and words else "") + _NUMERALS[digit] + name
        gap = not digit
    return words.removeprefix("一") if 10 <= number < 20 else words


@steady
@given(
    st.decimals(0, 10**8, places=4, allow_nan=False),
    st.sampled_from(["元", "千元", "万元", "亿元", "百万元", "万", "亿"]),
)
def test_an_amount_comes_back_in_its_unit(amount: Decimal, unit: str):
    value = read_cell(f"{amount}{unit}")
    assert (value.number, value.unit) == (amount, unit)
    assert in_10k_cny(amount, unit) == amount * in_10k_cny(Decimal(1), unit)


_ALPHABET = st.sampled_from(
    list(
        "0123456789０１９.,，'’+-－—–−±%()（）[]件项元万亿千百十一二三零〇○无年月日约增减其中共合计/*·…①²㈠٣\u200b\u202e \t\n\x00aA~ⅣlO"
    )
)


@steady
@given(st.text(_ALPHABET, max_size=24) | st.text(max_size=24))
def test_nothing_makes_reading_a_cell_fail_or_give_a_number_that_is_none(text: str):
    for value in (read_cell(text), read_change(text)):
        if value.status != "reported":
            assert value.number is None
            continue
        assert value.number is not None
        assert value.number.is_finite()
        assert abs(value.number) < LIMIT
        if value.unit is not None and is_money_unit(value.unit):
            in_10k_cny(value.number, value.unit)


@steady
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from("~/:.-、和或x至"))
def test_two_numbers_in_one_cell_are_not_one(left: int, right: int, between: str):
    text = f"{left}{between}{right}"
    value = read_cell(text)
    is_decimal = between == "." and len(str(right)) <= MOST_DECIMALS
    assert value.number == (Decimal(text) if is_decimal else None), text


@steady
@given(st.integers(MOST_DIGITS + 1, 400), st.sampled_from("123456789"))
def test_a_run_of_digits_that_no_count_has_is_unreadable(count: int, digit: str):
    assert read_cell(digit * count).status == "unreadable"


@steady
@given(st.text(_ALPHABET, max_size=60) | st.text(max_size=60))
def test_nothing_makes_reading_a_sentence_fail(text: str):
    for quantity in quantities(text):
        assert 0 <= quantity.value < prose.LIMIT
        assert 0 <= quantity.start < quantity.end <= len(text)


@steady
@given(_COUNTS.filter(lambda number: number < 10**9), st.sampled_from(["件", "条", "万元", "人次"]))
def test_a_quantity_in_a_sentence_comes_back(number: int, unit: str):
    found = quantities(f"全年共收到申请{number}{unit},同比增长")
    assert [quantity.value for quantity in found] == [number * 10**4 if unit == "万元" else number]


def test_a_scale_without_end_is_no_number_and_no_error():
    for text in ("1" + "亿" * 3000 + "元", "万" * 3000 + "件", "1" + "万" * 3000, "一" * 3000):
        assert read_cell(text).status == "unreadable"
        assert quantities(text) == []
