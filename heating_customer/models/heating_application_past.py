from odoo import api, fields, models


class HeatingApplication(models.Model):
    """What happened in earlier rounds, which the path of an application still shows.

    Reviews are removed when an application goes back to draft, because the approval
    begins anew; who decided what until then is kept here.
    """

    _inherit = "heating.application"

    past_steps = fields.Json(
        readonly=True,
        copy=False,
        help="Steps of earlier rounds: when, who, what, and in which words.",
    )

    sent_back_reason = fields.Char(
        readonly=True,
        copy=False,
        help="What has to be corrected before approval is asked for again.",
    )
    answer_text = fields.Text(compute="_compute_answer_text")

    @api.depends("state", "sent_back_reason", "review_ids.comment", "past_steps")
    @api.depends_context("lang")
    def _compute_answer_text(self):
        """Why it came back, was rejected or given up, for the top of the screen."""
        for application in self:
            application.answer_text = application._get_answer()

    def _get_answer(self):
        """The sentence for ``answer_text``, or False."""
        self.ensure_one()
        past = (self.past_steps or [])[-1:]
        if self.state == "draft" and self.sent_back_reason:
            return self.env._(
                "To be corrected: %(reason)s", reason=self.sent_back_reason
            )
        if self.state == "rejected":
            review = self.sudo().review_ids.filtered(
                lambda each: each.status == "rejected"
            )[:1]
            return self.env._(
                "Rejected by %(user)s: %(reason)s",
                user=review.done_by.name,
                reason=review.comment or "–",
            )
        if self.state == "cancelled" and past and past[0]["kind"] == "given_up":
            return self.env._(
                "Given up by %(user)s: %(reason)s",
                user=past[0]["who"],
                reason=past[0]["note"],
            )
        return False

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "past_steps",
            "sent_back_reason",
        }

    # === KEEPING === #

    def _keep_step(self, kind, note=False, moment=None, user=None, **facts):
        """Keep a step; called with trusted records.

        :param str kind: see ``_get_past_words``
        :param note: what was said
        :param datetime moment: now, if it is left out
        :param user: the present one, if it is left out
        :param facts: ``tier`` and ``status`` of a review
        """
        user = user or self.env.user
        step = {
            "kind": kind,
            "moment": fields.Datetime.to_string(moment or fields.Datetime.now()),
            "user_id": user.id,
            "who": user.name,
            "note": note or "",
            **facts,
        }
        for application in self:
            application.past_steps = [*(application.past_steps or []), step]

    def _log_reviews(self):
        """Override of the approval: the round that ends stays on the path."""
        result = super()._log_reviews()
        for application in self:
            if application.requested_on:
                application._keep_step(
                    "asked",
                    moment=application.requested_on,
                    user=application.requested_by_id,
                )
            for review in application.review_ids.filtered("reviewed_date"):
                application._keep_step(
                    "review",
                    review.comment,
                    moment=review.reviewed_date,
                    user=review.done_by,
                    tier=review.display_name,
                    status=review.status,
                )
            # asked for anew it has another day
            application.write({"requested_on": False, "requested_by_id": False})
        return result

    def _send_back(self, comment):
        result = super()._send_back(comment)
        self._keep_step("sent_back", comment)
        self.sent_back_reason = comment
        return result

    def request_validation(self):
        result = super().request_validation()
        self._approval_trusted().sent_back_reason = False
        return result

    def restart_validation(self):
        result = super().restart_validation()
        self._approval_trusted()._keep_step("taken_back")
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._approval_trusted()._keep_step("cancelled")
        return result

    def _on_given_up(self, reason):
        result = super()._on_given_up(reason)
        self._keep_step("given_up", reason)
        return result

    def _get_approval_askers(self):
        """Override: who asked in an earlier round does not decide in this one."""
        ids = {
            step["user_id"]
            for application in self.sudo()
            for step in application.past_steps or []
            if step["kind"] == "asked"
        }
        former = self.env["res.users"].sudo().browse(ids).exists()
        return super()._get_approval_askers() | former

    # === SHOWING === #

    def _get_decision_steps(self):
        return self._get_past_steps() + super()._get_decision_steps()

    def _get_past_steps(self):
        """The steps of earlier rounds, for the path.

        :rtype: list[dict]
        """
        words = self._get_past_words()
        status = self.env["tier.review"]._fields["status"]
        labels = dict(status._description_selection(self.env))
        return [
            self._path_step(
                fields.Datetime.to_datetime(step["moment"]),
                step["who"],
                f"{step['tier']}: {labels[step['status']]}"
                if step["kind"] == "review"
                else words[step["kind"]],
                step["note"],
            )
            for step in self.past_steps or []
        ]

    def _get_past_words(self):
        return {
            "asked": self.env._("Asked for approval"),
            "sent_back": self.env._("Sent back to be corrected"),
            "taken_back": self.env._("Taken back to draft"),
            "cancelled": self.env._("Cancelled"),
            "given_up": self.env._("Given up"),
        }
