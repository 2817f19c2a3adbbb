"""Other shapes of a character, for whoever writes a name by touch."""

from flask import Blueprint, request, typing as ft

from kiosk.desk.lobby.session import current_case
from kiosk.desk.shapes import find_variants

routes = Blueprint("variants", __name__)


@routes.post("/variants")
def find() -> ft.ResponseReturnValue:
    """For one `character`: all shapes it is written in, itself first."""
    current_case()
    return {"shapes": list(find_variants(request.form.get("character", "")))}
