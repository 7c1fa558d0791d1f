from odoo import api, models


class Base(models.AbstractModel):
    """`queue_job` gives every model these methods, and thereby every client.

    A client could make no job with them, but it has no business with them either.
    """

    _inherit = "base"

    @api.private
    def with_delay(self, *args, **kwargs):
        return super().with_delay(*args, **kwargs)

    @api.private
    def delayable(self, *args, **kwargs):
        return super().delayable(*args, **kwargs)
