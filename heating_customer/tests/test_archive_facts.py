from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import HeatingCustomerCommon

CHANGED = "changes by an application"


@tagged("post_install", "-at_install")
class TestArchiveFacts(HeatingCustomerCommon):
    """What money follows is not written over by one clerk."""

    def _write(self, user, record, **vals):
        return self.rpc(user, record._name, "write", [record.id], vals)

    def test_a_clerk_writes_over_no_fact(self):
        space = self.household.space_ids
        business = self.env.ref("heating_customer.category_business")
        for record, vals in (
            (self.household, {"customer_id": self.customer_2.id}),
            (self.household, {"payer_id": self.customer_2.id}),
            (self.household, {"state": "closed"}),
            (self.household, {"state": "joining"}),
            (self.household, {"joined_on": "2020-01-01"}),
            (self.household, {"left_on": "2020-01-01"}),
            (self.household, {"space_ids": [[1, space.id, {"built_area": 1.0}]]}),
            (space, {"built_area": 1.0}),
            (space, {"category_id": business.id}),
            (space, {"height": 5.0}),
            (space, {"date_to": "2026-01-01"}),
            (space, {"active": False}),
            (space, {"household_id": self.household_2.id}),
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(AccessError, CHANGED):
                self._write(self.clerk, record, **vals)
        self.assertEqual(self.household.customer_id, self.customer)
        self.assertEqual(self.household.built_area, 100.0)

    def test_what_stays_as_it_is_is_no_change(self):
        space = self.household.space_ids
        self._write(
            self.clerk,
            self.household,
            room="909",
            customer_id=self.customer.id,
            payer_id=False,
            state="active",
        )
        self._write(self.clerk, space, name="Shop", built_area=100.0, date_to=False)
        self.assertEqual((self.household.room, space.name), ("909", "Shop"))

    def test_an_administrator_puts_mistakes_right(self):
        self._write(self.administrator, self.household, customer_id=self.customer_2.id)
        self._write(self.administrator, self.household.space_ids, built_area=90.0)
        self.assertEqual(self.household.customer_id, self.customer_2)
        self.assertEqual(self.household.built_area, 90.0)

    def test_todays_own_entry_is_put_right_today(self):
        household = self._create_household("T000009", self.customer, room="999")
        mine = household.with_user(self.clerk).create(
            {
                "number": "T000010",
                "customer_id": self.customer.id,
                "location_id": self.unit.id,
                "space_ids": [
                    (0, 0, {"category_id": self.category.id, "built_area": 10.0})
                ],
            }
        )
        self.assertTrue(mine.may_correct)
        self._write(self.clerk, mine, customer_id=self.customer_2.id)
        self._write(self.clerk, mine.space_ids, built_area=100.0)
        tomorrow = fields.Date.add(self.company._heating_today(), days=1)
        with freeze_time(f"{tomorrow} 04:00:00"):
            self.env.invalidate_all()
            self.assertFalse(mine.with_user(self.clerk).may_correct)
            with self.assertRaisesRegex(AccessError, CHANGED):
                self._write(self.clerk, mine.space_ids, built_area=1.0)

    def test_a_household_begins_in_the_network(self):
        vals = {
            "number": "T000011",
            "customer_id": self.customer.id,
            "location_id": self.unit.id,
        }
        for state in ("joining", "closed"):
            for sent, context in (
                ({**vals, "state": state}, {}),
                (vals, {"default_state": state}),
            ):
                refused = self.assertRaisesRegex(AccessError, "by its application")
                with refused, self.env.cr.savepoint():
                    self.rpc(
                        self.clerk,
                        "heating.household",
                        "create",
                        [sent],
                        context=context,
                    )

    def test_the_form_offers_what_may_be_written(self):
        with Form(self.household.with_user(self.clerk)) as form:
            with self.assertRaises(AssertionError):
                form.customer_id = self.customer_2
            form.room = "102b"
        with Form(self.household.with_user(self.administrator)) as form:
            form.customer_id = self.customer_2
        self.assertEqual(self.household.customer_id, self.customer_2)
