"""Short ways to write facts, for the tables of the tests."""

from datetime import date
from decimal import Decimal

import assessment as engine

SEASON = engine.Season(date(2025, 11, 15), date(2026, 3, 14))  # 120 days


def day(text):
    """Return a date of the season's winter from MM-DD."""
    month, number = map(int, text.split("-"))
    return date(2025 if month > 6 else 2026, month, number)


def tariff(price="24", *, basis="built", per="season", energy_price=None, **rules):
    """Return a tariff with one price, for `resident`; other rules by their names."""
    energy = None if energy_price is None else Decimal(energy_price)
    prices = (engine.Price("resident", basis, Decimal(price), per, energy),)
    return engine.Tariff(**{"prices": prices, **rules})


def space(built="100", category="resident", **facts):
    """Return a space; numbers and MM-DD dates as text."""
    for name in ("inner", "height"):
        if name in facts:
            facts[name] = Decimal(facts[name])
    for name in ("start", "end"):
        if name in facts:
            facts[name] = day(facts[name])
    return engine.Space(category, Decimal(built), **facts)


def supply(*ranges):
    """Return supply ranges from (state, MM-DD, MM-DD)."""
    return tuple(
        engine.SupplyRange(state, day(start), day(end)) for state, start, end in ranges
    )


def shares(**states):
    """Return the shares of states, given as text."""
    return {state: Decimal(share) for state, share in states.items()}


def reduction(by, value):
    """Return a reduction from text."""
    return engine.Reduction(by, Decimal(value))


def bill(rules, *spaces, season=SEASON, **facts):
    """Return the assessment of a household with these spaces."""
    return engine.assess(season, rules, engine.Household(spaces=spaces, **facts))


def amounts(assessment):
    """Return (kind, amount as text) of each line."""
    return [(line.kind, str(line.amount)) for line in assessment.lines]


def paid(assessment):
    """Return payer → amount as text, in order."""
    return {payer: str(amount) for payer, amount in assessment.payers.items()}
