from odoo import models


class IrAttachment(models.Model):
    """Householders read their household, but not every paper that hangs on it.

    A household outlives its customers: the deed and the identity card of one are not
    for the next. Nor are those of a customer for who has access beside them.
    """

    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Override of `base`: papers are for the staff and for whose they are."""
        if not self.env.su and not self.env.user._is_internal():
            yield from self._get_papers_of_others(model_and_ids)
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)

    def _get_papers_of_others(self, model_and_ids):
        """Pairs of model and id whose papers an outsider does not read."""
        for res_id in model_and_ids.get("heating.household", ()):
            yield "heating.household", res_id
        applications = (
            self.env["heating.application"]
            .sudo()
            .browse(filter(None, model_and_ids.get("heating.application", ())))
            .exists()
        )
        if applications:
            own = self.env["heating.household"]._get_own_partners()
            for application in applications:
                if (
                    application.customer_id not in own
                    and application.portal_user_id != self.env.user
                ):
                    yield "heating.application", application.id
