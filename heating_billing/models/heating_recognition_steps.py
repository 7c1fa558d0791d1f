from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..assessment import recognise_month
from .posting import QUIET_POSTING


class HeatingRecognition(models.Model):
    """Working out, posting and reversing a month."""

    _inherit = "heating.recognition"

    # === ACTIONS === #

    def action_work_out(self):
        """Work out drafts anew from what the books say now.

        :raise AccessError: the user is no accountant
        :raise UserError: one is posted
        """
        for recognition in self._begin("draft"):
            recognition._work_out()

    def action_post(self):
        """Work out the months once more and book them.

        :raise AccessError: the user is no accountant
        :raise UserError: a month is not over, is locked, comes before one that is
            posted, or has nothing to recognise
        """
        for recognition in self._begin("draft").sorted("month"):
            recognition._check_may_post()
            recognition._work_out()
            recognition._post()

    def action_reverse(self):
        """Book the opposite of a posted month, so that it can be recognised again.

        :raise AccessError: the user is no accountant
        :raise UserError: a later month is posted, or the month is locked
        """
        for recognition in self._begin("posted").sorted("month", reverse=True):
            recognition._check_no_later_month()
            recognition._check_books_open()
            move = recognition.move_id._reverse_moves(
                [
                    {
                        "date": recognition.date,
                        "ref": recognition.env._(
                            "Reversal of %(entry)s", entry=recognition.move_id.name
                        ),
                        "heating_season_id": recognition.season_id.id,
                    }
                ]
            )
            move._post(soft=False)
            recognition.write({"state": "reversed", "reverse_move_id": move.id})

    def action_view_entries(self):
        """Open the entry of the month and, if it was reversed, the opposite one."""
        self.ensure_one()
        moves = self.move_id + self.reverse_move_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %(month)s", month=self.display_name),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", moves.ids)],
            "context": {"create": False},
        }

    # === CHECKS === #

    def _begin(self, state):
        """Lock the seasons of these months: one step at a time in each.

        :param str state: in which they must be
        :return: the records, as the suite itself
        """
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(self.env._("Only an accountant recognises income."))
        recognitions = self.browse(dict.fromkeys(self.ids)).sudo()
        recognitions = recognitions.with_context(**QUIET_POSTING)
        recognitions.season_id.lock_for_update(allow_referencing=True)
        recognitions.invalidate_recordset()
        states = dict(self._fields["state"]._description_selection(self.env))
        for recognition in recognitions:
            if recognition.state != state:
                raise UserError(
                    self.env._(
                        "%(recognition)s is “%(state)s” already: open it anew.",
                        recognition=recognition.display_name,
                        state=states[recognition.state],
                    )
                )
        return recognitions

    def _check_may_post(self):
        self._check_no_later_month()
        if self.date > self.company_id._heating_today():
            raise UserError(
                self.env._(
                    "%(recognition)s: the month is not over. Post it on %(date)s or "
                    "later.",
                    recognition=self.display_name,
                    date=self.date,
                )
            )
        if self.date < self.season_id.date_start:
            raise UserError(
                self.env._(
                    "%(recognition)s: the season begins on %(date)s, no day of it has "
                    "passed in this month.",
                    recognition=self.display_name,
                    date=self.season_id.date_start,
                )
            )
        self._check_books_open()

    def _check_no_later_month(self):
        later = self.search(
            [
                ("season_id", "=", self.season_id.id),
                ("month", ">", self.month),
                ("state", "=", "posted"),
            ],
            order="month",
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(recognition)s: the later month %(later)s is posted and rests on "
                    "it. Reverse that one first, the latest month before the others.",
                    recognition=self.display_name,
                    later=later.display_name,
                )
            )

    def _check_books_open(self):
        self.company_id._check_heating_books(
            "heating_entry_journal_id",
            self.date,
            taxed=False,
            subject=self.display_name,
        )

    # === WORKING OUT === #

    def _work_out(self):
        """Write the proof: three queries, however many bills there are."""
        self.ensure_one()
        billed, before = self._read_billed(), self._read_recognised()
        vals_list = []
        # a household may have no station and a bill no category
        keys = sorted({*billed, *before}, key=lambda key: [part or 0 for part in key])
        for key in keys:
            whole = billed.get(key, Decimal(0))
            earlier = before.get(key, Decimal(0))
            amount = recognise_month(whole, earlier, self.days, self.season_days)
            station, category, deferred, income = key
            if not (whole or earlier or amount):
                continue
            vals_list.append(
                {
                    "station_id": station,
                    "category_id": category,
                    "deferred_account_id": deferred,
                    "income_account_id": income,
                    "billed": float(whole),
                    "before": float(earlier),
                    "amount": float(amount),
                }
            )
        self.with_context(**QUIET_POSTING).write(
            {
                "line_ids": [
                    fields.Command.clear(),
                    *(fields.Command.create(vals) for vals in vals_list),
                ]
            }
        )

    def _read_billed(self):
        """What the season's bills have deferred by the end of the month.

        :return: dict of (station, category, deferred account, income account) → yuan
        """
        self.env.flush_all()
        return self._as_sums(
            SQL(
                """
                SELECT household.station_id, bill.category_id, line.account_id,
                       line.heating_income_account_id, -SUM(line.balance)
                  FROM account_move_line line
                  JOIN heating_bill bill ON bill.id = line.heating_bill_id
                  JOIN heating_household household ON household.id = bill.household_id
                 WHERE line.heating_season_id = %s
                   AND line.heating_income_account_id IS NOT NULL
                   AND line.parent_state = 'posted'
                   AND line.date <= %s
              GROUP BY 1, 2, 3, 4
                """,
                self.season_id.id,
                self.date,
            )
        )

    def _read_recognised(self):
        """What earlier months have recognised, by the same keys."""
        return self._as_sums(
            SQL(
                """
                SELECT line.station_id, line.category_id, line.deferred_account_id,
                       line.income_account_id, SUM(line.amount)
                  FROM heating_recognition_line line
                  JOIN heating_recognition recognition
                    ON recognition.id = line.recognition_id
                 WHERE recognition.season_id = %s
                   AND recognition.state = 'posted'
                   AND recognition.month < %s
              GROUP BY 1, 2, 3, 4
                """,
                self.season_id.id,
                self.month,
            )
        )

    def _as_sums(self, query):
        return {
            tuple(key): Decimal(str(amount)).quantize(Decimal("0.01"))
            for *key, amount in self.env.execute_query(query)
        }

    # === POSTING === #

    def _post(self):
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: not self.currency_id.is_zero(line.amount)
        )
        if not lines:
            raise UserError(
                self.env._(
                    "%(recognition)s: there is nothing to recognise. Either no bill of "
                    "the season is deferred, or all is recognised already.",
                    recognition=self.display_name,
                )
            )
        move = (
            self.env["account.move"]
            .with_context(**QUIET_POSTING)
            .create(self._prepare_entry_vals(lines))
        )
        move._post(soft=False)
        self.write(
            {"state": "posted", "move_id": move.id, "posted_by_id": self.env.uid}
        )

    def _prepare_entry_vals(self, lines):
        """One pair of lines for each station, category and account with an amount."""
        company = self.company_id
        commands = []
        for line in lines:
            name = " ".join(
                word
                for word in (
                    self.display_name,
                    line.station_id.name,
                    line.category_id.name,
                )
                if word
            )
            analytic = line.station_id._get_analytic_vals()
            commands += [
                fields.Command.create(
                    {
                        "name": name,
                        "account_id": line.deferred_account_id.id,
                        "balance": line.amount,
                    }
                ),
                fields.Command.create(
                    {
                        "name": name,
                        "account_id": line.income_account_id.id,
                        "balance": -line.amount,
                        **analytic,
                    }
                ),
            ]
        return {
            "move_type": "entry",
            "journal_id": company.heating_entry_journal_id.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "date": self.date,
            "ref": self.env._("Recognition %(month)s", month=self.display_name),
            "heating_season_id": self.season_id.id,
            "line_ids": commands,
        }
