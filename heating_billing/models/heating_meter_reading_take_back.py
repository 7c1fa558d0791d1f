from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingMeterReading(models.Model):
    """Accepted readings that turn out to be wrong are taken back, and stay on file."""

    _inherit = "heating.meter.reading"

    taken_back_by_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null"
    )
    taken_back_on = fields.Datetime(readonly=True)
    taken_back_reason = fields.Char(readonly=True)

    _taken_back_with_reason = models.Constraint(
        "CHECK (state <> 'taken_back' OR (taken_back_by_id IS NOT NULL "
        "AND btrim(COALESCE(taken_back_reason, '')) <> ''))",
        "Say why the reading is taken back.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        fixed = {"taken_back_by_id", "taken_back_on", "taken_back_reason"}
        if not self.env.su and any(vals.keys() & fixed for vals in vals_list):
            raise AccessError(
                self.env._("A reading is taken back by its button, with a reason.")
            )
        return super().create(vals_list)

    def _take_back(self, reason):
        """Take back accepted readings; what was settled by them is settled anew.

        :param str reason: why they are wrong
        :raise AccessError: by who is no accountant, or entered it
        :raise UserError: no reason, not accepted, or the season is closed
        """
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(self.env._("Accountants take back meter readings."))
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the reading is taken back."))
        readings = self.sudo()
        meters = readings.meter_id
        meters.lock_for_update(allow_referencing=True)
        readings.invalidate_recordset(["state"])
        for reading in readings:
            if reading.state != "accepted":
                raise UserError(
                    self.env._(
                        "The reading %(reading)s is not accepted, so there is nothing "
                        "to take back.",
                        reading=reading.display_name,
                    )
                )
            if reading.read_by_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You entered the reading %(reading)s: another person takes it "
                        "back.",
                        reading=reading.display_name,
                    )
                )
        vals = {
            "state": "taken_back",
            "reason": reason,
            "taken_back_by_id": self.env.uid,
            "taken_back_on": fields.Datetime.now(),
            "taken_back_reason": reason,
        }
        meters._change_heat(
            lambda: readings.write(vals),
            self.env._(
                "Reading %(reading)s taken back: %(reason)s",
                reading=", ".join(readings.mapped("display_name")),
                reason=reason,
            ),
        )
