"""Choosing the procedure: at the beginning, and for one more in the same visit."""

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from kiosk.desk import reasons, refusals
from kiosk.desk.case import Case
from kiosk.desk.lobby.session import begin, current_case
from kiosk.desk.workplace import workplace
from kiosk.web.language import spoken

routes = Blueprint("procedures", __name__)

MOST_AT_ONCE = 8
"""Procedures on one screen."""


@routes.get("/hand")
def show_by_hand() -> ft.ResponseReturnValue:
    return _choosing(None)


@routes.post("/hand")
def begin_by_hand() -> ft.ResponseReturnValue:
    try:
        begin(workplace().reception.by_hand(request.form.getlist("procedure"), language=spoken().code))
    except reasons.DeskError as error:
        refusals.refuse(error)
        return _choosing(None), 422
    return redirect(url_for("lobby.ask.go_on"), 303)


@routes.get("/procedures")
def show() -> ft.ResponseReturnValue:
    """What is wanted; with `?more=yes` besides what was chosen before."""
    return _choosing(current_case())


@routes.post("/procedures")
def choose() -> ft.ResponseReturnValue:
    case = current_case()
    more = [procedure.id for procedure in case.procedures] if request.args.get("more") else []
    try:
        workplace().reception.choose(case, [*more, *request.form.getlist("procedure")])
    except reasons.DeskError as error:
        refusals.refuse(error)
        return _choosing(case), 422
    return redirect(url_for("lobby.ask.go_on"), 303)


def _choosing(case: Case | None) -> str:
    """Where there are many procedures, first the group, then the procedure."""
    more = "yes" if case and case.procedures and request.args.get("more") else None
    had = {procedure.id for procedure in case.procedures} if case and more else set()
    offered = tuple(each for each in workplace().office.catalogue.current.values() if each.id not in had)
    groups = tuple(dict.fromkeys(procedure.group for procedure in offered))
    group = request.args.get("group", "")
    chosen = tuple(procedure for procedure in offered if procedure.group == group)
    many = len(offered) > MOST_AT_ONCE and len(groups) > 1 and not chosen
    return render_template(
        "lobby/procedures.html",
        case=case,
        more=more,
        groups=groups if many else (),
        chosen_group=group if chosen else "",
        procedures=chosen or offered,
        refusal=refusals.refused_here()[0],
    )
