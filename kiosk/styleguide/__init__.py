"""Every component of the screens in every state, on one page that only this machine sees."""

from kiosk.styleguide.app import COMPONENTS, Component, State, create_app

__all__ = ["COMPONENTS", "Component", "State", "create_app"]
