from odoo import models
from odoo.exceptions import UserError

from .posting import QUIET_POSTING


class HeatingBill(models.Model):
    _inherit = "heating.bill"

    def _charge_extra_days(self, reason):
        """Work these bills out anew; those that cost the same keep their version.

        :param str reason: why, as the versions that end keep it
        :raise UserError: the engine refuses the facts of one, or the books are locked
        """
        bills = self.sudo().with_context(**QUIET_POSTING)
        bills.lock_for_update(allow_referencing=True)
        bills._check_one_occupant()
        assessments = bills._assess_anew()
        changed = bills._replace_lines(assessments, reason)
        for bill in bills - changed:
            bill.facts = bill._store_facts(bill.tariff_id, assessments[bill])

    def _check_one_occupant(self):
        """Refuse to charge added days where the household changed hands in the season.

        The bill is of who had it first, and the added days are of who has it then:
        they are charged by a charge to the right one.

        :raise UserError: it changed hands
        """
        for bill in self:
            season = bill.season_id
            changed = bill.household_id.occupancy_ids.filtered(
                lambda each, season=season: (
                    each.date_from
                    and season.heated_from < each.date_from <= season.heated_until
                )
            )
            if changed:
                raise UserError(
                    self.env._(
                        "Household %(number)s changed hands on %(day)s: charge the "
                        "added days to the right customer by a charge.",
                        number=bill.household_id.number,
                        day=changed[0].date_from,
                    )
                )
