"""Every component of the screens in every state, on one page that only this machine sees."""

from kiosk.styleguide.app import create_app
from kiosk.styleguide.components import COMPONENTS, Component, State

__all__ = ["COMPONENTS", "Component", "State", "create_app"]
