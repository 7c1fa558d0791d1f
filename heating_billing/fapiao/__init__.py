"""What a fapiao must say and how its results are read: plain Python, no Odoo."""

from .results import Result, read_results
from .tax_number import is_fapiao_number, is_tax_number, normalise_tax_number

__all__ = [
    "Result",
    "is_fapiao_number",
    "is_tax_number",
    "normalise_tax_number",
    "read_results",
]
