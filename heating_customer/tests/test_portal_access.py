from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_portal import HeatingPortalCommon

SENTENCE = "does not agree with what is on file"


@tagged("post_install", "-at_install")
class TestPortalAccess(HeatingPortalCommon):
    """Adding a household by facts and by codes, and guessing at them."""

    def _sees(self, user, household=None):
        household = household or self.household
        return household.id in self.rpc(user, "heating.household", "search", [])

    def _make_code(self, user=None):
        codes = self.env["heating.household.code"].with_user(user or self.householder)
        return codes._make(self.household.with_user(user or self.householder))

    def _enter(self, code, number="T000001"):
        response = self.post("/my/heating/add", by="code", number=number, code=code)
        return response.status_code == 303

    # === FACTS === #

    def test_the_right_facts_give_access(self):
        self.login(self.outsider)
        self.assertFalse(self._sees(self.outsider))
        self.assertTrue(self.claim(name=" zhang SAN "))
        self.assertTrue(self._sees(self.outsider))
        for model in ("heating.space",):
            self.assertTrue(self.rpc(self.outsider, model, "search", []))
        self.assertIn("T000001", self.get("/my/heating").text)
        access = self.household.access_ids
        self.assertRecordValues(
            access, [{"role": "own", "means": "claim", "user_id": self.outsider.id}]
        )
        # nothing twice
        self.assertTrue(self.claim())
        self.assertEqual(self.household.access_ids, access)

    def test_the_answer_does_not_tell_what_was_wrong(self):
        self.login(self.outsider)
        answers = set()
        for wrong in (
            {"number": "X999999"},
            {"name": "Li Si"},
            {"phone": "0002"},
            {"phone": ""},
        ):
            response = self.post("/my/heating/add", **self._facts(**wrong))
            self.assertEqual(response.status_code, 200)
            self.assertIn(SENTENCE, response.text)
            text = response.text[response.text.index("o_heating_portal") :]
            answers.add(self._without_noise(text, wrong.get("number", "T000001")))
        self.assertEqual(len(answers), 1)
        self.assertFalse(self._sees(self.outsider))

    def _facts(self, **values):
        return {"number": "T000001", "name": "Zhang San", "phone": "0001", **values}

    def _without_noise(self, text, number):
        """The page without its token and what was typed."""
        lines = text.replace(number, "").splitlines()
        return "\n".join(line for line in lines if "csrf_token" not in line)

    def test_a_customer_without_a_phone_is_added_at_the_hall(self):
        self.customer.phone = False
        self.login(self.outsider)
        self.assertFalse(self.claim(phone=""))

    def test_five_wrong_tries_of_a_user_are_the_last_for_a_day(self):
        self.login(self.outsider)
        for guess in range(5):
            self.assertFalse(self.claim(number=f"N{guess}", phone=f"111{guess}"))
        self.assertFalse(self.claim())
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            self.login(self.outsider)
            self.assertTrue(self.claim())

    def test_five_wrong_tries_at_a_number_are_the_last_for_a_day(self):
        users = [self._create_portal_user(f"guesser_{n}") for n in range(5)]
        for guess, user in enumerate(users):
            self.login(user)
            self.assertFalse(self.claim(phone=f"111{guess}"))
        self.login(self.outsider)
        self.assertFalse(self.claim())
        self.assertTrue(
            self.claim(number="T000002", name="Li Si", phone="0002"),
            "another number is not concerned",
        )

    def test_right_tries_are_not_counted(self):
        self.login(self.outsider)
        for _time in range(7):
            self.assertTrue(self.claim())
        self.assertFalse(self.claim(phone="1111"))
        attempts = self.env["heating.claim.attempt"].search([("scope", "=", "user")])
        self.assertEqual(attempts.tries, 1)

    def test_old_tries_are_forgotten(self):
        self.login(self.outsider)
        self.claim(phone="1111")
        attempts = self.env["heating.claim.attempt"]
        attempts._forget()
        self.assertEqual(attempts.search_count([]), 2)
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            attempts._forget()
        self.assertFalse(attempts.search_count([]))

    def test_access_ends_when_the_household_changes_hands(self):
        self.login(self.outsider)
        self.claim()
        application = self._create_application()
        self.assertTrue(self.rpc(self.outsider, "heating.application", "search", []))
        self.household.customer_id = self.customer_2
        self.assertFalse(self._sees(self.outsider))
        self.assertFalse(self.rpc(self.outsider, "heating.application", "search", []))
        self.assertEqual(application.customer_id, self.customer)
        self.assertTrue(self.household.access_ids.revoked_on)

    # === CODES === #

    def test_a_helper_enters_the_code_once(self):
        self.login(self.householder)
        page = self.post(f"/my/heating/{self.household.id}/code").text
        code = page.partition('font-monospace">')[2].partition("<")[0].strip()
        self.assertEqual(len(code), 8)
        self.assertNotIn(code, self.get(f"/my/heating/{self.household.id}").text)
        stored = self.env["heating.household.code"].search([])
        self.assertNotIn(code, str(stored.sudo().read()))
        self.login(self.helper)
        self.assertTrue(self._enter(code.lower()))
        self.assertTrue(self._sees(self.helper))
        self.assertRecordValues(
            self.household.access_ids,
            [{"role": "helper", "granted_by_id": self.householder.id}],
        )
        self.login(self.outsider)
        self.assertFalse(self._enter(code))

    def test_a_code_is_of_one_household_and_the_last_one_counts(self):
        first = self._make_code()
        second = self._make_code()
        self.login(self.helper)
        self.assertFalse(self._enter(first))
        self.assertFalse(self._enter(second, number="T000002"))
        self.assertTrue(self._enter(second))

    def test_a_code_is_valid_for_a_day(self):
        code = self._make_code()
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            self.login(self.helper)
            self.assertFalse(self._enter(code))

    def test_a_code_has_five_tries(self):
        code = self._make_code()
        for guess in range(5):
            user = self._create_portal_user(f"guesser_{guess}")
            self.login(user)
            self.assertFalse(self._enter("AAAAAAAA"))
        # the number is barred by then; the code itself is as well
        self.env["heating.claim.attempt"].search([]).unlink()
        self.login(self.helper)
        self.assertFalse(self._enter(code))

    def test_a_code_ends_with_its_customer(self):
        code = self._make_code()
        self.household.customer_id = self.customer_2
        self.login(self.helper)
        self.assertFalse(self._enter(code))

    def test_who_makes_codes_and_takes_access_back(self):
        code = self._make_code(self.clerk)
        self.login(self.helper)
        self.assertTrue(self._enter(code))
        access = self.household.access_ids
        for user in (self.helper, self.outsider, self.neighbour):
            with self.assertRaises(AccessError):
                self._make_code(user)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "heating.household.access", "action_revoke", [access.id])
        with self.quiet():
            url = f"/my/heating/{self.household.id}/code"
            self.assertEqual(self.post(url).status_code, 404)
        self.login(self.householder)
        self.assertIn("Helper", self.get(f"/my/heating/{self.household.id}").text)
        url = f"/my/heating/{self.household.id}/revoke/{access.id}"
        self.assertEqual(self.post(url).status_code, 303)
        self.assertFalse(self._sees(self.helper))
        self.assertEqual(access.revoked_by_id, self.householder)
        body = " ".join(self.household.message_ids.mapped("body"))
        self.assertIn("Helper has no access", body)

    def test_a_clerk_shows_a_code_and_revokes(self):
        dialog = (
            self.env["heating.household.code.show"]
            .with_user(self.clerk)
            .create({"household_id": self.household.id})
        )
        code = dialog.action_make()["params"]["message"]
        self.login(self.helper)
        self.assertTrue(self._enter(code))
        west = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        access = self.household.access_ids
        with self.assertRaises(AccessError):
            access.with_user(west).action_revoke()
        access.with_user(self.clerk).action_revoke()
        self.assertFalse(self._sees(self.helper))

    def test_nobody_gives_themselves_access(self):
        for user in (self.outsider, self.clerk, self.administrator):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(
                    user,
                    "heating.household.access",
                    "create",
                    {
                        "household_id": self.household.id,
                        "customer_id": self.customer.id,
                        "user_id": user.id,
                        "role": "own",
                        "means": "claim",
                    },
                )
