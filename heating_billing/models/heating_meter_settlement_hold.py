from odoo import models
from odoo.exceptions import UserError


class HeatingMeterSettlementLine(models.Model):
    """Lines before they are settled: what they will come to, and holding them back."""

    _inherit = "heating.meter.settlement.line"

    # === WHAT THE BILL WILL COME TO === #

    def _preview(self):
        """Note what the bills of lines that are ready come to; nothing is posted."""
        ready = self.filtered(lambda line: line.state == "ready")
        try:
            ready._note_amounts()
        except UserError:
            # one of them is bad: the others are worked out all the same
            for line in ready:
                try:
                    line._note_amounts()
                except UserError as error:
                    line.write(
                        {
                            "state": "blocked",
                            "kind": "posting",
                            "reason": str(error).strip(),
                        }
                    )

    def _note_amounts(self):
        assessments = self.bill_id.sudo()._assess_anew()
        for line in self:
            after = float(assessments[line.bill_id.sudo()].total)
            line.write(
                {
                    "amount_after": after,
                    "difference": line.currency_id.round(after - line.amount_before),
                }
            )

    # === HOLDING BACK === #

    def _hold_back(self, reason):
        """Leave these lines out of what is settled until they are released.

        :param str reason: why, as the line and the settlement keep it
        :raise AccessError: by who is no accountant
        :raise UserError: no reason, a line is not ready, or jobs are going on
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the household is held back."))
        self._check_held("ready")
        self.sudo().write({"state": "parked", "reason": reason.strip()})
        for settlement, lines in self.grouped("settlement_id").items():
            settlement.sudo().message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Held back: %(households)s. %(reason)s",
                    households=lines._name_households(),
                    reason=reason.strip(),
                ),
            )

    def action_release(self):
        """Let these lines be settled with the others; they are worked out anew.

        :raise AccessError: by who is no accountant
        :raise UserError: a line is not held back, or jobs are going on
        """
        self._check_held("parked")
        for settlement_sudo, lines_sudo in self.sudo().grouped("settlement_id").items():
            settlement_sudo.message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Released: %(households)s", households=lines_sudo._name_households()
                ),
            )
            bill_ids = lines_sudo.bill_id.ids
            # the heat or the bill may have changed meanwhile
            lines_sudo.unlink()
            settlement_sudo._list_bills(bill_ids)
            settlement_sudo._compare()

    def _check_held(self, state):
        """Refuse while the settlement is at work or a line is at another step."""
        self.check_access("read")
        for settlement in self.settlement_id:
            settlement._check_step("ready", "stopped", "done")
        self.invalidate_recordset(["state"])
        if any(line.state != state for line in self):
            raise UserError(
                self.env._(
                    "Only households to be settled can be held back, and only those "
                    "that are held back be released."
                )
            )

    def _name_households(self):
        return self.env._(", ").join(self.household_id.mapped("display_name"))
