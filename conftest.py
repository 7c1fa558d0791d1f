"""Rules for every test run: no unexpected log line, no skipped test."""

import logging

import pytest

# Said by libraries that Odoo brings, not by this suite.
KNOWN = ("PyPDF2 is deprecated",)


class UnexpectedLogs(logging.Handler):
    """Collects warnings and errors that no test expected.

    A test that provokes one says so with `assertLogs` or `mute_logger`, which keep
    the record from coming here.
    """

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        message = record.getMessage()
        if not any(known in message for known in KNOWN):
            self.messages.append(f"{record.levelname} {record.name}: {message}")


@pytest.fixture(autouse=True)
def no_unexpected_logs():
    """Fail the test during which something logged a warning or an error."""
    handler = UnexpectedLogs()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    if handler.messages:
        pytest.fail("unexpected in the log:\n" + "\n".join(handler.messages[:20]))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped test is a failed one: a missing browser must not look green."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value}"
