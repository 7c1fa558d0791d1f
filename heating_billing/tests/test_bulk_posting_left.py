from unittest.mock import patch

from odoo.addons.heating_billing.bulk_posting import overrides
from odoo.addons.heating_billing.bulk_posting.prediction import Template

from .common_bulk_posting import BulkPostingCommon


class TestBulkPostingLeft(BulkPostingCommon):
    """What is left to Odoo, and that the run says so."""

    def _assert_left_to_odoo(self, words):
        """Nobody is written by rows, the run says why, and the bills are right."""
        run, notes = self._bill_quietly()
        self.assertFalse(self.written)
        self.assertTrue(notes)
        for note in notes:
            self.assertIn(words, note)
            self.assertIn(note, run.posting_text)
        bills = run.line_ids.bill_id
        self.assertEqual(
            sum(bills.move_ids.mapped("amount_total")),
            sum(bills.mapped("amount_total")),
        )
        self.assertEqual(set(bills.move_ids.mapped("state")), {"posted"})

    def test_a_rule_that_does_not_hold(self):
        predict = Template.predict_move

        def wrong(template, *args):
            return predict(template, *args) | {"ref": "something else"}

        with patch.object(Template, "predict_move", wrong):
            self._assert_left_to_odoo("account_move.ref")

    def test_a_column_that_nobody_knows(self):
        """Odoo fills a column by a rule of its own: the second document shows it."""
        self.env.cr.execute("ALTER TABLE account_move_line ADD COLUMN x_rule varchar")
        self.env.cr.execute(
            """
            CREATE FUNCTION x_rule() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.x_rule := 'of ' || NEW.partner_id; RETURN NEW; END $$;
            CREATE TRIGGER x_rule BEFORE INSERT ON account_move_line
               FOR EACH ROW EXECUTE FUNCTION x_rule()
            """
        )
        self._assert_left_to_odoo("account_move_line.x_rule")

    def test_an_addon_that_nobody_has_looked_at(self):
        known = overrides.KNOWN_ADDONS - {"l10n_cn"}
        with patch.object(
            type(self.env["heating.poster"]), "_get_known_addons", lambda _self: known
        ):
            self._assert_left_to_odoo("l10n_cn")

    def test_an_automation_rule(self):
        """Such a rule puts methods of its own on the model's class."""
        model = type(self.env["account.move"])
        with patch.object(model, "create", model.create):
            self._assert_left_to_odoo("account.move.create")

    def test_a_fiscal_position_that_applies_by_itself(self):
        self.env["account.fiscal.position"].create(
            {"name": "Bonded zone", "auto_apply": True}
        )
        self._assert_left_to_odoo("Bonded zone")

    def test_a_fiscal_position_of_the_company_above(self):
        company = self.env.company
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": company.id}
        )
        poster = self.env["heating.poster"]
        self.assertFalse(poster._get_obstacle(branch))
        self.env["account.fiscal.position"].create(
            {"name": "Bonded zone", "auto_apply": True}
        )
        self.assertIn("Bonded zone", poster._get_obstacle(branch))

    def test_an_analytic_distribution_by_customer(self):
        self.env["account.analytic.distribution.model"].create(
            {"partner_id": self.households[5].customer_id.id}
        )
        self._assert_left_to_odoo("depends on the customer")

    def test_what_other_models_have_of_documents(self):
        """A column worked out from documents, a method that documents are made with."""
        known = overrides.KNOWN_ADDONS
        self.assertIn(
            "heating.",
            overrides._find_in_columns(self.env, known - {"heating_billing"}),
        )
        self.assertIn(
            "account.fiscal.position",
            overrides._find_in_methods(self.env, known - {"account"}),
        )
        self.assertFalse(overrides.find_override(self.env, known))

    def test_postgresql_does_not_count(self):
        """Without its counts nothing says that Odoo writes to no other table."""
        self.env.cr.execute("SET LOCAL track_counts = off")
        self._assert_left_to_odoo("PostgreSQL counts 0 documents")

    def test_documents_that_touch_other_tables(self):
        plan = self.env["account.analytic.plan"].create({"name": "Stations"})
        account = self.env["account.analytic.account"].create(
            {"name": "East", "plan_id": plan.id}
        )
        self.station.analytic_account_id = account
        self._assert_left_to_odoo("account_analytic_line")

    def test_off(self):
        self.env.company.heating_bulk_posting = False
        _run, notes = self._bill_quietly()
        self.assertFalse(self.written)
        self.assertFalse(notes)

    def test_customers_who_are_not_like_the_others(self):
        """A firm's contact, and who has goods sent elsewhere, are left to Odoo."""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.households[5].customer_id.parent_id = firm
        self.env["res.partner"].create(
            {
                "name": "Gate",
                "type": "delivery",
                "parent_id": self.households[8].customer_id.id,
            }
        )
        run, notes = self._bill_quietly()
        self.assertFalse(notes)
        self.assertTrue(self.written)
        moves = run.line_ids.bill_id.move_ids.grouped("heating_household_id")
        self.assertEqual(moves[self.households[5]].commercial_partner_id, firm)
        self.assertEqual(moves[self.households[8]].partner_shipping_id.name, "Gate")

    def test_queries_do_not_grow_with_households(self):
        def count(run):
            run.action_rehearse()
            run.with_user(self.approver).action_approve()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run.action_start()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        branch = self.env["heating.branch"].create({"name": "Other"})
        place = self.env["heating.location"].create(
            {"name": "Other", "kind": "community", "branch_id": branch.id}
        )
        few = count(self._create_run(branch_ids=self.households.branch_id.ids))
        for index in range(1000, 1000 + 4 * self.COUNT):
            self._create_flat(index, location_id=place.id)
        many = count(self._create_run(branch_ids=branch.ids))
        self.assertLessEqual(many, few + 5)
