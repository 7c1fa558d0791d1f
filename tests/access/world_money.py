"""What the company bills and takes."""

from odoo.fields import Command

from odoo.addons.heating_billing.models.posting import QUIET_POSTING

from tests.access.world_places import ELSEWHERE
from tests.common import bill_season, build_household, build_tariff

KEY = "access-{:08d}"


class Money:
    """A billed season, charges, shifts at the counter and a receipt."""

    def _add_proof(self, recognition):
        """A line of proof, as there is where a company defers its income."""
        company = recognition.company_id
        self.env["heating.recognition.line"].create(
            {
                "recognition_id": recognition.id,
                "category_id": self.own.category_id.id,
                "station_id": self.own.station_id.id,
                "deferred_account_id": company.heating_deferred_account_id.id,
                "income_account_id": company.heating_income_account_id.id,
                "billed": 2000.0,
                "before": 0.0,
                "amount": 266.67,
            }
        )

    def _add_parts(self, bills):
        """A part of each bill that the employer pays, and a discount, of nothing."""
        kind = self.env.ref("heating_billing.payer_kind_employer")
        employer = self.env["res.partner"].create({"name": "Cotton Mill"})
        for bill in bills:
            self.env["heating.household.payer"].create(
                {
                    "household_id": bill.household_id.id,
                    "kind_id": kind.id,
                    "partner_id": employer.id,
                }
            )
            self.env["heating.bill.payer"].create(
                {
                    "bill_id": bill.id,
                    "kind_id": kind.id,
                    "partner_id": employer.id,
                    "amount": 0.0,
                }
            )
            self.env["heating.discount"].create(
                {
                    "bill_id": bill.id,
                    "window_id": self.tariff_draft.discount_ids[:1].id,
                    "date": "2026-10-10",
                    "amount": 0.0,
                    "amount_needed": 0.0,
                }
            )
            self.env["heating.bill.line.part"].create(
                {"line_id": bill.line_ids[:1].id, "kind_id": kind.id, "amount": 0.0}
            )

    def _build_billing(self):
        env = self.env
        self.season = env["heating.season"].create(
            {"date_start": "2026-11-15", "date_end": "2027-03-14"}
        )
        self.tariff = build_tariff(
            env,
            self.season,
            self.users["approver"],
            example_ids=[
                Command.create(
                    {
                        "name": "A flat",
                        "source": "worked example",
                        "expected": '{"total": "2000.00"}',
                    }
                )
            ],
        )
        self.tariff_draft = self.tariff.copy({"name": "Draft prices"})
        self._build_tariff_rules()
        self.run = bill_season(env, self.season, self.users)
        self.bill = env["heating.bill"].search([("household_id", "=", self.own.id)])
        self._add_parts(self.run.line_ids.bill_id)
        self.recognition = env["heating.recognition"].create(
            {"season_id": self.season.id, "month": "2026-11-01"}
        )
        self._add_proof(self.recognition)
        self.unbilled = build_household(env, self.east["units"][1], "A000004")
        self.households |= self.unbilled
        self.runs = {
            state: self._build_run(state)
            for state in ("draft", "rehearsed", "approved", "running", "stopped")
        }
        # billed, and asked to be undone by somebody who is none of the roles
        self.run_to_undo = env["heating.bill.run"].create({"season_id": self.season.id})
        unpaid = env["heating.bill"].search([("household_id", "=", self.other.id)])
        env["heating.bill.run.line"].create(
            {
                "run_id": self.run_to_undo.id,
                "household_id": self.other.id,
                "branch_id": self.other.branch_id.id,
                "state": "billed",
                "bill_id": unpaid.id,
            }
        )
        self.run_to_undo.write(
            {
                "state": "done",
                "undo_reason": "Wrong prices",
                "undo_requested_by_id": env.uid,
            }
        )
        # a run of the whole company is everybody's, this one is of the first branch
        self.run_of_branch = env["heating.bill.run"].create(
            {
                "season_id": self.season.id,
                "branch_ids": [Command.set(self.east["branch"].ids)],
            }
        )
        self.settlement = env["heating.meter.settlement"].create(
            {"season_id": self.season.id, "branch_id": self.east["branch"].id}
        )
        env["heating.meter.settlement.line"].create(
            {
                "settlement_id": self.settlement.id,
                "household_id": self.own.id,
                "branch_id": self.own.branch_id.id,
                "bill_id": self.bill.id,
                "state": "ready",
            }
        )
        self.charge_draft, self.charge = env["heating.charge"].create(
            [
                {"household_id": household.id, "kind": "water", "amount": 30.0}
                for household in self.own | self.other
            ]
        )
        self.charge.with_user(self.users["accountant"]).action_confirm()
        env["heating.payment.history"].create(
            {
                "household_id": self.own.id,
                "season_id": self.season.id,
                "receivable": 100.0,
                "paid": 100.0,
                "paid_on": "2020-01-01",
            }
        )

    def _build_tariff_rules(self):
        """A line of each kind on the draft, and a tariff in each state."""
        env = self.env
        resident = env.ref("heating_customer.category_resident")
        self.tariff_draft.write(
            {
                "payer_ids": [
                    Command.create(
                        {
                            "category_id": resident.id,
                            "payer_id": env.ref(
                                "heating_billing.payer_kind_household"
                            ).id,
                            "part": 20.0,
                        }
                    )
                ],
                "discount_ids": [
                    Command.create(
                        {
                            "date_from": "2026-09-01",
                            "date_to": "2026-09-30",
                            "rate": 0.02,
                        }
                    )
                ],
                "ladder_ids": [Command.create({"below": 18.0, "share": 0.5})],
            }
        )
        env["heating.tariff.default"].create(
            {"branch_id": self.east["branch"].id, "rounding": "0.1"}
        )
        requested = self.tariff.copy({"name": "Requested prices"})
        requested.request_validation()
        self.tariffs = {
            "draft": self.tariff_draft,
            "requested": requested,
            "approved": self.tariff,
        }
        env["heating.season"].create(
            {"date_start": "2027-11-15", "date_end": "2028-03-14"}
        )

    def _build_run(self, state):
        run = self.env["heating.bill.run"].create({"season_id": self.season.id})
        if state != "draft":
            self.env["heating.bill.run.line"].create(
                {
                    "run_id": run.id,
                    "household_id": self.unbilled.id,
                    "branch_id": self.unbilled.branch_id.id,
                    **(
                        {"state": "exception", "exception_kind": "area"}
                        if state == "stopped"
                        else {"state": "ready"}
                    ),
                }
            )
            run.state = state
        return run

    def _build_counter(self):
        env = self.env
        self.methods = env["heating.tender.method"].search(
            [("company_id", "=", self.company.id)]
        )
        self.cash = self.methods.filtered(lambda method: method.kind == "cash")
        self.shift = self._open_shift("taker", self.desk)
        self.shifts = {
            name: self._open_shift(name, desk)
            for name, desk in zip(
                ("cashier", "head_cashier", "approver"), self.desks[1:], strict=False
            )
        }
        for role, desk in zip(
            ("cashier", "head_cashier"), self.west["desk"], strict=False
        ):
            self._open_shift(role + ELSEWHERE, desk)
        self.receipt = self.take(self.own, 5000.0, surplus="advance")
        # the bill of 2000 is paid and 3000 are kept, of which a charge takes 50
        self.charge_kept = env["heating.charge"].create(
            {"household_id": self.own.id, "kind": "other", "amount": 50.0}
        )
        self.charge_kept.with_user(self.users["accountant"]).action_confirm()
        env["heating.advance.application"]._apply(self.own)
        self.payment = self.receipt.tender_ids.payment_id
        self._build_platform()
        self.open_line = env["account.move.line"].search(
            self.other._get_open_lines_domain(), limit=1
        )
        self.paid_line = self.bill.move_ids.line_ids.filtered("matched_credit_ids")

    def _build_platform(self):
        """An order at Alipay that was closed, and a message that nobody understands."""
        provider = self.env["payment.provider"].search(
            [("code", "=", "alipay"), ("company_id", "=", self.company.id)]
        )
        self.wechatpay = self.env["payment.provider"].search(
            [("code", "=", "wechatpay"), ("company_id", "=", self.company.id)]
        )
        self.order = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_alipay").id,
                "reference": "H2026120100000010000",
                "amount": 2000.0,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.own.customer_id.id,
                "operation": "online_redirect",
                "state": "cancel",
                "heating_household_ids": [Command.set(self.own.ids)],
                "heating_token": "access-order-token",
            }
        )
        self.platform_message = self.env["heating.payment.notification"].create(
            {
                "provider_id": provider.id,
                "company_id": self.company.id,
                "key": "access-1",
                "kind": "payment",
                "order_number": self.order.reference,
                "state": "waiting",
                "note": "Of another amount",
                "transaction_id": self.order.id,
            }
        )

    def _build_fapiao(self):
        """A fapiao of each state over what the first branch has billed, and a duty."""
        env = self.env
        accountant = self.users["accountant"]
        bill = env["heating.bill"].search([("household_id", "=", self.other.id)])
        self.fapiao = {
            state: self._build_request(debt)
            for state, debt in (
                ("draft", self.charge_kept),
                ("requested", bill),
                ("issued", self.bill),
            )
        }
        provider = env.ref("heating_billing.fapiao_provider_file")
        self.fapiao["requested"].provider_id = provider
        for state in ("requested", "issued"):
            self.fapiao[state].with_user(accountant).action_request()
        self.fapiao["issued"].with_user(accountant)._issue(
            "1" * 20, self.company._heating_today(), b"JVBERi0xLjQ=", "fapiao.pdf"
        )
        self.fapiao_duty = (
            env["heating.fapiao.duty"]
            .with_context(**QUIET_POSTING)
            .create(
                {
                    "bill_id": self.bill.id,
                    "household_id": self.own.id,
                    "company_id": self.company.id,
                    "amount": 1.0,
                }
            )
        )

    def _build_request(self, debt):
        fapiao = self.env["heating.fapiao"].with_user(self.users["accountant"])
        buyer = {"buyer_title": debt.partner_id.name, "phone": "1"}
        return fapiao._create_drafts([buyer], [debt._get_fapiao_room()])._posting()

    def _open_shift(self, name, desk):
        # who opens it is its cashier; the role may be one that opens none
        return (
            self.env["heating.shift"]
            .with_user(self.users[name])
            .sudo()
            .create({"desk_id": desk.id, "opening_float": 100.0})
        )

    def act(self, household, amount, **values):
        """What the counter's screen sends to take *amount* yuan in cash."""
        self._acts += 1
        return {
            "key": KEY.format(self._acts),
            "household_ids": household.ids,
            "tenders": [{"method_id": self.cash.id, "amount": amount}],
            **values,
        }

    def take(self, household, amount, **values):
        """A receipt of the first branch's counter."""
        receipts = self.env["heating.receipt"].with_user(self.users["taker"])
        result = receipts.counter_take(self.act(household, amount, **values))
        return self.env["heating.receipt"].browse(result["id"])
