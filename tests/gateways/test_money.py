"""Yuan and fen: exact, and nothing else is taken for an amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platforms import fen_to_yuan, parse_yuan, yuan_text, yuan_to_fen

FEN = st.integers(1, 10**10)


@given(FEN)
def test_fen_and_yuan_are_the_same_money(fen):
    yuan = fen_to_yuan(fen)
    assert yuan_to_fen(yuan) == fen
    assert yuan * 100 == fen
    assert parse_yuan(yuan_text(yuan)) == yuan
    assert str(yuan) == f"{fen // 100}.{fen % 100:02d}"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("0.01"), "0.01"),
        (Decimal("2356.8"), "2356.80"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("1.100"), "1.10"),
        (Decimal(100000000), "100000000.00"),
    ],
)
def test_alipay_wants_two_decimals(amount, text):
    assert yuan_text(amount) == text


@pytest.mark.parametrize(
    "amount",
    [
        0.01,
        1,
        True,
        "1.00",
        None,
        Decimal("0.001"),
        Decimal("1.001"),
        Decimal("1.005"),
        Decimal("0"),
        Decimal("-1"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("100000000.01"),
    ],
)
def test_what_is_no_amount_is_not_sent(amount):
    for convert in (yuan_to_fen, yuan_text):
        with pytest.raises(ValueError, match="amount"):
            convert(amount)


@pytest.mark.parametrize(
    "fen", [True, False, 1.0, "1", None, Decimal(1), -1, 10**10 + 1]
)
def test_only_whole_fen_are_read(fen):
    with pytest.raises(ValueError, match="fen"):
        fen_to_yuan(fen)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.",
        ".5",
        "1.000",
        "+1",
        "-1.00",
        "1,00",
        "1e2",
        " 1.00",
        "1.00\n",
        "１.００",
        "１.00",
        "１",
        "NaN",
        "1234567890",
        1.0,
        1,
        None,
        b"1.00",
    ],
)
def test_only_plain_yuan_are_read(text):
    with pytest.raises(ValueError, match="amount"):
        parse_yuan(text)


@pytest.mark.parametrize(
    ("text", "yuan"), [("0", "0.00"), ("0.00", "0.00"), ("7", "7.00"), ("7.5", "7.50")]
)
def test_plain_yuan_are_read(text, yuan):
    assert str(parse_yuan(text)) == yuan
