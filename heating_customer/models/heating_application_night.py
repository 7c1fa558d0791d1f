from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """What happens to applications without anybody pressing a button."""

    _inherit = "heating.application"

    finish_problem = fields.Text(
        readonly=True,
        copy=False,
        help="Why it could not take effect when everything had come in.",
    )

    reminded_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "finish_problem",
            "reminded_on",
        }

    def _get_pending(self):
        pending = super()._get_pending()
        if self.finish_problem:
            pending.append(self.finish_problem)
        return pending

    def _finish_if_ready(self):
        """What stood in the way last time is looked at anew, not taken as read."""
        self.finish_problem = False
        return super()._finish_if_ready()

    def _finish_later(self):
        """Try to take effect in a job of its own.

        For who has something else to do, such as a cashier who takes the fee: a
        conflict of the application must not send the money away.
        """
        for application in self:
            application.sudo().delayable(
                channel="root.heating", description=application.display_name
            )._finish_or_explain().delay()

    def _finish_or_explain(self):
        """Job: take effect if nothing is missing; a conflict is noted in words."""
        for application in self._approval_trusted():
            application._approval_lock()
            application.invalidate_recordset()
            before = application.finish_problem
            # a job has no reader: what it notes is for who asked
            application = application.with_context(
                lang=application.requested_by_id.lang or self.env.lang
            )
            try:
                with self.env.cr.savepoint():
                    application._finish_if_ready()
            except UserError as error:
                application.invalidate_recordset()
                application.finish_problem = str(error)
                if application.finish_problem != before:
                    application._tell_finish_problem()

    def _tell_finish_problem(self):
        """Tell the staff who asked and who approved that it is stuck, and why."""
        people = self.requested_by_id | self.review_ids.done_by
        self.message_notify(
            partner_ids=people.filtered(
                lambda user: user._is_internal()
            ).partner_id.ids,
            subject=self.env._(
                "Cannot take effect: %(document)s", document=self.display_name
            ),
            body=self.finish_problem,
        )

    @api.model
    def _finish_due(self):
        """Called every night: what waited only for its day takes effect."""
        waiting = self.sudo().search(
            [
                ("state", "=", "approved"),
                "|",
                ("valve_on", "!=", False),
                ("type_id.field_work", "=", False),
            ],
            order="id",
        )
        waiting.filtered(lambda each: each._is_due())._finish_later()

    def _is_due(self):
        """Whether nothing is missing but that what stood in the way has gone."""
        self.ensure_one()
        return all(each == self.finish_problem for each in self._get_pending())

    @api.model
    def _remind_reviewers(self):
        """Called every night: who has let an application wait too long is told."""
        now = fields.Datetime.now()
        waiting = self.sudo().search(
            [("state", "=", "requested"), ("type_id.reminder_days", ">", 0)]
        )
        for application in waiting:
            patience = relativedelta(days=application.type_id.reminder_days)
            reviews = application.review_ids.filtered(
                lambda review: review.status in ("waiting", "pending")
            )[:1]
            since = max(
                filter(
                    None,
                    [
                        application.requested_on,
                        application.reminded_on,
                        *application.review_ids.mapped("reviewed_date"),
                    ],
                )
            )
            if not reviews or since + patience > now:
                continue
            application.message_notify(
                partner_ids=reviews.reviewer_ids.partner_id.ids,
                subject=self.env._(
                    "Waiting for you: %(document)s", document=application.display_name
                ),
                body=self.env._(
                    "%(document)s has been waiting for your decision since %(date)s.",
                    document=application.display_name,
                    date=fields.Date.to_string(since.date()),
                ),
            )
            application._approval_write({"reminded_on": now})
