from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    # Definitions count for all companies: one that a user's companies do not show
    # would be a tier that is silently left out.
    company_id = fields.Many2one(default=False)
    is_strict = fields.Boolean(
        compute="_compute_is_strict",
        help="The model takes its approvals from the heating suite, which always "
        "demands four eyes.",
    )

    @api.depends("model_id")
    def _compute_is_strict(self):
        for definition in self:
            model = self.env.get(definition.model_id.model or "")
            definition.is_strict = getattr(model, "_approval_strict", False)

    @api.model
    @tools.ormcache()
    def _get_approval_model_names(self):
        """Names of all stored models with tier validation, of the suite or not.

        :rtype: tuple[str]
        """
        mixin = self.env.registry["tier.validation"]
        return tuple(
            name
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract
        )

    @api.model
    def _get_tier_validation_model_names(self):
        names = super()._get_tier_validation_model_names()
        return names + [
            name
            for name in self._get_approval_model_names()
            if self.env[name]._approval_strict and name not in names
        ]

    @api.constrains(
        "model_id",
        "company_id",
        "approve_sequence_bypass",
        "review_type",
        "reviewer_id",
        "reviewer_group_id",
        "reviewer_field_id",
    )
    def _check_strict_approval(self):
        for definition in self.filtered("is_strict"):
            if definition.company_id:
                raise ValidationError(
                    self.env._(
                        "The tier “%(name)s” counts for all companies: leave the "
                        "company empty.",
                        name=definition.name,
                    )
                )
            if definition.approve_sequence_bypass:
                raise ValidationError(
                    self.env._(
                        "The tier “%(name)s” cannot be passed over because an earlier "
                        "one was approved by the same person: each tier needs its own.",
                        name=definition.name,
                    )
                )
            if not definition._get_reviewer_source():
                raise ValidationError(
                    self.env._("Choose who reviews “%(name)s”.", name=definition.name)
                )

    def _get_reviewer_source(self):
        """The user, group or field that names the reviewers."""
        self.ensure_one()
        names = {
            "individual": "reviewer_id",
            "group": "reviewer_group_id",
            "field": "reviewer_field_id",
        }
        name = names.get(self.review_type)
        # another addon's review type is its own business
        return self[name] if name else self
