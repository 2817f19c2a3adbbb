"""Sheets: from answers to PDF pages, and on to the printer. Knows no Flask and no database."""
