"""Lets the tests import the protocols without Odoo: as `platforms`, alone."""

import importlib.util
import sys
from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[2] / "heating_payment" / "platforms"
# Not by a folder on sys.path: `tests` would then be the addon's own.
_SPEC = importlib.util.spec_from_file_location("platforms", _FOLDER / "__init__.py")
if "platforms" not in sys.modules:
    sys.modules["platforms"] = importlib.util.module_from_spec(_SPEC)
    _SPEC.loader.exec_module(sys.modules["platforms"])

from tests.gateways.clients import alipay_client, wechat_client  # noqa: E402
from tests.gateways.parties import Parties  # noqa: E402
from tests.gateways.server import Double  # noqa: E402
from tests.gateways.shop import Shop  # noqa: E402


@pytest.fixture(scope="session")
def parties():
    """Merchant and platforms with keys of this run."""
    return Parties()


@pytest.fixture
def double(parties):
    """Both platforms, with an empty book."""
    with Double(parties=parties) as server:
        yield server


@pytest.fixture
def alipay(double):
    """The client under test, set up as the double says."""
    return alipay_client(double.settings())


@pytest.fixture
def wechat(double):
    """The client under test in public-key mode, set up as the double says."""
    return wechat_client(double.settings())


@pytest.fixture
def shop(alipay, wechat):
    """A merchant's server that takes notifications."""
    with Shop(alipay, wechat) as server:
        yield server
