"""The lobby's review screen: all answers once more, before they are printed."""

from flask import Blueprint, redirect, render_template, typing as ft, url_for

from forms import NoticeKind, Place
from kiosk.desk.case import Case
from kiosk.desk.lobby.session import current_case
from kiosk.desk.view import CaseView, view_of
from kiosk.desk.workplace import workplace
from kiosk.office import today

routes = Blueprint("review", __name__)


@routes.get("/review")
def show() -> ft.ResponseReturnValue:
    """All answers once more, each with a way to change it."""
    case = current_case()
    view = view_case(case)
    if view.problems or not case.procedures:
        return redirect(url_for("lobby.ask.go_on"), 303)
    refused = any(
        remark.kind is NoticeKind.REFUSAL
        for remark in (*view.remarks, *(each for page in view.pages for a in page.answers for each in a.remarks))
    )
    # What nobody had to answer and nobody did, and nothing is to be said about.
    left_open = [a for page in view.pages for a in page.answers if not (a.lines or a.remarks)]
    return render_template("lobby/review.html", case=case, view=view, refused=refused, left_open=left_open)


def view_case(case: Case) -> CaseView:
    return view_of(case, workplace().office, Place.LOBBY, today())
