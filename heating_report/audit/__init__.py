"""The laws of the books: each is one query that must find nothing."""

from .laws import LAWS, broken_laws

__all__ = ["LAWS", "broken_laws"]
