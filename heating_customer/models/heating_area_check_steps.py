from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from . import tier_guard
from .heating_area_check import MEASURES


class HeatingAreaCheck(models.Model):
    """From the measurement to its confirmation by somebody else."""

    _inherit = "heating.area.check"

    # === ACTIONS === #

    def action_measure(self):
        """Hand in what was measured, and go on to the next one on the way.

        :return: the action that opens the next check of the campaign
        :raise AccessError: the user is not the field worker of the check
        :raise UserError: measured already, or the figures are impossible
        """
        self.ensure_one()
        self.check_access("write")
        self._check_worker()
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        self._check_open()
        if refusals := self._get_refusals():
            raise UserError("\n".join(refusals))
        check = tier_guard.operating(self)
        check.write(
            {
                **self._get_filed(self.sudo().space_id),
                "state": "measured",
                "measured_by_id": self.env.uid,
                "measured_on": fields.Datetime.now(),
            }
        )
        check._settle_equal()
        return self._get_next_action()

    def _get_refusals(self):
        """Why the figures cannot be handed in, one sentence each."""
        refusals = []
        if self.built_area <= 0:
            refusals.append(self.env._("Enter the built area that you measured."))
        if self.inner_area > self.built_area:
            refusals.append(
                self.env._("The inner area cannot be more than the built area.")
            )
        return refusals

    def action_measure_again(self):
        """A clerk sends measured differences back to the field worker.

        Also what came to nothing: the application for it was rejected or cancelled.

        :raise UserError: a check is not measured, or has become an application
        """
        self._check_decider()
        self.lock_for_update()
        self.invalidate_recordset(["state", "application_id"])
        for check in self:
            # a wrong measurement shows when its application is rejected
            if check.state not in ("measured", "confirmed") or (
                check.application_id
                and check.application_id.state not in ("rejected", "cancelled")
            ):
                raise UserError(
                    self.env._(
                        "%(address)s cannot be measured again in this campaign.",
                        address=check.address,
                    )
                )
        tier_guard.operating(self).write(
            {
                "state": "to_do",
                "application_id": False,
                "measured_by_id": False,
                "measured_on": False,
                "confirmed_by_id": False,
                "confirmed_on": False,
            }
        )

    def action_confirm(self):
        """A clerk who did not measure agrees with the measured differences.

        :raise AccessError: the user is no archive clerk, or has measured it
        :raise UserError: a check does not wait for it
        """
        self._check_decider()
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        for check in self:
            if check.state != "measured":
                raise UserError(
                    self.env._(
                        "%(address)s is not waiting to be confirmed.",
                        address=check.address,
                    )
                )
            if check.measured_by_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You measured %(address)s: somebody else must confirm it.",
                        address=check.address,
                    )
                )
        tier_guard.operating(self).write(
            {
                "state": "confirmed",
                "confirmed_by_id": self.env.uid,
                "confirmed_on": fields.Datetime.now(),
            }
        )

    def _check_decider(self):
        self.check_access("write")
        if not self.env.user.has_group("heating_customer.group_archive_clerk"):
            raise AccessError(self.env._("Only archive clerks decide on measurements."))

    def action_view_to_measure(self):
        """Open the field worker's list."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_area_check_action_field"
        ) | {"target": "main"}

    def _get_next_action(self):
        """Open what comes next on the way, else the list of what is left."""
        self.ensure_one()
        action = self.action_view_to_measure()
        domain = [
            ("campaign_id", "=", self.campaign_id.id),
            ("state", "=", "to_do"),
            ("worker_id", "in", [self.env.uid, False]),
        ]
        following = self.search(
            [*domain, ("sequence", ">", self.sequence)], order="sequence, id", limit=1
        ) or self.search(domain, order="sequence, id", limit=1)
        if following:
            action["res_id"] = following.id
            action["views"] = [view for view in action["views"] if view[1] == "form"]
        return action

    # === BUSINESS METHODS === #

    @api.model
    def _get_filed(self, space):
        """What is on file of a space, as values of a check."""
        return {filed: space[name] for name, filed in MEASURES.items()}

    def _settle_equal(self):
        """Verify the spaces that are as they are on file; with trusted records."""
        equal = self.filtered(
            lambda check: check.state != "to_do" and not check.is_different
        )
        equal.write({"state": "applied"})
        for check in equal:
            check.space_id._verify(check.measured_by_id, check.measured_on)
