from freezegun import freeze_time

from odoo.tools import mute_logger

from .common_meter import HeatingMeterCommon


class HeatingMeterSettlementCommon(HeatingMeterCommon):
    """A billed season with a meter, after its end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with (
            freeze_time("2026-10-10"),
            mute_logger("odoo.addons.queue_job.utils"),
        ):
            cls._bill_season()
        cls.bill = cls.household.bill_ids
        cls.startClassPatcher(freeze_time("2027-03-20 02:00:00"))

    def setUp(self):
        super().setUp()
        logger = mute_logger("odoo.addons.queue_job.utils")
        logger.__enter__()
        self.addCleanup(logger.__exit__, None, None, None)
