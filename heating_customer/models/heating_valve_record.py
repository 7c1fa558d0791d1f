from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class HeatingValveRecord(models.Model):
    """A valve that was shut or opened (阀门记录), with the seal put on it.

    Written when a field worker confirms an application, or by hand. A record stays as
    it was written; what was wrong is followed by another.
    """

    _name = "heating.valve.record"
    _description = "Valve Record"
    _inherit = ["heating.company.mixin"]
    _order = "date DESC, id DESC"
    _rec_name = "state"
    _check_company_auto = True
    _company_from = "household_id"

    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    space_id = fields.Many2one(
        "heating.space",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('household_id', '=', household_id)]",
        help="The valve of this space; empty: of the whole household.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("open", "Opened"), ("shut", "Shut")], string="Valve", required=True
    )
    seal_number = fields.Char(
        index="trigram", help="The seal put on the valve; empty: none."
    )
    user_id = fields.Many2one(
        "res.users", string="Done by", readonly=True, index="btree_not_null"
    )
    application_id = fields.Many2one(
        "heating.application",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    note = fields.Char()

    _seal_on_shut_valve = models.Constraint(
        "CHECK (state = 'open' OR COALESCE(btrim(seal_number), '') <> '')",
        "Enter the number of the seal on the valve.",
    )

    @api.depends("state", "date", "seal_number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            parts = (states.get(record.state), record.date, record.seal_number)
            record.display_name = " ".join(str(part) for part in parts if part)

    @api.constrains("space_id", "household_id")
    def _check_space(self):
        self.space_id._check_household()

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        for record in self:
            if record.date > today:
                raise ValidationError(
                    self.env._("The valve cannot be turned in the future.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                if vals.keys() & {"user_id", "application_id"}:
                    raise AccessError(
                        self.env._(
                            "Who turned the valve, and for which application, is noted "
                            "by confirming the work on site."
                        )
                    )
                # nor by a client's default_application_id
                vals.update(user_id=self.env.uid, application_id=False)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Valve records stay: write another one instead."))


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    valve_record_ids = fields.One2many(
        "heating.valve.record",
        "household_id",
        string="Valve History",
        groups="heating_customer.group_user",
    )
    valve_state = fields.Selection(
        [("open", "Opened"), ("shut", "Shut")],
        string="Valve",
        compute="_compute_valve",
        store=True,
        compute_sudo=True,
        groups="heating_customer.group_user",
        help="The household's own valve, as the last record says; empty: never "
        "recorded.",
    )
    seal_number = fields.Char(
        string="Seal",
        compute="_compute_valve",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        groups="heating_customer.group_user",
    )

    @api.depends(
        "valve_record_ids.state",
        "valve_record_ids.date",
        "valve_record_ids.seal_number",
        "valve_record_ids.space_id",
    )
    def _compute_valve(self):
        for household in self:
            # a space's valve says nothing of the household's
            own = household.valve_record_ids.filtered(
                lambda record: not record.space_id
            )
            last = own.sorted(
                lambda record: (record.date, record._origin.id), reverse=True
            )[:1]
            household.valve_state = last.state
            household.seal_number = last.seal_number
