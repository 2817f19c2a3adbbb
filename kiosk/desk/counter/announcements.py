"""「来庁予定」: cases announced for a day, planned for their sections the day before. Numbers only, no name."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, typing as ft, url_for

from kiosk.desk.counter.session import current_staff
from kiosk.desk.counter.tasks import here, visit_address
from kiosk.desk.workplace import workplace
from kiosk.hall.turns import new_key
from kiosk.office import today
from kiosk.store import VisitId, tasks
from kiosk.store.announcements import Announcement, Announcements

routes = Blueprint("announcements", __name__)

AHEAD = timedelta(days=60)
KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


@routes.get("/announcements")
def show() -> ft.ResponseReturnValue:
    """Show what is announced from today on for the sections of whoever looks, `?all=` for all; and a new one."""
    sections = frozenset[str]() if "all" in request.args else current_staff().sections
    return render_template(
        "counter/announcements.html",
        shown=[each for each in announced(today(), today() + AHEAD) if _concerns(each, sections)],
        plans=here().hall.tasks,
        day=_next_open_day(),
        last=today() + AHEAD,
        key=new_key(),
        is_all=not sections,
        may_all=bool(current_staff().sections),
    )


@routes.post("/announcements")
def announce() -> ft.ResponseReturnValue:
    """Plan the tasks of a case for a day on which somebody is there."""
    hall, form = here().hall, request.form
    wanted = form.getlist("plan")
    plans = tuple(plan.id for plan in hall.tasks if plan.id in wanted)
    day, at, key = _day(form.get("day", "")), form.get("at", ""), form.get("key", "")
    back = redirect(url_for("counter.announcements.show"), 303)
    if not plans or day is None or (at and not TIME.fullmatch(at)):
        flash("日と、1つ以上の用を選んでください。")
        return back
    if why := hall.why_closed(here().queueing.site, day):
        flash(f"{day.month}月{day.day}日は開いていません（{why}）。別の日を選んでください。")
        return back
    case = Announcement(key if KEY.fullmatch(key) else new_key(), day, 0, at, plans)
    kept = _cases().announce(case, current_staff().id)
    flash(f"{day.month}月{day.day}日の予定{kept.number} を入れました。担当の課に出ます。")
    workplace().publish_tasks()
    return back


@routes.post("/announcements/<announcement_id>/withdraw")
def withdraw(announcement_id: str) -> ft.ResponseReturnValue:
    """Forget a case for which nobody will come."""
    _cases().withdraw(announcement_id, current_staff().id)
    return redirect(url_for("counter.announcements.show"), 303)


@routes.post("/visits/<visit_id>/announcements")
def arrive(visit_id: str) -> ft.ResponseReturnValue:
    """Let the visit have what was planned for it."""
    planning, chosen = here(), request.form.get("announcement", "")
    case = next((each for each in announced(today(), today()) if each.id == chosen and not each.visit_id), None)
    if case is not None:
        sections = {plan.id: plan.section for plan in planning.hall.tasks}
        new = [tasks.NewTask(plan, sections[plan], is_kept=True) for plan in case.plans if plan in sections]
        _cases().arrive(case.id, VisitId(visit_id), planning.tasks, new)
        workplace().publish_tasks()
    return redirect(visit_address(visit_id), 303)


@routes.app_template_global()
def announced(first: date, last: date) -> tuple[Announcement, ...]:
    """Return what is announced for these days; nothing in a town that does not say what its sections do."""
    is_there = workplace().planning is not None and not workplace().store.is_alone
    return _cases().between(first, last) if is_there else ()


@routes.app_template_global()
def announced_today() -> list[Announcement]:
    """Return what is announced for today and has not come yet."""
    return [each for each in announced(today(), today()) if not each.visit_id]


@routes.app_template_filter()
def in_words(case: Announcement) -> str:
    """Return what sections do for the case, each with its section."""
    hall, labels = here().hall, []
    for plan in hall.tasks:
        if plan.id in case.plans:
            section = next((each.label for each in hall.sections if each.id == plan.section), plan.section)
            labels.append(f"{plan.label}（{section}）")
    return "、".join(labels)


def _concerns(case: Announcement, sections: Collection[str]) -> bool:
    plans = (plan for plan in here().hall.tasks if plan.id in case.plans)
    return not sections or any(plan.section in sections for plan in plans)


def _cases() -> Announcements:
    here()
    return Announcements(workplace().store)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if today() <= day <= today() + AHEAD else None


def _next_open_day() -> date:
    hall, site = here().hall, here().queueing.site
    days = (today() + timedelta(days=ahead) for ahead in range(1, AHEAD.days))
    return next((day for day in days if hall.opening(site, day)), today())
