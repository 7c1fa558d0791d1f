"""The one refusal of the engine: a stable code, the facts, an English sentence."""

# One sentence a code. The code and the names in braces are the contract with callers
# that put the refusal into the reader's language.
MESSAGES = {
    "ends_before_start": "the {what} ends on {end}, before its start on {start}",
    "energy_prices_differ": (
        "the spaces have more than one energy price ({prices}), "
        "and one reading cannot be divided between them"
    ),
    "energy_without_price": (
        "a reading of {energy} units was given, but no space has an energy price"
    ),
    "limit_twice": (
        "the ladder gives two shares, {first} and {second}, below {below} degrees"
    ),
    "negative": "the {what} is {value}, and it cannot be negative",
    "negotiated_height": (
        "space {space} is {height} m high; above {limit} m the price is negotiated"
    ),
    "no_inner_area": (
        "space {space} is priced on the inner area, which is unknown, "
        "and the tariff has no share of the built area to take instead"
    ),
    "no_price": "space {space} is {category!r}, which has no price in the tariff",
    "no_reading": (
        "space {space} is {category!r}, which has an energy price, "
        "but there is no meter reading"
    ),
    "no_share": (
        "the supply state {state!r}, from {start} to {end}, has no share in the tariff"
    ),
    "no_spaces": "the household has no space",
    "not_exact": (
        "the {what} is {value!r}; it must be a finite Decimal or a whole number"
    ),
    "not_positive": "the {what} is {value}, and it must be more than 0",
    "over_height_rule": (
        "the over-height rule needs either a step and a rate per step, "
        "or to be proportional, and not both"
    ),
    "payers_sum": (
        "the payers of {category!r} pay {parts} together, but the price is {price}"
    ),
    "payers_without_price": "payers are given for {category!r}, which has no price",
    "priced_twice": "the category {category!r} is priced twice in the tariff",
    "rate_above_one": (
        "the discount rate of the window from {start} to {end} is {rate}, "
        "more than the whole principal"
    ),
    "rounding_unit": "the rounding unit is {value}, not a whole number of cents",
    "split_sum": "the parts have {parts} m² together, but the area is {area} m²",
    "supply_overlap": (
        "the supply state {first_state!r} lasts to {first_end}, "
        "but {second_state!r} begins on {second_start}"
    ),
    "unknown_choice": "the {what} is {value!r}; it must be one of {choices}",
    "window_overlap": (
        "the discount window from {first_start} lasts to {first_end}, "
        "but the next one begins on {second_start}"
    ),
}


# What the fact `what` of an error can be. Callers that translate need a word for each.
NAMES = (
    # ranges of days
    "discount window",
    "frozen range",
    "season",
    "space",
    "supply range",
    "use without right",
    # numbers
    "amount",
    "amount paid",
    "area",
    "area of a part",
    "built area",
    "cap",
    "daily rate",
    "days",
    "days of the season",
    "discount rate",
    "energy price",
    "fee of a day",
    "height",
    "height to negotiate above",
    "inner area",
    "inner fallback",
    "length of an outage",
    "limit of an outage",
    "limit of the ladder",
    "measured temperature",
    "meter reading",
    "over-height rate",
    "over-height step",
    "over-height threshold",
    "payer's part",
    "payment",
    "price",
    "price of a day",
    "principal",
    "rounding unit",
    "share",
    "share of the ladder",
    "total",
    "value of a reduction",
    "weight of a part",
    "weight of the parts",
    # words
    "basis of a price",
    "measure of a reduction",
    "time of a price",
)


class AssessmentError(Exception):
    """The facts given cannot be assessed, and which of them is wrong.

    `code` is one of `MESSAGES` and stays the same over versions; the facts are
    attributes of the error and stand in `facts`, `what` among them being one of
    `NAMES`. `str()` gives the sentence in English.
    """

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.__dict__.update(facts)

    def __str__(self):
        message = MESSAGES[self.code]
        place = [
            f"{name} {value!r}"
            for name, value in self.facts.items()
            if f"{{{name}" not in message
        ]
        sentence = message.format(**self.facts)
        return f"{sentence} ({', '.join(place)})" if place else sentence
