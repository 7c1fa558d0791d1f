from odoo import models
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
