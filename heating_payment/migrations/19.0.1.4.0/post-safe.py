"""A safe for each company, and drawers whose accounts say what lies in them.

Before, floats and what desks handed over were not booked, so that the account of a
drawer grew for ever. What is too much on it is booked into the safe.
"""

from odoo import SUPERUSER_ID
from odoo.api import Environment

# by desk: what its account says, and what lies in the drawer
DRAWERS = """
    SELECT desk.id,
           (SELECT COALESCE(SUM(balance), 0) FROM account_move_line
             WHERE account_id = journal.default_account_id
               AND parent_state = 'posted')
           - (SELECT COALESCE(SUM(
                    COALESCE(shift.opening_float, 0)
                    + (SELECT COALESCE(SUM(amount), 0) FROM heating_tender
                        WHERE kind = 'cash' AND shift_id = shift.id)
                    - (SELECT COALESCE(SUM(amount), 0) FROM heating_tender
                        WHERE kind = 'cash' AND void_shift_id = shift.id)), 0)
                FROM heating_shift shift
               WHERE shift.desk_id = desk.id AND shift.state <> 'confirmed')
      FROM heating_desk desk
      JOIN account_journal journal ON journal.id = desk.cash_journal_id
"""


def migrate(cr, version):
    if not version:
        return
    env = Environment(cr, SUPERUSER_ID, {})
    env["res.company"].search(
        [("chart_template", "!=", False)]
    )._heating_setup_payments()
    cr.execute(DRAWERS)
    for desk_id, too_much in cr.fetchall():
        shift = env["heating.shift"].search([("desk_id", "=", desk_id)], limit=1)
        if not shift or shift.currency_id.is_zero(float(too_much)):
            continue
        shift._post_cash_entry(
            shift.desk_id.cash_journal_id,
            env._("Handed over before"),
            [
                (shift.company_id._get_safe_journal(), float(too_much)),
                (shift.desk_id.cash_journal_id, -float(too_much)),
            ],
        )
