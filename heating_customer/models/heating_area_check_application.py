from odoo import fields, models
from odoo.exceptions import UserError

from . import tier_guard
from .heating_area_check import MEASURES

# What of a check becomes a paper of the application → kind of paper.
PAPERS = {
    "photo": "heating_customer.paper_kind_photo",
    "deed_photo": "heating_customer.paper_kind_deed",
}


class HeatingAreaCheck(models.Model):
    """Confirmed differences become applications for a change of area."""

    _inherit = "heating.area.check"

    application_id = fields.Many2one(
        "heating.application",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    application_state = fields.Selection(
        related="application_id.state", string="Application State"
    )

    def action_create_applications(self):
        """Draft an application for each confirmed difference.

        :return: the action that shows the applications
        :raise UserError: a check is not confirmed, or has an application under way
        """
        self._check_decider()
        self.lock_for_update()
        self.invalidate_recordset(["state", "application_id"])
        for check in self:
            if check.state != "confirmed" or (
                check.application_id
                and check.application_id.state not in ("rejected", "cancelled")
            ):
                raise UserError(
                    self.env._(
                        "%(address)s has no confirmed difference, or its application "
                        "is under way already.",
                        address=check.address,
                    )
                )
        kind = self._get_application_type()
        applications = self.env["heating.application"].create(
            [check._prepare_application_vals(kind) for check in self]
        )
        for check, application in zip(self, applications, strict=True):
            tier_guard.operating(check).application_id = application
        self._attach_photos({check: check.application_id for check in self})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_application_action"
        )
        action["domain"] = [("id", "in", applications.ids)]
        action["context"] = {}
        return action

    def _get_application_type(self):
        kind = self.env["heating.application.type"].search(
            [("effect", "=", "area")], limit=1
        )
        if not kind:
            raise UserError(
                self.env._(
                    "There is no application type for a change of area. An "
                    "administrator has to activate one first."
                )
            )
        return kind

    def _prepare_application_vals(self, kind):
        """Values of the draft: what was measured, else what is on file.

        :param kind: the application type for a change of area
        :rtype: dict
        """
        self.ensure_one()
        words = self.env._(
            "%(campaign)s: measured by %(worker)s on %(date)s.",
            campaign=self.campaign_id.name,
            worker=self.measured_by_id.name,
            date=fields.Datetime.context_timestamp(self, self.measured_on).date(),
        )
        deed = self.deed_number and self.env._(
            "Deed %(number)s.", number=self.deed_number
        )
        return {
            "type_id": kind.id,
            "household_id": self.household_id.id,
            "space_id": self.space_id.id,
            "date_from": fields.Date.context_today(self),
            "reason": " ".join(part for part in (words, deed, self.remark) if part),
            **{
                f"new_{name}": self[name] or self[filed]
                for name, filed in MEASURES.items()
            },
        }

    def _settle_equal(self):
        """Override: what shows that the file is right becomes a household's paper."""
        open_before = self.filtered(lambda check: check.state != "applied")
        result = super()._settle_equal()
        settled = open_before.filtered(
            lambda check: check.state == "applied" and not check.application_id
        )
        settled._attach_photos({check: check for check in settled})
        return result

    def _attach_photos(self, documents):
        """Put the photos of checks among the papers of documents.

        :param dict documents: check → the record that its photos are attached to
        """
        labels = self.fields_get(list(PAPERS), ["string"])
        self.env["ir.attachment"].create(
            [
                {
                    "name": f"{labels[name]['string']}.jpg",
                    "datas": check[name],
                    "res_model": documents[check]._name,
                    "res_id": documents[check].id,
                    "heating_paper_kind_id": self.env.ref(kind).id,
                }
                for check in self
                for name, kind in PAPERS.items()
                if check[name]
            ]
        )


class HeatingApplication(models.Model):
    _inherit = "heating.application"

    area_check_ids = fields.One2many(
        "heating.area.check", "application_id", readonly=True
    )

    def _effect_applied(self):
        """Override: what a campaign measured is in the archive now."""
        result = super()._effect_applied()
        checks = tier_guard.operating(self).area_check_ids
        checks.write({"state": "applied"})
        for check in checks:
            check.application_id.new_space_id._verify(
                check.measured_by_id, check.measured_on
            )
        return result
