import base64
import io

from PIL import Image

from odoo.fields import Command

from .common_application import HeatingApplicationCommon


def picture():
    """A photo as a phone sends it, base64."""
    stream = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(stream, "JPEG")
    return base64.b64encode(stream.getvalue()).decode()


class HeatingAreaCommon(HeatingApplicationCommon):
    """A campaign of the clerk's, not yet started."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._create_campaign()

    @classmethod
    def _create_campaign(cls, **vals):
        return (
            cls.env["heating.area.campaign"]
            .with_user(cls.clerk)
            .create(
                {
                    "name": "Spring",
                    "branch_id": cls.branch.id,
                    "community_ids": [Command.set(cls.community.ids)],
                    "date_to": "2026-06-30",
                    **vals,
                }
            )
        )

    def _start(self, **vals):
        self.campaign.write(vals)
        self.campaign.action_start()
        return self.campaign.check_ids.sorted("sequence")

    def _measure(self, check, area, user=None, **vals):
        check = check.with_user(user or self.field_worker)
        check.write({"built_area": area, **vals})
        return check.action_measure()
