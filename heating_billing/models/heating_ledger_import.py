from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# a season of a usual town, where the company has none yet to go by
FIRST_DAY = relativedelta(month=11, day=15)
LAST_DAY = relativedelta(years=1, month=3, day=14)


class HeatingLedgerImport(models.Model):
    """The ledger's sheets of arrears and of payments of earlier seasons.

    Arrears become opening charges, each with a posted invoice dated in its season:
    no tax and no revenue, which were booked in their year. Payments are kept to be
    read only.
    """

    _inherit = "heating.ledger.import"

    currency_id = fields.Many2one(related="company_id.currency_id")
    arrears_row_count = fields.Integer(
        string="Rows of Arrears", readonly=True, copy=False
    )
    arrears_count = fields.Integer(
        string="Arrears",
        readonly=True,
        copy=False,
        help="Arrears of households that come in or are in the archive.",
    )
    arrears_amount = fields.Monetary(string="Arrears (Yuan)", readonly=True, copy=False)
    arrears_existing_count = fields.Integer(
        string="Arrears in the Books",
        readonly=True,
        copy=False,
        help="Arrears whose opening charge is in the books already: left as they are.",
    )
    arrears_refused_count = fields.Integer(
        string="Arrears of Refused Households", readonly=True, copy=False
    )
    arrears_refused_amount = fields.Monetary(
        string="Arrears of Refused Households (Yuan)", readonly=True, copy=False
    )
    arrears_unknown_count = fields.Integer(
        string="Arrears of Unknown Households", readonly=True, copy=False
    )
    arrears_unknown_amount = fields.Monetary(
        string="Arrears of Unknown Households (Yuan)", readonly=True, copy=False
    )
    arrears_settled_count = fields.Integer(
        string="Settled Arrears",
        readonly=True,
        copy=False,
        help="Rows of arrears that owe nothing.",
    )
    payment_row_count = fields.Integer(
        string="Rows of Payments", readonly=True, copy=False
    )
    payment_count = fields.Integer(
        string="Earlier Payments",
        readonly=True,
        copy=False,
        help="Payments of households that come in or are in the archive.",
    )
    payment_amount = fields.Monetary(
        string="Earlier Payments (Yuan)", readonly=True, copy=False
    )
    payment_existing_count = fields.Integer(
        string="Earlier Payments on File", readonly=True, copy=False
    )
    payment_unpaid_count = fields.Integer(
        string="Rows without a Payment",
        readonly=True,
        copy=False,
        help="Rows of payments that say that nothing was paid.",
    )

    @api.model
    def _get_result_fields(self):
        return [
            *super()._get_result_fields(),
            "arrears_row_count",
            "arrears_count",
            "arrears_amount",
            "arrears_existing_count",
            "arrears_refused_count",
            "arrears_refused_amount",
            "arrears_unknown_count",
            "arrears_unknown_amount",
            "arrears_settled_count",
            "payment_row_count",
            "payment_count",
            "payment_amount",
            "payment_existing_count",
            "payment_unpaid_count",
        ]

    @api.model
    def _get_stages(self):
        return [*super()._get_stages(), "arrears", "payment"]

    def _prepare_archive(self):
        """Override of `heating_customer` to create the seasons of years past."""
        result = super()._prepare_archive()
        arrears, payments = (
            {row["season_label"] for row in self.batch_ids._get_open_rows(kind)}
            for kind in ("arrears", "payment")
        )
        seasons = self._ensure_seasons(arrears | payments)
        if arrears:
            self._check_books(seasons[label] for label in arrears)
        return result

    def _ensure_seasons(self, labels):
        """The seasons of these labels, created where they are missing.

        :return: dict of label → season
        """
        return self.env["heating.season"]._get_or_create_earlier(
            labels, self._get_pattern_season(), self.company_id
        )

    def _get_pattern_season(self):
        """The season whose days of the year the earlier ones share.

        It is the one that the ledger's states are meant for; a company that has none
        yet gets the usual days, to be corrected before anything is billed.
        """
        self.ensure_one()
        seasons = self.env["heating.season"]
        season = seasons.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_end", ">=", self.states_from),
            ],
            order="date_start",
            limit=1,
        ) or seasons.search([("company_id", "=", self.company_id.id)], limit=1)
        if season:
            return season
        first_day = self.states_from + FIRST_DAY
        return seasons.new(
            {
                "company_id": self.company_id.id,
                "date_start": first_day,
                "date_end": first_day + LAST_DAY,
            }
        )

    def _check_books(self, seasons):
        """Refuse at once what every invoice would stumble over.

        :raise UserError: no journal or account to post to, or a locked period
        """
        company = self.company_id
        company._check_heating_settings("heating_opening_account_id")
        for season in sorted(seasons, key=lambda season: season.date_start):
            company._check_heating_books(
                "heating_opening_journal_id",
                self._get_opening_date(season),
                taxed=False,
                subject=self.env._("Arrears of season %(season)s", season=season.name),
            )

    @api.model
    def _get_opening_date(self, season):
        """The day in its season on which arrears are booked.

        It is the last day on which the season could be paid without a late fee, or
        today where that has not come yet.
        """
        today = fields.Date.context_today(self)
        day = min(season.date_due, today, season.date_end)
        return max(day, season.date_start)
