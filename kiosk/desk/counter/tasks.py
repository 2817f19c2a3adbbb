"""「課の用」: what each section still does, for whom and where: numbers only. Its buttons stand at the visit as well."""

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for
from werkzeug.exceptions import NotFound

from kiosk.desk.case import Case
from kiosk.desk.counter.session import current_staff
from kiosk.desk.planning import Planning, ShownTask
from kiosk.desk.slips import print_slip
from kiosk.desk.workplace import workplace
from kiosk.hall.slip import RouteSlip
from kiosk.hall.turn import HAND_ON, State, TurnError
from kiosk.hall.turns import new_key
from kiosk.office import now
from kiosk.staff import list_staff
from kiosk.store import Task, TaskError, VisitId, read_visit, task
from kiosk.store.tasks import NewTask

routes = Blueprint("tasks", __name__)


@routes.get("/tasks")
def show() -> ft.ResponseReturnValue:
    """Show what is left for the sections of whoever looks; `?all=` for all."""
    planning = here()
    sections = () if "all" in request.args else current_staff().sections
    return render_template(
        "counter/tasks.html",
        shown=_shown(planning, planning.tasks.left(sections)),
        is_all=not sections,
        may_all=bool(current_staff().sections),
        reasons=task.REASONS,
    )


@routes.post("/tasks/<task_id>/<step>")
def go(task_id: str, step: str) -> ft.ResponseReturnValue:
    """Let one step happen to a task, and go back to where it was pressed."""
    chosen, staff = task.TASK_STEPS.get(step), current_staff()
    if chosen is None:
        raise NotFound
    try:
        here().tasks.step(
            task_id, chosen, staff.id, reason=request.form.get("reason", ""), sections=staff.sections
        )
    except TaskError as error:
        flash(str(error))
    workplace().publish_tasks()
    visit_id = request.form.get("visit", "")
    return redirect(visit_address(visit_id) if visit_id.isalnum() else url_for("counter.tasks.show"), 303)


@routes.post("/visits/<visit_id>/tasks")
def add(visit_id: str) -> ft.ResponseReturnValue:
    """Add a task by hand, of whatever no procedure tells."""
    planning, plan_id = here(), request.form.get("plan", "")
    plan = next((each for each in planning.addable(visit_id) if each.id == plan_id), None)
    if plan is not None:
        planning.tasks.add(VisitId(visit_id), NewTask(plan.id, plan.section, is_kept=True))
        workplace().publish_tasks()
    return redirect(visit_address(visit_id), 303)


@routes.post("/visits/<visit_id>/next")
def hand_on(visit_id: str) -> ft.ResponseReturnValue:
    """Send the visitor to the next section: with the same number and its time, and with a slip if it is wanted."""
    planning, place = here(), workplace()
    case = place.cases.read(visit_id)
    queue = planning.next_stop(case, current_staff())
    if queue is None:
        return redirect(visit_address(visit_id), 303)
    window = planning.queueing.window
    turn = planning.queueing.turns.at(window.id) if window else None
    if turn is None or turn.visit_id != case.visit.id or turn.state is not State.SERVING:
        flash("この受付の番号は、いまこの窓口にありません。番号を確かめてください。")
        return redirect(visit_address(visit_id), 303)
    try:
        planning.queueing.turns.step(new_key(), turn.id, HAND_ON, queue=queue.id)
    except TurnError as error:
        flash(str(error))
        return redirect(visit_address(visit_id), 303)
    if request.form.get("slip"):
        _print_route(planning, case)
    place.publish_turns()
    section = planning.section_label(queue.section)
    flash(f"{turn.number} は、次に{section}（{queue.label}）へ行きます。番号はそのままです。")
    return redirect(url_for("counter.start.show"), 303)


@routes.post("/visits/<visit_id>/route")
def print_route(visit_id: str) -> ft.ResponseReturnValue:
    """Print the order of the sections, for whoever walks."""
    _print_route(here(), workplace().cases.read(visit_id))
    flash("まわる順番の紙を印刷しています。")
    return redirect(visit_address(visit_id), 303)


@routes.app_template_global()
def uses_tasks() -> bool:
    """Whether the town says what its sections do."""
    return workplace().planning is not None


@routes.app_template_global()
def tasks_of(case: Case) -> str:
    """Return the panel of a visit as HTML; empty where no section has anything to do."""
    planning = workplace().planning
    if planning is None or planning.store.is_alone:
        return ""
    tasks, staff = planning.tasks.of_visit(case.visit.id), current_staff()
    queue = planning.next_stop(case, staff)
    return render_template(
        "counter/tasksofvisit.html",
        visit=case.visit,
        shown=_shown(planning, tasks),
        next_stop=planning.section_label(queue.section) if queue else "",
        coming=planning.coming(case, staff),
        addable=planning.addable(case.visit.id),
        reasons=task.REASONS,
    )


@routes.app_template_global()
def end_reasons() -> dict[str, str]:
    """Return why a task may end without being done."""
    return {code: words for reasons in task.REASONS.values() for code, words in reasons.items()}


def here() -> Planning:
    """Return this desk's part in what sections do. Raise NotFound in a town that does not say it."""
    planning = workplace().planning
    if planning is None:
        raise NotFound
    return planning


def _shown(planning: Planning, tasks: tuple[Task, ...]) -> list[ShownTask]:
    names = {each.id: each.called for each in list_staff(planning.store)}
    return planning.show(tasks, current_staff(), names, now())


def _print_route(planning: Planning, case: Case) -> None:
    place = workplace()
    slip = RouteSlip(
        case.visit.receipt_number, place.office.settings.town.name, now(), planning.stops(case.visit.id)
    )
    print_slip(slip, planning.hall.slip_printer(place.desk.name), place.desk)


def visit_address(visit_id: str) -> str:
    """Return the address of the visit, of the first screen once it is closed."""
    visit = read_visit(workplace().store, VisitId(visit_id))
    if not visit.status.is_open:
        return url_for("counter.start.show")
    return url_for("counter.visit.show", visit_id=visit.id, _anchor="tasks")
