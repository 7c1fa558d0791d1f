from odoo.fields import Command

from .common import HeatingBillingCommon


class SharedBillCommon(HeatingBillingCommon):
    """Of a shop's 30 yuan a m² the employer pays 7, of a flat's 20 nobody else any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer_kind = cls.env.ref("heating_billing.payer_kind_employer")
        cls.employer = cls.env["res.partner"].create(
            {
                "name": "Cotton Mill",
                "is_company": True,
                "vat": "91350100M000100Y43",
                "email": "mill@example.com",
            }
        )
        cls.env["heating.household.payer"].create(
            {
                "household_id": cls.shop.id,
                "kind_id": cls.employer_kind.id,
                "partner_id": cls.employer.id,
            }
        )

    @classmethod
    def _create_tariff(cls, name, **vals):
        """Override: a part of the shop's price is its employer's."""
        business = cls.env.ref("heating_customer.category_business")
        cls.shop = cls._create_household("T000009", cls.customer, room="109")
        cls.shop.space_ids.category_id = business
        parts = (("household", 23.0), ("employer", 7.0))
        return super()._create_tariff(
            name,
            payer_ids=[
                Command.create(
                    {
                        "category_id": business.id,
                        "payer_id": cls.env.ref(
                            f"heating_billing.payer_kind_{code}"
                        ).id,
                        "part": part,
                    }
                )
                for code, part in parts
            ],
            **vals,
        )
