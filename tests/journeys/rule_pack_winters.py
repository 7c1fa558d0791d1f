"""What a flat and a shop cost in the winter of each rule pack, worked out by hand."""

from typing import NamedTuple


class Winter(NamedTuple):
    """A rule pack, what its notes ask a company to enter, and what then comes out.

    :param pack: its code
    :param start: first day of heating
    :param end: last day of heating
    :param prices: yuan a m² and season by category that the pack leaves open
    :param stopped: share due while stopped that the pack leaves open
    :param flat: yuan for the whole winter
    :param after_stop: yuan once it is stopped from the 31st day on
    :param after_restore: yuan once it is supplied again from the 91st day on
    :param after_area: yuan once it has a tenth more from the 101st day on
    :param shop: yuan for the whole winter
    :param late_fee: yuan of late fee on the shop 40 days after the last day to pay
    :param others: yuan of the flat's bill that the government pays: of the whole
        winter, stopped, restored, measured anew, and reduced
    """

    pack: str
    start: str
    end: str
    prices: dict
    stopped: float | None
    flat: float
    after_stop: float
    after_restore: float
    after_area: float
    shop: float
    late_fee: float
    others: tuple = (0.0, 0.0, 0.0, 0.0, 0.0)


WINTERS = (
    Winter(
        "beijing",
        "2026-11-15",
        "2027-03-15",
        {"business": 30.0},
        None,
        2400.0,
        1136.53,
        1566.94,
        1608.59,
        1800.0,
        0.0,
    ),
    Winter(
        "dezhou",
        "2026-11-10",
        "2027-03-19",
        {},
        None,
        2200.0,
        507.69,
        1184.62,
        1235.38,
        1800.0,
        0.0,
    ),
    Winter(
        "heilongjiang",
        "2026-10-20",
        "2027-04-20",
        {"resident": 30.0, "business": 40.0},
        0.2,
        3000.0,
        993.44,
        2213.11,
        2349.18,
        2400.0,
        10.26,
    ),
    Winter(
        "henan",
        "2026-11-15",
        "2027-03-14",
        {"resident": 22.0, "business": 30.0},
        0.2,
        2200.0,
        880.0,
        1320.0,
        1356.66,
        1800.0,
        0.0,
    ),
    Winter(
        "shenyang",
        "2026-11-15",
        "2027-03-14",
        {},
        0.3,
        2600.0,
        1235.0,
        1690.0,
        1733.34,
        2304.0,
        0.0,
    ),
    # Of 26 yuan the government pays 2.7. 30 days cost 650 (67.50 of it), 90 days
    # stopped 585 (60.75), 60 days stopped 390 (40.50), 10 days 216.67 (22.50), and 20
    # days of 110 m² 476.67 (49.50); of the 10 yuan less it has 1.04.
    Winter(
        "shenyang_two_payers",
        "2026-11-15",
        "2027-03-14",
        {},
        0.3,
        2600.0,
        1235.0,
        1690.0,
        1733.34,
        2304.0,
        0.0,
        (270.0, 128.25, 175.5, 180.0, 178.96),
    ),
    Winter(
        "tianjin",
        "2026-11-15",
        "2027-03-15",
        {"business": 30.0},
        None,
        2500.0,
        995.86,
        1508.26,
        1551.65,
        1800.0,
        144.0,
    ),
    Winter(
        "xuzhou",
        "2026-11-15",
        "2027-03-14",
        {"resident": 22.0, "business": 30.0},
        0.3,
        2200.0,
        1045.0,
        1430.0,
        1466.66,
        1800.0,
        0.0,
    ),
    # by area until the meter is read, as in the city without meters; see METERED
    Winter(
        "zhengzhou_metered",
        "2026-11-15",
        "2027-03-14",
        {"business": 30.0},
        0.3,
        1824.0,
        866.4,
        1185.6,
        1216.0,
        1800.0,
        0.0,
    ),
    Winter(
        "zhengzhou",
        "2026-11-15",
        "2027-03-14",
        {"business": 30.0},
        0.3,
        1824.0,
        866.4,
        1185.6,
        1216.0,
        1800.0,
        0.0,
    ),
)


# Packs whose households are parked with a reason: nobody is named whom the government's
# part is billed to.
PARKED = {"shenyang_two_payers": "payers"}

# The flat's meter in a city with a two-part price, and what the flat then costs.
METERED = {
    # The fixed part, 6.84 yuan a m² of inner area and season of 120 days:
    #   30 days supplied      6.84 × 80 × 30 ÷ 120             = 136.80
    #   60 days stopped, 30 % 6.84 × 80 × 60 ÷ 120 × 0.3       =  82.08
    #   10 days supplied      6.84 × 80 × 10 ÷ 120             =  45.60
    #   20 days with 88 m²    6.84 × 88 × 20 ÷ 120             = 100.32
    # 3500 kWh × 0.217                                         = 759.50
    # and 10 yuan off for the cold night                       = −10.00
    #                                                           1114.30
    # It was charged 1206.00 by area, so 91.70 are given back.
    "zhengzhou_metered": (100.0, 3600.0, 1114.30),
}
