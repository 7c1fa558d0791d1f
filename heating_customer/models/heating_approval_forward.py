from odoo import fields, models
from odoo.exceptions import UserError

from . import tier_guard


class HeatingApprovalMixin(models.AbstractModel):
    """What a reviewer may do instead of deciding: send back, or let another decide."""

    _inherit = "heating.approval.mixin"

    # === SENDING BACK === #

    def send_back_tier(self):
        """Give the document back to who asked, to be corrected; asks for the reason."""
        review = self._get_review_to_decide()
        action = self._add_comment("send_back", review)
        return action | {"name": self.env._("What Has to Be Corrected")}

    def _send_back(self, comment):
        """Take the document back to draft and tell who asked for it.

        :param str comment: what has to be corrected
        """
        self.ensure_one()
        asker = self.requested_by_id
        self._log_reviews()
        self.review_ids.unlink()
        self.write({self._state_field: self._state_draft})
        self._message_log(
            body=self.env._(
                "Sent back by %(user)s: %(comment)s",
                user=self.env.user.name,
                comment=comment,
            )
        )
        self.message_notify(
            partner_ids=asker.partner_id.ids,
            subject=self.env._("Sent back: %(document)s", document=self.display_name),
            body=self.env._(
                "%(user)s sent %(document)s back to be corrected: %(comment)s",
                user=self.env.user.name,
                document=self.display_name,
                comment=comment,
            ),
        )

    # === DELEGATING === #

    def forward_tier(self):
        """Let another decide in one's place; asks whom and why.

        :raise UserError: the tier may not be delegated
        """
        review = self._get_review_to_decide()
        if not review.definition_id.has_forward:
            raise UserError(
                self.env._(
                    "“%(tier)s” is decided by its own reviewers and cannot be "
                    "delegated.",
                    tier=review.display_name,
                )
            )
        wizard = self.env.ref("base_tier_validation_forward.view_forward_wizard")
        return {
            "name": self.env._("Let Another Decide"),
            "type": "ir.actions.act_window",
            "view_mode": "form",
            "res_model": "tier.validation.forward.wizard",
            "views": [(wizard.id, "form")],
            "target": "new",
            "context": {"default_res_id": self.id, "default_res_model": self._name},
        }

    def _forward_to(self, reviewer, reason):
        """Hand the review whose turn it is to another approver.

        :param reviewer: the user who decides instead
        :param str reason: why, for the path and the one who decides
        :raise UserError: that user cannot decide on this document
        """
        review = self._get_review_to_decide()
        if not review.definition_id.has_forward:
            raise UserError(self.env._("This tier cannot be delegated."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why another should decide."))
        record = self._approval_trusted()
        decided = record.review_ids.filtered("reviewed_date").done_by
        if (
            reviewer in record._get_approval_askers() | decided | self.env.user
            or not reviewer.active
            or not reviewer.has_group("heating_customer.group_approver")
            or not self.with_user(reviewer).has_access("read")
        ):
            raise UserError(
                self.env._(
                    "%(user)s cannot decide on %(document)s: choose an approver of its "
                    "branch who neither asked for it nor decided on it.",
                    user=reviewer.name,
                    document=self.display_name,
                )
            )
        trusted = tier_guard.trusted(review)
        trusted.write(
            {
                "status": "forwarded",
                "done_by": self.env.uid,
                "reviewed_date": fields.Datetime.now(),
                "comment": self.env._(
                    "to %(user)s: %(reason)s", user=reviewer.name, reason=reason
                ),
            }
        )
        following = trusted.create(
            {
                "model": self._name,
                "res_id": self.id,
                "sequence": review.sequence,
                "requested_by": review.requested_by.id,
            }
        )
        # they follow from a definition, which this review has not
        following.write(
            {
                # the tier it stands for; why is said in the comment of the one before
                "name": review.display_name,
                "review_type": "individual",
                "reviewer_id": reviewer.id,
                "has_comment": review.has_comment,
                "approve_sequence": review.approve_sequence,
            }
        )
        record.invalidate_recordset()
        record.review_ids._update_review_status()
        record.message_notify(
            partner_ids=reviewer.partner_id.ids,
            subject=self.env._(
                "Waiting for you: %(document)s", document=self.display_name
            ),
            body=self.env._(
                "%(user)s asks you to decide on %(document)s: %(reason)s",
                user=self.env.user.name,
                document=self.display_name,
                reason=reason,
            ),
        )
        record._update_counter({"review_created": True})
