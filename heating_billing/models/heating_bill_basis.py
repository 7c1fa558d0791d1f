from odoo import api, fields, models


class HeatingBill(models.Model):
    """What a bill rests on (计费依据): its tariff, the clause, and who approved it."""

    _inherit = "heating.bill"

    basis_text = fields.Text(
        string="Rests On",
        compute="_compute_basis_text",
        # householders read it on their bill, but no tariff
        compute_sudo=True,
    )

    @api.depends(
        "tariff_id.name",
        "tariff_id.clause",
        "tariff_id.approved_by_id",
        "tariff_id.approved_on",
    )
    @api.depends_context("lang")
    def _compute_basis_text(self):
        for bill in self:
            bill.basis_text = bill._explain_basis()

    def _explain_basis(self):
        """The tariff that the bill was made with, its clause and its approval.

        A tariff that was used never changes, so the sentence says what held then. A
        bill of a ledger's opening has a tariff that nobody approved here.

        :rtype: str
        """
        self.ensure_one()
        tariff = self.tariff_id
        words = [self.env._("Prices: %(tariff)s", tariff=tariff.name)]
        if tariff.approved_by_id and tariff.approved_on:
            words.append(
                self.env._(
                    "approved by %(user)s on %(day)s",
                    user=tariff.approved_by_id.name,
                    day=self.env["ir.qweb.field.date"].value_to_html(
                        self.company_id._heating_day_of(tariff.approved_on), {}
                    ),
                )
            )
        if tariff.clause:
            words.append(self.env._("clause: %(clause)s", clause=tariff.clause.strip()))
        return self._join_words(words)

    @api.model
    def _join_words(self, words):
        """Sentences as one, with the stops of the reader's language."""
        said = words[:1]
        for each in words[1:]:
            said = [self.env._("%(before)s; %(after)s", before=said[0], after=each)]
        return "".join(said)
