"""Random acts in which a household changes hands.

A transfer takes effect at once, or waits: for money where debts are to be paid before,
for red fapiao where a fapiao stands for what passes on. It is then some other act that
lets it take effect, which is looked at after that act.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule


@dataclass
class Transfer:
    """A household that is to change hands."""

    index: int
    application: Any
    former: Any
    buyer: Any
    handling: str


class TransferActs(RuleBasedStateMachine):
    """Acts for a `Machine` with days; its test case calls `prepare_transfers`."""

    def begin_transfers(self):
        self.waiting = []

    @staticmethod
    def prepare_transfers(case):
        """Let the class of a test case be ready for transfers without papers."""
        case.transfer = case.env.ref("heating_customer.application_type_transfer")
        case.transfer.paper_kind_ids = False
        case.transfer.arrears_cleared = False
        case.colleague = case.users["archive_clerk"].copy({"login": "test-colleague"})

    @rule(
        index=st.integers(0, 4),
        handling=st.sampled_from(("taken_over", "split", "paid")),
        advances=st.sampled_from(("pass", "keep")),
    )
    def change_hands(self, index, handling, advances):
        """Sold today; what is refused, such as a second sale of one day, is no act."""
        index %= len(self.households)
        self.acts += 1
        buyer = self.env["res.partner"].create(
            {"name": f"Buyer {self.acts}", "phone": "13800000000"}
        )
        self.attempt(lambda: self._transfer(index, buyer, handling, advances))

    def _transfer(self, index, buyer, handling, advances):
        former = self.households[index].customer_id
        application = self.as_role("archive_clerk", "heating.application").create(
            {
                "type_id": self.case.transfer.id,
                "household_id": self.households[index].id,
                "date_from": self.day,
                "new_customer_id": buyer.id,
                "debt_handling": handling,
                "advance_handling": advances,
            }
        )
        self.approve(application)
        application.action_confirm_old()
        application.with_user(self.case.colleague).action_confirm_new()
        self.waiting.append(Transfer(index, application, former, buyer, handling))

    # === WHAT MUST HOLD === #

    @invariant()
    def who_sold_owes_what_was_agreed(self):
        for transfer in list(self.waiting):
            application = transfer.application.sudo()
            household = self.households[transfer.index]
            if application.state != "done":
                continue
            self.waiting.remove(transfer)
            if household.customer_id != transfer.buyer:
                raise AssertionError(f"{household} is not {transfer.buyer.name}'s")
            owed = self._get_debts(transfer.index, transfer.former)
            if transfer.handling == "split":
                # what is theirs of the season's bill may be open
                owed = {debt: open_ for debt, open_ in owed.items() if not debt[0]}
                self._check_split(transfer)
            if any(owed.values()):
                raise AssertionError(f"{transfer.former.name} still owes {owed}")

    def _get_split_cents(self, index, day):
        """By hand: what of a season's bill the days from *day* on cost, if followed."""
        return None

    def _check_split(self, transfer):
        day = transfer.application.date_from
        expected = self._get_split_cents(transfer.index, day)
        if expected is None:
            return
        documents = self.get_bill(transfer.index).move_ids.filtered(
            lambda move: move.partner_id == transfer.buyer
        )
        found = round(sum(documents.mapped("amount_total_signed")) * 100)
        if found != expected:
            raise AssertionError(f"{found} from {day} on, {expected} by hand")

    def _get_debts(self, index, partner):
        """Cents that a customer owes for a household, by bill and charge."""
        groups = self.env["account.move.line"]._read_group(
            [
                ("heating_household_id", "=", self.households[index].id),
                ("partner_id", "=", partner.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ],
            ["heating_bill_id", "heating_charge_id"],
            ["amount_residual:sum"],
        )
        return {
            (bill.id, charge.id): round(amount * 100) for bill, charge, amount in groups
        }
