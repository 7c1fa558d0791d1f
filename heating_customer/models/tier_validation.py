from odoo import models
from odoo.exceptions import AccessError

from . import tier_guard


class TierValidation(models.AbstractModel):
    """Lets the operations of every document with approvals write its reviews.

    Documents of other addons keep their behaviour; those of the suite are stricter,
    see ``heating.approval.mixin``.
    """

    _inherit = "tier.validation"

    # Set by heating.approval.mixin.
    _approval_strict = False

    def request_validation(self):
        records = tier_guard.trusted(self)
        reviews = super(TierValidation, records).request_validation()
        # hand nobody a recordset that may write reviews
        return reviews.with_env(self.env)

    def validate_tier(self):
        return super(TierValidation, tier_guard.trusted(self)).validate_tier()

    def reject_tier(self):
        return super(TierValidation, tier_guard.trusted(self)).reject_tier()

    def restart_validation(self):
        return super(TierValidation, tier_guard.trusted(self)).restart_validation()

    def _validate_tier(self, tiers=False):
        records = tier_guard.trusted(self)
        return super(TierValidation, records)._validate_tier(self._own_reviews(tiers))

    def _rejected_tier(self, tiers=False):
        records = tier_guard.trusted(self)
        return super(TierValidation, records)._rejected_tier(self._own_reviews(tiers))

    def _own_reviews(self, tiers):
        """Keep a caller from deciding reviews of one document through another."""
        if not tiers:
            return tiers
        if tiers - self.review_ids:
            raise AccessError(
                self.env._("These reviews belong to another document than this one.")
            )
        return tier_guard.trusted(tiers)

    def _tier_validation_check_write_remove_reviews(self, vals):
        records = tier_guard.trusted(self)
        return super(
            TierValidation, records
        )._tier_validation_check_write_remove_reviews(vals)

    def unlink(self):
        # before the reviews go, so that a refusal leaves everything as it was
        self.check_access("unlink")
        tier_guard.trusted(self.review_ids).unlink()
        return super().unlink()
