"""The rules of tests/cases/README.md once more: slow, day by day, in Fractions.

Written against the text, not against the engine, and sharing nothing with it but the
facts and the final step from cents to yuan.
"""

from datetime import timedelta
from fractions import Fraction
from math import floor


def cents(amount):
    """Round yuan half-up to whole cents."""
    return floor(amount * 100 + Fraction(1, 2))


def hand_out(total, weights):
    """Divide cents by largest remainder, the earlier first."""
    if total == 0:
        return [0 for _ in weights]
    whole = sum(map(Fraction, weights))
    quotas = [total * Fraction(weight) / whole for weight in weights]
    parts = [floor(quota) for quota in quotas]
    while sum(parts) < total:
        gaps = [quota - part for quota, part in zip(quotas, parts, strict=True)]
        parts[gaps.index(max(gaps))] += 1
    return parts


def days_of(season):
    """Return every day of a season."""
    count = (season.end - season.start).days + 1
    return [season.start + timedelta(days=number) for number in range(count)]


def state_on(day, supply):
    """Return the supply state of a day."""
    for item in supply:
        if item.start <= day <= item.end:
            return item.state
    return "supplied"


def state_of_space_on(day, supply, space):
    """Return the supply state of a space on a day: the household's goes first."""
    state = state_on(day, supply)
    return state if state != "supplied" else state_on(day, space.supply)


def height_factor(rule, height):
    """Return what the height adds to the price, as a share of it."""
    if rule is None or height is None or Fraction(height) <= Fraction(rule.threshold):
        return Fraction(0)
    if rule.proportional:
        return Fraction(height) / Fraction(rule.threshold) - 1
    steps = 0
    while Fraction(rule.threshold) + steps * Fraction(rule.step) < Fraction(height):
        steps += 1
    return steps * Fraction(rule.rate_per_step)


def price_of(tariff, space):
    """Return the price of a space."""
    (price,) = [item for item in tariff.prices if item.category == space.category]
    return price


def area_of(tariff, space):
    """Return the m² of a space that are priced."""
    if price_of(tariff, space).basis == "built":
        return Fraction(space.built)
    if space.inner is not None:
        return Fraction(space.inner)
    return Fraction(space.built) * Fraction(tariff.inner_fallback)


def space_lines(season, tariff, supply, space):
    """Yield (kind, cents, {payer: cents}) of a space, state by state."""
    price = price_of(tariff, space)
    heated = [
        state_of_space_on(day, supply, space)
        for day in days_of(season)
        if (space.start is None or space.start <= day)
        and (space.end is None or day <= space.end)
    ]
    for state in sorted(set(heated)):
        amount = Fraction(price.price) * area_of(tariff, space)
        amount *= heated.count(state) * Fraction(tariff.shares.get(state, 1))
        if price.per == "season":
            amount /= len(days_of(season))
        factor = height_factor(tariff.over_height, space.height)
        kinds = [("heat" if state == "supplied" else "basic", amount)]
        if factor:
            kinds.append(("over_height", amount * factor))
        for kind, exact in kinds:
            parts = tariff.payers.get(space.category) or {"household": 1}
            shared = hand_out(cents(exact), list(parts.values()))
            yield kind, cents(exact), dict(zip(parts, shared, strict=True))


def wanted(reduction, whole, charged, area, days):
    """Return the exact cents of a reduction before the limit.

    :param charged: cents of the first space, on its `area`
    """
    value = Fraction(reduction.value)
    if reduction.by == "percent":
        return whole * value / 100
    if reduction.by == "days":
        return whole * value / days
    if reduction.by == "amount":
        return value * 100
    return charged * min(Fraction(1), value / area) if area else Fraction(0)


def assess(season, tariff, household):
    """Return (total, sums by kind, sums by payer), in cents."""
    spaces = [
        list(space_lines(season, tariff, household.supply, space))
        for space in household.spaces
    ]
    charged = sum(line[1] for line in spaces[0])
    lines = sum(spaces, [])
    for price in [price_of(tariff, space) for space in household.spaces]:
        if price.energy_price is not None:
            amount = cents(Fraction(price.energy_price) * Fraction(household.energy))
            lines.append(("energy", amount, {"household": amount}))
            break
    whole = left = sum(line[1] for line in lines)
    by_payer, sums = {}, {}
    for kind, amount, parts in lines:
        sums[kind] = sums.get(kind, 0) + amount
        for payer, part in parts.items():
            by_payer[payer] = by_payer.get(payer, 0) + part
    area, days = area_of(tariff, household.spaces[0]), len(days_of(season))
    for reduction in household.reductions:
        exact = wanted(reduction, whole, charged, area, days)
        taken = min(cents(exact / 100), left)
        left -= taken
        sums["reduction"] = sums.get("reduction", 0) - taken
        parts = hand_out(taken, list(by_payer.values()))
        for payer, part in zip(by_payer, parts, strict=True):
            by_payer[payer] -= part
    unit = Fraction(tariff.rounding) * 100
    total = floor(left / unit + Fraction(1, 2)) * unit
    by_payer["household"] = by_payer.get("household", 0) + total - left
    return total, sums, by_payer


def late_fee(debt, on):
    """Return the late fee in cents, adding day by day."""
    fee, day = Fraction(0), debt.due + timedelta(days=1)
    while day <= on:
        paid = sum(Fraction(p.amount) for p in debt.payments if p.on < day)
        if not any(item.start <= day <= item.end for item in debt.frozen):
            fee += max(Fraction(0), Fraction(debt.principal) - paid) * Fraction(
                debt.daily_rate
            )
        day += timedelta(days=1)
    if debt.cap is not None:
        fee = min(fee, Fraction(debt.cap) * Fraction(debt.principal))
    return cents(fee)
