"""Addresses for a postal code: those of the town's own list, else those of the directory."""

from flask import current_app, has_app_context

from forms.digits import postal_code
from forms.postal import addresses_of
from kiosk.town.streets import Place

EXTENSION = "streets"


def find_places(typed: str) -> tuple[Place, ...]:
    """Return the places of a postal code; none when it is unknown or no code.

    A town that lists its streets knows better than the directory.
    """
    lists = current_app.extensions.get(EXTENSION, {}) if has_app_context() else {}
    own: tuple[Place, ...] = lists.get(postal_code(typed), ())
    return own or tuple(Place(address, address) for address in addresses_of(typed))
