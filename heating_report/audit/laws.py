"""The laws of the books (architecture.md), each as one SQL query that comes back empty.

A query returns one row for each record that breaks its law: an id and the figures or
facts that disagree. They only read, so that they can run at any time, on a replica too.
``balance`` is added up, never debit or credit: China books storno.
"""

from odoo.tools import SQL

from . import bills, fapiao, ledger, platforms, receipts, refunds

LAWS = {
    "a bill is the sum of its lines": bills.BILL_IS_ITS_LINES,
    "a bill is its invoices less its credit notes": bills.BILL_IS_ITS_INVOICES,
    "a discount is its documents": bills.DISCOUNT_IS_ITS_DOCUMENTS,
    "a part is its lines": bills.PART_IS_ITS_LINES,
    "a part is its payer's invoices": bills.PART_IS_ITS_INVOICES,
    "a charge is its invoices": bills.CHARGE_IS_ITS_INVOICES,
    "what is waived was approved": bills.WAIVED_IS_APPROVED,
    "a late fee has its cause": bills.LATE_FEE_HAS_ITS_CAUSE,
    "a reduction was approved": bills.REDUCTION_IS_APPROVED,
    "a document is tied to one bill or charge": bills.DOCUMENT_IS_TIED,
    "a household is billed or excused": bills.HOUSEHOLD_IS_BILLED_OR_EXCUSED,
    "a household is billed once": bills.BILLED_ONCE,
    "nobody is hidden": bills.NOBODY_IS_HIDDEN,
    "the area billed is on file": bills.AREA_BILLED_IS_ON_FILE,
    "a receipt is its tenders and its lines": receipts.RECEIPT_IS_ITS_TENDERS,
    "a receipt is its entries": receipts.RECEIPT_IS_ITS_ENTRIES,
    "rounding of cash is booked": receipts.ROUNDING_IS_BOOKED,
    "a tender is one posted payment": receipts.TENDER_IS_ITS_PAYMENT,
    "what is paid is matched": receipts.PAID_IS_MATCHED,
    "a voided tender has its opposite": receipts.VOID_IS_OPPOSITE,
    "a receipt is voided as a whole": receipts.VOID_IS_WHOLE,
    "a closed drawer adds up": receipts.DRAWER_ADDS_UP,
    "a drawer's account is the drawer": receipts.DRAWER_ACCOUNT_IS_THE_DRAWER,
    "a refund is its payment": refunds.REFUND_IS_ITS_PAYMENT,
    "a refund is its advances": refunds.REFUND_IS_ITS_LINES,
    "what is refunded is matched": refunds.REFUNDED_IS_MATCHED,
    "what came back has its opposite": refunds.RETURN_IS_OPPOSITE,
    "what is held back is there": refunds.HELD_BACK_IS_THERE,
    "a refund is paid out by another": refunds.PAID_OUT_BY_ANOTHER,
    "an order that is paid is its payment": platforms.ORDER_IS_ITS_PAYMENT,
    "what a platform paid back is a refund": platforms.PAID_BACK_IS_A_REFUND,
    "a platform's message is followed": platforms.MESSAGE_IS_FOLLOWED,
    "receipt numbers have no gap": receipts.RECEIPT_NUMBERS_WITHOUT_GAPS,
    "an invoice is covered by its live fapiao": fapiao.COVERED_IS_THE_LIVE_FAPIAO,
    "a debt is covered as its invoices": fapiao.DEBT_IS_COVERED_BY_ITS_INVOICES,
    "no fapiao above its invoices": fapiao.COVERED_WITHIN_THE_DEBT,
    "a fapiao is its lines": fapiao.FAPIAO_IS_ITS_LINES,
    "a fapiao number stands once": fapiao.FAPIAO_NUMBERED_ONCE,
    "a red fapiao reverses a blue one": fapiao.RED_REVERSES_BLUE,
    "receivables are the statements": ledger.RECEIVABLE_IS_THE_STATEMENT,
    "balances are the open amounts": ledger.BALANCE_IS_THE_RESIDUAL,
    "matched within a customer": ledger.MATCHED_WITHIN_A_CUSTOMER,
    "a line is its document's": ledger.LINE_IS_ITS_DOCUMENT,
    "open is what is unmatched": ledger.RESIDUAL_IS_WHAT_IS_UNMATCHED,
    "an advance has a household": ledger.ADVANCE_HAS_A_HOUSEHOLD,
    "an entry balances": ledger.ENTRY_BALANCES,
    "deferred income is not yet recognised": ledger.DEFERRED_IS_NOT_YET_RECOGNISED,
    "an applied advance is its lines": ledger.APPLICATION_IS_ITS_LINES,
}


def broken_laws(env):
    """Run every law.

    :param env: an environment; what it has not written yet is flushed first
    :return: dict of law → rows that break it; empty when the books are in order
    """
    env.flush_all()
    broken = {}
    for name, query in LAWS.items():
        rows = env.execute_query(SQL(query))
        if rows:
            broken[name] = rows
    return broken
