from odoo import api, fields, models
from odoo.fields import Domain

from .heating_hold import HOLD_KINDS


class HeatingHousehold(models.Model):
    """The holds on a household, and what they forbid."""

    _inherit = "heating.household"

    hold_ids = fields.One2many(
        "heating.hold",
        "household_id",
        string="Holds",
        groups="heating_customer.group_user",
    )
    is_on_hold = fields.Boolean(
        compute="_compute_holds",
        search="_search_is_on_hold",
        compute_sudo=True,
        help="Said to staff only.",
    )
    hold_text = fields.Text(
        string="Holds Now",
        compute="_compute_holds",
        compute_sudo=True,
        groups="heating_customer.group_user",
        help="The open holds, one a line, with reason, day and who placed it.",
    )

    @api.depends("hold_ids.released_on", "hold_ids.kind", "hold_ids.reason")
    @api.depends_context("lang", "uid")
    def _compute_holds(self):
        # not by the field's groups, so that every list can be coloured by it
        internal = self.env.user._is_internal()
        kinds = dict(
            self.env["heating.hold"]._fields["kind"]._description_selection(self.env)
        )
        for household in self:
            holds = household._get_open_holds()
            household.is_on_hold = internal and bool(holds)
            household.hold_text = "\n".join(
                self.env._(
                    "%(kind)s since %(date)s: %(reason)s (%(user)s)",
                    kind=kinds[hold.kind],
                    date=hold.date_from,
                    reason=hold.reason,
                    user=hold.create_uid.name,
                )
                for hold in holds
            )

    def _search_is_on_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        if not self.env.user._is_internal():
            return Domain.FALSE
        return self._get_hold_domain([kind for kind, _label in HOLD_KINDS])

    # === BUSINESS METHODS === #

    @api.model
    def _get_hold_domain(self, kinds):
        """Domain for households with an open hold of one of *kinds*.

        :param list[str] kinds: kinds of holds
        :rtype: Domain
        """
        holds = (
            self.env["heating.hold"]
            .sudo()
            ._search([("kind", "in", kinds), ("released_on", "=", False)])
        )
        return Domain("id", "in", holds.subselect("household_id"))

    def _get_open_holds(self):
        """The holds that have not been released, whoever may read them.

        :rtype: heating.hold
        """
        return self.sudo().hold_ids.filtered(
            lambda hold: hold.id and not hold.released_on
        )

    def _get_pay_refusal(self, channel):
        """Why no money is taken for the household now, or False.

        :param str channel: ``counter``, ``online``, or another channel by its name
        :return: a sentence, or False
        """
        self.ensure_one()
        for hold in self._get_open_holds():
            if hold.kind == "no_charge":
                return self.env._(
                    "No money is taken for household %(number)s for the time being: "
                    "%(reason)s",
                    number=self.number,
                    reason=hold.reason,
                )
            if hold.kind == "no_online" and channel == "online":
                return self.env._(
                    "Household %(number)s cannot pay online: please pay at a counter.",
                    number=self.number,
                )
        return False

    def _get_outage_ranges(self):
        """Hook: days without heat through the company's fault; nobody knows them here.

        :return: dict of household id → list of (first day, last day or None)
        """
        return {}
