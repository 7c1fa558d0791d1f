"""The kinds of worked cases: what each is given, and what it answers.

Everything is read before anything is worked out, so that a malformed case can never
pass for one that the engine refuses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import facts
from .assess import assess
from .back_charge import back_charge
from .case_facts import (
    read_day_range,
    read_household,
    read_ladder_step,
    read_payment,
    read_season,
    read_split_part,
    read_tariff,
    read_window,
)
from .discount import early_discount
from .late_fee import late_fee
from .refund import outage_refund, temperature_refund
from .results import LINE_KINDS, REDUCTION
from .split import split_by_area
from .strict import Malformed, Record, count, day, mapping, measure, number


@dataclass(frozen=True, slots=True)
class CaseKind:
    """One kind of case.

    :param required: the keys it must have beside those of every case
    :param read: from the case's `Record` to a function that gives the answers
    :param answers: the keys that `expect` may have, and what reads them
    :param optional: the keys it may have
    """

    required: tuple[str, ...]
    read: Callable
    answers: Mapping[str, Callable]
    optional: tuple[str, ...] = ()


def _assess(record):
    season = record.get("season", read_season)
    tariff = record.get("tariff", read_tariff)
    household = record.get("household", read_household)

    def answer():
        bill = assess(season, tariff, household)
        return {
            "total": bill.total,
            "lines": bill.sums(),
            "payers": bill.payers,
            "days": bill.season_days,
        }

    return answer


def _late_fee(record):
    debt = facts.Overdue(
        principal=record.get("principal", number),
        due=record.get("due", day),
        daily_rate=record.get("daily_rate", number),
        cap=record.get("cap", number),
        frozen=record.list("frozen", read_day_range),
        payments=record.list("payments", read_payment),
    )
    on = record.get("on", day)
    return lambda: {"amount": late_fee(debt, on).amount}


def _early_discount(record):
    principal = record.get("principal", number)
    windows = record.list("windows", read_window)
    paid_on = record.get("paid_on", day)
    paid = record.get("paid", number)

    def answer():
        result = early_discount(principal, windows, paid_on, paid)
        return {"discount": result.discount, "due": result.due}

    return answer


def _temperature_refund(record):
    fee = record.get("fee_per_day", number)
    days = record.get("days", count)
    measured = record.get("measured", number, negative=True)
    ladder = record.list("ladder", read_ladder_step)
    return lambda: {"amount": temperature_refund(fee, days, measured, ladder).amount}


def _outage_refund(record):
    fee = record.get("fee_per_day", number)
    hours = record.get("hours", measure)
    limit = record.get("more_than_hours", measure)
    days = record.get("days", count)
    return lambda: {"amount": outage_refund(fee, hours, limit, days).amount}


def _split(record):
    area = record.get("area", number)
    price = record.get("price", number)
    parts = record.list("parts", read_split_part)

    def answer():
        amounts = {}
        for part in split_by_area(area, price, parts).parts:
            amounts[part.title] = amounts.get(part.title, 0) + part.amount
        return {"parts": amounts}

    return answer


def _back_charge(record):
    area = record.get("area", number)
    price = record.get("price_per_day", number)
    start = record.get("from", day)
    found = record.get("found", day)
    rate = record.get("daily_rate", number)

    def answer():
        charge = back_charge(area, price, start, found, rate)
        return {"principal": charge.principal, "late_fee": charge.late_fee}

    return answer


def _amounts(value, path):
    """Return the expected amounts of an object with free keys."""
    return {
        key: number(amount, f"{path}.{key}")
        for key, amount in _some(mapping(value, path), path).items()
    }


def _line_sums(value, path):
    """Return the expected sums by kind of line; only a reduction is negative."""
    record = Record(value, path, (), LINE_KINDS)
    return {
        key: record.get(key, number, negative=key == REDUCTION)
        for key in _some(value, path)
    }


def _some(value, path):
    """Return an object that is not empty: one that is would expect nothing."""
    if not value:
        raise Malformed(f"{path}: expected an amount, got none")
    return value


KINDS = {
    "assess": CaseKind(
        ("season", "tariff", "household"),
        _assess,
        {"total": number, "lines": _line_sums, "payers": _amounts, "days": count},
    ),
    "late_fee": CaseKind(
        ("principal", "due", "on", "daily_rate"),
        _late_fee,
        {"amount": number},
        ("cap", "frozen", "payments"),
    ),
    "early_discount": CaseKind(
        ("principal", "windows", "paid_on", "paid"),
        _early_discount,
        {"discount": number, "due": number},
    ),
    "temperature_refund": CaseKind(
        ("fee_per_day", "days", "measured", "ladder"),
        _temperature_refund,
        {"amount": number},
    ),
    "outage_refund": CaseKind(
        ("fee_per_day", "hours", "more_than_hours", "days"),
        _outage_refund,
        {"amount": number},
    ),
    "split": CaseKind(("area", "price", "parts"), _split, {"parts": _amounts}),
    "back_charge": CaseKind(
        ("area", "price_per_day", "from", "found", "daily_rate"),
        _back_charge,
        {"principal": number, "late_fee": number},
    ),
}
