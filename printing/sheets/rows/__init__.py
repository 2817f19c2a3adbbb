"""Sheets written by sections and rows: laid out in mm in the look of a town's forms, into the same boxes and drawings
as sheets in exact mm."""

from printing.sheets.rows.reading import is_in_rows, read_rows

__all__ = ["is_in_rows", "read_rows"]
