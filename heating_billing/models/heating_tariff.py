from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.heating_customer.models.heating_supply import OUTSIDE_STATES

from ..assessment import Assessor, OverHeight, Tariff


def exact(number):
    """A stored number as the decimal that was typed: 0.19, not 0.1899999…"""
    return Decimal(str(number))


class HeatingTariff(models.Model):
    """A tariff (收费标准): what heat costs in a season, by category.

    Drafted by one person, approved by another, and never edited after that: bills
    keep the tariff they were made with.
    """

    _name = "heating.tariff"
    _description = "Heating Tariff"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "season_id, name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one(
        "heating.season", required=True, index=True, tracking=True, check_company=True
    )
    branch_ids = fields.Many2many(
        "heating.branch",
        string="Branches",
        check_company=True,
        help="Empty: all branches that have no tariff of their own.",
    )
    price_ids = fields.One2many("heating.tariff.price", "tariff_id", copy=True)
    share_ids = fields.One2many("heating.tariff.share", "tariff_id", copy=True)
    inner_fallback = fields.Float(
        string="Share of Built Area for Unknown Inner Area",
        digits=(16, 4),
        tracking=True,
        help="0.9: where the inner area is unknown, 90 % of the built area is priced. "
        "Zero: such a household is an exception.",
    )
    over_height_rule = fields.Selection(
        [
            ("none", "No Surcharge"),
            ("step", "For Each Started Step"),
            ("proportional", "In Proportion to the Height"),
        ],
        default="none",
        required=True,
        tracking=True,
    )
    over_height_threshold = fields.Float(
        string="Surcharge Above", digits=(16, 2), default=3.5, help="Height in m."
    )
    over_height_step = fields.Float(
        string="Step", digits=(16, 2), default=0.3, help="In m."
    )
    over_height_rate = fields.Float(
        string="Surcharge a Step",
        digits=(16, 4),
        default=0.1,
        help="0.1: each started step adds 10 % of the price.",
    )
    over_height_limit = fields.Float(
        string="Negotiated Above",
        digits=(16, 2),
        help="Above this height, in m, there is no automatic price. Zero: no limit.",
    )
    rounding = fields.Selection(
        [("0.01", "Cents"), ("0.1", "Ten Cents"), ("1", "Whole Yuan")],
        string="Bills Rounded To",
        default="0.01",
        required=True,
        tracking=True,
    )
    clause = fields.Text(
        string="Legal Basis", help="The notice or measure these prices come from."
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(company_id, season_id, name)",
        "This season has a tariff of this name already.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        self._check_editable(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(
                    self.env._(
                        "A tariff begins as a draft; another person approves it."
                    )
                )
        # said in so many words, or a default of the client's would approve it
        draft = {"state": "draft", "approved_by_id": False, "approved_on": False}
        return super().create([{**vals, **draft} for vals in vals_list])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(tariff.state == "approved" for tariff in self):
            raise UserError(
                self.env._(
                    "An approved tariff stays; archive it when it is not needed."
                )
            )

    def _check_editable(self, vals):
        """Refuse changes of approved tariffs, and approval by anything but the button.

        :raise UserError: the tariff is approved, or *vals* would set its state
        """
        if self.env.context.get("heating_tariff_approval") is _APPROVAL:
            return
        if {"state", "approved_by_id", "approved_on"} & set(vals):
            raise UserError(self.env._("Use “Approve” to approve a tariff."))
        fixed = set(vals) - {
            "active",
            "message_follower_ids",
            "message_ids",
            "activity_ids",
            "message_main_attachment_id",
        }
        for tariff in self:
            if fixed and tariff.state == "approved":
                raise UserError(
                    self.env._(
                        "Tariff %(name)s is approved and bills rest on it: copy it, "
                        "change the copy and have that approved.",
                        name=tariff.name,
                    )
                )

    # === ACTIONS === #

    def action_approve(self):
        """Approve the tariff; by somebody other than who made it.

        :raise AccessError: the user is no approver
        :raise UserError: own tariff, or a tariff that cannot be computed with
        """
        if not self.env.user.has_group("heating_customer.group_approver"):
            raise AccessError(self.env._("Only an approver can approve a tariff."))
        for tariff in self:
            rules = (tariff, tariff.price_ids, tariff.share_ids)
            if any(
                self.env.user in records.create_uid | records.write_uid
                for records in rules
            ):
                raise UserError(
                    self.env._(
                        "You wrote on tariff %(name)s, so another approver approves "
                        "it.",
                        name=tariff.name,
                    )
                )
            if not tariff.price_ids:
                raise UserError(
                    self.env._("Tariff %(name)s has no price yet.", name=tariff.name)
                )
            tariff._get_assessor()
        self.with_context(heating_tariff_approval=_APPROVAL).sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
            }
        )
        for tariff in self.sudo():
            tariff._message_log(
                body=self.env._(
                    "Approved by %(user)s: bills may rest on it from now on.",
                    user=self.env.user.name,
                )
            )

    # === BUSINESS METHODS === #

    def _get_facts(self):
        """The tariff as the assessment engine wants it.

        :rtype: assessment.Tariff
        """
        self.ensure_one()
        over_height = None
        if self.over_height_rule != "none":
            by_step = self.over_height_rule == "step"
            over_height = OverHeight(
                threshold=exact(self.over_height_threshold),
                step=exact(self.over_height_step) if by_step else None,
                rate_per_step=exact(self.over_height_rate) if by_step else None,
                proportional=not by_step,
                negotiate_above=exact(self.over_height_limit)
                if self.over_height_limit
                else None,
            )
        return Tariff(
            prices=tuple(price._get_facts() for price in self.price_ids),
            inner_fallback=exact(self.inner_fallback) if self.inner_fallback else None,
            over_height=over_height,
            # before joining and after leaving nothing is due unless a share says so
            shares=dict.fromkeys(OUTSIDE_STATES, Decimal(0))
            | {share.supply_state: exact(share.share) for share in self.share_ids},
            rounding=Decimal(self.rounding),
        )

    def _get_assessor(self):
        """The engine, prepared for this tariff and its season.

        :rtype: assessment.Assessor
        :raise UserError: a price is missing or stands twice
        """
        self.ensure_one()
        return self.env["heating.bill"]._call_engine(
            Assessor, self.season_id._get_facts(), self._get_facts()
        )

    @api.model
    def _get_applicable_domain(self, season):
        return [("season_id", "=", season.id), ("state", "=", "approved")]

    @api.model
    def _get_by_branch(self, season):
        """Which approved tariff holds in which branch.

        :param season: the season asked about
        :return: dict of branch id → tariff; the key False holds the tariff of all
            branches without their own
        :raise UserError: two approved tariffs claim the same branch
        """
        by_branch = {}
        for tariff in self.search(self._get_applicable_domain(season)):
            for branch_id in tariff.branch_ids.ids or [False]:
                if branch_id in by_branch:
                    raise UserError(
                        self.env._(
                            "Tariffs %(first)s and %(second)s both hold for the same "
                            "branch in season %(season)s: archive one of them.",
                            first=by_branch[branch_id].name,
                            second=tariff.name,
                            season=season.name,
                        )
                    )
                by_branch[branch_id] = tariff
        return by_branch


# Set in the context by action_approve only; a client cannot send an object.
_APPROVAL = object()
