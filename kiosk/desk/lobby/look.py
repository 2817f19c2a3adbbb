"""How the screen looks to this person: larger, in strong contrast, or with everything within reach of a seat.

Kept for the visit, gone with it. The first screen belongs to nobody, so there the address carries the choice.
"""

from enum import StrEnum

from flask import session, url_for

from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.session import LOOK
from kiosk.web.language import spoken


class Look(StrEnum):
    """Each is on or off, in any combination."""

    LARGE = "large"
    CONTRAST = "contrast"
    SEATED = "seated"


def turn(name: str) -> None:
    """Turns one of them on or off; an unknown name changes nothing."""
    now = looks()
    keep_looks(tuple(each for each in Look if (each in now) != (each == name)))


@lobby.app_context_processor
def for_templates() -> dict[str, object]:
    return {"looks": looks()}


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
