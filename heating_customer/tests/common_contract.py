import base64
import io

from PIL import Image

from .common_application import HeatingApplicationCommon


def drawn_signature():
    """A small image, as the signature pad sends it.

    :return: base64
    :rtype: str
    """
    stream = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


class HeatingContractCommon(HeatingApplicationCommon):
    """A clerk who drafts and offers contracts, and a customer who signs them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "queue_job__no_delay": True})
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        cls.kind = cls.env.ref("heating_customer.paper_kind_contract")

    def _draft(self, household=None, user=None, **vals):
        vals = {"household_id": (household or self.household).id, **vals}
        return self.env["heating.contract"].browse(
            self.rpc(user or self.clerk, "heating.contract", "create", vals)
        )

    def _press(self, contract, action, user=None):
        return self.rpc(user or self.clerk, "heating.contract", action, contract.ids)

    def _signed(self, *args, **vals):
        contract = self._draft(*args, **vals)
        self._press(contract, "action_send")
        contract.sudo()._sign("Zhang San", drawn_signature(), "192.0.2.7")
        return contract
