from odoo.addons.heating_billing.tests.common import HeatingBillingCommon


class HeatingPaymentCommon(HeatingBillingCommon):
    """A billed season, a desk, and a cashier with an open shift."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hall = cls.env["heating.hall"].create(
            {"name": "Test Hall", "branch_id": cls.branch.id}
        )
        cls.desk, cls.desk_2 = cls.env["heating.desk"].create(
            [
                {"name": "Desk 1", "code": "T1", "hall_id": hall.id},
                {"name": "Desk 2", "code": "T2", "hall_id": hall.id},
            ]
        )
        cls.methods = {
            method.kind: method
            for method in cls.env["heating.tender.method"].search(
                [("company_id", "=", cls.company.id)]
            )
        }
        cls.cashier = cls.users["cashier"]
        cls.head_cashier = cls.users["head_cashier"]
        cls.bill_run = cls._bill_season()
        cls.shift = cls._open_shift(cls.cashier, cls.desk, 500.0)
        cls.acts = 0

    @classmethod
    def _open_shift(cls, user, desk, opening_float=0.0):
        return (
            cls.env["heating.shift"]
            .with_user(user)
            .create({"desk_id": desk.id, "opening_float": opening_float})
        )

    @classmethod
    def _open_debt(cls, household, amount, date, **vals):
        """A posted charge of that day.

        :return: the charge
        """
        charge = cls.env["heating.charge"].create(
            {"household_id": household.id, "amount": amount, "date": date, **vals}
        )
        charge._post_invoices()
        return charge

    @classmethod
    def _act(cls, households, *parts, **vals):
        """What the counter sends: parts are (kind, yuan) or (kind, yuan, given)."""
        cls.acts += 1
        return {
            "key": f"test-act-{cls.acts:04d}",
            "household_ids": households.ids,
            "tenders": [
                {
                    "method_id": cls.methods[kind].id,
                    "amount": amount,
                    "given": given[0] if given else 0,
                }
                for kind, amount, *given in parts
            ],
            **vals,
        }

    def _pay_by_platform(self, household, amount):
        """An order at Alipay that was paid and booked, as if the platform had said so.

        :return: the order
        """
        provider = self.env["payment.provider"].search(
            [("code", "=", "alipay"), ("company_id", "=", self.company.id)]
        )
        transactions = self.env["payment.transaction"]
        order = transactions.create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_alipay").id,
                "reference": transactions._compute_reference("alipay"),
                "provider_reference": f"20261201{household.id:08d}",
                "amount": amount,
                "currency_id": self.company.currency_id.id,
                "partner_id": household.customer_id.id,
                "operation": "online_redirect",
                "heating_household_ids": [(6, 0, household.ids)],
            }
        )
        order._set_done()
        order._post_process()
        return order

    def _take(self, households, *parts, user=None, **vals):
        """Take money as the counter does.

        :return: the receipt
        """
        receipts = self.env["heating.receipt"].with_user(user or self.cashier)
        result = receipts.counter_take(self._act(households, *parts, **vals))
        self.env.invalidate_all()
        return self.env["heating.receipt"].browse(result["id"])
