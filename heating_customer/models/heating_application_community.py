from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """A whole community joins at once, from an .xlsx in the form of a ledger.

    The list is read and checked like a ledger; on approval its households are made in
    the background, and all of them are in the network from the day of the effect.
    """

    _inherit = "heating.application"

    ledger_import_id = fields.Many2one(
        "heating.ledger.import",
        string="List of Households",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="A workbook in the form of the ledger, looked over before.",
    )
    joining_household_ids = fields.One2many(
        "heating.household", "joining_application_id", readonly=True
    )
    joining_count = fields.Integer(compute="_compute_joining_count")

    @api.depends("joining_household_ids")
    def _compute_joining_count(self):
        counts = dict(
            self.env["heating.household"]._read_group(
                [("joining_application_id", "in", self.ids)],
                ["joining_application_id"],
                ["__count"],
            )
        )
        for application in self:
            application.joining_count = counts.get(application._origin, 0)

    @api.model
    def _get_refusal_triggers(self):
        return [*super()._get_refusal_triggers(), "ledger_import_id.state"]

    # === ACTIONS === #

    def action_view_joining(self):
        """Open the households that join by this application."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_household_action"
        )
        action["domain"] = [("joining_application_id", "=", self.id)]
        action["context"] = {}
        return action

    # === BUSINESS METHODS === #

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        if self.effect != "join_many" or self.state not in ("draft", "requested"):
            return refusals
        if self.location_id.kind != "community":
            refusals.append(self.env._("Choose the community that joins."))
        if not self.surveyed_on:
            refusals.append(self.env._("The place has to be surveyed first."))
        return refusals + self._get_list_refusals()

    def _get_list_refusals(self):
        """Why the list of households cannot be taken as it is, one sentence each."""
        ledger = self.ledger_import_id.sudo()
        if ledger.state != "previewed":
            return [
                self.env._(
                    "Choose a list of households that has been looked over and not "
                    "imported yet."
                )
            ]
        refusals = []
        if ledger.refused_count:
            refusals.append(
                self.env._(
                    "%(count)s rows of the list cannot be read: correct them and look "
                    "the list over again.",
                    count=ledger.refused_count,
                )
            )
        if ledger.existing_count or not ledger.new_count:
            refusals.append(
                self.env._(
                    "%(count)s households of the list are in the archive already.",
                    count=ledger.existing_count,
                )
            )
        places = {
            (row.get("branch"), row.get("community"))
            for row in ledger.batch_ids._get_open_rows("household")
        }
        here = (self.location_id.branch_id.name, self.location_id.name)
        if places - {here}:
            refusals.append(
                self.env._(
                    "The list has households of other communities than %(community)s.",
                    community=self.location_id.name,
                )
            )
        return refusals

    def _takes_effect_ahead(self):
        return self.effect != "join_many" and super()._takes_effect_ahead()

    def _on_approved(self):
        if self.effect == "join_many":
            if refusals := self._get_list_refusals():
                raise UserError("\n".join(refusals))
            self.ledger_import_id.joining_application_id = self
            self.ledger_import_id._start()
        return super()._on_approved()

    def _get_pending(self):
        pending = super()._get_pending()
        ledger = self.ledger_import_id.sudo()
        if self.effect == "join_many" and ledger.state != "done":
            pending.append(
                self.env._(
                    "The households are being made: %(done)s of %(all)s.",
                    done=ledger.done_count,
                    all=ledger.done_count + ledger.todo_count,
                )
            )
        return pending

    def _apply_effect(self):
        super()._apply_effect()
        if self.effect != "join_many":
            return
        day = self._get_effect_date()
        households = self.joining_household_ids
        households.space_ids.write({"date_from": day})
        households.write({"state": "active", "joined_on": day})
        households.occupancy_ids.write({"date_from": day})
        households.payer_period_ids.filtered(
            lambda each: not each.date_from
        ).date_from = day


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    joining_application_id = fields.Many2one(
        "heating.application",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The application by which a whole community joined.",
    )


class HeatingLedgerImport(models.Model):
    _inherit = "heating.ledger.import"

    joining_application_id = fields.Many2one(
        "heating.application", readonly=True, copy=False, ondelete="restrict"
    )

    def _import_done(self):
        result = super()._import_done()
        self.joining_application_id._finish_later()
        return result


class HeatingLedgerImportBatch(models.Model):
    _inherit = "heating.ledger.import.batch"

    def _prepare_household(self, row, customer, places):
        """Households of a community that joins are not in the network yet."""
        vals = super()._prepare_household(row, customer, places)
        application = self.import_id.joining_application_id
        if application:
            vals |= {
                "state": "joining",
                "joined_on": False,
                "joining_application_id": application.id,
                "payer_id": application.new_payer_id.id,
            }
        return vals

    def _prepare_supply(self, row, states_from):
        if self.import_id.joining_application_id:
            return []
        return super()._prepare_supply(row, states_from)
