"""Posting by rows, which is for thousands, takes part in the books of five."""

from unittest.mock import patch

import pytest


@pytest.fixture(autouse=True)
def few_are_enough():
    """Three documents that are alike: Odoo makes two, the third is written by rows."""
    # the addons are found once Odoo has started
    with patch("odoo.addons.heating_billing.models.heating_poster.WORTH_IT", 3):
        yield
