"""What helps staff while they type into a field: addresses of a postal code, other shapes of a character."""

from flask import Blueprint, request, typing as ft

from kiosk.desk.shapes import find_variants
from kiosk.town.streets import find_places

routes = Blueprint("fields", __name__)

LONGEST_CODE = 20


@routes.post("/postal")
def find_addresses() -> ft.ResponseReturnValue:
    """The addresses of a postal `code`."""
    places = find_places(request.form.get("code", "")[:LONGEST_CODE])
    return {"places": [(place.address, place.label) for place in places]}


@routes.post("/shapes")
def find_shapes() -> ft.ResponseReturnValue:
    """For one `character`: all shapes it is written in, itself first."""
    return {"shapes": list(find_variants(request.form.get("character", "")))}
