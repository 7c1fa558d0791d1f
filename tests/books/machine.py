"""What every machine of random acts has: a beginning, an end, the laws, the nights.

A machine is a rule-based state machine of hypothesis: each rule is something that
people do to the books, in any order, and after every act all laws of the books must
hold. What breaks one is shrunk to the fewest and simplest acts that do it, and printed.
"""

import os
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

# How many examples of how many acts each machine runs, by its name.
SIZES = {
    "Books": (15, 12),
    "Hands": (18, 14),
    "Meters": (10, 14),
    "Months": (12, 14),
    "Overdue": (15, 14),
    "Phones": (20, 16),
    "Refunds": (20, 16),
    "Shared": (12, 10),
}
# The same acts every time. HEATING_RANDOM_ACTS=20 runs twenty times as many examples,
# and others each time.
TIMES = int(os.environ.get("HEATING_RANDOM_ACTS", 0))


def run_machine(machine, case):
    """Run a machine's examples.

    :param machine: a subclass of `Machine`
    :param case: the test case whose company it acts in
    """
    examples, steps = SIZES[machine.__name__]
    of_case = type(f"{machine.__name__}OfThisCase", (machine,), {"case": case})
    with mute_logger("odoo.addons.queue_job.utils"):
        run_state_machine_as_test(
            of_case,
            settings=settings(
                max_examples=examples * max(TIMES, 1),
                stateful_step_count=steps,
                derandomize=not TIMES,
                deadline=None,
                # which lines of Odoo only failing acts run says little and takes long
                phases=(Phase.generate, Phase.shrink),
                print_blob=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


class Machine(RuleBasedStateMachine):
    """Some households, a cashier's open shift, and the laws after every act."""

    case = None
    savepoint = None
    clock = None

    def start(self, households, day=None, opening_float=0.0):
        """Begin an example; its end undoes everything that was written from here on.

        :param date day: today, from which `self.day` goes on; by default the real one
        """
        # a job runs at once, as part of the act that queued it
        self.env = self.case.env(
            context={**self.case.env.context, "queue_job__no_delay": True}
        )
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.day = day
        if day:
            self.clock = patch.object(
                type(self.case.company), "_heating_today", lambda _company: self.day
            )
            self.clock.start()
        self.households = households.with_env(self.env)
        self.acts, self.receipts = 0, []
        self.shift = self.case.open_shift(opening_float=opening_float)

    def teardown(self):
        if self.clock:
            self.clock.stop()
        if self.savepoint:
            # what is not written yet is dropped with the rest
            self.savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
            self.env.transaction.clear()

    # === WHAT MUST HOLD === #

    def check_invariants(self, settings, output, runtimes):
        """Override: a failure is told in acts, without each look at the books."""
        super().check_invariants(settings, lambda _line: None, runtimes)

    @invariant()
    def laws_hold(self):
        self.env.invalidate_all()
        if broken := broken_laws(self.env):
            raise AssertionError(f"broken: {broken}")
        self.env.invalidate_all()

    # === WHAT NOBODY DOES === #

    @rule()
    def night_falls(self):
        """The nightly jobs: what they find left over, they do, and nothing else."""
        self.env["heating.instalment.plan"]._end_missed()
        self.env["heating.reduction"]._apply_missed()
        self.env["heating.application"]._finish_due()

    # === HELP === #

    def attempt(self, act):
        """Do something; where it is refused in words, nothing of it stays.

        :return: whether it was done
        :rtype: bool
        """
        try:
            with self.env.cr.savepoint():
                act()
        except UserError:
            self.env.invalidate_all()
            return False
        return True

    def expect_refusal(self, act, claim):
        """Raise with *claim* unless the act is refused in words."""
        if self.attempt(act):
            raise AssertionError(claim)

    def as_role(self, role, record):
        """*record*, or the model of that name, as the user of *role* sees it."""
        if isinstance(record, str):
            record = self.env[record]
        return self.case.as_role(role, record)

    def get_bill(self, index):
        """The season's bill of the household of that index, or none."""
        return self.env["heating.bill"].search(
            [("household_id", "=", self.households[index].id)]
        )

    def approve(self, act, approvers=("approver",)):
        """The clerk asks, others decide, and the act has taken effect."""
        self.as_role("archive_clerk", act).request_validation()
        self.decide(act, approvers)

    def decide(self, act, approvers=("approver",)):
        """As many of *approvers* agree as there are tiers."""
        for role in approvers:
            if act.sudo().state == "requested":
                self.as_role(role, act).validate_tier()
        if act.sudo().state == "requested":
            raise AssertionError(f"{act} still waits for somebody to decide")

    def make_charge(self, index, cents, day, **vals):
        """A charge that is in the books.

        :rtype: heating.charge
        """
        charge = self.as_role("accountant", "heating.charge").create(
            {
                "household_id": self.households[index].id,
                "amount": cents / 100,
                "date": day,
                **vals,
            }
        )
        charge.action_confirm()
        return charge

    def waive_part(self, charge, cents):
        """A waiver that takes *cents* off a charge."""
        waiver = self.as_role("archive_clerk", "heating.charge.waiver").create(
            {
                "charge_id": charge.id,
                "amount_asked": cents / 100,
                "reason": "random act",
            }
        )
        self.approve(waiver)

    def prepare_act(self, households, parts, surplus="advance", **vals):
        """What the counter's screen sends.

        :param list parts: pairs of a kind of tender and cents
        :rtype: dict
        """
        self.acts += 1
        return {
            "key": f"random-act-{self.acts:06d}",
            "household_ids": households.ids,
            "surplus": surplus,
            "tenders": [
                {"method_id": self.case.method(kind).id, "amount": cents / 100}
                for kind, cents in parts
            ],
            **vals,
        }

    def take(self, act):
        """The cashier takes what `prepare_act` says.

        :return: the receipt
        """
        receipts = self.as_role("cashier", "heating.receipt")
        return receipts.browse(receipts.counter_take(act)["id"])

    def take_by_card(self, households, cents, surplus="advance", **vals):
        """Money by card, whose receipt may be voided later."""
        receipt = self.take(
            self.prepare_act(households, [("card", cents)], surplus, **vals)
        )
        self.receipts.append(receipt)
        return receipt
