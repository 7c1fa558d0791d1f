"""Acts about debts, each as a draft, waiting for approval and in force."""

from odoo.fields import Command

KINDS = (
    "reduction",
    "charge_waiver",
    "instalment_plan",
    "late_fee_waiver",
    "refund",
)


class Acts:
    """Asked for by the archive clerk of the first branch."""

    def _build_acts(self):
        env = self.env
        self.price = env["heating.charge.price"].create(
            {
                "name": "Cold water",
                "kind": "water",
                "unit": "cubic_metre",
                "price": 5.0,
                "date_from": "2020-01-01",
            }
        )
        self.charge_priced, self.charge_large = env["heating.charge"].create(
            [
                {
                    "household_id": self.own.id,
                    "kind": "water",
                    "price_id": self.price.id,
                    "quantity": 2.0,
                },
                {
                    "household_id": self.own.id,
                    "name": "New pipe",
                    "amount": 50000.0,
                },
            ]
        )
        granted = self._ask_for("reduction", self.other)
        granted.with_user(self.users["approver"]).validate_tier()
        self.reduction = granted
        # all of it is held back by the refunds below
        self.take(self.unbilled, 50.0, surplus="advance")
        self.acts = {
            kind: {"draft": self._draft_act(kind), "requested": self._ask_for(kind)}
            for kind in KINDS
        }
        # one waiver of a charge waits at a time
        paid = env["heating.charge"].search(
            [("household_id", "=", self.own.id), ("state", "=", "posted")], limit=1
        )
        self.acts["charge_waiver"]["draft"].charge_id = paid
        self._build_refunds()
        env.flush_all()

    def _build_refunds(self):
        """One that waits for its cash, one for its transfer, and one transferred."""
        transfer = self.methods.filtered(lambda method: method.kind == "transfer")
        account = {
            "method_id": transfer.id,
            "account_holder": "X",
            "account_number": "1",
        }
        self.refund_cash = self._ask_for("refund")
        self.refund_transfer, self.refund_paid = (
            self._draft_act("refund", None, **account) for _each in range(2)
        )
        for refund in self.refund_transfer + self.refund_paid:
            refund.request_validation()
        for refund in self.refund_cash + self.refund_transfer + self.refund_paid:
            refund.with_user(self.users["approver"]).validate_tier()
        self.refund_paid.with_user(self.users["accountant"]).action_pay_out("B-1")

    def _ask_for(self, kind, household=None):
        act = self._draft_act(kind, household)
        if kind == "late_fee_waiver":
            # nothing is overdue in this world, but a waiver may wait all the same
            return self._wait(act)
        act.request_validation()
        return act

    def _wait(self, act):
        definition = self.env.ref("heating_billing.tier_definition_late_fee_waiver")
        act._approval_write({"state": "requested"})
        trusted = act._approval_trusted()
        reviews = trusted.env["tier.review"].create(
            trusted._prepare_tier_review_vals(definition, 1)
        )
        reviews._update_review_status()
        return act

    def _draft_act(self, kind, household=None, **more):
        household = household or self.own
        bill = self.env["heating.bill"].search(
            [("household_id", "=", (household | self.other)[-1:].id)]
        )
        values = {
            "reduction": {
                "household_id": household.id,
                "season_id": self.season.id,
                "kind_id": self.env.ref("heating_billing.reduction_kind_goodwill").id,
                "by": "amount",
                "value": 10.0,
            },
            "charge_waiver": {"charge_id": self.charge.id, "amount_asked": 1.0},
            "instalment_plan": {
                "bill_id": bill.id,
                "line_ids": [
                    Command.create({"date": day, "amount": bill.amount_residual / 2})
                    for day in ("2099-01-01", "2099-02-01")
                ],
            },
            "late_fee_waiver": {"bill_id": bill.id},
            "refund": {
                "household_id": self.unbilled.id,
                "method_id": self.cash.id,
                "amount_asked": 10.0,
            },
        }
        model = self.env["heating." + kind.replace("_", ".")]
        return model.with_user(self.users["archive_clerk"]).create(
            {"reason": "Case 7", **values[kind], **more}
        )
