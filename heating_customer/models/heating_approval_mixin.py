from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from . import tier_guard


class HeatingApprovalMixin(models.AbstractModel):
    """Documents that take effect only after others have approved them.

    The state follows the approval and nothing else: a document is written as a draft,
    frozen when approval is asked for, approved when the last tier agrees and rejected
    when one does not.

    Rights: asking, taking back and cancelling need write access to the document;
    deciding needs to be a reviewer of the tier whose turn it is, to see the document,
    not to have created or asked for it, and not to have approved another tier.

    Models that inherit it have ``state`` with at least the values named in
    ``heating.approval.protection`` and are called ``heating.…``. They extend
    ``_check_before_request``, ``_on_approved``, ``_on_rejected`` and, for fields that
    only the server sets, ``_get_approval_protected_fields``.
    """

    _name = "heating.approval.mixin"
    _description = "Approval by Tiers"
    _inherit = ["heating.approval.protection"]

    # === ACTIONS === #

    def request_validation(self):
        """Freeze the drafts and ask the tiers that apply for approval.

        :return: the reviews made
        """
        self.check_access("write")
        self._approval_lock()
        reviews = self.env["tier.review"]
        for record in self:
            if record[record._state_field] != record._state_draft:
                raise UserError(
                    self.env._(
                        "%(document)s is no longer a draft.",
                        document=record.display_name,
                    )
                )
            record._check_before_request()
            trusted = record._approval_trusted()
            trusted.invalidate_recordset(["need_validation"])
            trusted.write(
                {"requested_by_id": self.env.uid, "requested_on": fields.Datetime.now()}
            )
            created = super(HeatingApprovalMixin, trusted).request_validation()
            trusted._check_reviewers(created)
            if created:
                trusted.write({self._state_field: self._state_requested})
            else:
                trusted._on_approved()
            reviews |= created.with_env(self.env)
        return reviews

    def validate_tier(self):
        """Approve the tier whose turn it is; asks for a comment where it wants one."""
        self._get_review_to_decide()
        return super(HeatingApprovalMixin, self._approval_trusted()).validate_tier()

    def reject_tier(self):
        """Reject; always asks for the reason."""
        review = self._get_review_to_decide()
        action = self._add_comment("reject", review)
        return action | {"name": self.env._("Reason for Rejecting")}

    def restart_validation(self):
        """Take back to draft what waits, was rejected or cancelled.

        The reviews so far are written to the chatter before they are removed.
        """
        self.check_access("write")
        self._approval_lock()
        for record in self:
            if record[self._state_field] not in record._get_restartable_states():
                raise UserError(
                    self.env._(
                        "%(document)s cannot go back to draft any more.",
                        document=record.display_name,
                    )
                )
            trusted = record._approval_trusted()
            trusted._log_reviews()
            trusted.review_ids.unlink()
            trusted.write({self._state_field: self._state_draft})
            trusted._update_counter({"review_deleted": True})

    def action_cancel(self):
        """Give the document up; its reviews stay on record."""
        self.check_access("write")
        self._approval_lock()
        for record in self:
            if record[self._state_field] not in record._get_cancellable_states():
                raise UserError(
                    self.env._(
                        "%(document)s cannot be cancelled any more.",
                        document=record.display_name,
                    )
                )
            trusted = record._approval_trusted()
            trusted._close_open_reviews()
            trusted.write({self._state_field: self._cancel_state})
            trusted._on_cancelled()

    # === BUSINESS METHODS === #

    def _get_restartable_states(self):
        return [self._state_requested, self._state_rejected, self._cancel_state]

    def _get_cancellable_states(self):
        return [*self._state_from, *self._state_to]

    def _check_before_request(self):
        """Raise where the draft cannot be asked for yet; to be extended."""

    def _is_approval_required(self):
        """Whether a document to which no tier applies must not pass by itself."""
        return True

    def _on_approved(self):
        """Called with the trusted record when its last tier has agreed."""
        self.write({self._state_field: self._state_to[0]})

    def _on_rejected(self):
        """Called with the trusted record when a tier has refused."""
        self.write({self._state_field: self._state_rejected})

    def _on_cancelled(self):
        """Called with the trusted record when it has been given up; to be extended."""

    def _approval_decide(self, decision, comment):
        """Approve or reject with a comment, as the comment box asks.

        :param str decision: “validate” or “reject”
        :param str comment: what the reviewer says
        """
        review = self._get_review_to_decide()
        tier_guard.trusted(review).comment = comment
        record = self._approval_trusted()
        if decision == "validate":
            record._validate_tier(review)
        elif decision == "reject":
            record._rejected_tier(review)
        elif decision == "send_back":
            record._send_back(comment)
        else:
            raise UserError(
                self.env._("A review can be approved, rejected or sent back.")
            )
        record._update_counter({"review_deleted": True})

    def _validate_tier(self, tiers=False):
        reviews = self._get_actionable_review()
        if tiers is not False:
            reviews &= tiers
        if not reviews:
            return
        super()._validate_tier(reviews)
        if self.validation_status == "validated":
            self._approval_trusted()._on_approved()

    def _rejected_tier(self, tiers=False):
        reviews = self._get_actionable_review()
        if tiers is not False:
            reviews &= tiers
        if not reviews:
            return
        super()._rejected_tier(reviews)
        record = self._approval_trusted()
        record._close_open_reviews()
        record._on_rejected()

    def _get_sequences_to_approve(self, user):
        """At most one tier, and none for those who asked or have approved already."""
        done_by = self.sudo().review_ids.filtered("reviewed_date").done_by
        if user in self._get_approval_askers() | done_by:
            return []
        sequences = super()._get_sequences_to_approve(user)
        return [min(sequences)] if sequences else []

    def _get_approval_askers(self):
        """Who created the document or asked for approval: they never decide on it."""
        record = self.sudo()
        return (
            record.create_uid | record.requested_by_id | record.review_ids.requested_by
        )

    def _get_actionable_review(self):
        """The review that the caller may decide now, or an empty recordset."""
        self.ensure_one()
        record = self.sudo()
        sequences = record._get_sequences_to_approve(self.env.user)
        # reviewers are asked for afresh: the stored ones may have left the group
        return record.review_ids.filtered(
            lambda review: (
                review.sequence in sequences
                and review.status in ("waiting", "pending")
                and self.env.user in review._get_reviewers()
            )
        )[:1]

    def _get_review_to_decide(self):
        """The review that the caller may decide now; says why there is none."""
        self.ensure_one()
        self.check_access("read")
        self._approval_lock()
        if review := self._get_actionable_review():
            return review
        record = self.sudo()
        waiting = record.review_ids.filtered(
            lambda review: review.status in ("waiting", "pending")
        )
        document = record.display_name
        if not waiting or record[self._state_field] not in self._state_from:
            raise UserError(
                self.env._(
                    "%(document)s is not waiting for approval.", document=document
                )
            )
        if self.env.user in record._get_approval_askers():
            raise AccessError(
                self.env._(
                    "You created or asked for %(document)s: somebody else must decide.",
                    document=document,
                )
            )
        if self.env.user in record.review_ids.done_by:
            raise AccessError(
                self.env._(
                    "You have approved %(document)s already: the next tier needs "
                    "somebody else.",
                    document=document,
                )
            )
        raise AccessError(
            self.env._(
                "%(document)s waits for %(reviewers)s, not for you.",
                document=document,
                reviewers=", ".join(filter(None, waiting.mapped("todo_by")))
                or self.env._("others"),
            )
        )

    def _check_reviewers(self, reviews):
        """Refuse a request that nobody could ever approve.

        :param reviews: the reviews just made for the record
        """
        self.ensure_one()
        if not reviews and self._is_approval_required():
            raise UserError(
                self.env._(
                    "No approval tier applies to %(document)s. An administrator has to "
                    "define one first.",
                    document=self.display_name,
                )
            )
        for review in reviews:
            if not any(
                self.with_user(user).has_access("read") for user in review.reviewer_ids
            ):
                raise UserError(
                    self.env._(
                        "Nobody else than you can approve “%(tier)s” of %(document)s. "
                        "An administrator has to name another reviewer first.",
                        tier=review.display_name,
                        document=self.display_name,
                    )
                )

    def _close_open_reviews(self):
        """Mark what nobody needs to decide any more; called with trusted records."""
        self.review_ids.filtered(
            lambda review: review.status in ("waiting", "pending")
        ).write({"status": "cancel"})

    def _log_reviews(self):
        """Keep in the chatter who decided what before the reviews are removed."""
        for record in self:
            decided = record.review_ids.filtered("reviewed_date")
            if not decided:
                continue
            lines = [
                " · ".join(
                    part
                    for part in (
                        review.display_name,
                        review.display_status,
                        review.done_by.name or review.todo_by,
                        fields.Datetime.to_string(review.reviewed_date),
                        review.comment,
                    )
                    if part
                )
                for review in decided
            ]
            record._message_log(
                body=Markup("<p>%s</p><ul>%s</ul>")
                % (
                    self.env._("Taken back to draft. The reviews until then:"),
                    Markup("").join(Markup("<li>%s</li>") % line for line in lines),
                )
            )
