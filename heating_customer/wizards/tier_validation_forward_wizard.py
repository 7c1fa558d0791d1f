from odoo import models
from odoo.exceptions import UserError


class ValidationForwardWizard(models.TransientModel):
    """The box in which a reviewer names who decides instead."""

    _inherit = "tier.validation.forward.wizard"

    def add_forward(self):
        self.ensure_one()
        names = self.env["tier.definition"]._get_approval_model_names()
        if self.res_model not in names:
            raise UserError(self.env._("This document needs no approval."))
        document = self.env[self.res_model].browse(self.res_id)
        if not document._approval_strict:
            return super().add_forward()
        return document._forward_to(self.forward_reviewer_id, self.forward_description)
