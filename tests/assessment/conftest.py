"""Lets the tests of the engine import it without Odoo: as `assessment`, alone."""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
for folder in (_HERE, _HERE.parent.parent / "heating_billing"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
