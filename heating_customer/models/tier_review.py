from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from . import tier_guard


class TierReview(models.Model):
    """Reviews are made, decided and removed by the approval operations only.

    As shipped, every employee may write reviews, so that anyone could approve by
    one call. They are readable by whoever may read the document they belong to.
    """

    _inherit = "tier.review"

    document_readable = fields.Boolean(
        compute="_compute_document_readable", search="_search_document_readable"
    )

    # The same person never approves two tiers, even in two parallel transactions.
    _one_tier_per_person = models.UniqueIndex(
        "(model, res_id, done_by) WHERE status = 'approved' "
        "AND left(model, 8) = 'heating.'",
        "One person cannot approve two tiers of the same document.",
    )

    # === COMPUTE METHODS === #

    def _compute_definition_data(self):
        """As shipped: what follows from the tier is written on its reviews."""
        return super(TierReview, tier_guard.trusted(self))._compute_definition_data()

    @api.depends("name", "definition_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # the stored name is in the language of who asked; a delegated one is its own
        for review in self:
            review.display_name = review.definition_id.sudo().name or review.name

    @api.depends("model", "res_id")
    @api.depends_context("uid")
    def _compute_document_readable(self):
        models_readable = self._get_readable_document_models()
        for model, reviews in self.grouped("model").items():
            readable = set()
            if model in models_readable:
                documents = self.env[model].browse(reviews.mapped("res_id")).exists()
                readable = set(documents.sudo(False)._filtered_access("read")._ids)
            for review in reviews:
                review.document_readable = review.res_id in readable

    def _search_document_readable(self, operator, value):
        """One subquery a model, each under the record rules of the caller."""
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            Domain("model", "=", model)
            & Domain(
                "res_id",
                "in",
                self.env[model]
                .sudo(False)
                ._search(Domain.TRUE, active_test=False)
                .subselect(),
            )
            for model in self._get_readable_document_models()
        )

    @api.model
    def _get_readable_document_models(self):
        """Models with approvals whose documents the caller may read at all.

        Householders and strangers read no review of the suite: comments and names of
        reviewers are for the staff.
        """
        internal = self.env.user._is_internal()
        return [
            name
            for name in self.env["tier.definition"]._get_approval_model_names()
            if self.env[name].sudo(False).has_access("read")
            and (internal or not self.env[name]._approval_strict)
        ]

    def _get_document(self):
        """The document under review where it has the strict approval, else nothing.

        :return: a sudoed record of a model with ``heating.approval.mixin``, or None
        """
        self.ensure_one()
        model = self.env.get(self.model) if self.model else None
        if model is None or not getattr(model, "_approval_strict", False):
            return None
        return model.sudo().browse(self.res_id).exists()

    @api.model
    def _get_reviewer_fields(self):
        return [*super()._get_reviewer_fields(), "reviewer_group_id.all_user_ids"]

    def _get_reviewers(self):
        """Four eyes for every review type: whoever created or asked cannot review."""
        reviewers = super()._get_reviewers()
        document = self._get_document()
        if document is None:
            return reviewers
        # a role that implies the reviewer group counts as well
        reviewers |= self.reviewer_group_id.all_user_ids
        return reviewers - self.requested_by - document._get_approval_askers()

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """Reviews take no default from the context or from a user's own defaults.

        Both are in the client's hands: one for ``status`` would create reviews that
        are approved already.
        """
        defaults = super().default_get([])
        if "status" in fields:
            defaults["status"] = "waiting"
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            self._check_trusted()
        return super().create(vals_list)

    def write(self, vals):
        self._check_trusted()
        return super().write(vals)

    def unlink(self):
        self._check_trusted()
        return super().unlink()

    def _check_trusted(self):
        """Refuse what does not come from an approval operation, even from sudo."""
        if not tier_guard.is_trusted(self.env):
            raise AccessError(
                self.env._(
                    "Reviews change by asking for approval, approving, rejecting or "
                    "taking back, never directly."
                )
            )

    # === BUSINESS METHODS === #

    def _update_review_status(self):
        """Promote the reviews whose turn it is; called from the systray, too."""
        reviews = self
        if not tier_guard.is_trusted(self.env):
            reviews = tier_guard.operating(self)
        return super(TierReview, reviews)._update_review_status()

    def _send_review_reminder(self):
        return super(TierReview, tier_guard.trusted(self))._send_review_reminder()
