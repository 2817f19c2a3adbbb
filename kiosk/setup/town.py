"""Which town: found by its name, and how its hall is reached."""

import re
import unicodedata

from flask import Blueprint, abort, redirect, render_template, request, typing as ft, url_for

from kiosk.settings.values import PHONE, POSTAL_CODE
from kiosk.setup.beginning import Beginning, SetupError, SetupReason
from kiosk.town.municipalities import Municipality, find_municipalities, municipalities
from kiosk.town.newtown import Hall
from kiosk.web import running

routes = Blueprint("town", __name__)

DASHES = re.compile("[-‐‑‒–—―−ー]")


@routes.get("/town")
def show() -> ft.ResponseReturnValue:
    """Find it; what is typed is the name of a town, and may stand in the address."""
    typed = request.args.get("name", "")[:40]
    found = find_municipalities(typed)
    if len(found) == 1:
        return redirect(url_for("town.choose", code=found[0].code), 303)
    return render_template("setup/town.html", typed=typed, found=found)


@routes.get("/town/<code>")
def choose(code: str) -> ft.ResponseReturnValue:
    hall = running(Beginning).hall
    return _page(_town(code), hall or Hall("", ""), None)


@routes.post("/town/<code>")
def take(code: str) -> ft.ResponseReturnValue:
    """Keep the town with its postal code and telephone."""
    town, beginning = _town(code), running(Beginning)
    hall = Hall(*(_fold(request.form.get(name, "")) for name in ("postal_code", "phone")))
    if not (re.fullmatch(POSTAL_CODE, hall.postal_code) and re.fullmatch(PHONE, hall.phone)):
        return _page(town, hall, SetupError(SetupReason.REACH_WRONG))
    beginning.town, beginning.hall = town, hall
    return redirect(url_for("role.show"), 303)


def _town(code: str) -> Municipality:
    return municipalities().get(code) or abort(404)


def _fold(typed: str) -> str:
    """In whatever width it is typed; a postal code without its hyphen gets it."""
    text = DASHES.sub("-", unicodedata.normalize("NFKC", typed[:40]).strip())
    return f"{text[:3]}-{text[3:]}" if re.fullmatch(r"[0-9]{7}", text) else text


def _page(town: Municipality, hall: Hall, refusal: SetupError | None) -> ft.ResponseReturnValue:
    page = render_template("setup/townhall.html", town=town, hall=hall, refusal=refusal)
    return page, 422 if refusal else 200
