from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    heating_bill_journal_id = fields.Many2one(
        related="company_id.heating_bill_journal_id", readonly=False
    )
    heating_charge_journal_id = fields.Many2one(
        related="company_id.heating_charge_journal_id", readonly=False
    )
    heating_opening_journal_id = fields.Many2one(
        related="company_id.heating_opening_journal_id", readonly=False
    )
    heating_entry_journal_id = fields.Many2one(
        related="company_id.heating_entry_journal_id", readonly=False
    )
    heating_income_account_id = fields.Many2one(
        related="company_id.heating_income_account_id", readonly=False
    )
    heating_charge_income_account_id = fields.Many2one(
        related="company_id.heating_charge_income_account_id", readonly=False
    )
    heating_opening_account_id = fields.Many2one(
        related="company_id.heating_opening_account_id", readonly=False
    )
    heating_advance_account_id = fields.Many2one(
        related="company_id.heating_advance_account_id", readonly=False
    )
    heating_bulk_posting = fields.Boolean(
        related="company_id.heating_bulk_posting", readonly=False
    )
    heating_recognise = fields.Selection(
        related="company_id.heating_recognise", readonly=False
    )
    heating_deferred_account_id = fields.Many2one(
        related="company_id.heating_deferred_account_id", readonly=False
    )
    heating_exempt_tax_id = fields.Many2one(
        related="company_id.heating_exempt_tax_id", readonly=False
    )
    heating_included_tax_id = fields.Many2one(
        related="company_id.heating_included_tax_id", readonly=False
    )
    heating_late_fee_tax_id = fields.Many2one(
        related="company_id.heating_late_fee_tax_id", readonly=False
    )
    heating_connection_tax_id = fields.Many2one(
        related="company_id.heating_connection_tax_id", readonly=False
    )
    heating_fapiao_provider_id = fields.Many2one(
        related="company_id.heating_fapiao_provider_id", readonly=False
    )
    heating_fapiao_watch_days = fields.Integer(
        related="company_id.heating_fapiao_watch_days", readonly=False
    )
    heating_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of Heating"
    )
    heating_charge_limit = fields.Monetary(
        related="company_id.heating_charge_limit",
        readonly=False,
        currency_field="heating_currency_id",
    )
    heating_meter_most = fields.Float(
        related="company_id.heating_meter_most", readonly=False
    )
    heating_meter_factor = fields.Float(
        related="company_id.heating_meter_factor", readonly=False
    )
    heating_instalment_grace_days = fields.Integer(
        related="company_id.heating_instalment_grace_days", readonly=False
    )
