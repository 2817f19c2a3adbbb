"""All components with their states."""

from dataclasses import dataclass

from kiosk.styleguide.asking import ASKING
from kiosk.styleguide.saying import SAYING
from kiosk.styleguide.state import State


@dataclass(frozen=True, slots=True)
class Component:
    id: str
    title: str
    use: str
    """When to use it, and what to mind."""
    states: tuple[State, ...]


COMPONENTS = tuple(Component(*each) for each in (*ASKING, *SAYING))
