"""Reads and writes workbooks of meter readings; knows no database."""

from .sheet import COLUMNS, ReadingRow, read_readings, write_template

__all__ = ["COLUMNS", "ReadingRow", "read_readings", "write_template"]
