"""Drafts a sheet for a procedure in the common style of the town's forms, to be edited by hand afterwards."""

from kiosk.sheetdraft.draft import draft_sheet

__all__ = ["draft_sheet"]
