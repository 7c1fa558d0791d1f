from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# In the context of who only brings ``payer_id`` up to what the periods say already.
_KEEPING = object()


class HeatingHousehold(models.Model):
    """Who is billed on which day: periods, of which ``payer_id`` keeps today's.

    Writing ``payer_id`` begins or ends a period today. Applications write periods from
    their own day, and the nightly job brings ``payer_id`` up to date when one begins.
    """

    _inherit = "heating.household"

    payer_period_ids = fields.One2many(
        "heating.payer.period", "household_id", string="Payers over Time"
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        households = super().create(vals_list)
        households._open_payer_periods()
        return households

    def write(self, vals):
        if (
            "payer_id" not in vals
            or self.env.context.get("heating_payer_keeping") is _KEEPING
        ):
            return super().write(vals)
        before = {household: household.payer_id for household in self}
        result = super().write(vals)
        for payer, changed in (
            self.filtered(lambda each: each.payer_id != before[each])
            .grouped("payer_id")
            .items()
        ):
            changed._change_payer(payer, fields.Date.context_today(self))
        return result

    # === BUSINESS METHODS === #

    def _get_payer_on(self, day):
        """Who is billed on *day* instead of the customer.

        The periods of all households of the recordset are read at once.

        :param date day: any day
        :return: a partner, or none where the customer is billed
        :rtype: res.partner
        """
        self.ensure_one()
        # who bills may not read the archive's history
        periods_sudo = self.sudo().payer_period_ids
        return (
            periods_sudo.filtered(lambda each: each._is_valid_on(day))[:1]
            .with_env(self.env)
            .partner_id
        )

    def _get_payer_conflict(self, day):
        """Why the payer cannot change on *day*: one has begun to pay since.

        :param date day: the first day of the new payer
        :return: a sentence, or False
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        begun = self.payer_period_ids.filtered(
            lambda each: each.date_from and day < each.date_from <= today
        )
        if begun:
            return self.env._(
                "%(payer)s has paid for household %(number)s since %(date)s: choose "
                "that day or a later one.",
                payer=begun[0].partner_id.name,
                number=self.number,
                date=begun[0].date_from,
            )
        return False

    def _open_payer_periods(self):
        """Start the period of each household's first payer."""
        self.env["heating.payer.period"].sudo().create(
            [
                {
                    "household_id": household.id,
                    "partner_id": household.payer_id.id,
                    "date_from": household.joined_on,
                }
                for household in self
                if household.payer_id and not household.payer_period_ids
            ]
        )

    def _change_payer(self, payer, day, last_day=False):
        """Bill *payer* for these households from a day on.

        The period that holds on that day ends the day before. What begins on it or
        later has not been decided any more and goes; the household's chatter keeps it.

        :param payer: the partner, or none: the customer is billed
        :param date day: the first day
        :param last_day: the last day, after which the customer is billed; False: no end
        """
        yesterday = day - relativedelta(days=1)
        model = self.env["heating.payer.period"].sudo()
        known = model.search(
            [
                ("household_id", "in", self.ids),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", yesterday),
            ]
        )
        dropped = known.filtered(lambda each: each.date_from and each.date_from >= day)
        resumed = (known - dropped).filtered(lambda each: each.partner_id == payer)
        ended = (known - dropped - resumed).filtered(
            lambda each: not each.date_to or each.date_to > yesterday
        )
        dropped._log_dropped()
        dropped.unlink()
        ended.write({"date_to": yesterday})
        resumed.write({"date_to": last_day})
        # the exclusion constraint is checked at once, so what ends is written first
        model.flush_model()
        if payer:
            model.create(
                [
                    {
                        "household_id": household.id,
                        "partner_id": payer.id,
                        "date_from": day,
                        "date_to": last_day,
                    }
                    for household in self - resumed.household_id.with_env(self.env)
                ]
            )
        self._keep_payer()

    def _keep_payer(self):
        """Bring ``payer_id`` up to what holds today, one write for each payer."""
        today = fields.Date.context_today(self)
        self.invalidate_recordset(["payer_period_ids"])
        stale = {}
        for household in self:
            payer = household._get_payer_on(today)
            if household.payer_id != payer:
                stale.setdefault(payer, self.browse())
                stale[payer] += household
        for payer, households in stale.items():
            households.sudo().with_context(heating_payer_keeping=_KEEPING).write(
                {"payer_id": payer.id}
            )


class HeatingPayerPeriod(models.Model):
    _inherit = "heating.payer.period"

    def _log_dropped(self):
        """Keep in the households' chatter what another decision has replaced."""
        for period in self:
            period.household_id._message_log(
                body=self.env._(
                    "Payer replaced by a later decision: %(period)s.",
                    period=period.display_name,
                )
            )
