from odoo.tests import tagged

from .common_portal import HeatingPortalCommon


@tagged("post_install", "-at_install")
class TestPortalTours(HeatingPortalCommon):
    """Applying for a stop as a householder does it on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_stop(self):
        self.start_tour("/my/home", "heating_portal_stop", login="test_householder")
        application = self.env["heating.application"].search(
            [("portal_user_id", "=", self.householder.id)]
        )
        self.assertRecordValues(
            application,
            [
                {
                    "state": "requested",
                    "signed_by": "Zhang San",
                    "reason": "We are away for the winter",
                }
            ],
        )
        self.assertTrue(application.signature)
        self.assertEqual(application.attachment_ids.name, "valve.png")
