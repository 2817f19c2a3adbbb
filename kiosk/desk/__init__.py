"""The desk: a counter for staff or a lobby terminal for residents, on the PC its devices are plugged into."""

from kiosk.desk.app import create_app, serves_somebody, start_desk, stop_desk, warm
from kiosk.desk.workplace import Workplace, open_workplace

__all__ = ["Workplace", "create_app", "open_workplace", "serves_somebody", "start_desk", "stop_desk", "warm"]
