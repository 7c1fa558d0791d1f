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

    def take(self):
        """What came in since the last time, as one text."""
        messages, self.messages = self.messages, []
        return "\n".join(messages[:20])


watch = UnexpectedLogs()


def pytest_sessionstart(session):
    """Watch from the first line on: loading addons and setUpClass log, too."""
    logging.getLogger().addHandler(watch)


@pytest.fixture(autouse=True)
def no_unexpected_logs():
    """Fail the test during which, or before which, something unexpected was logged."""
    before = watch.take()
    if before:
        pytest.fail(f"in the log before this test:\n{before}")
    yield
    during = watch.take()
    if during:
        pytest.fail(f"unexpected in the log:\n{during}")


def pytest_sessionfinish(session, exitstatus):
    """What was logged after the last test fails the run as a whole."""
    after = watch.take()
    if after:
        print(f"\nunexpected in the log after the last test:\n{after}")
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped test is a failed one: a missing browser must not look green."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value}"
