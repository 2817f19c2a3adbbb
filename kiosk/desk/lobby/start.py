"""The lobby's first screen with its three ways in."""

from flask import Blueprint, render_template, request, session, typing as ft

from kiosk.desk.live import RENEWED
from kiosk.desk.lobby.help import keep_looks, read_looks
from kiosk.desk.lobby.session import let_go
from kiosk.desk.workplace import workplace
from kiosk.web.language import JAPANESE, KEPT, OFFERED

routes = Blueprint("start", __name__)


@routes.get("/")
def show() -> ft.ResponseReturnValue:
    """Whoever opens the first screen is a new person; the address keeps language and look while they choose.

    The cookie lets go of a visit; closing it is left to whoever sends something, or to the watch.
    """
    # A page that renews itself is nobody new; its answer may come after the person has begun on the next screen.
    if RENEWED not in request.headers:
        let_go()
        code = request.args.get("language", JAPANESE)
        session[KEPT] = code if code in OFFERED else JAPANESE
        keep_looks(read_looks(request.args.get("look", "")))
    here = workplace()
    works = {trouble.device: False for trouble in here.devices.troubles()}
    works["scanner"] = here.desk.camera or here.scanner is None or here.scanner.works
    return render_template(
        "lobby/start.html",
        works=works,
        reader_works=here.devices.reader_works,
        is_alone=here.store.is_alone,
    )
