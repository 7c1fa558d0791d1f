"""The calls of all rows of methods.csv; see `registry` for how they are told."""

from tests.access.calls import (
    accounting,
    acts,
    approvals,
    archive,
    base,
    billing,
    counter,
    fapiao,
    helpdesk,
    holdings,
    jobs,
    payments,
    reports,
)
from tests.access.calls.registry import AFTERWARDS, CALLS, prepare_call
