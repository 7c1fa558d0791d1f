from .common import HeatingPaymentCommon


class HeatingRefundCommon(HeatingPaymentCommon):
    """A household with 500 yuan prepaid at the counter, and a second cashier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("cashier", login="colleague")
        cls.colleague_shift = cls._open_shift(cls.colleague, cls.desk_2, 1000.0)

    def setUp(self):
        super().setUp()
        self.prepaid = self._create_household("T000071", self.customer)
        self.receipt = self._take(self.prepaid, ("cash", 500.0), surplus="advance")

    def _draft(self, household=None, user=None, **vals):
        return (
            self.env["heating.refund"]
            .with_user(user or self.clerk)
            .create(
                {
                    "household_id": (household or self.prepaid).id,
                    "kind": "prepaid",
                    "reason": "Moves away",
                    **vals,
                }
            )
        )

    def _approve(self, refund):
        """Ask for it and approve it, by as many tiers as apply."""
        refund.request_validation()
        for user in (self.approver, self.manager):
            if refund.sudo().state == "requested":
                refund.with_user(user).validate_tier()
        self.env.invalidate_all()
        return refund

    def _approved(self, *args, **vals):
        return self._approve(self._draft(*args, **vals))

    def _pay_out(self, refund, user=None, **vals):
        """As a client of the API calls it."""
        vals = vals or {"received_by": "Zhang San"}
        user = user or self.colleague
        self.rpc(user, "heating.refund", "action_pay_out", refund.ids, **vals)
        self.env.invalidate_all()

    def _get_balance(self, household=None):
        household = household or self.prepaid
        household.invalidate_recordset()
        return household.advance_balance
