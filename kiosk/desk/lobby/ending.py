"""Every way to end at the lobby: finished, given up, walked away. Nothing of the person is left."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.desk.current import workplace
from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.session import current_case, wipe
from kiosk.store import StoreReason


@lobby.post("/finish")
def finish() -> ResponseReturnValue:
    """The paper is in the person's hand."""
    wipe("finished")
    return redirect(url_for("lobby.done"), 303)


@lobby.post("/quit")
def give_up() -> ResponseReturnValue:
    wipe("quit")
    return redirect(url_for("lobby.done") if workplace().devices.card_is_in else url_for("lobby.start"), 303)


@lobby.get("/bye")
def bye() -> ResponseReturnValue:
    """Time is up. Reached by the page's own clock, with or without JavaScript; it can end only its own visit."""
    wipe("timeout")
    return redirect(url_for("lobby.done") if workplace().devices.card_is_in else url_for("lobby.start"), 303)


@lobby.get("/done")
def done() -> ResponseReturnValue:
    """A card still on the reader is called out before anything else."""
    return render_template("lobby/done.html", card_is_in=workplace().devices.card_is_in)


@lobby.get("/lost")
def lost() -> ResponseReturnValue:
    """The visit of this screen has ended elsewhere, or what was kept of it cannot be opened (`said`)."""
    closed = request.args.get("said", "") != StoreReason.ANSWERS_UNREADABLE
    return render_template("lobby/lost.html", closed=closed)


@lobby.post("/still-here")
def still_here() -> ResponseReturnValue:
    """Somebody is typing for a long time without sending anything."""
    current_case()
    return "", 204
