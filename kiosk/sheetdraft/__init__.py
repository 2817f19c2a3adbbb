"""Drafts a sheet for a procedure, by sections and rows in the look of the town's forms, to be edited afterwards."""

from kiosk.sheetdraft.draft import draft_sheet, paper_title

__all__ = ["draft_sheet", "paper_title"]
