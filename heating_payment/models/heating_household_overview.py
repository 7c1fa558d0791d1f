from odoo import models

from odoo.addons.heating_customer.models.heating_household_overview import LATEST


class HeatingHousehold(models.Model):
    """What the overview and the timeline of a household say of its payments."""

    _inherit = "heating.household"

    def _get_overview_sections(self):
        """Override of `heating_customer`: the last payments, after what is owed."""
        sections = super()._get_overview_sections()
        if self.env["heating.receipt.line"].has_access("read"):
            sections.insert(1, self._get_payment_section())
        return sections

    def _get_payment_section(self):
        lines = self.env["heating.receipt.line"].search(
            [("household_id", "=", self.id)], order="receipt_id DESC, id", limit=LATEST
        )
        voided = self.env._("voided")
        return self._overview_section(
            "payments",
            self.env._("Last Payments"),
            [("", "date"), ("", "text"), ("", "money")],
            [
                (
                    [
                        str(line.receipt_id.date),
                        " ".join(
                            (line.description, f"({voided})")
                            if line.receipt_id.state == "voided"
                            else (line.description,)
                        ),
                        line.amount,
                    ],
                    line.receipt_id,
                )
                for line in lines
            ],
            self.env._("Nothing paid here yet."),
            "action_view_receipts",
        )

    def action_view_receipts(self):
        """Open the receipts on which this household stands."""
        self._check_staff_reads()
        self.env["heating.receipt"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_payment.heating_receipt_action"
        )
        action["domain"] = [("line_ids.household_id", "=", self.id)]
        action["context"] = {}
        return action

    def _get_timeline_entries(self):
        """Override of `heating_customer`: receipts, and that some were voided."""
        entries = super()._get_timeline_entries()
        if self.env["heating.receipt.line"].has_access("read"):
            entries = [
                *entries,
                *self._get_receipt_entries(),
                *self._get_refund_entries(),
            ]
        return entries

    def _get_receipt_entries(self):
        """One entry for what a receipt took for a household."""
        entries = []
        groups = self.receipt_line_ids.grouped(
            lambda line: (line.household_id, line.receipt_id)
        )
        for (household, receipt), lines in groups.items():
            title = self.env._("Receipt %(number)s", number=receipt.number)
            entry = self._timeline_entry(
                "payment",
                title,
                receipt,
                ", ".join(lines.mapped("description")),
                sum(lines.mapped("amount")),
            )
            entries.append((household, receipt.date, entry))
            if receipt.state == "voided":
                title = self.env._("Voided: receipt %(number)s", number=receipt.number)
                entry = self._timeline_entry(
                    "payment",
                    title,
                    receipt,
                    receipt.void_reason,
                    -sum(lines.mapped("amount")),
                )
                day = self._timeline_day(receipt.voided_at)
                entries.append((household, day, entry))
        return entries

    def _get_refund_entries(self):
        """One entry for each refund that was paid out."""
        return [
            (
                refund.household_id,
                self._timeline_day(refund.paid_at),
                self._timeline_entry(
                    "payment",
                    self.env._("Refund %(number)s", number=refund.number),
                    refund,
                    refund.reason,
                    -refund.amount,
                ),
            )
            for refund in self.refund_ids
            if refund.state == "paid"
        ]
