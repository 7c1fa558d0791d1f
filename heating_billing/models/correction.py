from typing import Any, NamedTuple


def get_tax_rate(taxes):
    """What taxes come to together: percent, 0 where exempt.

    :param taxes: those of one line of an invoice
    :rtype: float
    """
    percents = taxes.filtered(lambda tax: tax.amount_type == "percent")
    # two digits, as a line of a fapiao keeps it
    return round(sum(percents.mapped("amount")), 2)


class Correction(NamedTuple):
    """What a debt has become more or less, and how the document says it.

    :param debt: a bill or charge
    :param dict differences: yuan by (income account id, tuple of tax ids)
    :param str reason: as the document's lines say
    :param partner: whose document it is; by default who is billed
    :param kind: of whose part; by default the household's own
    :param dict vals: further values of the document
    """

    debt: Any
    differences: dict
    reason: str
    partner: Any = None
    kind: Any = None
    vals: dict | None = None

    def round(self):
        """The correction in whole cents, without what comes to nothing.

        :rtype: Correction
        """
        currency = self.debt.currency_id
        return self._replace(
            differences={
                key: currency.round(amount)
                for key, amount in self.differences.items()
                if not currency.is_zero(amount)
            }
        )

    def get_total(self):
        """What it comes to, in yuan."""
        return sum(self.differences.values())

    def split(self):
        """The rounded correction as what rises and what falls, by tax rate.

        An invoice that rises at one rate and falls at another has less in total than
        fapiao are to cover of it at the first: so these are documents of their own.

        :return: none, one, or two corrections: what rises, then what falls
        :rtype: list[Correction]
        """
        if not self.differences:
            return []
        currency = self.debt.currency_id
        taxes = self.debt.env["account.tax"]
        by_rate = {}
        for key, amount in self.differences.items():
            rate = get_tax_rate(taxes.browse(key[1]))
            by_rate.setdefault(rate, {})[key] = amount
        rising, falling = {}, {}
        for of_rate in by_rate.values():
            less = currency.compare_amounts(sum(of_rate.values()), 0) < 0
            (falling if less else rising).update(of_rate)
        # accounts of one rate may change among themselves: that is no document alone
        if not falling or currency.is_zero(sum(rising.values())):
            return [self]
        return [self._replace(differences=each) for each in (rising, falling)]
