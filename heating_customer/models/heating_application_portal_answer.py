from odoo import models


class HeatingApplication(models.Model):
    """What who applied on the portal hears of an application."""

    _inherit = "heating.application"

    def _on_approved(self):
        result = super()._on_approved()
        if self.state == "approved":
            self._tell_applicant(
                self.env._(
                    "%(document)s has been approved. %(pending)s",
                    document=self.display_name,
                    pending=" ".join(self._get_pending()),
                )
            )
        return result

    def _on_rejected(self):
        result = super()._on_rejected()
        rejected = self.review_ids.filtered(lambda each: each.status == "rejected")
        self._tell_applicant(
            self.env._(
                "%(document)s has been refused: %(reason)s",
                document=self.display_name,
                reason=rejected[-1:].comment or self.env._("no reason given"),
            )
        )
        return result

    def _send_back(self, comment):
        """Householders hear what has to be corrected, but not from whom."""
        if not self.portal_user_id:
            return super()._send_back(comment)
        self._log_reviews()
        self.review_ids.unlink()
        self.write({self._state_field: self._state_draft})
        self._tell_applicant(
            self.env._(
                "%(document)s has to be corrected: %(reason)s",
                document=self.display_name,
                reason=comment,
            )
        )

    def _finish(self):
        result = super()._finish()
        self._tell_applicant(
            self.env._("%(document)s has taken effect.", document=self.display_name)
        )
        return result

    def _tell_applicant(self, body):
        """Post an answer that the householder reads, from the company.

        :param str body: a sentence
        """
        self.ensure_one()
        application = self.sudo()
        if not application.portal_user_id:
            return
        customer = application.customer_id
        application.message_post(
            body=body,
            subject=application.display_name,
            author_id=application.company_id.partner_id.id,
            partner_ids=(
                application.portal_user_id.partner_id
                | (customer if customer.user_ids else customer.browse())
            ).ids,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )

    # === PATH === #

    def _get_portal_path(self):
        """The steps that householders see: no name of the staff, no internal remark.

        :return: list of dicts of ``moment``, ``who``, ``what`` and ``note``, oldest
            first
        """
        self.ensure_one()
        application = self.sudo()
        company = application.company_id.name
        user = application.portal_user_id
        author = application.create_uid
        step = self._path_step
        steps = [
            step(
                application.create_date,
                author.name if author == user else company,
                self.env._("Written down"),
            )
        ]
        if application.signed_on:
            steps.append(
                step(
                    application.signed_on,
                    application.signed_by,
                    self.env._("Signed"),
                )
            )
        if application.requested_on:
            asker = application.requested_by_id
            steps.append(
                step(
                    application.requested_on,
                    asker.name if asker == user else company,
                    self.env._("Asked for approval"),
                )
            )
        if application.new_confirmed_on:
            steps.append(
                step(
                    application.new_confirmed_on,
                    application.new_customer_id.name,
                    self.env._("Confirmed for the new customer"),
                )
            )
        return application._sort_path(steps + application._get_portal_company_steps())

    def _get_decision_steps(self):
        """Override: what the householder signed on the portal."""
        steps = super()._get_decision_steps()
        if self.signed_on:
            steps.append(
                self._path_step(
                    self.signed_on, self.signed_by, self.env._("Signed on the portal")
                )
            )
        return steps

    def _get_portal_company_steps(self):
        """What the company did: decisions, work on site, the effect."""
        company = self.company_id.name
        status = self.env["tier.review"]._fields["status"]
        labels = dict(status._description_selection(self.env))
        steps = [
            self._path_step(
                review.reviewed_date,
                company,
                labels[review.status],
                review.status == "rejected" and review.comment,
            )
            for review in self.review_ids.filtered("reviewed_date")
        ]
        if self.valve_on:
            steps.append(
                self._path_step(
                    self.field_confirmed_on or self.valve_on,
                    company,
                    self.env._("Valve turned on %(date)s", date=self.valve_on),
                )
            )
        if self.done_on:
            steps.append(
                self._path_step(self.done_on, company, self.env._("Took effect"))
            )
        return steps

    def _get_portal_messages(self):
        """Answers and comments, newest first, with the staff's names hidden.

        :return: list of dicts of ``date``, ``who`` and ``body``
        """
        self.ensure_one()
        application = self.sudo()
        staff = application.company_id.name
        comment = self.env.ref("mail.mt_comment")
        return [
            {
                "date": message.date,
                "who": (
                    message.author_id.name
                    if message.author_id == application.portal_user_id.partner_id
                    else staff
                ),
                "body": message.body,
            }
            for message in application.message_ids
            if message.subtype_id == comment and not message.is_internal
        ]
