from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

INCLUDED_TAX_RATE = 9.0


class ResCompany(models.Model):
    _inherit = "res.company"

    heating_bill_journal_id = fields.Many2one(
        "account.journal",
        string="Season Bills Journal",
        domain="[('type', '=', 'sale'), ('company_id', '=', id)]",
        check_company=True,
    )
    heating_charge_journal_id = fields.Many2one(
        "account.journal",
        string="Charges Journal",
        domain="[('type', '=', 'sale'), ('company_id', '=', id)]",
        check_company=True,
        help="Charges, discounts and late fees: a journal of their own, so that "
        "counters never wait for the numbers of a bill run.",
    )
    heating_opening_journal_id = fields.Many2one(
        "account.journal",
        string="Opening Arrears Journal",
        domain="[('type', '=', 'sale'), ('company_id', '=', id)]",
        check_company=True,
    )
    heating_entry_journal_id = fields.Many2one(
        "account.journal",
        string="Heating Entries Journal",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
        check_company=True,
        help="Advances that are applied, and entries that undo a voided receipt.",
    )
    heating_income_account_id = fields.Many2one(
        "account.account", string="Heat Income Account", check_company=True
    )
    heating_charge_income_account_id = fields.Many2one(
        "account.account", string="Income Account of Charges", check_company=True
    )
    heating_opening_account_id = fields.Many2one(
        "account.account",
        string="Opening Balance Account",
        check_company=True,
        help="Counterpart of arrears taken over from the old ledger.",
    )
    heating_advance_account_id = fields.Many2one(
        "account.account",
        string="Advances Account",
        check_company=True,
        help="Money taken before there is a bill (预收账款).",
    )
    heating_bulk_posting = fields.Boolean(
        string="Post by Rows",
        default=True,
        help="Invoices that are alike are written in sets, after two that Odoo made "
        "and whose every column was compared. Off: Odoo makes each of them.",
    )
    heating_recognise = fields.Selection(
        [("at_once", "At Once"), ("by_days", "By the Days of the Season")],
        string="Recognise Revenue",
        required=True,
        default="at_once",
        help="By days: season bills credit the deferred income account, and an entry "
        "each month moves to income what its heated days have earned.",
    )
    heating_deferred_account_id = fields.Many2one(
        "account.account",
        string="Deferred Income Account",
        check_company=True,
        help="Season bills until their days have passed (合同负债, 递延收益). Use it "
        "for nothing else: a law of the books compares it with the bills.",
    )
    heating_exempt_tax_id = fields.Many2one(
        "account.tax", string="Exempt Tax for Heat", check_company=True
    )
    heating_included_tax_id = fields.Many2one(
        "account.tax", string="Included Tax for Heat", check_company=True
    )
    heating_late_fee_tax_id = fields.Many2one(
        "account.tax",
        string="Tax for Late Fees",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('price_include', '=', True)]",
    )
    heating_connection_tax_id = fields.Many2one(
        "account.tax",
        string="Tax for Connection Fees",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('price_include', '=', True)]",
    )

    heating_charge_limit = fields.Monetary(
        string="Charges Approved above",
        default=10000.0,
        help="A charge of more yuan is approved by another person before an "
        "accountant confirms it. 0: no charge is.",
    )
    heating_meter_most = fields.Float(
        string="First Readings at Most",
        default=2.0,
        digits=(16, 2),
        help="The first reading of a meter is held where it comes to more heat than "
        "this, in kWh a m² and day since the meter was installed. Zero: first readings "
        "are not doubted.",
    )
    heating_meter_factor = fields.Float(
        string="Unlikely Meter Readings",
        default=3.0,
        help="A reading is held when it means more than so many times the heat a day "
        "that the meter measured before. 0: none is held.",
    )
    heating_instalment_grace_days = fields.Integer(
        string="Days after a Missed Instalment",
        default=7,
        help="A plan of instalments ends so many days after a date that was missed.",
    )

    def _get_heating_charge_tax(self, kind):
        """The tax of charges of a kind that no price list says otherwise for.

        :param str kind: as in `heating.charge`
        :return: a tax, empty where the company has none
        """
        self.ensure_one()
        own = {
            "late_fee": self.heating_late_fee_tax_id,
            "connection": self.heating_connection_tax_id,
        }
        return own.get(kind) or self.heating_included_tax_id

    def _check_heating_settings(self, *field_names):
        """Refuse what cannot be booked before the accounting is set up.

        :param field_names: settings that are needed
        :raise UserError: one of them is empty
        """
        self.ensure_one()
        for name in field_names:
            if not self[name]:
                raise UserError(
                    self.env._(
                        "%(company)s has no “%(setting)s”: choose one under "
                        "Settings › Heating.",
                        company=self.name,
                        setting=self._fields[name]._description_string(self.env),
                    )
                )

    def _check_heating_books(self, journal_field, date, *, taxed, subject):
        """Refuse at once a day on which nothing can be booked.

        Odoo would book the invoice on the next open day without a word, and its date
        would not be the one in the books.

        :param str journal_field: the setting that names the journal
        :param date: the day of the invoice
        :param bool taxed: whether taxes are involved: those returned are locked apart
        :param str subject: what is to be booked, to begin the sentence with
        :raise UserError: the journal is not set, or the books are locked on that day
        """
        # approvers of bills are no accountants; exceptions from locks stay the user's
        company_sudo = self.sudo()
        company_sudo._check_heating_settings(journal_field)
        journal_sudo = company_sudo[journal_field]
        locks = company_sudo._get_violated_lock_dates(date, taxed, journal_sudo)
        if locks:
            raise UserError(
                self.env._(
                    "%(subject)s: it is to be booked on %(date)s, but the books are "
                    "locked up to %(lock)s. Take a later day, or have the books "
                    "opened.",
                    subject=subject,
                    date=date,
                    lock=max(lock for lock, _field in locks),
                )
            )

    def _heating_setup_accounting(self):
        """Create what is still missing of the heating journals, accounts and taxes.

        Accounts are found through the chart template's external ids, with a general
        account type as the way out for other charts. What an administrator has
        chosen already is left alone, so it may be called again at any time.
        """
        for company in self:
            company = company.with_company(company).sudo()
            values = company._prepare_heating_journals()
            values.update(company._prepare_heating_accounts())
            values.update(company._prepare_heating_taxes())
            company.write(
                {
                    name: record.id
                    for name, record in values.items()
                    if not company[name]
                }
            )

    def _prepare_heating_journals(self):
        self.ensure_one()
        specifications = {
            "heating_bill_journal_id": ("HB", "sale", _lt("Season Heat Bills")),
            "heating_charge_journal_id": ("HC", "sale", _lt("Heating Charges")),
            "heating_opening_journal_id": ("HO", "sale", _lt("Opening Heat Arrears")),
            "heating_entry_journal_id": ("HE", "general", _lt("Heating Entries")),
        }
        journals = {}
        for field_name, (code, kind, name) in specifications.items():
            if self[field_name]:
                continue
            journals[field_name] = self.env["account.journal"].create(
                {
                    "name": str(name),
                    "code": code,
                    "type": kind,
                    "company_id": self.id,
                    "refund_sequence": kind == "sale",
                    "show_on_dashboard": False,
                }
            )
            self._heating_name_in_all_languages(journals[field_name], name)
        return journals

    def _heating_name_in_all_languages(self, record, name):
        """Give a record made by the set-up its name in each installed language.

        :param record: a record whose name is translated
        :param LazyGettext name: the name
        """
        for code, _label in self.env["res.lang"].get_installed():
            record.with_context(lang=code).name = name._translate(code)

    def _prepare_heating_accounts(self):
        self.ensure_one()
        template = self.env["account.chart.template"].with_company(self)

        def find(xml_ids, account_type):
            for xml_id in xml_ids:
                account = template.ref(xml_id, raise_if_not_found=False)
                if account:
                    return account
            if not account_type:
                return self.env["account.account"]
            return self.env["account.account"].search(
                [
                    *self.env["account.account"]._check_company_domain(self),
                    ("account_type", "=", account_type),
                ],
                limit=1,
            )

        accounts = {
            "heating_income_account_id": find(
                ("l10n_cn_account_5001", "l10n_cn_large_bis_account_6001"), "income"
            ),
            "heating_charge_income_account_id": find(
                ("l10n_cn_account_5051", "l10n_cn_large_bis_account_6051"), "income"
            ),
            "heating_opening_account_id": self.get_unaffected_earnings_account(),
            "heating_advance_account_id": find(
                ("l10n_cn_common_account_2203",), "liability_current"
            ),
            "heating_deferred_account_id": find(
                # any other liability would be mixed up: then somebody chooses one
                ("l10n_cn_large_bis_account_2204", "l10n_cn_common_account_2401"),
                None,
            ),
        }
        # what a household paid before its bill is matched with that bill later
        if not self.heating_advance_account_id:
            accounts["heating_advance_account_id"].reconcile = True
        return accounts

    def _prepare_heating_taxes(self):
        """Taxes inside the price: heat for residents is exempt, other heat has 9 %."""
        self.ensure_one()
        template = self.env["account.chart.template"].with_company(self)
        vat_account = template.ref(
            "l10n_cn_common_account_2221", raise_if_not_found=False
        )
        repartition = [
            Command.create({"document_type": document, "repartition_type": "base"})
            for document in ("invoice", "refund")
        ]
        repartition += [
            Command.create(
                {
                    "document_type": document,
                    "repartition_type": "tax",
                    "account_id": vat_account.id if vat_account else False,
                }
            )
            for document in ("invoice", "refund")
        ]
        specifications = {
            "heating_exempt_tax_id": (0.0, _lt("Heat, exempt")),
            "heating_included_tax_id": (INCLUDED_TAX_RATE, _lt("Heat, 9% included")),
        }
        taxes = {}
        for field_name, (amount, name) in specifications.items():
            if self[field_name]:
                continue
            taxes[field_name] = self.env["account.tax"].create(
                {
                    "name": str(name),
                    "amount": amount,
                    "amount_type": "percent",
                    "type_tax_use": "sale",
                    "price_include_override": "tax_included",
                    "company_id": self.id,
                    "repartition_line_ids": repartition,
                }
            )
            self._heating_name_in_all_languages(taxes[field_name], name)
        # charges have 9 % until an administrator knows better
        included = self.heating_included_tax_id or taxes["heating_included_tax_id"]
        for field_name in ("heating_late_fee_tax_id", "heating_connection_tax_id"):
            taxes[field_name] = included
        return taxes
