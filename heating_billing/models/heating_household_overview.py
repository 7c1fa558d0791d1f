from odoo import api, models
from odoo.tools import SQL


class HeatingHousehold(models.Model):
    """What the overview and the timeline of a household say of its debts."""

    _inherit = "heating.household"

    # === OVERVIEW === #

    def _get_overview_sections(self):
        """Override of `heating_customer`: what is owed by season comes first."""
        sections = super()._get_overview_sections()
        if self.env["heating.bill"].has_access("read"):
            sections.insert(0, self._get_debt_section())
            sections[1:1] = self._get_discount_sections()
            sections[1:1] = self._get_others_sections()
            sections[1:1] = self._get_late_fee_sections()
        if self.env["heating.meter"].has_access("read"):
            sections += self._get_meter_sections()
        return sections

    def _get_meter_sections(self):
        """The meters with their last reading; nothing where there are none."""
        if not self.meter_ids:
            return []
        states = dict(self.meter_ids._fields["state"]._description_selection(self.env))
        units = dict(self.meter_ids._fields["unit"]._description_selection(self.env))
        removed = self.env._("Removed")
        rows = []
        for meter in self.meter_ids.sorted("installed_on", reverse=True):
            last = meter.reading_ids.filtered(lambda each: each.state == "accepted")
            last = last.sorted("date")[-1:]
            rows.append(
                (
                    [
                        meter.number,
                        removed if meter.removed_on else states[meter.state],
                        str(last.date or ""),
                        f"{last.value:.2f} {units[meter.unit]}" if last else "",
                    ],
                    meter,
                )
            )
        return [
            self._overview_section(
                "meters",
                self.env._("Heat Meters"),
                [
                    (self.env._("Meter"), "text"),
                    (self.env._("State"), "text"),
                    (self.env._("Read on"), "date"),
                    (self.env._("It Showed"), "text"),
                ],
                rows,
                "",
                "action_view_meters",
            )
        ]

    def _get_late_fee_sections(self):
        """The late fees of open debts, debt by debt; nothing where there are none."""
        rows = [
            ([debt.number, debt.amount_residual, debt.late_fee_text], debt)
            for debts in (self.bill_ids, self.charge_ids)
            for debt in debts
            if debt.late_fee_text
        ]
        if not rows:
            return []
        return [
            self._overview_section(
                "late_fees",
                self.env._("Late Fees"),
                [
                    (self.env._("Debt"), "text"),
                    (self.env._("Open"), "money"),
                    (self.env._("Late Fee"), "text"),
                ],
                rows,
                "",
                "action_view_bills",
            )
        ]

    def _get_discount_sections(self):
        """What is off if it is paid in full now; nothing where no window is open."""
        rows = [
            ([bill.season_id.name, bill.discount_text], bill)
            for bill in self.bill_ids
            if bill.discount_text
        ]
        if not rows:
            return []
        return [
            self._overview_section(
                "discounts",
                self.env._("Early Bird"),
                [(self.env._("Season"), "text"), (self.env._("If Paid Now"), "text")],
                rows,
                "",
                "action_view_bills",
            )
        ]

    def _get_others_sections(self):
        """What others pay of the bills, such as an employer; nothing where none do."""
        rows = [
            (
                [
                    part.season_id.name,
                    f"{part.kind_id.name}: {part.partner_id.name}",
                    part.amount,
                    part.amount_residual,
                ],
                part.bill_id,
            )
            for part in self.sudo().bill_ids.part_ids.sorted("id", reverse=True)
        ]
        if not rows:
            return []
        return [
            self._overview_section(
                "others",
                self.env._("Paid by Others"),
                [
                    (self.env._("Season"), "text"),
                    (self.env._("Payer"), "text"),
                    (self.env._("Billed"), "money"),
                    (self.env._("Open"), "money"),
                ],
                rows,
                "",
                "action_view_bills",
            )
        ]

    def _get_debt_section(self):
        other = self.env._("Other")
        rows = [
            ([season.name or other, billed, billed - open_amount, open_amount], None)
            for season, billed, open_amount in self._get_season_balances()
        ]
        return self._overview_section(
            "debts",
            self.env._("Owed by Season"),
            [
                (self.env._("Season"), "text"),
                (self.env._("Billed"), "money"),
                (self.env._("Paid"), "money"),
                (self.env._("Open"), "money"),
            ],
            rows,
            self.env._("Never billed."),
            "action_view_bills",
        )

    def _get_season_balances(self):
        """What was billed and what is open by season, newest first, from the ledger.

        Credit notes count against what was billed, so that only money is paid. The
        parts that others pay are not the household's.

        :return: list of (season, billed, open) in yuan; what belongs to no season comes
            last, with an empty season
        :rtype: list[tuple]
        """
        self.ensure_one()
        self.env["account.move.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.heating_season_id,
                       COALESCE(SUM(line.balance) FILTER (
                           WHERE move.move_type IN ('out_invoice', 'out_refund')), 0),
                       COALESCE(SUM(line.amount_residual), 0)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN heating_season season ON season.id = line.heating_season_id
                 WHERE line.heating_household_id = %s
                   AND line.parent_state = 'posted'
                   AND account.account_type = 'asset_receivable'
                   AND move.heating_payer_kind_id IS NULL
              GROUP BY line.heating_season_id, season.date_start
              ORDER BY season.date_start DESC NULLS LAST
                """,
                self.id,
            )
        )
        seasons = self.env["heating.season"]
        return [
            (seasons.browse(season_id), billed, open_amount)
            for season_id, billed, open_amount in rows
        ]

    # === TIMELINE === #

    @api.model
    def _get_timeline_kinds(self):
        return [
            *super()._get_timeline_kinds(),
            ("bill", self.env._("Bills and Charges"), "fa-calculator"),
            ("payment", self.env._("Payments"), "fa-money"),
        ]

    def _get_timeline_entries(self):
        """Override of `heating_customer`: bills, each version of them, and charges."""
        entries = super()._get_timeline_entries()
        if self.env["heating.bill"].has_access("read"):
            entries = [
                *entries,
                *self._get_bill_entries(),
                *self._get_charge_entries(),
            ]
        if self.env["heating.payment.history"].has_access("read"):
            entries = [*entries, *self._get_earlier_payment_entries()]
        return entries

    def _get_bill_entries(self):
        entries = []
        for bill in self.bill_ids:
            versions = bill.version_ids.sorted("number")
            amounts = [*versions.mapped("amount_total"), bill.amount_total]
            title = self.env._("Bill %(season)s", season=bill.season_id.name)
            entries.append(
                (
                    bill.household_id,
                    bill.date,
                    self._timeline_entry("bill", title, bill, "", amounts[0]),
                )
            )
            for version, amount in zip(versions, amounts[1:], strict=True):
                title = self.env._(
                    "Bill %(season)s worked out anew, version %(number)s",
                    season=bill.season_id.name,
                    number=version.number + 1,
                )
                entry = self._timeline_entry(
                    "bill", title, bill, version.reason, amount
                )
                day = self._timeline_day(version.replaced_on)
                entries.append((bill.household_id, day, entry))
        return entries

    def _get_charge_entries(self):
        charges = self.charge_ids.filtered(lambda charge: charge.state == "posted")
        kinds = dict(charges._fields["kind"]._description_selection(self.env))
        return [
            (
                charge.household_id,
                charge.date,
                self._timeline_entry(
                    "bill",
                    kinds[charge.kind],
                    charge,
                    " · ".join(filter(None, (charge.season_id.name, charge.name))),
                    charge.amount,
                ),
            )
            for charge in charges
        ]

    def _get_earlier_payment_entries(self):
        """What the old ledger says of payments before this system."""
        return [
            (
                payment.household_id,
                payment.paid_on,
                self._timeline_entry(
                    "payment",
                    self.env._(
                        "Paid for %(season)s (old ledger)",
                        season=payment.season_id.name,
                    ),
                    payment,
                    payment.method,
                    payment.paid,
                ),
            )
            for payment in self.payment_history_ids
        ]
