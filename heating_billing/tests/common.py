import json

from odoo.fields import Command

from odoo.addons.heating_customer.tests.common import HeatingCustomerCommon


class HeatingBillingCommon(HeatingCustomerCommon):
    """A season of 120 days and an approved tariff: 20 yuan a m², stopped 30 %."""

    # what a worked example is given unless told otherwise: 2000 yuan
    FACTS = {"household": {"spaces": [{"category": "resident", "built": "100"}]}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the jobs of a bill run are run at once
        cls.env = cls.env(context=dict(cls.env.context, queue_job__no_delay=True))
        cls.season = cls.env["heating.season"].create(
            {"date_start": "2026-11-15", "date_end": "2027-03-14"}
        )
        cls.tariff = cls._create_tariff("City prices")
        cls.tariff.with_user(cls.approver).action_approve()
        cls.accountant = cls.users["accountant"]

    @classmethod
    def _create_tariff(cls, name, **vals):
        """A draft tariff for residents and business."""
        return cls.env["heating.tariff"].create(
            {
                "name": name,
                "season_id": cls.season.id,
                "price_ids": [
                    Command.create({"category_id": cls.category.id, "price": 20.0}),
                    Command.create(
                        {
                            "category_id": cls.env.ref(
                                "heating_customer.category_business"
                            ).id,
                            "price": 30.0,
                        }
                    ),
                ],
                "share_ids": [
                    Command.create({"supply_state": "stopped", "share": 0.3})
                ],
                **vals,
            }
        )

    @classmethod
    def _create_example(cls, tariff, facts=None, expected=None, **vals):
        """A worked example of a tariff: by default a flat of 100 m²."""
        return cls.env["heating.tariff.example"].create(
            {
                "tariff_id": tariff.id,
                "name": "A flat",
                "source": "worked example",
                "facts": json.dumps(facts or cls.FACTS),
                "expected": json.dumps(expected or {"total": "2000.00"}),
                **vals,
            }
        )

    @classmethod
    def _create_run(cls, **vals):
        return (
            cls.env["heating.bill.run"]
            .with_user(cls.users["accountant"])
            .create({"season_id": cls.season.id, "date": "2026-10-10", **vals})
        )

    @classmethod
    def _bill_season(cls, **vals):
        """Rehearse, approve and run; return the finished run."""
        run = cls._create_run(**vals)
        run.action_rehearse()
        run.with_user(cls.approver).action_approve()
        run.action_start()
        return run

    def _get_bill(self, household):
        return self.env["heating.bill"].search([("household_id", "=", household.id)])
