"""The drill: a day of April in a practice hall, in fast time, through the screens that staff and residents have."""

from kiosk.drill.hall import Plan, practice_hall
from kiosk.drill.residents import Drill
from kiosk.drill.score import Score, read_score, write_report

__all__ = ["Drill", "Plan", "Score", "practice_hall", "read_score", "write_report"]
