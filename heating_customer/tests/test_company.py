from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingCustomerCommon


@tagged("post_install", "-at_install")
class TestCompany(HeatingCustomerCommon):
    """Whose a record is that belongs to another one: that one's company's."""

    def test_a_new_record_is_of_the_company_one_works_in(self):
        for model in (
            "heating.hall",
            "heating.location",
            "heating.space",
            "heating.station",
        ):
            with self.subTest(model=model):
                self.assertEqual(
                    self.env[model].new().company_id, self.env.company, model
                )

    def test_it_goes_over_to_the_company_of_its_branch(self):
        other = self.env["res.company"].create({"name": "Other Town"})
        branch = (
            self.env["heating.branch"]
            .with_company(other)
            .create({"name": "Far", "company_id": other.id})
        )
        halls = self.env["heating.hall"]
        hall = halls.create({"name": "Far", "branch_id": branch.id})
        self.assertEqual(hall.company_id, other)
        location = self.env["heating.location"].create(
            {"name": "Far", "branch_id": branch.id}
        )
        self.assertEqual(location.company_id, other)
        # whatever a client says
        mixed = halls.create(
            {
                "name": "Mixed",
                "branch_id": branch.id,
                "company_id": self.env.company.id,
            }
        )
        self.assertEqual(mixed.company_id, other)
        community = self.env["heating.location"].create(
            {"name": "Near", "branch_id": self.branch.id}
        )
        with self.assertRaisesRegex(UserError, "company"):
            location.station_id = self.station
            location.flush_recordset()
        self.assertEqual(community.company_id, self.company)
