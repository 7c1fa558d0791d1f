from datetime import date

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# kind of money: name, and code of its journal; cash has one at each desk
METHODS = {
    "cash": (_lt("Cash"), None),
    "card": (_lt("Card"), "HPOS"),
    "transfer": (_lt("Bank Transfer"), "HTRF"),
    "alipay": (_lt("Alipay"), "HALI"),
    "wechat": (_lt("WeChat Pay"), "HWEC"),
    "bank": (_lt("Collected by Bank"), "HBNK"),
}


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.constrains("heating_advance_account_id")
    def _check_advance_account(self):
        """What is left of a prepayment is known by matching only."""
        for company in self:
            account = company.heating_advance_account_id
            if account and not account.reconcile:
                raise ValidationError(
                    self.env._(
                        "Account %(account)s does not allow reconciliation, so it "
                        "could not tell what is left of prepayments.",
                        account=account.display_name,
                    )
                )

    def write(self, vals):
        if "heating_advance_account_id" in vals:
            self._check_no_open_advance(vals["heating_advance_account_id"])
        return super().write(vals)

    def _check_no_open_advance(self, account_id):
        """Keep the advances account while money stands on it.

        What households have prepaid is looked for on this account: on another one it
        would be forgotten.

        :raise UserError: a household's prepayment is not used up
        """
        for company in self.sudo():
            account = company.heating_advance_account_id
            if account.id == account_id or not account:
                continue
            if (
                self.env["account.move.line"]
                .sudo()
                .search_count(
                    [
                        ("company_id", "=", company.id),
                        ("account_id", "=", account.id),
                        ("heating_household_id", "!=", False),
                        ("parent_state", "=", "posted"),
                        ("reconciled", "=", False),
                    ],
                    limit=1,
                )
            ):
                raise UserError(
                    self.env._(
                        "Prepayments of households stand on account %(account)s, so "
                        "%(company)s keeps it until they are used up.",
                        account=account.display_name,
                        company=company.name,
                    )
                )

    def _heating_paying_day(self):
        """The day as of which money is taken: today, or when a platform has taken it.

        Late fees and early birds go by it. Code of the suite sets it in the context as
        a `date`, which no client can send.

        :rtype: date
        """
        self.ensure_one()
        day = self.env.context.get("heating_paying_day")
        return day if type(day) is date else self._heating_today()

    def _heating_setup_payments(self):
        """Create the means of payment a company still lacks, each with its journal.

        Cash has no journal here: each desk has a cash journal of its own.
        """
        for company in self:
            company = company.with_company(company).sudo()
            known = company.env["heating.tender.method"].search(
                [("company_id", "=", company.id)]
            )
            if known:
                continue
            for sequence, (kind, (name, code)) in enumerate(METHODS.items()):
                journal = company.env["account.journal"]
                if code:
                    journal = journal.create(
                        {
                            "name": str(name),
                            "code": code,
                            "type": "bank",
                            "company_id": company.id,
                            "show_on_dashboard": False,
                        }
                    )
                    journal._heating_set_money_account()
                    company._heating_name_in_all_languages(journal, name)
                method = company.env["heating.tender.method"].create(
                    {
                        "name": str(name),
                        "kind": kind,
                        "sequence": sequence,
                        # what a bank collects comes in by its files
                        "at_counter": kind != "bank",
                        "company_id": company.id,
                        "journal_id": journal.id,
                    }
                )
                company._heating_name_in_all_languages(method, name)
