from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class HeatingFapiaoCommon(HeatingBillingCommon):
    """Two billed households of two customers, 2,000 yuan each, exempt from tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._bill_season()
        bills = cls.env["heating.bill"].search([])
        cls.bill, cls.bill_2, cls.bill_3 = (
            bills.filtered(
                lambda bill, household=household: bill.household_id == household
            )
            for household in (cls.household, cls.household_2, cls.other_household)
        )
        cls.numbers = iter(range(1, 1000))
        cls.today = cls.company._heating_today()

    @classmethod
    def _number(cls):
        return f"26372000000{next(cls.numbers):09d}"

    def _open_request(self, bills=None, charges=None, role="accountant", **values):
        """The dialog as it opens for a user; *titles* are its rows."""
        titles = values.pop("titles", None)
        request = (
            self.env["heating.fapiao.request"]
            .with_user(self.users[role])
            .create(
                {
                    "bill_ids": [(6, 0, (bills or self.bill.browse()).ids)],
                    "charge_ids": [(6, 0, (charges or self.env["heating.charge"]).ids)],
                    **values,
                }
            )
        )
        if titles:
            request.title_ids = [
                (5,),
                *((0, 0, {"phone": "13800000001", **title}) for title in titles),
            ]
        return request

    def _request(self, bills=None, charges=None, role="accountant", **values):
        """Fapiao over bills and charges, requested."""
        before = self.env["heating.fapiao"].search([])
        self._open_request(bills, charges, role, **values).action_request()
        return self.env["heating.fapiao"].search([], order="id") - before

    def _issue(self, fapiao):
        for each in fapiao:
            each.with_user(self.accountant)._issue(self._number(), self.today)
        return fapiao

    def _red(self, fapiao, **values):
        """The dialog that takes a fapiao back."""
        return (
            self.env["heating.fapiao.red"]
            .with_user(self.accountant)
            .with_context(default_fapiao_id=fapiao.id)
            .create({"reason": "test", **values})
        )

    def _reduce(self, bill, amount):
        """A credit note on a bill, as a re-assessment posts it."""
        bill = bill.sudo()
        return bill._post_difference(
            {key: -part for key, part in bill._spread(amount).items()}, "less area"
        )

    def _charge(self, household=None, amount=109.0, **values):
        charge = self.env["heating.charge"].create(
            {
                "household_id": (household or self.household).id,
                "kind": "water",
                "amount": amount,
                **values,
            }
        )
        charge.with_user(self.accountant).action_confirm()
        return charge
