from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingSeason(models.Model):
    """A season is closed by an accountant once nothing of it is to change any more.

    Until then corrections reach its bills, also after its last heated day.
    """

    _inherit = "heating.season"

    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Not Closed"), ("closed", "Closed")], compute="_compute_state"
    )
    open_matters = fields.Text(
        string="Still Open",
        compute="_compute_open_matters",
        groups="heating_customer.group_accountant",
        help="What of the season is not done yet, for whoever closes it.",
    )

    @api.depends("closed_on")
    def _compute_state(self):
        for season in self:
            season.state = "closed" if season.closed_on else "open"

    @api.depends("closed_on", "heated_until")
    @api.depends_context("lang")
    def _compute_open_matters(self):
        for season in self:
            matters = [] if season.closed_on else season._get_open_matters()
            season.open_matters = "\n".join(matters) or False

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_closed_by_hand(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_closed_by_hand(vals)
        return super().write(vals)

    def _check_not_closed_by_hand(self, *vals_list):
        if not self.env.su and any(
            vals.keys() & {"closed_on", "closed_by_id"} for vals in vals_list
        ):
            raise AccessError(self.env._("A season is closed by its button."))

    def action_close(self):
        """Close seasons that have ended: their bills are not worked out anew any more.

        :raise AccessError: by who is no accountant
        :raise UserError: a season that is not over
        """
        self._check_may_close()
        for season in self.sudo():
            if season.heated_until >= season.company_id._heating_today():
                raise UserError(
                    self.env._(
                        "Season %(season)s cannot be closed yet. Still open:\n"
                        "%(matters)s",
                        season=season.name,
                        matters="\n".join(season._get_open_matters()),
                    )
                )
            if not season.closed_on:
                season.write(
                    {"closed_on": fields.Datetime.now(), "closed_by_id": self.env.uid}
                )

    def action_reopen(self):
        """Let corrections reach the bills of these seasons again.

        :raise AccessError: by who is no accountant
        """
        self._check_may_close()
        self.sudo().write({"closed_on": False, "closed_by_id": False})

    def _get_open_matters(self):
        """What of the season is not done yet, as sentences.

        Only its days keep it from being closed; the rest is for who decides.

        :rtype: list[str]
        """
        self.ensure_one()

        def count(model, *domain):
            of_season = ("season_id", "in", self._origin.ids)
            return self.env[model].sudo().search_count([of_season, *domain])

        matters = []
        if self.date_end and self.heated_until >= self.company_id._heating_today():
            matters.append(
                self.env._(
                    "The season is heated until %(day)s; it is closed after that.",
                    day=self.heated_until,
                )
            )
        if runs := count("heating.bill.run", ("state", "not in", ("done", "undone"))):
            matters.append(
                self.env._("Bill runs that are not done: %(count)s.", count=runs)
            )
        if bills := count(
            "heating.bill", ("metering", "=", "advance"), ("undone_on", "=", False)
        ):
            matters.append(
                self.env._(
                    "Bills that wait for the settlement of metered heat: %(count)s.",
                    count=bills,
                )
            )
        if left := len(self._get_bills_without_extra_days()):
            matters.append(
                self.env._(
                    "Bills without the days that were added: %(count)s.", count=left
                )
            )
        if months := count("heating.recognition", ("state", "=", "draft")):
            matters.append(
                self.env._("Months of income that are drafts: %(count)s.", count=months)
            )
        return matters

    def _check_may_close(self):
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(self.env._("Accountants close and reopen seasons."))

    def _check_open(self):
        """Refuse to change what bills of a closed season rest on.

        :raise UserError: a season that is closed
        """
        for season in self.sudo():
            if season.closed_on:
                raise UserError(
                    self.env._(
                        "Season %(season)s was closed on %(day)s by %(user)s: its "
                        "bills do not change any more. An accountant reopens it first.",
                        season=season.name,
                        day=fields.Date.to_string(
                            fields.Datetime.context_timestamp(self, season.closed_on)
                        ),
                        user=season.closed_by_id.name,
                    )
                )


class HeatingBill(models.Model):
    _inherit = "heating.bill"

    def _reassess(self, reason):
        """Override: never of a season that is closed."""
        self.season_id._check_open()
        return super()._reassess(reason)
