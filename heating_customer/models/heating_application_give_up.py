from odoo import models
from odoo.exceptions import AccessError, UserError


class HeatingApplication(models.Model):
    """Giving up what has been approved and cannot take effect any more.

    A clerk cancels as long as nothing has followed. Once a valve was turned or a fee
    was charged an approver decides, who says why: what was done on site has to be
    undone there, and an open fee is credited.
    """

    _inherit = "heating.application"

    # === ACTIONS === #

    def action_cancel(self):
        for application in self:
            if application.state == "approved":
                application._check_nothing_followed()
        return super().action_cancel()

    def action_give_up(self, reason):
        """An approver gives up an approved application, whatever has followed.

        :param str reason: why, in words
        :raise AccessError: the user is no approver, or asked for it
        :raise UserError: no reason, or it is not approved
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_approver"):
            raise AccessError(
                self.env._("Only an approver gives up what has been approved.")
            )
        if self.env.user in self._get_approval_askers():
            raise AccessError(
                self.env._("You asked for this application: another approver decides.")
            )
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Say why the application is given up."))
        self._approval_lock()
        self.invalidate_recordset()
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "%(document)s is not waiting to take effect.",
                    document=self.display_name,
                )
            )
        self._check_can_be_given_up()
        application = self._approval_trusted()
        application._message_log(
            body=self.env._(
                "Given up by %(user)s: %(reason)s",
                user=self.env.user.name,
                reason=reason,
            )
        )
        application._close_open_reviews()
        application.write({"state": "cancelled", "finish_problem": False})
        application._on_given_up(reason)
        application._on_cancelled()

    # === BUSINESS METHODS === #

    def _check_can_be_given_up(self):
        """Refuse what cannot be taken back, not by an approver either.

        :raise UserError: it has changed the archive already
        """
        self.ensure_one()

    def _check_nothing_followed(self):
        """Refuse to cancel by the way what has had consequences.

        :raise UserError: something has followed the approval
        """
        self.ensure_one()
        self._check_can_be_given_up()
        if self.valve_on:
            raise UserError(
                self.env._(
                    "The valve was turned for %(document)s on %(date)s: an approver "
                    "has to give it up.",
                    document=self.display_name,
                    date=self.valve_on,
                )
            )

    def _on_given_up(self, reason):
        """Called with the trusted record, before ``_on_cancelled``.

        :param str reason: why, in words
        """

    def _on_cancelled(self):
        """What was made or confirmed for it does not count for another try.

        A household that was to join leaves its address to the next one.
        """
        result = super()._on_cancelled()
        if self.valve_on:
            # asked for again, it waits for somebody to go there again
            self.write(
                {
                    "valve_on": False,
                    "seal_number": False,
                    "field_worker_id": False,
                    "field_confirmed_on": False,
                }
            )
        households = self.joining_household_ids
        if self.effect == "join":
            households |= self.household_id
        households = households.filtered(lambda each: each.state == "joining")
        if households:
            self._close_unjoined(households)
        return result

    def _close_unjoined(self, households):
        """Close households that do not join after all; asked for again, there are new.

        Their numbers are free again, for the next list has the same ones.
        """
        for household in households:
            household._message_log(
                body=self.env._(
                    "%(document)s was given up, so it does not join.",
                    document=self.display_name,
                )
            )
            household.write(
                {"state": "closed", "number": f"{household.number}/{self.number}"}
            )
        if self.effect == "join":
            self.household_id = False
