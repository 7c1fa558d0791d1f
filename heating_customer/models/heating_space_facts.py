from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError

# what a bill is worked out from
SPACE_FACTS = frozenset(
    {
        "active",
        "built_area",
        "category_id",
        "date_from",
        "date_to",
        "height",
        "household_id",
        "inner_area",
    }
)


class HeatingSpace(models.Model):
    """Spaces of a household in the network begin, change and end by applications.

    Only who enters a household enters its spaces with it, on the same day; an
    administrator puts mistakes right, and the season's bill follows at once.
    """

    _name = "heating.space"
    _inherit = ["heating.space", "heating.archive.mixin"]

    _archive_facts = SPACE_FACTS

    def _may_correct(self):
        """Override: a space is part of what was entered with its household.

        What an application has made was approved, though it names a clerk as its
        author who was the last to do something about it.
        """
        household = self.sudo().household_id
        return super()._may_correct() and (
            self.env.su
            or self.env.user.has_group("heating_customer.group_administrator")
            or (
                not household.joining_application_id
                and household.with_env(self.env)._may_correct()
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        spaces = super().create(vals_list)
        if not self.env.su:
            for space in spaces:
                if not space._may_correct():
                    raise AccessError(
                        self.env._(
                            "A space of household %(number)s begins by an application "
                            "that others approve; an administrator puts mistakes "
                            "right.",
                            number=space.household_id.number,
                        )
                    )
            spaces._corrected(spaces._get_first_days())
        return spaces

    def write(self, vals):
        if self.env.su or SPACE_FACTS.isdisjoint(vals):
            return super().write(vals)
        before = self._get_facts()
        days = self._get_first_days()
        result = super().write(vals)
        after = self._get_facts()
        changed = self.filtered(lambda space: before[space] != after[space])
        changed._corrected(changed._get_changed_days(before, days))
        return result

    def _get_facts(self):
        """What bills are worked out from.

        :return: dict of space → dict of field → value
        :rtype: dict
        """
        return {
            space: {name: space[name] for name in SPACE_FACTS} for space in self.sudo()
        }

    def _get_first_days(self):
        """The first day of each household on which one of these spaces is heated.

        :return: dict of household → date, or None for “since ever”
        :rtype: dict
        """
        return {
            household: (
                min(spaces.mapped("date_from"))
                if all(spaces.mapped("date_from"))
                else None
            )
            for household, spaces in self.sudo().grouped("household_id").items()
        }

    def _get_changed_days(self, before, days):
        """The first day of each household on which something is different.

        :param dict before: what :meth:`_get_facts` gave before
        :param dict days: what :meth:`_get_first_days` gave before
        :rtype: dict
        """
        after = self._get_first_days()
        result = {}
        for household in (*days, *after):
            first = [found[household] for found in (days, after) if household in found]
            result[household] = None if None in first else min(first)
        for household, spaces in self.sudo().grouped("household_id").items():
            ends = [
                last
                for space in spaces
                for last in (before[space]["date_to"], space.date_to)
            ]
            others = SPACE_FACTS - {"date_to"}
            if any(ends) and all(
                before[space][name] == space[name]
                for space in spaces
                for name in others
            ):
                result[household] = min(filter(None, ends)) + relativedelta(days=1)
        return result

    def _corrected(self, days):
        """Hook: somebody has put facts right by hand; bills follow in addons above.

        :param dict days: household → first day that is different, None: since ever
        """
