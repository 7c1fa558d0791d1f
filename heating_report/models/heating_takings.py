from odoo import api, fields, models
from odoo.tools import SQL


class HeatingTakings(models.Model):
    """What cashiers took, and what went back, by day, desk and means (收费日报、月报).

    One row for each act, on the day on which it was done: a receipt of yesterday that
    is voided today is money less of today, of who gave it back.
    """

    _name = "heating.takings"
    _description = "Cashier Report"
    _auto = False
    _order = "date DESC, desk_id, user_id, method_id, id"
    _rec_name = "reference"

    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    branch_id = fields.Many2one("heating.branch", readonly=True)
    hall_id = fields.Many2one("heating.hall", readonly=True)
    desk_id = fields.Many2one(
        "heating.desk", readonly=True, help="None: transferred by an accountant."
    )
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    method_id = fields.Many2one(
        "heating.tender.method", string="Means of Payment", readonly=True
    )
    act = fields.Selection(
        [
            ("taken", "Taken"),
            ("voided", "Voided"),
            ("refunded", "Refunded"),
            ("returned", "Came Back"),
        ],
        readonly=True,
    )
    reference = fields.Char(string="Receipt or Refund", readonly=True)
    taken = fields.Monetary(readonly=True, aggregator="sum")
    given_back = fields.Monetary(
        string="Voided or Refunded", readonly=True, aggregator="sum"
    )
    amount = fields.Monetary(string="Stays", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        """One row for each act: taken, voided, refunded, come back."""
        return SQL(
            """
            SELECT tender.id * 4 AS id, 'taken' AS act, tender.date,
                   tender.company_id,
                   -- what a platform took came for a household, to no desk
                   COALESCE(desk.branch_id, household.branch_id) AS branch_id,
                   desk.hall_id, desk.id AS desk_id,
                   receipt.cashier_id AS user_id, tender.method_id,
                   receipt.number AS reference, tender.amount AS taken,
                   0 AS given_back, tender.amount AS amount
              FROM heating_tender tender
              JOIN heating_receipt receipt ON receipt.id = tender.receipt_id
         LEFT JOIN heating_desk desk ON desk.id = receipt.desk_id
         LEFT JOIN LATERAL (SELECT household_id FROM heating_receipt_line
                             WHERE receipt_id = receipt.id AND desk.id IS NULL
                          ORDER BY id LIMIT 1) line ON TRUE
         LEFT JOIN heating_household household ON household.id = line.household_id
             UNION ALL
            SELECT tender.id * 4 + 1, 'voided', move.date,
                   tender.company_id, desk.branch_id, desk.hall_id, desk.id,
                   COALESCE(shift.user_id, receipt.voided_by_id), tender.method_id,
                   receipt.number, 0, tender.amount, -tender.amount
              FROM heating_tender tender
              JOIN heating_receipt receipt ON receipt.id = tender.receipt_id
              JOIN account_move move ON move.id = tender.void_move_id
         LEFT JOIN heating_shift shift ON shift.id = tender.void_shift_id
              JOIN heating_desk desk
                ON desk.id = COALESCE(shift.desk_id, receipt.desk_id)
             WHERE tender.state = 'voided'
             UNION ALL
            SELECT payment.id * 4 + 2, 'refunded', payment_move.date,
                   refund.company_id, COALESCE(desk.branch_id, refund.branch_id),
                   desk.hall_id, desk.id,
                   -- one that came back is paid out anew by another
                   CASE WHEN refund.payment_id = payment.id THEN refund.paid_by_id
                        ELSE payment.create_uid END,
                   refund.method_id, refund.number, 0, payment.amount,
                   -payment.amount
              FROM account_payment payment
              JOIN heating_refund refund ON refund.id = payment.heating_refund_id
              JOIN account_move payment_move ON payment_move.id = payment.move_id
         LEFT JOIN heating_shift shift
                ON shift.id = refund.shift_id AND refund.payment_id = payment.id
         LEFT JOIN heating_desk desk ON desk.id = shift.desk_id
             UNION ALL
            SELECT payment.id * 4 + 3, 'returned', back.date,
                   refund.company_id, refund.branch_id, NULL, NULL,
                   back.create_uid, refund.method_id,
                   refund.number, 0, -payment.amount, payment.amount
              FROM account_payment payment
              JOIN heating_refund refund ON refund.id = payment.heating_refund_id
              JOIN account_move back ON back.id = payment.heating_return_move_id
            """
        )

    @api.model
    @api.readonly
    def action_spreadsheet(self, _ids=()):
        """Open what the list shows as a spreadsheet: all that the search found.

        :return: the report's action as a dict
        """
        domain = self.env.context.get("active_domain") or []
        return self.env.ref("heating_report.heating_takings_xlsx").report_action(
            None, data={"domain": domain}
        )
