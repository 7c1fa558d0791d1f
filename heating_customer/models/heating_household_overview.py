from odoo import api, models

LATEST = 5


class HeatingHousehold(models.Model):
    """What somebody on the phone needs first, section by section."""

    _inherit = "heating.household"

    @api.readonly
    def get_overview(self):
        """The sections of the household's overview, for its screen.

        :return: list of dicts, see ``_overview_section``
        :rtype: list[dict]
        :raise AccessError: the user is no staff, or may not read the household
        """
        self._check_staff_reads()
        return self._get_overview_sections()

    def _get_overview_sections(self):
        """The sections in the order of the screen; addons above add theirs.

        :rtype: list[dict]
        """
        self.ensure_one()
        return [self._get_application_section()]

    @api.model
    def _overview_section(self, code, title, columns, rows, empty, action):
        """One section.

        :param str code: its name in the style sheets and the order of the screen
        :param str title: what stands above it
        :param list columns: (label, kind) with kind ``text``, ``date`` or ``money``
        :param list rows: (values, record to open or None)
        :param str empty: what is said instead of rows
        :param str action: method of the household that opens all of them
        :rtype: dict
        """
        return {
            "code": code,
            "title": title,
            "columns": [{"label": label, "kind": kind} for label, kind in columns],
            "rows": [
                {
                    "values": values,
                    "model": record._name if record else False,
                    "id": record.id if record else False,
                }
                for values, record in rows
            ],
            "empty": empty,
            "action": action,
            "currency_id": self.env.company.currency_id.id,
        }

    def _get_application_section(self):
        applications = self.env["heating.application"].search(
            [
                ("household_id", "=", self.id),
                ("state", "in", ("draft", "requested", "approved")),
            ],
            limit=LATEST,
        )
        states = dict(applications._fields["state"]._description_selection(self.env))
        return self._overview_section(
            "applications",
            self.env._("Open Applications"),
            [("", "text"), ("", "date"), ("", "text")],
            [
                (
                    [
                        application.type_id.name,
                        str(application.date_from),
                        states[application.state],
                    ],
                    application,
                )
                for application in applications
            ],
            self.env._("None open."),
            "action_view_applications",
        )
