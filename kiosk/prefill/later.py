"""Going on later: on this device within a day, or on another one by a link that carries the draft itself."""

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urljoin

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.office import now
from kiosk.prefill.code import Drawing
from kiosk.prefill.language import read_pressed_language, remember_language
from kiosk.prefill.site import DRAFT_RULE, go_on, new_id, open_draft, site
from kiosk.web import RateLimit, client_name, qr, running

LARGEST_CODE = 3_500
"""Digits. A phone's camera reads what 133 modules hold off another screen."""

BURST, PER_SECOND = 8, 0.1
"""Tries of one address: in a day less than a hundredth of all numbers."""

routes = Blueprint("later", __name__)


class Tries(RateLimit):
    """How often one address may try to open what it carries."""


@routes.get(f"{DRAFT_RULE}/later")
def later(draft_id: str) -> str:
    """Show the ways to go on later."""
    here = open_draft(draft_id)
    carrier, address = site().carrier, _address_of("later.arrive")
    digits = carrier.seal(draft_id, here.draft, now())
    fits = len(digits) <= LARGEST_CODE
    return render_template(
        "prefill/later.html",
        draft_id=draft_id,
        stays=here.draft.stays,
        number=carrier.number(draft_id),
        link=f"{address}#{digits}",
        drawing=Drawing.of(qr.link_modules(f"{address}#", digits)) if fits else None,
    )


def _address_of(endpoint: str) -> str:
    """Return the whole address as residents open it, whatever name this request came under."""
    return urljoin(site().office.settings.prefill.public_url, url_for(endpoint))


@routes.post(f"{DRAFT_RULE}/later")
def stay(draft_id: str) -> Response:
    """Keep the draft for a day, also when the browser is closed."""
    here = open_draft(draft_id)
    return go_on(draft_id, replace(here.draft, stays=True), url_for("later.later", draft_id=draft_id))


@routes.get("/later")
def arrive() -> str:
    """Ask for the number; the page's script puts in what came behind the `#`."""
    return render_template("prefill/arrive.html", carried="", wrong=False)


@routes.post("/later")
def go_on_here() -> Response | tuple[str, int]:
    """Open what was carried as a draft of this device."""
    carried, number = request.form.get("carried", "").strip(), request.form.get("number", "")
    if language := read_pressed_language():
        remember_language(language)
        return redirect(url_for("later.arrive"), 303)
    if not running(Tries).take(client_name()):
        abort(HTTPStatus.TOO_MANY_REQUESTS)
    digits = "".join(carried.rpartition("#")[2].split())
    draft = site().carrier.open(digits, "".join(number.split()).translate(HALF_WIDTH), now())
    if draft is None:
        return render_template("prefill/arrive.html", carried=carried, wrong=True), 422
    id = new_id()
    return go_on(id, draft, url_for("start.resume", draft_id=id))


HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
