from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class HeatingTariff(models.Model):
    """How a tariff is approved: by tiers, four eyes, and only if its examples pass.

    Administrators write and ask; the reviewers of the tiers decide. Nobody decides on
    a tariff that they wrote on, created or asked for.
    """

    _inherit = "heating.tariff"

    # === ACTIONS === #

    def action_approve(self):
        """Approve in one step: what is asked for by pressing it is asked for.

        An approver may decide on a draft as it stands, without its author having
        asked; where several tiers apply, the others still have to agree.

        :return: the box that asks for a comment where the tier wants one
        :raise AccessError: the user is no approver
        :raise UserError: own tariff, or a tariff that cannot be computed with
        """
        if not self.env.user.has_group("heating_customer.group_approver"):
            raise AccessError(self.env._("Only an approver can approve a tariff."))
        self.check_access("read")
        result = None
        for tariff in self:
            if self.env.user in tariff.sudo()._get_authors():
                raise UserError(
                    self.env._(
                        "You wrote on tariff %(name)s, so another approver approves "
                        "it.",
                        name=tariff.name,
                    )
                )
            if tariff.state == "draft":
                author = tariff.sudo().author_ids[-1:] or tariff.sudo().create_uid
                # in the author's name: who asks cannot be who decides
                tariff.with_user(author).sudo().request_validation()
            if tariff.state == "requested":
                result = tariff.validate_tier()
        return result

    # === HOOKS OF THE APPROVAL === #

    def _get_cancellable_states(self):
        """Bills rest on an approved tariff; it is archived when it is not needed."""
        return [self._state_draft, self._state_requested, self._state_rejected]

    def _get_authors(self):
        """Who wrote on the tariff or on one of its rules."""
        return self.create_uid | self.author_ids

    def _get_approval_askers(self):
        return super()._get_approval_askers() | self.sudo()._get_authors()

    def _check_before_request(self):
        """A tariff that cannot be computed with, or whose examples fail, is not asked.

        :raise UserError: what is missing or fails
        """
        result = super()._check_before_request()
        self._check_complete()
        return result

    def _check_complete(self):
        """Refuse a tariff that cannot be computed with or whose examples fail.

        :raise UserError: what is missing or fails
        """
        self.ensure_one()
        if not self.price_ids:
            raise UserError(
                self.env._("Tariff %(name)s has no price yet.", name=self.name)
            )
        self._get_assessor()
        self.example_ids._check_passed()

    def _on_approved(self):
        # the engine or a category may have changed since it was asked for
        self._check_complete()
        result = super()._on_approved()
        self.write(
            {"approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()}
        )
        self._replace_copied()
        self._message_log(
            body=self.env._(
                "Approved by %(user)s: bills may rest on it from now on.",
                user=self.env.user.name,
            )
        )
        return result
