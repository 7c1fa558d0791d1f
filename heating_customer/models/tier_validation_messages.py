from markupsafe import Markup

from odoo import api, models


class TierValidation(models.AbstractModel):
    """What documents under approval say; ``tier_review_messages.py`` tells why."""

    _inherit = "tier.validation"

    @api.depends("review_ids.status", "review_ids.name")
    @api.depends_context("lang")
    def _compute_next_review(self):
        """Override of `base_tier_validation`: in words that have a translation."""
        for record in self:
            review = record.review_ids.sorted("sequence").filtered(
                lambda review: review.status == "pending"
            )[:1]
            record.next_review = (
                self.env._(
                    "Waits for: %(tier)s (%(who)s)",
                    tier=review.display_name,
                    who=review.todo_by or "–",
                )
                if review
                else False
            )

    def _get_to_validate_message(self):
        icon = Markup('<i class="fa fa-lg fa-info-circle"></i> ')
        pending = self.review_ids.filtered(lambda review: review.status == "pending")
        if pending[:1].todo_by:
            return icon + self.env._(
                "Waits for approval: %(who)s", who=pending[:1].todo_by
            )
        return icon + self.env._("Waits for approval")

    def _notify_created_review_body(self):
        return self.env._("%(user)s asks for approval.", user=self.env.user.name)

    def _notify_requested_review_body(self, tier_reviews=None):
        if not tier_reviews:
            return self.env._(
                "%(user)s asks for approval.", user=self.env.user.display_name
            )
        asker = tier_reviews[:1].requested_by or self.env.user
        return self.env._(
            "%(user)s asks for approval. It is the turn of: %(reviewers)s.",
            user=asker.display_name,
            reviewers=", ".join(filter(None, tier_reviews.mapped("todo_by"))),
        )

    def _notify_rejected_review_body(self):
        comment = self.review_ids.filtered(
            lambda review: self.env.user in review.reviewer_ids and review.comment
        )[:1].comment
        if comment:
            return self.env._(
                "%(user)s rejected: %(comment)s",
                user=self.env.user.name,
                comment=comment,
            )
        return self.env._("%(user)s rejected.", user=self.env.user.name)

    def _notify_restarted_review_body(self):
        return self.env._("%(user)s began the approval anew.", user=self.env.user.name)
