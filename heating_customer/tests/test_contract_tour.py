from odoo.tests import HttpCase, tagged

from .common_contract import HeatingContractCommon


@tagged("post_install", "-at_install")
class TestContractTour(HeatingContractCommon, HttpCase):
    """A paper that a clerk hangs on a contract in the web client stays there."""

    browser_size = "1366x768"

    def test_a_paper_attached_in_the_form(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.clerk.lang = "en_US"
        contract = self._draft()
        self.start_tour(
            f"/odoo/heating-contracts/{contract.id}",
            "heating_contract_paper",
            login=self.clerk.login,
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            contract.attachment_ids,
            [
                {
                    "name": "scan.png",
                    "heating_paper_kind_id": self.kind.id,
                    "heating_household_id": self.household.id,
                    "create_uid": self.clerk.id,
                }
            ],
        )
