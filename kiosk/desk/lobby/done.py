"""Every way to end at the lobby: finished, given up, walked away. Nothing of the person is left."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.desk.lobby.session import current_case, wipe
from kiosk.desk.workplace import workplace
from kiosk.store import StoreReason

routes = Blueprint("done", __name__)


@routes.post("/finish")
def finish() -> ResponseReturnValue:
    """The paper is in the person's hand."""
    wipe("finished")
    return redirect(url_for("lobby.done.show"), 303)


@routes.post("/quit")
def give_up() -> ResponseReturnValue:
    wipe("quit")
    return redirect(
        url_for("lobby.done.show") if workplace().devices.card_is_in else url_for("lobby.start.show"), 303
    )


@routes.get("/bye")
def ask_to_leave() -> ResponseReturnValue:
    """Time is up on a screen without JavaScript: whoever is still there goes on or gives up; otherwise the first screen
    comes back, and the watch ends the visit."""
    return render_template("lobby/bye.html")


@routes.post("/bye")
def leave() -> ResponseReturnValue:
    """Time is up by the page's own clock; it can end only its own visit."""
    wipe("timeout")
    return _go_home()


@routes.get("/done")
def show() -> ResponseReturnValue:
    """A card still on the reader is called out before anything else."""
    return render_template("lobby/done.html", card_is_in=workplace().devices.card_is_in)


@routes.get("/lost")
def show_lost() -> ResponseReturnValue:
    """The visit of this screen has ended elsewhere, or what was kept of it cannot be opened (`said`)."""
    closed = request.args.get("said", "") != StoreReason.ANSWERS_UNREADABLE
    return render_template("lobby/lost.html", closed=closed)


@routes.post("/still-here")
def stay() -> ResponseReturnValue:
    """Somebody is typing for a long time without sending anything."""
    current_case()
    return "", 204


def _go_home() -> ResponseReturnValue:
    """A card still on the reader is called out first."""
    return redirect(url_for("lobby.done.show" if workplace().devices.card_is_in else "lobby.start.show"), 303)
