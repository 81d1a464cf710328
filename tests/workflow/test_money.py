"""Amounts are exact: asked in yuan, kept in fen, and nothing is rounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from tests import examples as x
from workflow import messages as m
from workflow import money, schemas

WRITTEN = {
    "0": 0, "12345": 1234500, "12,345.6": 1234560, "12345.60元": 1234560, "￥ 1.05": 105, "１２.３": 1230,
    "1.5万元": 1500000, "0.0001万": 100, "0.000001万元": 1, "1,000,000": 100000000,
}  # fmt: skip


@pytest.mark.parametrize(("text", "fen"), WRITTEN.items())
def test_an_amount_is_read_to_the_fen(text, fen):
    assert money.fen(text) == fen


@pytest.mark.parametrize(
    "text", ["", "-1", "1.005", "1,23", "12,3456", "个别", "1e5", "1.5.1", "0.0000001万", "9" * 16]
)
def test_what_is_no_amount_of_whole_fen_is_refused(text):
    with pytest.raises(ValueError, match="no amount"):
        money.fen(text)


@given(st.integers(0, money.MOST))
def test_what_is_said_reads_back(fen):
    assert money.fen(money.yuan(fen)) == money.fen(money.plain(fen)) == fen


ITEM = {
    "notice": str(x.NOTICE),
    "bureau": "baishi",
    "area": "system",
    "kind": "immediate",
    "problem": "x",
    "due": "2020",
}


def issued(**said):
    return schemas.load(m.IssueItem, ITEM | said, **x.asked_by(x.CENTER))


def test_an_item_is_asked_its_amount_in_yuan():
    assert [issued(amount=given).amount for given in ("1,234.50", 20, "", None)] == [123450, 2000, None, None]
    for wrong in (1.5, True, "一千", [1], -3):
        with pytest.raises(ValidationError) as refused:
            issued(amount=wrong)
        assert [words.en[:17] for words in schemas.explain(refused.value)["amount"]] == ["This is no amount"]
