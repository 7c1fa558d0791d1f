"""A street of every kind of household under each rule pack, worked out by hand.

Areas and days are the same in each city, so that only its rules make a difference:

- unmeasured: a flat of 100 m² whose inner area nobody knows; in the winter it is put
  right for all of it: 95 m² built, 85 m² inside
- school: 200 m², stopped late, from the 61st day to the 90th
- low_income: a flat of 60 m², of which others pay a part; 66 m² from the 31st day on
- mixed: a flat of 80 m² (64 m² inside) and a shop of 40 m², a flat, too, from the 61st
  day on, whose inner area is unknown
- tall: a shop of 50 m² whose ceiling is 6.1 m high
- empty: a flat of 80 m² (64 m² inside), stopped before the winter for all of it
- owing: a flat of 100 m² (80 m² inside) that neither pays nor says a word; cut off from
  the 31st day to the 60th, or stopped as a silent household until the 60th; where the
  city has no rule for either it is refused to cut it off, and it pays on the 31st day

What a pack leaves open, such as the price of a school, is made up here.
"""

from typing import NamedTuple


class Home(NamedTuple):
    """What a household comes to, in yuan.

    :param costs: of its bill at first and after each change
    :param others: what of each of these somebody else pays
    :param tax: the tax in the bill at first and at the end
    """

    costs: tuple
    others: tuple = ()
    tax: tuple = (0.0, 0.0)


class Street(NamedTuple):
    """A rule pack and its households.

    :param pack: its code
    :param start: first day of heating
    :param end: last day of heating
    :param prices: yuan a m² and season by category that the pack leaves open
    :param stopped: share due while stopped that the pack leaves open
    :param homes: what each household comes to
    :param payer: who pays the rest of what a poor household pays, if anybody does
    :param parts: what each pays of a poor household's price
    :param late_fee: yuan of late fee on the flat that owes, on the 31st day
    """

    pack: str
    start: str
    end: str
    prices: dict
    stopped: float | None
    homes: dict
    payer: str | None = None
    parts: tuple = ()
    late_fee: float = 0.0


STREETS = (
    # 24 yuan a m², 30 % while stopped; 121 days.
    Street(
        "beijing",
        "2026-11-15",
        "2027-03-15",
        {"business": 30.0, "school": 28.0, "low_income": 18.0},
        None,
        {
            # 100 × 24; 95 × 24
            "unmeasured": Home((2400.0, 2280.0)),
            # 200 × 28 = 5600; × 91 ÷ 121 = 4211.57, × 30 ÷ 121 × 0.3 = 416.53;
            # tax: 5600 × 9 ÷ 109, less 971.90 × 9 ÷ 109 = 80.25
            "school": Home((5600.0, 4628.1), tax=(462.39, 382.14)),
            # 60 × 18; 1080 × 30 ÷ 121 = 267.77 and 66 × 18 × 91 ÷ 121 = 893.45;
            # a third is the government's: 89.26 and 297.82
            "low_income": Home((1080.0, 1161.22), (360.0, 387.08)),
            # 80 × 24 + 40 × 30; 1920 + 1200 × 60 ÷ 121 + 960 × 61 ÷ 121
            # = 1920 + 595.04 + 483.97; tax: 1200 × 9 ÷ 109, 595.04 × 9 ÷ 109
            "mixed": Home((3120.0, 2999.01), tax=(99.08, 49.13)),
            # 50 × 30, whatever the ceiling
            "tall": Home((1500.0,), tax=(123.85, 123.85)),
            # 80 × 24; 30 % of it
            "empty": Home((1920.0, 576.0)),
            "owing": Home((2400.0,)),
        },
        "government",
        (12.0, 6.0),
    ),
    # 22 yuan a m², 30 for others, 15 for the poor, nothing while stopped; 130 days.
    Street(
        "dezhou",
        "2026-11-10",
        "2027-03-19",
        {"school": 30.0},
        None,
        {
            "unmeasured": Home((2200.0, 2090.0)),
            # 200 × 30 = 6000; × 100 ÷ 130; tax: 495.41 less 1384.62 × 9 ÷ 109 = 114.33
            "school": Home((6000.0, 4615.38), tax=(495.41, 381.08)),
            # 60 × 15; 900 × 30 ÷ 130 = 207.69 and 66 × 15 × 100 ÷ 130 = 761.54
            "low_income": Home((900.0, 969.23)),
            # 80 × 22 + 40 × 30; 1760 + 1200 × 60 ÷ 130 + 880 × 70 ÷ 130
            # = 1760 + 553.85 + 473.85; tax: 99.08 less 646.15 × 9 ÷ 109 = 53.35
            "mixed": Home((2960.0, 2787.7), tax=(99.08, 45.73)),
            "tall": Home((1500.0,), tax=(123.85, 123.85)),
            "empty": Home((1760.0, 0.0)),
            # 100 × 22; silent, so stopped: nothing; 70 days of 130 once restored
            "owing": Home((2200.0, 0.0, 1184.62)),
        },
    ),
    # A frame: all prices are made up, 20 % while stopped; 183 days.
    Street(
        "heilongjiang",
        "2026-10-20",
        "2027-04-20",
        {"resident": 30.0, "business": 40.0, "school": 36.0, "low_income": 20.0},
        0.2,
        {
            "unmeasured": Home((3000.0, 2850.0)),
            # 200 × 36 = 7200; × 153 ÷ 183 = 6019.67, × 30 ÷ 183 × 0.2 = 236.07;
            # tax: 594.50 less 944.26 × 9 ÷ 109 = 77.97
            "school": Home((7200.0, 6255.74), tax=(594.5, 516.53)),
            # 60 × 20; 1200 × 30 ÷ 183 = 196.72 and 66 × 20 × 153 ÷ 183 = 1103.61;
            # 8 of 20 yuan are the employer's: 78.69 and 441.44
            "low_income": Home((1200.0, 1300.33), (480.0, 520.13)),
            # 80 × 30 + 40 × 40; 2400 + 1600 × 60 ÷ 183 + 1200 × 123 ÷ 183
            # = 2400 + 524.59 + 806.56; tax: 132.11 less 1075.41 × 9 ÷ 109 = 88.80
            "mixed": Home((4000.0, 3731.15), tax=(132.11, 43.31)),
            "tall": Home((2000.0,), tax=(165.14, 165.14)),
            "empty": Home((2400.0, 480.0)),
            "owing": Home((3000.0,)),
        },
        "employer",
        (12.0, 8.0),
        # 3000 × 0.039 ÷ 365 × 35, from 16 October to 19 November
        11.22,
    ),
    # A frame: prices are made up, 20 % while stopped, nothing while cut off; 120 days.
    Street(
        "henan",
        "2026-11-15",
        "2027-03-14",
        {"resident": 22.0, "business": 30.0, "school": 26.0, "low_income": 16.0},
        0.2,
        {
            "unmeasured": Home((2200.0, 2090.0)),
            # 200 × 26 = 5200; × 90 ÷ 120 = 3900, × 30 ÷ 120 × 0.2 = 260;
            # tax: 429.36 less 1040 × 9 ÷ 109 = 85.87
            "school": Home((5200.0, 4160.0), tax=(429.36, 343.49)),
            # 60 × 16; 960 × 30 ÷ 120 = 240 and 66 × 16 × 90 ÷ 120 = 792;
            # 6 of 16 yuan are the government's: 90 and 297
            "low_income": Home((960.0, 1032.0), (360.0, 387.0)),
            # 80 × 22 + 40 × 30; 1760 + 1200 × 60 ÷ 120 + 880 × 60 ÷ 120;
            # tax: 99.08 less 600 × 9 ÷ 109 = 49.54
            "mixed": Home((2960.0, 2800.0), tax=(99.08, 49.54)),
            "tall": Home((1500.0,), tax=(123.85, 123.85)),
            "empty": Home((1760.0, 352.0)),
            # 100 × 22; 30 days of 120; 90 days, those with heat
            "owing": Home((2200.0, 550.0, 1650.0)),
        },
        "government",
        (10.0, 6.0),
    ),
    # 26 yuan a m², 32 for others, ceilings by steps of 0.3 m above 3.5 m, negotiated
    # above 6 m; 30 % while stopped is made up; 120 days.
    Street(
        "shenyang",
        "2026-11-15",
        "2027-03-14",
        {"school": 32.0, "low_income": 20.0},
        0.3,
        {
            "unmeasured": Home((2600.0, 2470.0)),
            # 200 × 32 = 6400; × 90 ÷ 120 = 4800, × 30 ÷ 120 × 0.3 = 480;
            # tax: 528.44 less 1120 × 9 ÷ 109 = 92.48
            "school": Home((6400.0, 5280.0), tax=(528.44, 435.96)),
            # 60 × 20; 1200 × 30 ÷ 120 = 300 and 66 × 20 × 90 ÷ 120 = 990;
            # 7.5 of 20 yuan are the employer's: 112.50 and 371.25
            "low_income": Home((1200.0, 1290.0), (450.0, 483.75)),
            # 80 × 26 + 40 × 32; 2080 + 1280 × 60 ÷ 120 + 1040 × 60 ÷ 120;
            # tax: 105.69 less 640 × 9 ÷ 109 = 52.84
            "mixed": Home((3360.0, 3240.0), tax=(105.69, 52.85)),
            # 5.9 m, as it is billed, are 8 steps: 50 × 32 × 1.8; from the 31st day on
            # 5.5 m, 7 steps: 1600 × 30 ÷ 120 × 1.8 + 1600 × 90 ÷ 120 × 1.7
            # = 400 + 320 + 1200 + 840; tax: 237.80 less 120 × 9 ÷ 109 = 9.91
            "tall": Home((2880.0, 2760.0), tax=(237.8, 227.89)),
            "empty": Home((2080.0, 624.0)),
            "owing": Home((2600.0,)),
        },
        "employer",
        (12.5, 7.5),
    ),
    # The same, but of the 26 yuan a resident pays the government pays 2.7.
    Street(
        "shenyang_two_payers",
        "2026-11-15",
        "2027-03-14",
        {"school": 32.0, "low_income": 20.0},
        0.3,
        {
            # 100 × 2.7; 95 × 2.7
            "unmeasured": Home((2600.0, 2470.0), (270.0, 256.5)),
            "school": Home((6400.0, 5280.0), tax=(528.44, 435.96)),
            "low_income": Home((1200.0, 1290.0), (450.0, 483.75)),
            # 80 × 2.7; 216 + 40 × 2.7 × 60 ÷ 120
            "mixed": Home((3360.0, 3240.0), (216.0, 270.0), (105.69, 52.85)),
            "tall": Home((2880.0, 2760.0), tax=(237.8, 227.89)),
            # 80 × 2.7; 30 % of it
            "empty": Home((2080.0, 624.0), (216.0, 64.8)),
            "owing": Home((2600.0,), (270.0,)),
        },
        "employer",
        (12.5, 7.5),
    ),
    # 25 yuan a m², 20 % while stopped or cut off; 121 days.
    Street(
        "tianjin",
        "2026-11-15",
        "2027-03-15",
        {"business": 30.0, "school": 27.0, "low_income": 20.0},
        None,
        {
            "unmeasured": Home((2500.0, 2375.0)),
            # 200 × 27 = 5400; × 91 ÷ 121 = 4061.16, × 30 ÷ 121 × 0.2 = 267.77;
            # tax: 445.87 less 1071.07 × 9 ÷ 109 = 88.44
            "school": Home((5400.0, 4328.93), tax=(445.87, 357.43)),
            # 60 × 20; 1200 × 30 ÷ 121 = 297.52 and 66 × 20 × 91 ÷ 121 = 992.73;
            # 6 of 20 yuan are the government's: 89.26 and 297.82
            "low_income": Home((1200.0, 1290.25), (360.0, 387.08)),
            # 80 × 25 + 40 × 30; 2000 + 1200 × 60 ÷ 121 + 1000 × 61 ÷ 121
            # = 2000 + 595.04 + 504.13; tax: 99.08 less 604.96 × 9 ÷ 109 = 49.95
            "mixed": Home((3200.0, 3099.17), tax=(99.08, 49.13)),
            "tall": Home((1500.0,), tax=(123.85, 123.85)),
            "empty": Home((2000.0, 400.0)),
            # 100 × 25 = 2500; × 30 ÷ 121 = 619.83 and × 91 ÷ 121 × 0.2 = 376.03;
            # × 91 ÷ 121 = 1880.17 and × 30 ÷ 121 × 0.2 = 123.97
            "owing": Home((2500.0, 995.86, 2004.14)),
        },
        "government",
        (14.0, 6.0),
        # 995.86 × 0.002 × 34, from 11 November to 14 December: then it is cut off
        67.72,
    ),
    # A frame: prices and 30 % while stopped are made up; 120 days.
    Street(
        "xuzhou",
        "2026-11-15",
        "2027-03-14",
        {"resident": 22.0, "business": 30.0, "school": 25.0, "low_income": 15.0},
        0.3,
        {
            "unmeasured": Home((2200.0, 2090.0)),
            # 200 × 25 = 5000; × 90 ÷ 120 = 3750, × 30 ÷ 120 × 0.3 = 375;
            # tax: 412.84 less 875 × 9 ÷ 109 = 72.25
            "school": Home((5000.0, 4125.0), tax=(412.84, 340.59)),
            # 60 × 15; 900 × 30 ÷ 120 = 225 and 66 × 15 × 90 ÷ 120 = 742.50;
            # 6 of 15 yuan are the employer's: 90 and 297
            "low_income": Home((900.0, 967.5), (360.0, 387.0)),
            # as in Henan
            "mixed": Home((2960.0, 2800.0), tax=(99.08, 49.54)),
            "tall": Home((1500.0,), tax=(123.85, 123.85)),
            "empty": Home((1760.0, 528.0)),
            "owing": Home((2200.0,)),
        },
        "employer",
        (9.0, 6.0),
    ),
    # 0.19 yuan a m² of inner area and day, 22.80 for 120 days; where it is unknown 90 %
    # of the built one; nothing while cut off; 30 % while stopped is made up.
    Street(
        "zhengzhou",
        "2026-11-15",
        "2027-03-14",
        {"business": 30.0, "school": 24.0, "low_income": 14.0},
        0.3,
        {
            # 100 × 0.9 × 22.80; 85 × 22.80
            "unmeasured": Home((2052.0, 1938.0)),
            # 200 × 24 = 4800; × 90 ÷ 120 = 3600, × 30 ÷ 120 × 0.3 = 360;
            # tax: 396.33 less 840 × 9 ÷ 109 = 69.36
            "school": Home((4800.0, 3960.0), tax=(396.33, 326.97)),
            # 60 × 14; 840 × 30 ÷ 120 = 210 and 66 × 14 × 90 ÷ 120 = 693;
            # 6 of 14 yuan are the government's: 90 and 297
            "low_income": Home((840.0, 903.0), (360.0, 387.0)),
            # 64 × 22.80 + 40 × 30; 1459.20 + 1200 × 60 ÷ 120 + 40 × 0.9 × 0.19 × 60
            # = 1459.20 + 600 + 410.40
            "mixed": Home((2659.2, 2469.6), tax=(99.08, 49.54)),
            "tall": Home((1500.0,), tax=(123.85, 123.85)),
            # 64 × 22.80; 30 % of it
            "empty": Home((1459.2, 437.76)),
            # 80 × 22.80; 30 days of 120; 90 days, those with heat
            "owing": Home((1824.0, 456.0, 1368.0)),
        },
        "government",
        (8.0, 6.0),
    ),
)
STREETS = {street.pack: street for street in STREETS}
# until a meter is read, residents pay by area as in the city without meters
STREETS["zhengzhou_metered"] = STREETS["zhengzhou"]._replace(pack="zhengzhou_metered")
