"""The search: procedures, life events and the town's questions, typed on the screen. No visit begins before one is chosen.

What was typed goes along with the form and is in no address, no session and no log.
"""

from flask import Blueprint, render_template, request, typing as ft

from forms import Procedure
from kiosk.desk.lobby.help import give_help, is_help
from kiosk.desk.workplace import workplace
from kiosk.town.search import Topic, TopicKind
from kiosk.web import running, searching

routes = Blueprint("search", __name__)


@routes.get("/search")
def show() -> ft.ResponseReturnValue:
    """The field, ready to be typed into."""
    return render_template("lobby/search.html", wanted="", found=())


@routes.post("/search")
def find() -> ft.ResponseReturnValue:
    """What is found, or how to go on where nothing is."""
    wanted, action = searching.read_typed(request.form.get("q", "")), request.form.get("action", "")
    if is_help(action) and (screen := give_help(action)):
        return screen
    searches = running(searching.Searches)
    found = searches.find(wanted) if wanted else ()
    if wanted and not is_help(action):
        searches.count(found, "lobby")
    steps = {topic.id: _steps(topic) for topic in found if topic.kind is TopicKind.EVENT}
    answers = searches.answers(found)
    return render_template(
        "lobby/search.html",
        wanted=wanted,
        found=found,
        procedures=workplace().office.catalogue.current,
        steps=steps,
        answers=answers,
    )


def _steps(topic: Topic) -> tuple[Procedure, ...]:
    """The procedures an event may need. Which of them, its questions would tell: at the lobby a person helps."""
    event = workplace().office.guide.events[topic.id]
    procedures = (entry.procedure for entry in event.entries if entry.is_offered)
    return tuple(dict.fromkeys(each for each in procedures if each))
