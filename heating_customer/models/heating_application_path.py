from datetime import datetime

from odoo import api, fields, models


class HeatingApplication(models.Model):
    """The path of an application: who did what and when, with what papers."""

    _inherit = "heating.application"

    path_html = fields.Html(string="Path", compute="_compute_path_html", sanitize=False)

    @api.depends(
        "state", "review_ids.status", "attachment_ids", "valve_on", "past_steps"
    )
    @api.depends_context("lang", "tz")
    def _compute_path_html(self):
        for application in self:
            application.path_html = application._origin.id and self.env[
                "ir.qweb"
            ]._render(
                "heating_customer.application_path",
                {"steps": application._origin._get_path()},
            )

    def _get_path(self):
        """Every step of the application, oldest first.

        :return: list of dicts of ``moment`` (datetime), ``is_day`` (whether only the
            day is known), ``who`` (name), ``what`` and ``note`` (sentences)
        """
        self.ensure_one()
        application = self.sudo()
        steps = [
            self._path_step(
                application.create_date,
                application.create_uid.name,
                self.env._("Written down"),
                application.reason,
            )
        ]
        steps += [
            self._path_step(
                paper.create_date,
                paper.create_uid.name,
                self.env._(
                    "Paper attached: %(kind)s", kind=paper.heating_paper_kind_id.name
                ),
                paper.name,
            )
            for paper in application.attachment_ids
        ]
        means = dict(
            self.env["heating.application.warning"]
            ._fields["means"]
            ._description_selection(self.env)
        )
        steps += [
            self._path_step(
                warning.date,
                warning.user_id.name,
                self.env._(
                    "Notice to the customer: %(means)s", means=means[warning.means]
                ),
                warning.note,
            )
            for warning in application.warning_ids
        ]
        steps += application._get_decision_steps()
        steps += application._get_effect_steps()
        return self._sort_path(steps)

    def _sort_path(self, steps):
        """Oldest first; nothing stands before the application was written down."""
        written = self.create_date
        return sorted(
            steps,
            key=lambda step: (
                max(step["moment"], written) if step["is_day"] else step["moment"]
            ),
        )

    def _get_decision_steps(self):
        """Asking, each tier's decision, and what a supervisor or a side agreed to."""
        steps = []
        if self.requested_on:
            steps.append(
                self._path_step(
                    self.requested_on,
                    self.requested_by_id.name,
                    self.env._("Asked for approval"),
                )
            )
        status = self.env["tier.review"]._fields["status"]
        labels = dict(status._description_selection(self.env))
        steps += [
            self._path_step(
                review.reviewed_date,
                review.done_by.name,
                f"{review.display_name}: {labels[review.status]}",
                review.comment,
            )
            for review in self.review_ids.filtered("reviewed_date")
        ]
        for side, words in (
            ("old", self.env._("Confirmed for the former customer")),
            ("new", self.env._("Confirmed for the new customer")),
        ):
            if self[f"{side}_confirmed_on"]:
                steps.append(
                    self._path_step(
                        self[f"{side}_confirmed_on"],
                        self[f"{side}_confirmed_by_id"].name,
                        words,
                        self._get_proof_sentence(side),
                    )
                )
        if self.override_by_id:
            steps.append(
                self._path_step(
                    # allowed while it was a draft, so before it was asked for
                    self.override_on,
                    self.override_by_id.name,
                    self.env._("Allowed after the deadline"),
                    self.override_reason,
                )
            )
        return steps

    def _get_effect_steps(self):
        """Work on site, the effect, and the departments that know of it."""
        steps = []
        if self.surveyed_on:
            steps.append(
                self._path_step(
                    self.surveyed_on,
                    self.surveyed_by_id.name or "",
                    self.env._("Surveyed"),
                    self.survey_note,
                )
            )
        if self.valve_on:
            note = self.seal_number and self.env._(
                "Seal %(number)s", number=self.seal_number
            )
            steps.append(
                self._path_step(
                    self.field_confirmed_on or self.valve_on,
                    self.field_worker_id.name,
                    self.env._("Valve turned on %(date)s", date=self.valve_on),
                    note,
                )
            )
        if self.done_on:
            spaces = ", ".join(self.supply_space_ids.mapped("display_name"))
            steps.append(
                self._path_step(
                    # no person does it: the last condition that was met does
                    self.done_on,
                    self.env._("The system"),
                    self.env._("Took effect"),
                    spaces,
                )
            )
        steps += [
            self._path_step(
                notice.confirmed_on,
                notice.confirmed_by_id.name,
                self.env._(
                    "%(department)s knows", department=notice.department_id.name
                ),
            )
            for notice in self.department_notice_ids.filtered("confirmed_on")
        ]
        return steps

    @api.model
    def _path_step(self, moment, who, what, note=False):
        """One step; where only the day is known, it has no time of day to show."""
        return {
            "moment": fields.Datetime.to_datetime(moment),
            "is_day": not isinstance(moment, datetime),
            "who": who,
            "what": what,
            "note": note or "",
        }

    # === ON PAPER === #

    @api.model
    def _get_printed_fields(self):
        """The fields that a printed application shows, where they say something."""
        return [
            "household_id",
            "location_id",
            "room",
            "applicant_name",
            "applicant_phone",
            "date_from",
            "date_to",
            "supply_space_ids",
            "space_change",
            "space_id",
            "new_space_name",
            "old_customer_id",
            "new_customer_id",
            "new_payer_id",
            "new_category_id",
            "new_built_area",
            "new_inner_area",
            "new_height",
            "debt_handling",
            "advance_handling",
            "surveyed_on",
            "survey_note",
            "reason",
            "valve_on",
            "seal_number",
        ]

    def _get_print_rows(self):
        """What the printed application says, as pairs of label and value.

        :rtype: list[tuple]
        """
        self.ensure_one()
        names = self._get_printed_fields()
        labels = self.fields_get(names, attributes=["string", "type", "selection"])
        rows = []
        for name in names:
            if not self._is_printed(name):
                continue
            value, field = self[name], labels[name]
            if field["type"] in ("many2one", "many2many"):
                value = ", ".join(value.mapped("display_name"))
            elif field["type"] == "selection":
                value = dict(field["selection"]).get(value)
            elif field["type"] == "float":
                value = f"{value:.2f}"
            rows.append((field["string"], value))
        return rows

    def _is_printed(self, name):
        """Whether a fact belongs on the paper of this business and is known."""
        only = {
            "debt_handling": ("transfer",),
            "advance_handling": ("transfer",),
            "old_customer_id": ("transfer",),
            "location_id": ("join",),
            "room": ("join",),
            "space_change": ("area",),
        }
        return bool(self[name]) and self.effect in only.get(name, (self.effect,))
