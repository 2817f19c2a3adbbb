"""窓口利用体験調査: a walk as a resident, tapped on a phone or tablet; and what became shorter."""

import secrets

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk.desk.workplace import workplace
from kiosk.hall.survey import SCRIPTS, Activity, Phase, compare, drop_walk, read_walks, tap

routes = Blueprint("survey", __name__, url_prefix="/survey")

WORDS = {
    Activity.WALK: "移動",
    Activity.WRITE: "記入",
    Activity.WAIT: "待つ",
    Activity.TALK: "窓口で手続",
    Activity.ASK: "探す・聞く",
    Activity.END: "終わり",
}


@routes.get("")
def show() -> ft.ResponseReturnValue:
    """Show what walks took, before and after, and begin another."""
    walks = read_walks(workplace().store)
    return render_template(
        "counter/survey.html", comparisons=compare(walks), scripts=SCRIPTS, words=WORDS, Phase=Phase
    )


@routes.post("")
def begin() -> ft.ResponseReturnValue:
    """Begin a walk: it starts with going there."""
    script, phase = request.form.get("script", ""), request.form.get("phase", "")
    if script not in SCRIPTS or phase not in list(Phase):
        raise NotFound
    walk_id = secrets.token_hex(16)
    tap(workplace().store, walk_id, Phase(phase), script, Activity.WALK)
    return redirect(url_for("counter.survey.walk", walk_id=walk_id), 303)


@routes.get("/<walk_id>")
def walk(walk_id: str) -> ft.ResponseReturnValue:
    """Show the buttons of a walk."""
    found = next((each for each in read_walks(workplace().store) if each.id == walk_id), None)
    if found is None:
        raise NotFound
    return render_template("counter/survey_walk.html", walk=found, words=WORDS, script=SCRIPTS[found.script])


@routes.post("/<walk_id>")
def go_on(walk_id: str) -> ft.ResponseReturnValue:
    """Something else begins, or the walk is thrown away."""
    activity, store = request.form.get("activity", ""), workplace().store
    found = next((each for each in read_walks(store) if each.id == walk_id), None)
    if found is None:
        raise NotFound
    if activity == "drop":
        drop_walk(store, walk_id)
        return redirect(url_for("counter.survey.show"), 303)
    if activity not in list(Activity):
        raise NotFound
    tap(store, walk_id, found.phase, found.script, Activity(activity))
    return redirect(url_for("counter.survey.walk", walk_id=walk_id), 303)
