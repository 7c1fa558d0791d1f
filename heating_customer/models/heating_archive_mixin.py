from odoo import api, fields, models
from odoo.exceptions import AccessError


class HeatingArchiveMixin(models.AbstractModel):
    """Facts of the archive that money follows: they change by an application.

    Who is billed, for how many square metres and from when is decided by several
    people and dated; written over by one clerk it would leave no trace, and the
    season's bill would say something else than the archive. What somebody entered
    today they may put right themselves, later mistakes are an administrator's.
    """

    _name = "heating.archive.mixin"
    _description = "Facts of the Archive"

    # names of the fields that only applications and administrators change
    _archive_facts = frozenset()

    may_correct = fields.Boolean(compute="_compute_may_correct")

    @api.depends_context("uid")
    def _compute_may_correct(self):
        for record in self:
            record.may_correct = not record._origin or record._origin._may_correct()

    def _may_correct(self):
        """Whether the caller may put facts of the record right by hand."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group(
            "heating_customer.group_administrator"
        ):
            return True
        written = self.sudo()
        company = written.company_id or self.env.company
        return (
            written.create_uid == self.env.user
            and company._heating_day_of(written.create_date) == company._heating_today()
        )

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._check_archive_facts(vals)
        return super().write(vals)

    def _check_archive_facts(self, vals):
        """Refuse to write over what is decided by an application.

        :raise AccessError: a fact would become another
        """
        for name in sorted(self._archive_facts & vals.keys()):
            field = self._fields[name]
            for record in self:
                after = field.convert_to_cache(vals[name], record, validate=False)
                before = field.convert_to_cache(record[name], record, validate=False)
                # an empty value comes as None or as False
                if (after or False) != (before or False) and not record._may_correct():
                    label = self.fields_get([name], ["string"])[name]["string"]
                    raise AccessError(
                        self.env._(
                            "“%(field)s” of %(record)s changes by an application that "
                            "others approve; an administrator puts mistakes right.",
                            field=label,
                            record=record.display_name,
                        )
                    )


class HeatingHousehold(models.Model):
    _name = "heating.household"
    _inherit = ["heating.household", "heating.archive.mixin"]

    _archive_facts = frozenset(
        {
            "company_id",
            "customer_id",
            "joined_on",
            "joining_application_id",
            "left_on",
            "payer_id",
            "state",
        }
    )

    @api.model_create_multi
    def create(self, vals_list):
        households = super().create(vals_list)
        # not by what was sent: defaults come from the context, too
        if not self.env.su and any(
            household.state != "active" or household.left_on for household in households
        ):
            raise AccessError(
                self.env._(
                    "A household that is to join is made by its application; it leaves "
                    "by one, too."
                )
            )
        return households

    def write(self, vals):
        if vals.get("customer_id") and "phone" in vals:
            # a form that shows the new customer's phone sends it along, unchanged
            known = self.env["res.partner"].browse(vals["customer_id"]).sudo().phone
            if (vals["phone"] or False) == (known or False):
                vals = {name: vals[name] for name in vals if name != "phone"}
        return super().write(vals)
