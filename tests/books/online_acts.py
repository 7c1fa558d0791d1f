"""Random acts of payers with a phone: orders, and what the platform says of them."""

from datetime import datetime, timezone
from decimal import Decimal
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from odoo.addons.heating_payment.platforms import Trade

WAYS = ("qr", "h5", "wap")


class OnlineActs(RuleBasedStateMachine):
    """Acts for a `Machine`. The money that a platform says it has is kept beside."""

    def begin_online(self):
        self.provider = self.env["payment.provider"].search(
            [
                ("code", "=", "wechatpay"),
                ("company_id", "=", self.case.company.id),
            ]
        )
        self.orders = []
        # by order, what the platform truly took
        self.taken = {}
        self.numbers = 0

    def _get(self, choice):
        return self.orders[choice % len(self.orders)] if self.orders else None

    @rule(index=st.integers(0, 1), way=st.sampled_from(WAYS))
    def order(self, index, way):
        """For all that is owed; nothing owed is refused."""
        household = self.households[index % len(self.households)]
        offer = household._get_online_offer()
        transactions = self.env["payment.transaction"]

        def make():
            tx = transactions._heating_order(
                self.provider, household, offer, way, "/", "127.0.0.1"
            )
            if tx not in self.orders:
                self.orders.append(tx)

        tomorrow = datetime(2099, 1, 1)
        with patch.object(
            type(transactions), "_heating_get_midnight", lambda *_: tomorrow
        ):
            if not self.attempt(make) and offer["total"] > 0:
                raise AssertionError(f"{offer['total']} could not be ordered")

    def _tell(self, tx, amount, number):
        trade = Trade(
            tx.reference,
            "paid",
            platform_number=number,
            amount=Decimal(f"{amount:.2f}"),
            paid_at=datetime.combine(self.day, datetime.min.time(), timezone.utc),
        )
        tx._process(
            self.provider.code, {"trade": trade, "provider_id": self.provider.id}
        )

    @rule(choice=st.integers(0, 30))
    def pay_order(self, choice):
        """Early, late, after it was closed, or told once more."""
        tx = self._get(choice)
        if tx:
            if tx not in self.taken:
                self.numbers += 1
            number = self.taken.setdefault(tx, f"42{self.numbers:08d}")
            self._tell(tx, tx.amount, number)
            if tx.state != "done":
                raise AssertionError(f"{tx.reference} was paid and is {tx.state}")

    @rule(choice=st.integers(0, 30), cents=st.integers(1, 500))
    def tell_wrongly(self, choice, cents):
        """Of another amount, or of another payment: nothing comes of it."""
        tx = self._get(choice)
        if not tx:
            return
        before = (tx.state, tx.provider_reference)
        self._tell(tx, tx.amount + cents / 100, "4299999999")
        if tx in self.taken:
            self._tell(tx, tx.amount, "4288888888")
        if (tx.state, tx.provider_reference) != before:
            raise AssertionError(f"{tx.reference} followed what was not its own")

    @rule(choice=st.integers(0, 30))
    def close_order(self, choice):
        tx = self._get(choice)
        if tx and tx.state in ("draft", "pending"):
            tx._set_canceled()

    @rule()
    def run_platform_job(self):
        """What is paid is booked; a second time nothing more."""
        for tx in self.orders:
            if tx.state == "done":
                tx._post_process()
        booked = {tx for tx in self.orders if tx.heating_receipt_id}
        if booked != set(self.taken):
            raise AssertionError(f"{set(self.taken) ^ booked} are booked wrongly")
        for tx in booked:
            if tx.heating_receipt_id.amount_total != tx.amount:
                raise AssertionError(f"{tx.reference} was booked by another amount")
