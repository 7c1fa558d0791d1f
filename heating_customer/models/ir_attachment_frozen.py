from odoo import api, models
from odoo.exceptions import UserError

from . import tier_guard

# What Odoo itself notes on a file, and what changes neither its content nor its place.
FREE_FIELDS = {
    "access_token",
    "description",
    "heating_household_id",
    "index_content",
    "thumbnail",
}


class IrAttachment(models.Model):
    """Papers on which somebody has decided stay as they were; more may be added.

    Which they are is said by the record on which they hang, in
    ``_filter_papers_frozen``. Operations of an approval pass, nobody else does: sudo
    is no pass, since Odoo deletes files of the chatter with it.
    """

    _inherit = "ir.attachment"

    # === CRUD METHODS === #

    def write(self, vals):
        if not (tier_guard.is_trusted(self.env) or FREE_FIELDS.issuperset(vals)):
            self.check_access("write")
            self.filtered(lambda each: each._is_changed_by(vals))._check_not_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if not tier_guard.is_trusted(self.env):
            self._check_not_frozen()

    # === BUSINESS METHODS === #

    def _is_changed_by(self, vals):
        """Whether *vals* say anything else than the file does already."""
        self.ensure_one()
        for name in set(vals) - FREE_FIELDS:
            if not (field := self._fields.get(name)):
                return True
            known, wanted = field.convert_to_write(self[name], self), vals[name]
            if isinstance(known, bytes) and isinstance(wanted, str):
                known = known.decode(errors="replace")
            if (known or False) != (wanted or False):
                return True
        return False

    def _check_not_frozen(self):
        """Refuse to change or delete what others have relied on.

        :raise UserError: one of the files is such a paper
        """
        for model, papers in self.sudo().grouped("res_model").items():
            records = self.env.get(model) if model else None
            if records is None or not hasattr(records, "_filter_papers_frozen"):
                continue
            documents = records.sudo().browse(papers.mapped("res_id")).exists()
            frozen = {each.id: each for each in documents._filter_papers_frozen()}
            for paper in papers:
                if document := frozen.get(paper.res_id):
                    raise UserError(
                        self.env._(
                            "“%(paper)s” belongs to %(document)s, on which others rely "
                            "as it is: it cannot be changed or deleted. Add another "
                            "paper instead.",
                            paper=paper.name,
                            document=document.display_name,
                        )
                    )


class HeatingApplication(models.Model):
    _inherit = "heating.application"

    def _filter_papers_frozen(self):
        """The applications whose papers others look at or have approved."""
        return self.filtered(
            lambda each: each.state in ("requested", "approved", "done")
        )


class HeatingContract(models.Model):
    _inherit = "heating.contract"

    def _filter_papers_frozen(self):
        """The contracts that have been signed, also those that have ended since."""
        return self.filtered("signed_on")


class HeatingAreaCheck(models.Model):
    _inherit = "heating.area.check"

    def _filter_papers_frozen(self):
        """The checks that have been handed in; one sent back is open again."""
        return self.filtered(lambda each: each.state != "to_do")
