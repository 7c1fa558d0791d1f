from odoo.fields import Command

from .common import HeatingBillingCommon


class HeatingMeterCommon(HeatingBillingCommon):
    """Flats of 100 m² with meters, under a two-part price.

    The fixed part is 6 yuan a m² (600 yuan), heat 0.20 yuan a kWh, and the price by
    area, charged before the readings, 20 yuan a m² (2,000 yuan).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff.sudo().active = False
        cls.before = cls.env["heating.season"].create(
            {"date_start": "2025-11-15", "date_end": "2026-03-14"}
        )
        cls.metered = cls._create_metered_tariff("Metered")
        cls.metered.with_user(cls.approver).action_approve()
        cls.meter = cls._install(cls.household, "M-1")

    @classmethod
    def _create_metered_tariff(cls, name, **vals):
        return cls._create_tariff(
            name,
            price_ids=[
                Command.create(
                    {
                        "category_id": cls.category.id,
                        "price": 6.0,
                        "energy_price": 0.2,
                        "area_price": 20.0,
                    }
                )
            ],
            **vals,
        )

    @classmethod
    def _install(cls, household, number, **vals):
        return cls.env["heating.meter"].create(
            {
                "number": number,
                "household_id": household.id,
                "installed_on": "2026-10-01",
                "start_value": 100.0,
                **vals,
            }
        )

    def _read(self, meter, day, value, user=None):
        return (
            self.env["heating.meter.reading"]
            .with_user(user or self.field_worker)
            .create({"meter_id": meter.id, "date": day, "value": value})
        )

    def _settle(self):
        settlement = (
            self.env["heating.meter.settlement"]
            .with_user(self.accountant)
            .create({"season_id": self.season.id})
        )
        settlement.action_prepare()
        if settlement.ready_count:
            settlement.action_start()
        return settlement

    def _costs(self, bill, amount, metering):
        self.env.invalidate_all()
        self.assertEqual((bill.amount_total, bill.metering), (amount, metering))
        self.assertEqual(
            round(sum(bill.move_ids.mapped("amount_total_signed")), 2), amount
        )
