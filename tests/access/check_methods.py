"""The table of methods: every public method, called as everybody."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from tests.access import introspect
from tests.access.calls import AFTERWARDS, CALLS, prepare_call
from tests.access.table import OUTSIDERS, PERSONAS, ROLES, read_methods
from tests.access.world import ELSEWHERE

# what PostgreSQL refuses is logged before it is told to the user
NOISE = ("odoo.sql_db", "odoo.addons.queue_job.delay", "odoo.addons.queue_job.utils")


class MethodChecks:
    """Checks of methods.csv, for a class with `AccessMixin`."""

    method_rows = read_methods()

    def test_every_public_method_has_a_row(self):
        known = {(row.model, row.method) for row in self.method_rows.values()}
        missing = sorted(introspect.get_methods(self.env) - known)
        self.assertFalse(
            missing,
            "Any user can call these by the external API. Begin the name with “_”, or "
            "check rights inside and add to tests/access/methods.csv:\n"
            + "\n".join(f"{model},{method},,nobody,,," for model, method in missing),
        )

    def test_no_method_row_is_about_nothing(self):
        for row in self.method_rows.values():
            with self.subTest(row=str(row)):
                self.assertIn(row.model, self.env.registry)
                self.assertTrue(
                    callable(getattr(self.env[row.model], row.method, None))
                )
        for register in (CALLS, AFTERWARDS):
            self.assertFalse(
                set(register) - set(self.method_rows), "calls without a row"
            )

    def test_who_may_call_methods(self):
        for row in self.method_rows.values():
            with self.subTest(row=str(row)), self.undone():
                self.world.prepared.clear()
                self._check_row(row)

    def _get_personas(self, row):
        """Everybody at home, and of another branch those who may call it at home."""
        elsewhere = () if row.elsewhere == "own" else row.elsewhere
        roles = row.allowed.union(elsewhere).intersection(ROLES)
        return [*PERSONAS, *(role + ELSEWHERE for role in ROLES if role in roles)]

    def _check_row(self, row):
        personas = self._get_personas(row)
        calls = {each: prepare_call(row, self.world, each) for each in personas}
        wrong = []
        with mute_logger(*NOISE):
            for persona, call in calls.items():
                if fault := self._check_call(row, persona, call):
                    wrong.append(f"{persona}: {fault}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def _check_call(self, row, persona, call):
        """Call the method and say what is not as the row has it, if anything."""
        role = persona.removesuffix(ELSEWHERE)
        allowed = role in row.allowed
        if persona != role:
            allowed = allowed and (row.elsewhere == "own" or role in row.elsewhere)
        with self.undone():
            try:
                result = self.rpc(
                    persona, row.model, row.method, *call.args, context=call.context
                )
                check = AFTERWARDS.get(row.key)
                if check and not check(self.world, persona, result):
                    return "it was done, and not as it should be"
            except UserError as error:  # an AccessError is one, too
                return allowed and self._judge_refusal(row, error)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is judged
                return row.check != "fails" and f"failed: {error!r}"
        if allowed:
            return self._judge_result(row, persona, result)
        return f"was not refused: {str(result)[:200]}"

    def _judge_refusal(self, row, error):
        """What is wrong with refusing somebody who is allowed to call it."""
        if row.check == "works" or isinstance(error, AccessError):
            return f"was refused: {error}"
        return False

    def _judge_result(self, row, persona, result):
        """What is wrong with the answer: it must not tell of others' households."""
        hidden = persona in OUTSIDERS or (
            persona.endswith(ELSEWHERE) and row.elsewhere == "own"
        )
        # what they own themselves is no secret to them
        if hidden and persona != "employee":
            for secret in self.world.get_secrets(persona):
                if secret in str(result):
                    return f"told {secret}"
        return row.check == "fails" and "did not fail"
