from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What a client may set; everything else follows from the archive and the buttons.
# what hangs on a contract is guarded file by file: those that others rely on stay
PAPER_FIELDS = {"attachment_ids"}
DRAFT_FIELDS = {"date_from", "date_to", "terms"} | PAPER_FIELDS
CLIENT_FIELDS = {"household_id", "partner_id"} | DRAFT_FIELDS
SOCIAL_PREFIXES = ("message_", "activity_")


class HeatingContract(models.Model):
    """A supply contract (供用热合同) with the customer of a household.

    What it says of the household is copied when it is drafted, so that it still says
    so when the archive has changed. Its state follows the buttons of
    ``heating_contract_flow.py`` and the customer's signature, nothing else.
    """

    _name = "heating.contract"
    _description = "Supply Contract"
    _inherit = [
        "heating.company.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "portal.mixin",
    ]
    _order = "date_from DESC, id DESC"
    _rec_name = "number"
    _check_company_auto = True
    _company_from = "household_id"

    number = fields.Char(
        string="Contract Number", readonly=True, copy=False, index="trigram"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Waiting for Signature"),
            ("signed", "Signed"),
            ("ended", "Ended"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    application_id = fields.Many2one(
        "heating.application",
        string="Made for",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
    )
    date_to = fields.Date(
        string="To", index=True, tracking=True, help="The last day; empty: no end."
    )
    terms = fields.Text(
        string="Special Terms", help="What is agreed beside the usual articles."
    )
    renewed_by_id = fields.Many2one(
        "heating.contract", readonly=True, copy=False, index="btree_not_null"
    )
    is_in_force = fields.Boolean(
        string="In Force", compute="_compute_in_force", search="_search_is_in_force"
    )
    is_expired = fields.Boolean(
        string="Expired", compute="_compute_in_force", search="_search_is_expired"
    )

    # What the archive said when it was drafted.
    household_number = fields.Char(readonly=True)
    customer_name = fields.Char(readonly=True)
    customer_phone = fields.Char(readonly=True)
    address = fields.Char(readonly=True)
    category = fields.Char(string="Price Category", readonly=True)
    heating_type = fields.Selection(
        [("area", "By Area"), ("meter", "By Heat Meter")], readonly=True
    )
    built_area = fields.Float(digits=(16, 2), readonly=True)
    inner_area = fields.Float(digits=(16, 2), readonly=True, help="Zero means unknown.")
    space_text = fields.Text(
        string="Spaces", readonly=True, help="The spaces, where there are several."
    )

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another contract has this number already."
    )
    _one_open = models.UniqueIndex(
        "(household_id, partner_id) WHERE state IN ('draft', 'sent')",
        "A contract of this customer and household is being prepared already.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "The last day cannot come before the first.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (household_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (state = 'signed')",
        "A household has one contract in force on each day.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "household_number")
    def _compute_display_name(self):
        for contract in self:
            parts = (contract.number, contract.household_number)
            contract.display_name = " ".join(part for part in parts if part)

    @api.depends("household_id")
    def _compute_partner_id(self):
        for contract in self:
            contract.partner_id = (
                contract.partner_id or contract.household_id.customer_id
            )

    def _compute_access_url(self):
        for contract in self:
            contract.access_url = f"/my/heating/contracts/{contract.id}"

    @api.depends("state", "date_from", "date_to")
    def _compute_in_force(self):
        today = fields.Date.context_today(self)
        for contract in self:
            signed = contract.state == "signed"
            contract.is_expired = (
                signed and bool(contract.date_to) and contract.date_to < today
            )
            contract.is_in_force = (
                signed and not contract.is_expired and contract.date_from <= today
            )

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_in_force_domain(fields.Date.context_today(self))

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain([("state", "=", "signed"), ("date_to", "<", today)])

    @api.model
    def _get_in_force_domain(self, day):
        """Domain for contracts that bind both sides on *day* (a date).

        :rtype: Domain
        """
        return Domain(
            [
                ("state", "=", "signed"),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )

    @api.model
    def _get_open_domain(self):
        """Domain for contracts that are being prepared."""
        return Domain("state", "in", ("draft", "sent"))

    @api.model
    def _get_party_domain(self, household, partner):
        """Domain for the contracts of a household with one customer."""
        return Domain(
            [("household_id", "=", household.id), ("partner_id", "=", partner.id)]
        )

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """What only the server sets takes the model's default, never the client's."""
        defaults = super().default_get([n for n in fields if n in CLIENT_FIELDS])
        return defaults | ({"state": "draft"} if "state" in fields else {})

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_names(vals, CLIENT_FIELDS)
        households = self.env["heating.household"].browse(
            vals.get("household_id") for vals in vals_list
        )
        partners = self.env["res.partner"].browse(
            vals.get("partner_id") or household.customer_id.id
            for vals, household in zip(vals_list, households, strict=True)
        )
        numbers = self._next_numbers(len(vals_list))
        return super().create(
            [
                {
                    **self._prepare_facts(household, partner),
                    **vals,
                    "number": number,
                }
                for vals, household, partner, number in zip(
                    vals_list, households, partners, numbers, strict=True
                )
            ]
        )

    def write(self, vals):
        if not self.env.su:
            self._check_names(vals, DRAFT_FIELDS)
            content = {
                name
                for name in vals.keys() - PAPER_FIELDS
                if not name.startswith(SOCIAL_PREFIXES)
            }
            if content and any(contract.state != "draft" for contract in self):
                raise UserError(
                    self.env._(
                        "Only a draft can be changed: take the contract back first."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is on record and cannot be deleted.",
                        contract=contract.display_name,
                    )
                )

    def _check_names(self, vals, allowed):
        """Refuse what only the buttons and the archive set.

        :param vals: the values, or their names
        :param set allowed: names of fields that a client may set
        :raise AccessError: another one is among them
        """
        refused = {
            name
            for name in vals
            if name not in allowed and not name.startswith(SOCIAL_PREFIXES)
        }
        if refused:
            raise AccessError(
                self.env._(
                    "These are taken from the archive or follow the signature: "
                    "%(fields)s.",
                    fields=", ".join(sorted(refused)),
                )
            )
