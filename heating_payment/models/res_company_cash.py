from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

CODE = "HSAF"
NAME = _lt("Safe")


class ResCompany(models.Model):
    """Where cash lies that is not in a drawer, and where cash differences go."""

    _inherit = "res.company"

    heating_safe_journal_id = fields.Many2one(
        "account.journal",
        string="Safe",
        check_company=True,
        domain="[('type', '=', 'cash')]",
        help="Floats come out of it, and what desks hand over goes into it, until it "
        "is taken to the bank.",
    )

    def _heating_setup_payments(self):
        """Override: the safe is there before a desk needs it."""
        for company in self:
            company = company.with_company(company).sudo()
            if company.heating_safe_journal_id:
                continue
            journals = company.env["account.journal"]
            journal = journals.search(
                [("code", "=", CODE), ("company_id", "=", company.id)]
            )
            if not journal:
                journal = journals.create(
                    {
                        "name": str(NAME),
                        "code": CODE,
                        "type": "cash",
                        "company_id": company.id,
                        "show_on_dashboard": False,
                    }
                )
                journal._heating_set_money_account()
                company._heating_name_in_all_languages(journal, NAME)
            company.heating_safe_journal_id = journal
        return super()._heating_setup_payments()

    def _get_safe_journal(self):
        """The journal of the safe.

        :raise UserError: there is none
        """
        self.ensure_one()
        if not self.heating_safe_journal_id:
            raise UserError(
                self.env._(
                    "%(company)s has no cash journal for its safe: an accountant sets "
                    "it in the settings of Heating.",
                    company=self.name,
                )
            )
        return self.heating_safe_journal_id

    def _get_cash_difference_account(self, journal, difference):
        """Where cash that is over or short is booked, by Odoo's own settings.

        :param journal: the drawer's
        :param float difference: yuan, over when positive
        :return: the journal's account, or else the company's
        :raise UserError: neither has one
        """
        self.ensure_one()
        if difference > 0:
            account = (
                journal.profit_account_id
                or self.default_cash_difference_income_account_id
            )
        else:
            account = (
                journal.loss_account_id
                or self.default_cash_difference_expense_account_id
            )
        if not account:
            raise UserError(
                self.env._(
                    "Cash is more or less than was expected or owed, but journal "
                    "%(journal)s has no profit and loss account for cash differences: "
                    "an accountant sets them there.",
                    journal=journal.display_name,
                )
            )
        return account
