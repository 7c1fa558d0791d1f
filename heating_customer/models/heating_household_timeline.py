from odoo import api, fields, models
from odoo.exceptions import AccessError


class HeatingHousehold(models.Model):
    """The life of a household as one list of dated entries, newest first."""

    _inherit = "heating.household"

    @api.readonly
    def get_timeline(self):
        """The timeline of one household, for its screen.

        :return: dict of ``kinds`` (dicts of ``kind``, ``label``, ``icon``, those that
            occur), ``entries`` (see ``_get_timeline``) and ``currency_id``
        :rtype: dict
        :raise AccessError: the user is no staff, or may not read the household
        """
        self._check_staff_reads()
        entries = self._get_timeline()[self.id]
        occurring = {entry["kind"] for entry in entries}
        return {
            "kinds": [
                {"kind": kind, "label": label, "icon": icon}
                for kind, label, icon in self._get_timeline_kinds()
                if kind in occurring
            ],
            "entries": entries,
            "currency_id": self.company_id.currency_id.id,
        }

    def _check_staff_reads(self):
        """Refuse householders, for whom the portal has a page of its own."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_user"):
            raise AccessError(self.env._("Only staff of the heating company see this."))

    def _get_timeline(self):
        """Every dated fact about these households, newest first.

        :return: dict of household id → list of dicts of ``date`` (YYYY-MM-DD),
            ``kind``, ``title``, ``note``, ``amount`` (yuan, or False), ``model`` and
            ``id`` of the record behind it
        :rtype: dict
        """
        entries = {household_id: [] for household_id in self.ids}
        for household, date, entry in self._get_timeline_entries():
            if date:
                entries[household.id].append({"date": str(date), **entry})
        for of_household in entries.values():
            of_household.sort(key=lambda entry: entry["date"], reverse=True)
        return entries

    @api.model
    def _get_timeline_kinds(self):
        """The kinds of entries, in the order of the filter; to be extended.

        :return: list of (kind, label, icon)
        :rtype: list[tuple]
        """
        return [
            ("supply", self.env._("Supply"), "fa-fire"),
            ("customer", self.env._("Customer"), "fa-user"),
            ("area", self.env._("Area"), "fa-arrows-alt"),
            ("application", self.env._("Applications"), "fa-file-text-o"),
            ("hold", self.env._("Holds"), "fa-ban"),
        ]

    def _get_timeline_entries(self):
        """The entries of these households, in any order; addons above add theirs.

        Each kind is read for all households at once, with the user's own rights.

        :return: list of (household, date, entry from ``_timeline_entry``)
        :rtype: list[tuple]
        """
        return [
            *self._get_customer_entries(),
            *self._get_supply_entries(),
            *self._get_area_entries(),
            *self._get_application_entries(),
            *self._get_hold_entries(),
        ]

    @api.model
    def _timeline_entry(self, kind, title, record, note="", amount=False):
        """One entry; see ``_get_timeline`` for what it says."""
        return {
            "kind": kind,
            "title": title,
            "note": note or "",
            "amount": amount,
            "model": record._name,
            "id": record.id,
        }

    @api.model
    def _timeline_day(self, moment):
        """The day of a moment where the user is.

        :param moment: a datetime in UTC, or False
        :return: a date, or False
        """
        return moment and fields.Datetime.context_timestamp(self, moment).date()

    # === ENTRIES === #

    def _get_customer_entries(self):
        entries = [
            (
                household,
                household.joined_on,
                self._timeline_entry(
                    "customer", self.env._("Joined the network"), household
                ),
            )
            for household in self
        ]
        for occupancy in self.occupancy_ids:
            title = self.env._(
                "Customer from then on: %(name)s", name=occupancy.partner_id.name
            )
            entry = self._timeline_entry("customer", title, occupancy.partner_id)
            entries.append((occupancy.household_id, occupancy.date_from, entry))
        return [*entries, *self._get_payer_entries()]

    def _get_payer_entries(self):
        entries = []
        for period in self.payer_period_ids:
            title = self.env._(
                "Payer from then on: %(name)s", name=period.partner_id.name
            )
            until = period.date_to and self.env._("until %(date)s", date=period.date_to)
            entry = self._timeline_entry("customer", title, period.partner_id, until)
            entries.append((period.household_id, period.date_from, entry))
        return entries

    def _get_supply_entries(self):
        supplies = self.supply_ids + self.part_supply_ids
        states = dict(supplies._fields["state"]._description_selection(self.env))
        entries = []
        for supply in supplies:
            until = supply.date_to and self.env._("until %(date)s", date=supply.date_to)
            entry = self._timeline_entry(
                "supply",
                f"{supply.space_id.name}: {states[supply.state]}"
                if supply.space_id
                else states[supply.state],
                supply,
                " · ".join(part for part in (until, supply.reason) if part),
            )
            entries.append((supply.household_id, supply.date_from, entry))
        return entries

    def _get_area_entries(self):
        entries = []
        for space in self.space_ids:
            title = self.env._(
                "%(space)s: %(area).2f m², %(category)s",
                space=space.name,
                area=space.built_area,
                category=space.category_id.name,
            )
            until = space.date_to and self.env._("until %(date)s", date=space.date_to)
            entry = self._timeline_entry("area", title, space, until)
            entries.append((space.household_id, space.date_from, entry))
        checks = self.env["heating.area.check"].search(
            [("household_id", "in", self.ids), ("measured_on", "!=", False)]
        )
        for check in checks:
            title = self.env._(
                "Measured: %(area).2f m² (on file %(on_file).2f m²)",
                area=check.built_area,
                on_file=check.file_built_area,
            )
            entry = self._timeline_entry(
                "area", title, check, check.measured_by_id.name
            )
            day = self._timeline_day(check.measured_on)
            entries.append((check.household_id, day, entry))
        return entries

    def _get_application_entries(self):
        applications = self.application_ids
        states = dict(applications._fields["state"]._description_selection(self.env))
        entries = []
        for application in applications:
            title = f"{application.type_id.name} {application.number or ''}"
            moment = (
                application.done_on
                or application.requested_on
                or application.create_date
            )
            entry = self._timeline_entry(
                "application", title, application, states[application.state]
            )
            entries.append(
                (application.household_id, self._timeline_day(moment), entry)
            )
        return entries

    def _get_hold_entries(self):
        holds = self.hold_ids
        kinds = dict(holds._fields["kind"]._description_selection(self.env))
        entries = []
        for hold in holds:
            kind = kinds[hold.kind]
            entries.append(
                (
                    hold.household_id,
                    hold.date_from,
                    self._timeline_entry("hold", kind, hold, hold.reason),
                )
            )
            if hold.released_on:
                title = self.env._("Released: %(kind)s", kind=kind)
                entry = self._timeline_entry("hold", title, hold, hold.release_reason)
                day = self._timeline_day(hold.released_on)
                entries.append((hold.household_id, day, entry))
        return entries
