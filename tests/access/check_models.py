"""The table of models: what each persona may do, by right and by record."""

from odoo.exceptions import AccessError, UserError

from tests.access import introspect
from tests.access.table import LETTERS, OUTSIDERS, PERSONAS, ROLES, read_models
from tests.access.world import ELSEWHERE

# stored models of others whose records belong to a branch, as ours do
BRANCHED = {"helpdesk.ticket", "tier.review"}
PLAIN_TYPES = ("boolean", "char", "date", "float", "integer", "monetary", "text")


class ModelChecks:
    """Checks of models.csv, for a class with `AccessMixin`."""

    model_rows = read_models()

    @property
    def models(self):
        """Models of which the world has records of the first branch."""
        return sorted(introspect.get_stored_models(self.env) | BRANCHED)

    def _get_rights(self, persona, model):
        records = self.env[model].with_user(self.world.users[persona])
        letters = (
            letter
            for letter, operation in LETTERS.items()
            if records.has_access(operation)
        )
        return "".join(letters)

    def test_every_model_has_a_row(self):
        """A model without a row has not been thought about."""
        missing = sorted(introspect.get_models(self.env) - set(self.model_rows))
        columns = [persona for persona in PERSONAS if persona != "neighbour"]
        self.assertFalse(
            missing,
            "Think about who may do what, then add to tests/access/models.csv "
            "(rights as they are now):\n"
            + "\n".join(
                ",".join(
                    [
                        model,
                        *(self._get_rights(each, model) or "-" for each in columns),
                        "nobody,none,,",
                    ]
                )
                for model in missing
            ),
        )

    def test_no_model_row_is_about_nothing(self):
        self.assertFalse(sorted(set(self.model_rows) - set(self.env.registry)))

    def test_rights(self):
        for model, row in self.model_rows.items():
            for persona in PERSONAS:
                with self.subTest(model=model, persona=persona):
                    self.assertEqual(
                        set(self._get_rights(persona, model)),
                        {letter for letter in LETTERS if row.may(persona, letter)},
                    )

    # === RECORDS === #

    def _get_expected(self, row, persona):
        """Ids of the first branch's records that *persona* reads, by the table."""
        records = self.world.of(row.model)
        role = persona.removesuffix(ELSEWHERE)
        if not row.may(role, "r"):
            return set()
        if persona.endswith(ELSEWHERE):
            return set(records.ids) if role in row.elsewhere else set()
        if persona in ("householder", "neighbour"):
            own = self.world.of_householder(row.model, persona)
            return set({"none": own.browse(), "own": own, "all": records}[row.own].ids)
        return set(records.ids)

    def _get_values(self, records):
        """Values that a client may send to change a record: those it has."""
        for name, field in records._fields.items():
            if field.type in PLAIN_TYPES and field.store and not field.related:
                value = records[:1].read([name], load=False)[0][name]
                return {name: str(value) if field.type == "date" else value}
        return {"display_name": "x"}

    def test_the_world_has_records_of_every_model(self):
        for model in self.models:
            with self.subTest(model=model):
                self.assertTrue(
                    self.world.of(model),
                    f"tests/access/world.py builds no {model} of the first branch, "
                    "so that nobody can be shown not to see it",
                )

    def test_what_is_read(self):
        personas = (*OUTSIDERS, *ROLES, *(role + ELSEWHERE for role in ROLES))
        for model in self.models:
            row, ids = self.model_rows[model], self.world.of(model).ids
            for persona in personas:
                with self.subTest(model=model, persona=persona):
                    self._check_read(row, persona, ids)

    def _check_read(self, row, persona, ids):
        model = row.model
        expected = self._get_expected(row, persona)
        domain = [("id", "in", ids)]
        try:
            found = self.rpc(persona, model, "search_read", domain, ["display_name"])
            count = self.rpc(persona, model, "search_count", domain)
            groups = self.rpc(
                persona, model, "formatted_read_group", domain, [], ["__count"]
            )
        except AccessError:
            found, count, groups = [], 0, [{"__count": 0}]
        if persona in row.partly:
            self.assertLess({line["id"] for line in found}, set(ids))
            return
        self.assertEqual({line["id"] for line in found}, expected)
        self.assertEqual((count, groups[0]["__count"]), (len(expected),) * 2)
        if hidden := sorted(set(ids) - expected)[:1]:
            for method, args in (
                ("read", [["display_name"]]),
                ("web_read", [{"display_name": {}}]),
                ("export_data", [["id", "display_name"]]),
            ):
                try:
                    result = self.rpc(persona, model, method, hidden, *args)
                except UserError:  # an AccessError, or no right to export at all
                    continue
                self.fail(f"{method} was not refused: {result}")

    def test_what_is_changed(self):
        """Nobody writes, deletes or copies what they have no right to, or not see."""
        for model in self.models:
            row, records = self.model_rows[model], self.world.of(model)
            values = self._get_values(records)
            for role in ROLES:
                for persona in (role, role + ELSEWHERE):
                    with self.subTest(model=model, persona=persona):
                        self._check_change(row, persona, records[:1].ids, values)
            for persona in OUTSIDERS:
                with self.subTest(model=model, persona=persona):
                    self._check_change(row, persona, records[:1].ids, values)

    def _check_change(self, row, persona, ids, values):
        role = persona.removesuffix(ELSEWHERE)
        seen = set(ids) <= self._get_expected(row, persona)
        calls = [
            ("u", "write", [ids, values]),
            ("u", "web_save", [ids, values, {}]),
            ("d", "unlink", [ids]),
            ("c", "copy", [ids]),
        ]
        for letter, method, args in calls:
            if persona != role and not row.may(role, letter):
                continue  # refused in the own branch already
            if not seen or not row.may(role, letter):
                refused, result = self.try_rpc(persona, row.model, method, *args)
                self.assertTrue(refused, f"{method} was not refused: {result}")
        if persona == role and not row.may(role, "c"):
            calls = [("create", [[{}]])]
            if self.env[row.model]._rec_name:
                calls.append(("name_create", ["x"]))
            for method, args in calls:
                refused, result = self.try_rpc(persona, row.model, method, *args)
                self.assertTrue(refused, f"{method} was not refused: {result}")

    def test_fields_that_householders_do_not_read(self):
        """What staff keep of a household, and what is secret of a receipt."""
        for persona, model, name in (
            ("householder", "heating.household", "note"),
            ("householder", "heating.household", "occupancy_ids"),
            ("householder", "heating.household", "payer_period_ids"),
            ("householder", "heating.household", "access_ids"),
            ("householder", "heating.application", "requested_by_id"),
            ("administrator", "heating.household.code", "code_hash"),
            ("archive_clerk", "heating.application", "side_token"),
            ("householder", "heating.household", "ticket_ids"),
            ("cashier", "heating.receipt", "token"),
            ("administrator", "heating.receipt", "token"),
            ("cashier", "heating.desk", "cash_journal_id"),
        ):
            with self.subTest(persona=persona, model=model, name=name):
                ids = self.world.of(model)[:1].ids
                with self.assertRaises(AccessError):
                    self.rpc(persona, model, "read", ids, [name])

    def test_notes_of_staff(self):
        """What staff write below a record stays with the staff."""
        for record in (self.world.own, self.world.bill, self.world.charge_draft):
            with self.subTest(record=record._name), self.undone():
                record.message_post(body="Pays late", subtype_xmlid="mail.mt_note")
                domain = [("model", "=", record._name), ("res_id", "=", record.id)]
                call = ("mail.message", "search_read", domain, ["body"])
                self.assertFalse(self.rpc("householder", *call))
                self.assertFalse(self.rpc("manager" + ELSEWHERE, *call))
                self.assertTrue(self.rpc("manager", *call))

    def test_money_taken_for_another_branch(self):
        """A desk's cashiers see what it took, a household's branch what was paid."""
        act = self.world.act(self.world.other, 5.0)
        with self.undone():
            result = self.rpc(
                "cashier" + ELSEWHERE, "heating.receipt", "counter_take", act
            )
            lines = self.env["heating.receipt"].browse(result["id"]).line_ids
            call = ("heating.receipt.line", "search_count", [("id", "in", lines.ids)])
            for persona, count in (
                ("cashier" + ELSEWHERE, 1),
                ("manager" + ELSEWHERE, 0),
                ("manager", 1),
            ):
                self.assertEqual(self.rpc(persona, *call), count, persona)

    def test_partners(self):
        """Householders see themselves and nobody else; strangers nobody."""
        customers = (self.world.own | self.world.other | self.world.far).customer_id
        for persona, household in (
            ("householder", self.world.own),
            ("neighbour", self.world.other),
            ("public", self.world.own.browse()),
        ):
            found = self.rpc(
                persona,
                "res.partner",
                "search_read",
                [("id", "in", customers.ids)],
                ["phone"],
            )
            self.assertEqual(
                [line["id"] for line in found], household.customer_id.ids, persona
            )

    def test_invoices(self):
        """Householders see the posted invoices made out to them, and nobody else's."""
        moves = self.env["account.move"].search(
            [("heating_household_id", "in", self.world.households.ids)]
        )
        for persona in ("householder", "neighbour"):
            partner = self.world.users[persona].partner_id
            for model, records in (
                ("account.move", moves),
                ("account.move.line", moves.line_ids),
            ):
                found = self.rpc(
                    persona, model, "search_read", [("id", "in", records.ids)], ["id"]
                )
                expected = records.filtered(lambda r, p=partner: r.partner_id == p)
                self.assertEqual({line["id"] for line in found}, set(expected.ids))
        for persona in ("public", "employee"):
            with self.assertRaises(AccessError):
                self.rpc(persona, "account.move", "read", moves.ids[:1], ["name"])

    def test_attachments(self):
        """A paper follows the record that it belongs to."""
        for attachment in self.world.attachments:
            for persona in ("public", "neighbour", "employee", "manager" + ELSEWHERE):
                with self.subTest(record=attachment.res_model, persona=persona):
                    with self.assertRaises(AccessError):
                        self.rpc(
                            persona, "ir.attachment", "read", attachment.ids, ["raw"]
                        )
            self.rpc("manager", "ir.attachment", "read", attachment.ids, ["name"])
