"""The name of a heating season: the two years it joins."""

import datetime
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from odoo.addons.heating_customer.ledger import Row

_DASHES = "-\u2010-\u2015\u2212~/至到"
_SEASON = re.compile(
    rf"(20[0-9]{{2}}|19[0-9]{{2}})年? ?[{_DASHES}] ?((?:20|19)?[0-9]{{2}})"
    r"年?(?:度|采暖季|供暖季|采暖期|供暖期)*"
)


def season_label(text: str) -> str | None:
    """2025—2026, 2025/2026, 2025-26, 2025-2026采暖季 → ``2025-2026``.

    :return: None for what does not name two years that follow each other
    """
    match = _SEASON.fullmatch(text)
    if not match:
        return None
    first, second = match.groups()
    following = str(int(first) + 1)
    # A short second year is the end of the long one.
    if not (second == following or (len(second) == 2 and following.endswith(second))):
        return None
    return f"{first}-{following}"


def read_season(row: "Row", today: datetime.date) -> str | None:
    """The season of a row; one that begins in a year after today's is refused."""
    label = row.parsed("season", season_label, "bad_season")
    if label and int(label[:4]) > today.year:
        row.refuse("future_season", "season")
    return label
