from odoo import models
from odoo.exceptions import AccessError, UserError

from ..models import tier_guard


class CommentWizard(models.TransientModel):
    """The comment box is filled by the client: nothing in it is taken on trust."""

    _inherit = "comment.wizard"

    def add_comment(self):
        self.ensure_one()
        document = self._get_checked_document()
        if document._approval_strict:
            return document._approval_decide(self.validate_reject, self.comment)
        return super(CommentWizard, tier_guard.trusted(self)).add_comment()

    def _get_checked_document(self):
        """The document, if it is one and the caller may decide the reviews named."""
        names = self.env["tier.definition"]._get_approval_model_names()
        if self.res_model not in names:
            raise UserError(self.env._("This document needs no approval."))
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access("read")
        reviews = self.review_ids
        if reviews - document.review_ids or any(
            review.status not in ("waiting", "pending")
            or self.env.user not in review.reviewer_ids
            for review in reviews
        ):
            raise AccessError(
                self.env._("You can comment only on reviews that wait for you.")
            )
        return document
