"""Deletes everything: the person's own cookies are all there is."""

from flask import Blueprint, make_response, render_template, request, session, url_for
from werkzeug.wrappers import Response

from kiosk.office import now
from kiosk.prefill.language import read_pressed_language, remember_language
from kiosk.prefill.site import DRAFT_RULE, open_draft, site
from kiosk.web.language import speak, spoken

routes = Blueprint("delete", __name__)


@routes.get(f"{DRAFT_RULE}/delete")
def ask(draft_id: str) -> str:
    """Ask first: what is deleted cannot come back."""
    here = open_draft(draft_id)
    back = "code.code" if here.draft.has_codes(now()) else "start.resume"
    return render_template("prefill/delete.html", draft_id=draft_id, back=url_for(back, draft_id=draft_id))


@routes.post(f"{DRAFT_RULE}/delete")
def delete(draft_id: str) -> Response:
    """Answers directly: a page behind a redirect could not prove which draft is gone."""
    language = read_pressed_language() or spoken().code
    session.clear()
    speak(remember_language(language))
    response = make_response(render_template("prefill/deleted.html", deleted_id=draft_id))
    site().box.remove(request.cookies, response, draft_id)
    return response
