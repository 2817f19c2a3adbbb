"""The lobby's first screen with its three ways in, and the way of the scanned code."""

from collections.abc import Callable

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.ticket import TicketError, TicketReason
from kiosk.desk.current import workplace
from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.look import keep_looks, looks_in
from kiosk.desk.lobby.session import RECEIPT, STATION, begin, wipe
from kiosk.desk.picture import LARGEST_FRAME, digits_in_picture
from kiosk.desk.reasons import DeskError
from kiosk.desk.refusals import Refusal, refusal_named, refusal_of
from kiosk.desk.scanning import sent_texts
from kiosk.store import StoreError
from kiosk.web import allow_camera
from kiosk.web.language import JAPANESE, KEPT, OFFERED, words


@lobby.get("/")
def start() -> ResponseReturnValue:
    """Whoever opens the first screen is a new person; the address keeps language and look while they choose."""
    wipe("restart")
    code = request.args.get("language", JAPANESE)
    session.pop(RECEIPT, None)
    session[KEPT] = code if code in OFFERED else JAPANESE
    keep_looks(looks_in(request.args.get("look", "")))
    here = workplace()
    works = {trouble.device: False for trouble in here.devices.troubles()}
    works["scanner"] = here.desk.camera or here.scanner is None or here.scanner.works
    return render_template("lobby/start.html", works=works, reader_works=here.devices.reader_works)


@lobby.get("/scan")
def scan() -> ResponseReturnValue:
    """`said` is why the code shown before was refused."""
    return _scan_screen(refusal_named(request.args.get("said", "")))


@lobby.post("/scan")
def scanned() -> ResponseReturnValue:
    return _received(lambda: sent_texts(request.form, workplace().scanner))


@lobby.post("/frame")
def frame() -> ResponseReturnValue:
    """One camera frame as JPEG; answers with JSON, `state` none while there is no code in it."""
    try:
        texts = digits_in_picture(request.get_data(cache=False), largest=LARGEST_FRAME)
        if not texts:
            return {"state": "none"}
        begin(workplace().reception.scan(texts, STATION))
    except (DeskError, StoreError, TicketError) as error:
        refusal = refusal_of(error)
        state = "half" if refusal.reason == TicketReason.OTHER_HALF_MISSING else "refused"
        return {"state": state, "sentence": words(refusal.sentence), "next_step": words(refusal.next_step)}
    return {"state": "opened", "url": url_for("lobby.go_on")}


def _received(texts: Callable[[], tuple[str, ...]]) -> ResponseReturnValue:
    try:
        begin(workplace().reception.scan(texts(), STATION))
    except (DeskError, StoreError, TicketError) as error:
        return redirect(url_for("lobby.scan", said=refusal_of(error).reason), 303)
    return redirect(url_for("lobby.go_on"), 303)


def _scan_screen(refusal: Refusal | None) -> ResponseReturnValue:
    if workplace().desk.camera:
        allow_camera()
    half = refusal is not None and refusal.reason == TicketReason.OTHER_HALF_MISSING
    return render_template("lobby/scan.html", refusal=refusal, half=half)
