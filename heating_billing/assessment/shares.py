"""What is due in each supply state, as a share of the full price."""

from decimal import Decimal

from .exact import ratio
from .facts import SUPPLIED


def state_shares(shares):
    """Return the share of each state, `supplied` being 1 if not given.

    The basic heat fee: 30 % while stopped (Beijing model contract 2022), 20 % while
    cut off (Tianjin measure), nothing, only the days used being charged (Henan measure
    art. 21). Whether a state without a share matters is seen day by day
    (`segments.supply_in_season`).

    :raise AssessmentError: `negative`, `not_exact`
    """
    for state, share in shares.items():
        ratio(share, "share", state=state)
    return {SUPPLIED: Decimal(1), **shares}
