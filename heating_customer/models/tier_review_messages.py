from odoo import api, fields, models


class TierReview(models.Model):
    """Who is waited for, in the reader's language.

    As shipped it is stored in the language of whoever asked for the approval, and its
    words have no Chinese. Other modules' Python code is translated in those modules
    only, so what approvals say to people is said here.
    """

    _inherit = "tier.review"

    todo_by = fields.Char(store=False, compute_sudo=True)

    @api.depends("reviewer_ids", "reviewer_group_id.name")
    @api.depends_context("lang")
    def _compute_todo_by(self):
        """Override of `base_tier_validation`: the group, or up to three people."""
        for review in self:
            people = review.reviewer_ids
            names = ", ".join(people[:3].mapped("display_name"))
            if review.reviewer_group_id:
                review.todo_by = self.env._(
                    "Anybody in %(group)s", group=review.reviewer_group_id.name
                )
            elif len(people) > 3:
                review.todo_by = self.env._(
                    "%(names)s and %(number)s more",
                    names=names,
                    number=len(people) - 3,
                )
            else:
                review.todo_by = names

    def _notify_review_reminder_body(self):
        days = (fields.Datetime.now() - self.create_date).days
        return self.env._("Approval was asked for %(days)s days ago.", days=days)
