from odoo import models


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
            names = {
                "cash": self.env._("Cash"),
                "card": self.env._("Card"),
                "transfer": self.env._("Bank Transfer"),
                "alipay": self.env._("Alipay"),
                "wechat": self.env._("WeChat Pay"),
                "bank": self.env._("Collected by Bank"),
            }
            codes = {
                "card": "HPOS",
                "transfer": "HTRF",
                "alipay": "HALI",
                "wechat": "HWEC",
                "bank": "HBNK",
            }
            for sequence, (kind, name) in enumerate(names.items()):
                journal = company.env["account.journal"]
                if kind in codes:
                    journal = journal.create(
                        {
                            "name": name,
                            "code": codes[kind],
                            "type": "bank",
                            "company_id": company.id,
                            "show_on_dashboard": False,
                        }
                    )
                    journal._heating_set_money_account()
                company.env["heating.tender.method"].create(
                    {
                        "name": name,
                        "kind": kind,
                        "sequence": sequence,
                        "company_id": company.id,
                        "journal_id": journal.id,
                    }
                )
