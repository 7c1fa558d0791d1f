"""Applications at the same moment as each other and as payments, really in parallel."""

import unittest

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import (
    bill_season,
    build_addresses,
    build_household,
    build_tariff,
    build_users,
)
from tests.scratch import committed, run_jobs, run_together, scratch_database

DATABASE = "heating_scratch_applications"


class TestParallelApplications(unittest.TestCase):
    """One database for the class; each test has a household of its own."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(mute_logger("odoo.sql_db", "odoo.addons.queue_job.utils"))
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        with committed(cls.registry) as env:
            users = build_users(env)
            users["archive_clerk_2"] = users["archive_clerk"].copy(
                {"login": "test-archive-clerk-2"}
            )
            users["approver_2"] = users["approver"].copy({"login": "test-approver-2"})
            place = build_addresses(env)
            season = env["heating.season"].create(
                {"date_start": "2026-11-15", "date_end": "2027-03-14"}
            )
            build_tariff(env, season, users["approver"])
            households = [
                build_household(env, place["units"][0], f"90020{number}")
                for number in range(5)
            ]
            house = env["heating.location"].create(
                {
                    "name": "No. 99",
                    "kind": "building",
                    "parent_id": place["units"][0].parent_id.parent_id.id,
                }
            )
            households += [
                build_household(env, house, f"90020{number}") for number in (5, 6)
            ]
            bill_season(env, season, users)
            env["heating.shift"].with_user(users["cashier"]).create(
                {"desk_id": place["desk"].id}
            )
            cls.cash = env["heating.tender.method"].search([("kind", "=", "cash")]).id
            cls.household_ids = [household.id for household in households]
            cls.uid = {role: user.id for role, user in users.items()}
            # papers are tried elsewhere
            env["heating.application.type"].search([]).paper_kind_ids = False
            cls.buyer_id = env["res.partner"].create({"name": "Buyer"}).id
            cls.type_ids = {
                kind.code: kind.id
                for kind in env["heating.application.type"].search([])
            }

    def tearDown(self):
        with committed(self.registry) as env:
            self.assertEqual(broken_laws(env), {})

    def _ask(self, code, household_id, **vals):
        """A draft of the clerk's that has been asked for; its id."""
        with committed(self.registry, self.uid["archive_clerk"]) as env:
            application = env["heating.application"].create(
                {
                    "type_id": self.type_ids[code],
                    "household_id": household_id,
                    "date_from": "2026-11-20",
                    **vals,
                }
            )
            application.request_validation()
            return application.id

    def _call(self, role, record_id, method, *args):
        """What a user of that role does with an application."""
        return self.uid[role], lambda env: getattr(
            env["heating.application"].browse(record_id), method
        )(*args)

    def _pay(self, household_id, key, amount):
        act = {
            "key": key,
            "household_ids": [household_id],
            "tenders": [{"method_id": self.cash, "amount": amount}],
        }
        return self.uid["cashier"], lambda env: env["heating.receipt"].counter_take(act)

    @mute_logger("odoo.service.model")
    def test_two_approvers_at_once(self):
        """One decides, the other is told that nothing waits any more."""
        application_id = self._ask(
            "payer", self.household_ids[0], new_payer_id=self.buyer_id
        )
        results = run_together(
            self.registry,
            self._call("approver", application_id, "validate_tier"),
            self._call("approver_2", application_id, "validate_tier"),
        )
        refused = [r for r in results if isinstance(r, UserError | AccessError)]
        self.assertEqual(len(refused), 1, results)
        with committed(self.registry) as env:
            application = env["heating.application"].browse(application_id)
            self.assertEqual(application.state, "done")
            self.assertEqual(len(application.department_notice_ids), 3)

    @mute_logger("odoo.service.model")
    def test_two_clerks_ask_for_one_household(self):
        """The second application is refused with a sentence, and none is lost."""
        drafts = []
        for code in ("stop", "leave"):
            with committed(self.registry, self.uid["archive_clerk"]) as env:
                draft = env["heating.application"].create(
                    {
                        "type_id": self.type_ids[code],
                        "household_id": self.household_ids[1],
                        "date_from": "2026-11-20",
                    }
                )
                drafts.append(draft.id)
        results = run_together(
            self.registry,
            *(
                self._call("archive_clerk", each, "request_validation")
                for each in drafts
            ),
        )
        failed = [result for result in results if isinstance(result, Exception)]
        self.assertEqual(len(failed), 1, results)
        with committed(self.registry) as env:
            states = env["heating.application"].browse(drafts).mapped("state")
            self.assertEqual(sorted(states), ["draft", "requested"])

    @mute_logger("odoo.service.model")
    def test_two_households_of_a_building_stop_at_once(self):
        """Each alone may stop; the second sees the first and is refused."""
        drafts = []
        with committed(self.registry) as env:
            kind = env["heating.application.type"].browse(self.type_ids["stop"])
            before = kind.arrears_cleared
            # one of the building's two flats may, both may not
            kind.write({"arrears_cleared": False, "building_share_max": 0.5})
        for household_id in self.household_ids[5:7]:
            with committed(self.registry, self.uid["archive_clerk"]) as env:
                draft = env["heating.application"].create(
                    {
                        "type_id": self.type_ids["stop"],
                        "household_id": household_id,
                        "date_from": "2026-12-20",
                    }
                )
                drafts.append(draft.id)
        results = run_together(
            self.registry,
            *(
                self._call("archive_clerk", each, "request_validation")
                for each in drafts
            ),
        )
        with committed(self.registry) as env:
            kind = env["heating.application.type"].browse(self.type_ids["stop"])
            kind.write({"arrears_cleared": before, "building_share_max": 0.0})
        refused = [result for result in results if isinstance(result, UserError)]
        self.assertEqual(len(refused), 1, results)
        self.assertIn("would be without heat", str(refused[0]))

    @mute_logger("odoo.service.model")
    def test_a_transfer_races_with_a_payment(self):
        """Whoever wins, each yuan is owed by one customer and paid once."""
        household_id = self.household_ids[2]
        application_id = self._ask(
            "transfer",
            household_id,
            new_customer_id=self.buyer_id,
            debt_handling="taken_over",
        )
        with committed(self.registry, self.uid["approver"]) as env:
            env["heating.application"].browse(application_id).validate_tier()
        with committed(self.registry, self.uid["archive_clerk"]) as env:
            env["heating.application"].browse(application_id).action_confirm_old()
        transfer, payment = run_together(
            self.registry,
            self._call("archive_clerk_2", application_id, "action_confirm_new"),
            self._pay(household_id, "race-with-transfer", 1500.0),
        )
        self.assertNotIsInstance(transfer, Exception)
        self.assertNotIsInstance(payment, Exception)
        with committed(self.registry) as env:
            household = env["heating.household"].browse(household_id)
            self.assertEqual(household.customer_id.id, self.buyer_id)
            self.assertAlmostEqual(household.amount_due, 500.0, 2)
            lines = env["account.move.line"].search(
                household._get_open_lines_domain() + [("amount_residual", ">", 0)]
            )
            # paid before the change or after it: what is left is the buyer's
            self.assertEqual(lines.partner_id.id, self.buyer_id)

    @mute_logger("odoo.service.model")
    def test_a_stop_races_with_a_payment(self):
        """A credit note and a receipt on one bill at once: nothing is paid twice."""
        household_id = self.household_ids[3]
        with committed(self.registry) as env:
            kind = env["heating.application.type"].browse(self.type_ids["stop"])
            kind.arrears_cleared = False
        application_id = self._ask("stop", household_id)
        with committed(self.registry, self.uid["approver"]) as env:
            env["heating.application"].browse(application_id).validate_tier()
        stop, payment = run_together(
            self.registry,
            self._call(
                "field_worker",
                application_id,
                "action_confirm_field",
                "2026-11-20",
                "S",
            ),
            self._pay(household_id, "race-with-stop", 2000.0),
        )
        self.assertNotIsInstance(stop, Exception)
        with committed(self.registry) as env:
            household = env["heating.household"].browse(household_id)
            # 5 days in full and 115 at 30 %: 83.33 + 575.00 yuan
            self.assertEqual(household.bill_ids.amount_total, 658.33)
            if isinstance(payment, UserError):
                # the credit note came first, so 2,000 yuan were too much
                self.assertAlmostEqual(household.amount_due, 658.33, 2)
            else:
                self.assertAlmostEqual(household.amount_due, 0.0, 2)
                self.assertAlmostEqual(household.advance_balance, 1341.67, 2)

    def test_what_waits_for_money_takes_effect_by_a_job(self):
        """The cashier's transaction ends with the money; the job does the rest."""
        household_id = self.household_ids[4]
        application_id = self._ask("leave", household_id)
        with committed(self.registry, self.uid["approver"]) as env:
            env["heating.application"].browse(application_id).validate_tier()
        with committed(self.registry, self.uid["field_worker"]) as env:
            application = env["heating.application"].browse(application_id)
            application.action_confirm_field("2026-11-20", "S")
            # 5 of 120 days of 2,000 yuan
            self.assertIn("83.33", application.pending_text)
        (payment,) = run_together(
            self.registry, self._pay(household_id, "paid-for-leaving", 83.33)
        )
        self.assertIsInstance(payment, dict)
        with committed(self.registry) as env:
            application = env["heating.application"].browse(application_id)
            self.assertEqual(application.state, "approved")
        self.assertEqual(run_jobs(self.registry), [])
        with committed(self.registry) as env:
            application = env["heating.application"].browse(application_id)
            self.assertEqual(application.state, "done")
            self.assertEqual(application.household_id.state, "closed")

    @mute_logger("odoo.service.model")
    def test_two_clerks_edit_one_household(self):
        """What the one writes is not lost by what the other writes."""
        household_id = self.household_ids[0]

        def write(vals):
            return lambda env: env["heating.household"].browse(household_id).write(vals)

        clerk = self.uid["archive_clerk"]
        results = run_together(
            self.registry,
            (clerk, write({"room": "1808"})),
            (clerk, write({"heating_type": "meter"})),
        )
        self.assertEqual(results, [True, True])
        with committed(self.registry) as env:
            household = env["heating.household"].browse(household_id)
            self.assertEqual(household.room, "1808")
            self.assertEqual(household.heating_type, "meter")
            self.assertTrue(household.address.endswith("1808"))
