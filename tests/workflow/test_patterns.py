"""What looks like an identity card, a phone or a bank card is pointed out, and what only resembles one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.patterns import CHECKS, WEIGHTS, Pattern, found

CARD = "4111111111111111"
HELD = [
    ("身份证11010519491231002X有误", [Pattern.IDENTITY_CARD]),
    ("１１０１０５１９４９１２３１００２ｘ", [Pattern.IDENTITY_CARD]),
    ("电话13812345678", [Pattern.PHONE]),
    ("+86 138-1234-5678", [Pattern.PHONE]),
    (f"账号{CARD}", [Pattern.BANK_CARD]),
    ("账号4111 1111 1111 1111", [Pattern.BANK_CARD]),
    ("11010519491231002X、13812345678", [Pattern.IDENTITY_CARD, Pattern.PHONE]),
]
NOT_HELD = [
    "", "〔2020〕1-白石-01", "9个单位中有6个", "110105194912310021", "11010519491331002X", "4111111111111112",
    "12812345678", "138123456789", "2020年3月12日至2020年4月8日", "0000-7000001", "案号20200312000000123456789",
    "1" * 18,
]  # fmt: skip


@pytest.mark.parametrize(("text", "held"), HELD)
def test_it_is_pointed_out(text, held):
    assert found(text) == held


@pytest.mark.parametrize("text", NOT_HELD)
def test_what_resembles_it_is_left_alone(text):
    assert found(text) == []


@given(st.dates(), st.integers(110000, 659999), st.integers(0, 999), st.text("年月日，。“”件卷", max_size=20))
def test_every_identity_card_with_a_right_check_digit_is_found(born, place, serial, around):
    body = f"{place:06d}{born.year:04d}{born:%m%d}{serial:03d}"
    check = CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    assert Pattern.IDENTITY_CARD in found(around + body + check + around)


@given(st.text())
def test_any_text_can_be_asked(text):
    assert set(found(text)) <= set(Pattern)


ODD_DOUBLED = "0246813579"
"""What a digit comes to in Luhn's sum where it is doubled."""


@given(st.text("0123456789", min_size=15, max_size=18), st.sampled_from(["", " ", "-"]))
def test_every_bank_card_with_a_right_check_digit_is_found_and_with_a_wrong_one_not(body, apart):
    weighed = sum(int(ODD_DOUBLED[int(d)]) if n % 2 == 0 else int(d) for n, d in enumerate(reversed(body)))
    right = -weighed % 10
    for check in range(10):
        card = apart.join(f"{body}{check}")
        held = Pattern.BANK_CARD in found(f"账号{card}。")
        identity = Pattern.IDENTITY_CARD in found(card)
        assert held == (check == right and len(set(body + str(check))) > 1 and not identity)
