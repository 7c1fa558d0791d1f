"""The energy part of two-part prices."""

from .errors import AssessmentError
from .exact import ratio
from .results import ENERGY, Line
from .rounding import half_up


def charge_energy(bill, reading, priced):
    """Add the energy line: units read from the meter × the spaces' one energy price.

    No supply share reduces it, and it is the household's (Zhengzhou's two-part price:
    6.84 yuan per m² and 0.217 yuan per kWh).

    :param bill: the `OpenBill`
    :param reading: units of heat, None where no meter was read
    :param priced: (key, `CategoryPrice`) of each space that has an energy price
    :raise AssessmentError: `energy_without_price`, `no_reading`,
        `energy_prices_differ`, `negative`, `not_exact`
    """
    if not priced:
        if reading is None:
            return
        ratio(reading, "meter reading")
        raise AssessmentError("energy_without_price", energy=reading)
    key, price = priced[0]
    if reading is None:
        raise AssessmentError("no_reading", space=key, category=price.category)
    different = {other.energy_price for _, other in priced}
    if len(different) > 1:
        raise AssessmentError(
            "energy_prices_differ", prices=", ".join(map(str, sorted(different)))
        )
    units, unit = ratio(reading, "meter reading")
    yuan_numerator, yuan_denominator = price.energy_price.as_integer_ratio()
    cents = half_up(100 * units * yuan_numerator, unit * yuan_denominator)
    amount, payers = bill.charge(cents, None)
    bill.lines.append(
        Line(
            ENERGY,
            amount,
            payers,
            space=key,
            category=price.category,
            price=price.energy_price,
            quantity=reading,
        )
    )
