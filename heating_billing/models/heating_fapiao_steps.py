from odoo import fields, models
from odoo.exceptions import UserError

from ..fapiao import is_fapiao_number


class HeatingFapiao(models.Model):
    """The way of a fapiao: asked for, issued, or cancelled before."""

    _inherit = "heating.fapiao"

    def action_request(self):
        """Ask for these drafts: from now on they cover their invoices.

        :raise AccessError: the caller asks for no fapiao
        :raise UserError: a buyer is not complete, or there is less to cover
        """
        self._check_may_request()
        self.check_access("write")
        self.browse(dict.fromkeys(self.ids))._request()

    def _request(self):
        drafts = self._lock("draft")
        drafts._check_complete()
        # one by one only in the sentences: all of them are checked together
        drafts._check_room()
        drafts.write({"state": "requested", "requested_on": fields.Datetime.now()})
        self.env["account.move"].sudo()._cover(drafts._get_changes())
        for provider, fapiao in drafts.grouped("provider_id").items():
            provider._fapiao_requested(fapiao)

    def action_cancel(self):
        """Cancel what is not issued; its invoices are free again.

        :raise AccessError: the caller asks for no fapiao, or one is red and they are no
            accountant
        :raise UserError: one of them is issued, or on its way to the tax office and the
            caller is no accountant
        """
        self._check_may_request()
        self.check_access("write")
        if any(fapiao.color == "red" for fapiao in self):
            self._check_may_issue()
        for fapiao in self:
            if fapiao.exported_on and not self._may_issue():
                raise UserError(
                    self.env._(
                        "%(fapiao)s is on its way to the tax office already: ask an "
                        "accountant.",
                        fapiao=fapiao.display_name,
                    )
                )
        self.browse(dict.fromkeys(self.ids))._cancel()

    def _cancel(self):
        fapiao = self._lock("draft", "requested")
        requested = fapiao.filtered(lambda each: each.state == "requested")
        blue = requested.filtered(lambda each: each.color == "blue")
        reds = requested - blue
        reds._release_reds()
        # nothing makes room for what was to take its place
        fapiao |= self._posting().search(
            [("waits_for_id", "in", reds.ids), ("state", "=", "draft")]
        )
        fapiao.write({"state": "cancelled"})
        self.env["account.move"].sudo()._cover(
            {move: -amount for move, amount in blue._get_changes().items()}
        )

    def action_issue(self):
        """Open the dialog that takes a number, a date and a file."""
        self.ensure_one()
        self._check_may_issue()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Issued Fapiao"),
            "res_model": "heating.fapiao.issue",
            "view_mode": "form",
            "target": "new",
            "context": {"default_fapiao_id": self.id},
        }

    def _issue(self, number, date, file=None, file_name=None):
        """Note what the tax office has issued.

        :param str number: 20 digits
        :param date: the day on the fapiao
        :param file: the document, base64, if there is one
        :param str file_name: its name
        :raise UserError: it is not asked for, or the number is wrong or another's
        """
        self.ensure_one()
        self._check_may_issue()
        self.check_access("write")
        fapiao = self._lock("requested")
        problem = fapiao._get_issue_problem(number, date)
        if problem:
            raise UserError(problem)
        fapiao.write(
            {
                "state": "issued",
                "number": number,
                "date": date,
                "issued_by_id": self.env.uid,
                "refusal": False,
            }
        )
        if file:
            fapiao.write({"file": file, "file_name": file_name or f"{number}.pdf"})
        if fapiao.color == "red":
            fapiao._red_issued()

    def _get_issue_problem(self, number, date):
        """Why a number and a date cannot be noted on this fapiao.

        :return: a sentence, or nothing
        """
        self.ensure_one()
        if not is_fapiao_number(number):
            return self.env._(
                "“%(number)s” is no fapiao number, which has 20 digits.",
                number=number or "",
            )
        if not date:
            return self.env._("The day on which it was issued is missing.")
        if date > self.company_id._heating_today():
            return self.env._("A fapiao is not issued in the future: %(d)s.", d=date)
        if self.origin_id and date < self.origin_id.date:
            return self.env._("A red fapiao is not older than the one it reverses.")
        other = self.sudo().search([("number", "=", number)], limit=1)
        if other and other != self:
            return self.env._(
                "Number %(number)s is that of %(fapiao)s already.",
                number=number,
                fapiao=other.name,
            )
        return None

    def _lock(self, *states):
        """Lock these fapiao and read them again.

        :param states: those that they must be in
        :return: the same records, for the suite to write
        :raise UserError: one of them is in another state
        """
        fapiao = self._posting()
        fapiao.lock_for_update(allow_referencing=True)
        fapiao.invalidate_recordset(["state", "number", "exported_on"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for each in fapiao:
            if each.state not in states:
                raise UserError(
                    self.env._(
                        "%(fapiao)s is “%(state)s” already.",
                        fapiao=each.display_name,
                        state=labels[each.state],
                    )
                )
        return fapiao
