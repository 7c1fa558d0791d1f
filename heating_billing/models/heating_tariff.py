from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_customer.models import tier_guard

# What may still change on a tariff that is approved or waits for it.
OPEN_FIELDS = {"active"}
SOCIAL_PREFIXES = ("message_", "activity_", "website_message_")


def exact(number):
    """A stored number as the decimal that was typed: 0.19, not 0.1899999…"""
    return Decimal(str(number))


class HeatingTariff(models.Model):
    """A tariff (收费标准): what heat costs in a season, by category.

    Drafted by one person, approved by others, and never edited after that: bills
    keep the tariff they were made with, and a change is a new tariff. Its approval
    stands in ``heating_tariff_approval.py``, what the engine is told of it in
    ``heating_tariff_facts.py``.
    """

    _name = "heating.tariff"
    _description = "Heating Tariff"
    _inherit = ["heating.approval.mixin", "heating.tariff.terms"]
    _order = "season_id, name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Waiting for Approval"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
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
    payer_ids = fields.One2many("heating.tariff.payer", "tariff_id", copy=True)
    discount_ids = fields.One2many(
        "heating.tariff.discount",
        "tariff_id",
        string="Early-Bird Windows",
        copy=True,
    )
    ladder_ids = fields.One2many(
        "heating.tariff.ladder",
        "tariff_id",
        string="Refund for Cold Rooms",
        copy=True,
    )
    example_ids = fields.One2many(
        "heating.tariff.example", "tariff_id", string="Worked Examples", copy=True
    )
    example_count = fields.Integer(compute="_compute_example_counts")
    failed_count = fields.Integer(
        string="Failed Examples", compute="_compute_example_counts"
    )
    copied_from_id = fields.Many2one(
        "heating.tariff",
        string="Compared With",
        copy=False,
        index="btree_not_null",
        check_company=True,
        domain="[('id', '!=', id)]",
        help="The tariff before this one, such as last season's.",
    )
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
    refund_until = fields.Date(
        string="Refunds Paid Out Until",
        help="The day by which the season's refunds have to be paid out.",
    )
    clause = fields.Text(
        string="Legal Basis", help="The notice or measure these prices come from."
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    author_ids = fields.Many2many(
        "res.users",
        "heating_tariff_author_rel",
        string="Written by",
        readonly=True,
        copy=False,
        help="Whoever wrote on the tariff: they do not approve it.",
    )

    _name_unique = models.UniqueIndex(
        "(company_id, season_id, name)",
        "This season has a tariff of this name already.",
    )
    _inner_fallback_possible = models.Constraint(
        "CHECK (inner_fallback >= 0 AND inner_fallback <= 1)",
        "The share of the built area lies between 0 and 1.",
    )
    _over_height_possible = models.Constraint(
        "CHECK (over_height_rule = 'none' OR over_height_threshold > 0 AND "
        "over_height_limit >= 0 AND (over_height_rule = 'proportional' OR "
        "over_height_step > 0 AND over_height_rate >= 0))",
        "Heights and steps of a surcharge have to be more than zero.",
    )

    # === COMPUTE METHODS === #

    @api.depends("example_ids.result")
    def _compute_example_counts(self):
        for tariff in self:
            failed = tariff.example_ids.filtered(lambda line: line.result != "passed")
            tariff.example_count = len(tariff.example_ids)
            tariff.failed_count = len(failed)

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
        # the state is said in so many words, or a default of the client's would
        # approve it; the others come from the buttons only
        server_set = ("approved_by_id", "approved_on", "author_ids")
        tariffs = super().create(
            [
                {name: value for name, value in vals.items() if name not in server_set}
                | {"state": "draft"}
                for vals in vals_list
            ]
        )
        tariffs._approval_write(dict.fromkeys(server_set, False))
        tariffs._note_author()
        return tariffs

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(tariff.state == "approved" for tariff in self):
            raise UserError(
                self.env._(
                    "An approved tariff stays; archive it when it is not needed."
                )
            )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "approved_by_id",
            "approved_on",
            "author_ids",
        }

    @api.model
    def _get_under_validation_exceptions(self):
        return [*super()._get_under_validation_exceptions(), *OPEN_FIELDS]

    def _check_editable(self, names):
        """Refuse changes of tariffs that are no draft; note who changes one.

        :param names: names of the fields that are to be written
        :raise UserError: the tariff is approved or waits for it, or its state would
            be set by anything but the buttons
        """
        if tier_guard.is_trusted(self.env):
            return
        names = {name for name in names if not name.startswith(SOCIAL_PREFIXES)}
        if {"state", "approved_by_id", "approved_on"} & names:
            raise UserError(self.env._("Use “Approve” to approve a tariff."))
        if not names - OPEN_FIELDS:
            return
        for tariff in self:
            if tariff.state == "approved":
                raise UserError(
                    self.env._(
                        "Tariff %(name)s is approved and bills rest on it: copy it, "
                        "change the copy and have that approved.",
                        name=tariff.name,
                    )
                )
            if tariff.state != "draft":
                raise UserError(
                    self.env._(
                        "Tariff %(name)s is no longer a draft: take it back to draft "
                        "before you change it.",
                        name=tariff.name,
                    )
                )
        self._note_author()

    def _note_author(self):
        """Remember who writes on the tariff, so that they do not approve it."""
        unknown = self.filtered(lambda tariff: self.env.user not in tariff.author_ids)
        if unknown:
            unknown._approval_write({"author_ids": [(4, self.env.uid)]})

    # === BUSINESS METHODS === #

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
