"""Deletes everything: the person's own cookies are all there is."""

from flask import Blueprint, make_response, render_template, session
from werkzeug.wrappers import Response

from kiosk.prefill.returning import forget
from kiosk.prefill.site import DRAFT_RULE, site
from kiosk.prefill.switching import pressed_language, remember
from kiosk.web.language import speak, spoken

routes = Blueprint("wiping", __name__, template_folder="templates")


@routes.post(f"{DRAFT_RULE}/wipe")
def wipe(draft_id: str) -> Response:
    """Answers directly: a page behind a redirect could not prove which draft is gone."""
    language = pressed_language() or spoken().code
    session.clear()
    speak(remember(language))
    response = make_response(render_template("prefill/wiped.html", wiped_id=draft_id))
    box = site().box
    box.remove(response, draft_id)
    forget(response, draft_id, secure=box.secure)
    return response
