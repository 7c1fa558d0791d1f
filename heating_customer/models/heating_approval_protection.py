from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from . import tier_guard

# Not content: what chatter and activities keep beside a document.
_SOCIAL_PREFIXES = ("message_", "activity_", "website_message_", "rating_")


class HeatingApprovalProtection(models.AbstractModel):
    """What keeps a document's state and content out of reach while others approve it.

    ``state`` and the other protected fields are written through ``_approval_write``
    only, whoever calls, sudo included; the content is frozen as soon as the document
    is no draft any more. Who may do what is in ``heating.approval.mixin``, which
    models inherit.
    """

    _name = "heating.approval.protection"
    _description = "Protection of Documents under Approval"
    _inherit = ["tier.validation", "mail.thread", "mail.activity.mixin"]
    # Reviewers read a document without being allowed to change it, yet may comment.
    _mail_post_access = "read"

    _approval_strict = True
    _state_draft = "draft"
    _state_requested = "requested"
    _state_rejected = "rejected"
    _cancel_state = "cancelled"
    _state_from = ["draft", "requested"]
    _state_to = ["approved"]

    requested_by_id = fields.Many2one(
        "res.users",
        string="Requested by",
        readonly=True,
        copy=False,
        help="Who asked for approval.",
    )
    requested_on = fields.Datetime(readonly=True, copy=False)
    need_validation = fields.Boolean(compute_sudo=True)
    can_review = fields.Boolean(compute_sudo=True)
    has_comment = fields.Boolean(compute_sudo=True)
    next_review = fields.Char(compute_sudo=True)

    @api.depends("review_ids")
    def _compute_need_validation(self):
        # as shipped it depends on nothing and stays what it was before the request
        return super()._compute_need_validation()

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        """Names of the fields that only the approval operations write.

        :rtype: set[str]
        """
        return {
            self._state_field,
            "validation_status",
            "review_ids",
            "requested_by_id",
            "requested_on",
        }

    @api.model
    def default_get(self, fields):
        """Protected fields take the model's default, never the client's.

        A ``default_state`` in the context, or a user's own default for it, would
        otherwise create approved documents.
        """
        protected = self._get_approval_protected_fields()
        defaults = super().default_get([n for n in fields if n not in protected])
        for name in protected.intersection(fields):
            if default := self._fields[name].default:
                defaults[name] = default(self)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        if not tier_guard.is_trusted(self.env):
            for vals in vals_list:
                self._check_unprotected(
                    name
                    for name in vals
                    if (name, vals[name]) != (self._state_field, self._state_draft)
                )
        return super().create(vals_list)

    def write(self, vals):
        if self and not tier_guard.is_trusted(self.env):
            self._check_unprotected(vals)
            self._check_content_open(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_requested(self):
        for record in self:
            if record[record._state_field] != record._state_draft:
                raise UserError(
                    self.env._(
                        "%(document)s is on record and cannot be deleted. Cancel it "
                        "instead.",
                        document=record.display_name,
                    )
                )

    def _check_unprotected(self, names):
        protected = self._get_approval_protected_fields().intersection(names)
        if protected:
            labels = self.fields_get(protected, attributes=["string"])
            raise AccessError(
                self.env._(
                    "Only the buttons that ask, approve, reject or confirm change: "
                    "%(fields)s.",
                    fields=", ".join(
                        labels.get(name, {}).get("string", name)
                        for name in sorted(protected)
                    ),
                )
            )

    def _check_content_open(self, vals):
        """What others approve or have approved does not change under their hands."""
        names = {name for name in vals if not name.startswith(_SOCIAL_PREFIXES)}
        for record in self:
            if record[record._state_field] == record._state_draft:
                continue
            if names.difference(record._get_under_validation_exceptions()):
                raise UserError(
                    self.env._(
                        "%(document)s is no longer a draft: take it back to draft "
                        "before you change it.",
                        document=record.display_name,
                    )
                )

    def _approval_trusted(self):
        """The records as the operations write them: sudo, free of client keys."""
        return tier_guard.operating(self)

    def _approval_write(self, vals):
        """Write fields that are protected or frozen, for code that has checked rights.

        :param dict vals: as for ``write``
        """
        return self._approval_trusted().write(vals)

    def _approval_lock(self):
        """Let concurrent operations on a document collide instead of overlap.

        Two people approving the last two tiers at once would each see the other's as
        open, and nobody would finish the document. Updating the row makes the second
        transaction fail and be retried by Odoo on what the first has left.
        """
        self._collide_on(self)

    @api.model
    def _collide_on(self, records):
        """Let concurrent operations about *records* collide instead of overlap.

        A lock alone would let the second transaction go on with what it saw before.
        """
        if records.ids:
            self.env.execute_query(
                SQL(
                    "UPDATE %(table)s SET id = id WHERE id IN %(ids)s RETURNING id",
                    table=SQL.identifier(records._table),
                    ids=tuple(records.ids),
                )
            )

    # === WHAT THE SHIPPED ADDON CHECKS === #

    def _tier_validation_check_write_allowed(self, vals):
        """Replaced by ``_check_content_open``, which no context key switches off."""

    def _allow_to_remove_reviews(self, values):
        """Reviews stay on record; only taking back to draft removes them."""
        return False

    def _check_state_from_condition(self):
        """As shipped, less the context key that skips it."""
        return self[self._state_field] in self._state_from
