"""How the screen looks to this person: larger, in strong contrast, or with everything within reach of a seat.

Kept for the visit, gone with it. The first screen belongs to nobody, so there the address carries the choice.
"""

from enum import StrEnum
from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.session import LOOK
from kiosk.web.language import spoken


class Look(StrEnum):
    """Each is on or off, in any combination."""

    LARGE = "large"
    CONTRAST = "contrast"
    SEATED = "seated"


@lobby.post("/look")
def look() -> ResponseReturnValue:
    """Turns one of them on or off and gives the same screen again."""
    turned, now = request.form.get("turn", ""), looks()
    keep_looks(tuple(each for each in Look if (each in now) != (each == turned)))
    back = request.form.get("back", "")
    address = urlsplit(back)
    if address.path == url_for("lobby.start") or not _is_ours(back):
        return redirect(start_address(), 303)
    return redirect(back, 303)


@lobby.app_context_processor
def for_templates() -> dict[str, object]:
    return {"looks": looks(), "same_screen": same_screen()}


def looks() -> tuple[Look, ...]:
    """What this person has turned on."""
    return looks_in(str(session.get(LOOK, "")))


def looks_in(names: str) -> tuple[Look, ...]:
    """The ones named, separated by spaces; unknown names are none."""
    named = names.split()
    return tuple(each for each in Look if each in named)


def keep_looks(chosen: tuple[Look, ...]) -> None:
    session[LOOK] = " ".join(chosen)


def start_address() -> str:
    """The first screen in this language and look."""
    return url_for("lobby.start", language=spoken().code, look=" ".join(looks()) or None)


def same_screen() -> str:
    """The address that shows this screen again."""
    if request.endpoint == "lobby.pin":
        return url_for("lobby.card")
    return request.full_path.rstrip("?")


def _is_ours(address: str) -> bool:
    return address.startswith("/") and address[1:2] not in ("/", "\\")
