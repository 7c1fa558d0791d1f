from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class HeatingHousehold(models.Model):
    """The dated supply of a household, and of each of its spaces.

    Methods take a ``space``: with one they are about its own states, without one about
    those of the household as a whole.
    """

    _inherit = "heating.household"

    def _get_supply_ranges(self, space=None):
        """All ranges of the household as a whole, or of one space and its line."""
        self.ensure_one()
        return space._get_line().supply_ids if space else self.supply_ids

    def _get_supply_run(self, day, space=None):
        """The range that holds on *day*, with what it goes on as after a replacement.

        :return: ranges of one state that follow each other, oldest first; empty where
            none holds
        :rtype: heating.supply
        """
        self.ensure_one()
        if space:
            return space._get_supply_run(day)
        return self.supply_ids.filtered(lambda supply: supply._is_valid_on(day))[:1]

    def _get_supply_state_on(self, day, space=None):
        """The supply state on *day*; a day that no range covers counts as supplied.

        A space is not supplied where its household is not. A household whose spaces
        are all without heat, each by itself, is so as a whole: in the state that they
        share, or else stopped.
        """
        self.ensure_one()
        state = self._get_supply_run(day).state or "supplied"
        if state != "supplied":
            return state
        if space:
            return space._get_supply_run(day)[:1].state or "supplied"
        spaces = self._get_spaces_on(day)
        own = self._get_part_states_on(day)
        return self._join_part_states([own.get(each, "supplied") for each in spaces])

    def _get_spaces_on(self, day):
        """The spaces that are heated on *day*."""
        return self.space_ids.filtered(
            lambda space: space.active and space._is_valid_on(day)
        )

    def _get_part_states_on(self, day):
        """The spaces that are, by a state of their own, without heat on *day*.

        :return: dict of space → state
        :rtype: dict
        """
        states = {
            supply.space_id._origin: supply.state
            for supply in self.part_supply_ids
            if supply.state != "supplied" and supply._is_valid_on(day)
        }
        return {
            space: states[space._origin]
            for space in self._get_spaces_on(day)
            if space._origin in states
        }

    @staticmethod
    def _join_part_states(states):
        """The state of a household that is supplied as such, from those of its spaces.

        :param list states: one for each space
        :rtype: str
        """
        if not states or "supplied" in states:
            return "supplied"
        return states[0] if len(set(states)) == 1 else "stopped"

    def _get_supply_conflict(self, date_from, date_to=False, space=None):
        """Why a new supply state cannot hold from *date_from* to *date_to*.

        The range that holds on the first day does not stand in the way: it ends the
        day before. It must have begun earlier, though, unless it lies in the future
        as a whole and so has never held.

        :param date date_from: first day of the new state
        :param date_to: its last day, or False for no end
        :param space: whose it is to be; None: the household's
        :return: a sentence, or False
        """
        self.ensure_one()
        current = self._get_supply_run(date_from, space)
        later = (self._get_supply_ranges(space) - current).filtered(
            lambda supply: (
                (not supply.date_to or supply.date_to >= date_from)
                and (not date_to or not supply.date_from or supply.date_from <= date_to)
            )
        )
        if later:
            return self.env._(
                "The dates overlap what is on file for household %(number)s: "
                "%(ranges)s. Choose other dates, or end that state first.",
                number=self.number,
                ranges=", ".join(later.mapped("display_name")),
            )
        if current[:1].date_from == date_from <= fields.Date.context_today(self):
            return self.env._(
                "On %(date)s another state of household %(number)s began: %(range)s. "
                "Choose a later day.",
                date=date_from,
                number=self.number,
                range=current[0].display_name,
            )
        return False

    def _change_supply(self, state, date_from, date_to=False, reason=False, space=None):
        """Begin a supply state, ending the day before what held until then.

        :param str state: the new state
        :param date date_from: its first day
        :param date_to: its last day, or False for no end
        :param reason: why, as shown in the history
        :param space: whose it is to be; None: the household's
        :return: the new range, or one for each space that is in the line on these days
        :rtype: heating.supply
        """
        self.ensure_one()
        if conflict := self._get_supply_conflict(date_from, date_to, space):
            raise UserError(conflict)
        current = self._get_supply_run(date_from, space)
        if current and current[0].date_from == date_from:
            self._message_log(
                body=self.env._(
                    "Taken back before it began: %(range)s.",
                    range=current[0].display_name,
                )
            )
        ahead = current.filtered(
            lambda supply: supply.date_from and supply.date_from >= date_from
        )
        (current - ahead).filtered(
            lambda supply: not supply.date_to or supply.date_to >= date_from
        ).date_to = date_from - relativedelta(days=1)
        ahead.unlink()
        # the exclusion constraint is checked at once, so the old range goes first
        self.env["heating.supply"].flush_model()
        pieces = (
            space._get_pieces(date_from, date_to)
            if space
            else [(self.env["heating.space"], date_from, date_to)]
        )
        return self.env["heating.supply"].create(
            [
                {
                    "household_id": self.id,
                    "space_id": piece.id,
                    "state": state,
                    "date_from": first,
                    "date_to": last,
                    "reason": reason,
                }
                for piece, first, last in pieces
            ]
        )
