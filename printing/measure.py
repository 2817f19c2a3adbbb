"""Millimetres for people, points for PDF."""

MM = 72 / 25.4
"""Points in a millimetre."""
