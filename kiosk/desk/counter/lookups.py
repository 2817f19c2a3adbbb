"""「台帳の記録」: who looked whom up, for administrators. What stands out comes first; no name of a resident is anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, render_template, request, typing as ft

from forms.person import FACT
from kiosk import clock, office, staff
from kiosk.desk.counter import areas, session
from kiosk.desk.workplace import workplace
from kiosk.register import finding, limits, lookup, protection
from kiosk.store.audit import AuditEntry, AuditEvent

routes = Blueprint("lookups", __name__)

DAYS = timedelta(days=31)
MOST_SHOWN = 300

EVENTS = {
    AuditEvent.REGISTER_LOOKED_UP: "引いた",
    AuditEvent.REGISTER_REFUSED: "世帯を出さなかった",
    AuditEvent.REGISTER_SHOWN: "世帯を見た",
    AuditEvent.REGISTER_TAKEN_OVER: "写した",
    AuditEvent.REGISTER_RELEASED: "2人目が開いた",
}
KINDS = {
    finding.LookUpKind.CARD: "カード",
    finding.LookUpKind.KANA_BIRTH: "ふりがなと生年月日",
    finding.LookUpKind.NAME_BIRTH: "氏名と生年月日",
    finding.LookUpKind.NUMBER: "番号",
}
OUTCOMES = {
    "found": "見つかった",
    lookup.Stop.NOT_OPEN: "台帳か受付が閉じていた",
    lookup.Stop.NO_GRANT: "決定書にない",
    lookup.Stop.PROTECTED: "支援措置",
    lookup.Stop.CLOSED: "見せない行がある",
    lookup.Stop.TOO_LARGE: "世帯が大きすぎる",
    lookup.Stop.LIMIT: "回数の上限",
    lookup.Stop.TOO_MANY: "10人より多い",
    lookup.Stop.NOBODY: "見つからない",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    at: datetime
    staff: str
    desk: str
    receipt: str
    what: str
    more: str


@routes.get("/lookups")
def show() -> ft.ResponseReturnValue:
    """What stands out in the last month, and the newest entries, of one day and one person if asked for."""
    here = workplace()
    entries = limits.read_look_ups(here.store, office.now() - DAYS)
    names = {each.id: each.called for each in staff.list_staff(here.store)}
    day, staff_id = _day(request.args.get("day", "")), request.args.get("staff", "")
    kept = [each for each in reversed(entries) if _is_of(each, day, staff_id)]
    return render_template(
        "counter/lookups.html",
        standing=here.register.standing() if here.register else None,
        signs=[_sign(each, names) for each in limits.find_suspicions(entries)],
        lines=[_line(each, names) for each in kept[:MOST_SHOWN]],
        more=max(len(kept) - MOST_SHOWN, 0),
        day=day,
        staff_name=_name(int(staff_id) if staff_id.isdecimal() else None, names) if staff_id else "",
    )


@routes.app_template_global()
def uses_register() -> bool:
    """Whether this town uses its register at all."""
    return workplace().register is not None


@routes.app_template_global()
def register_standing() -> protection.Standing | None:
    """Return how the register stands, None where it is not used, for those who look after it."""
    here = workplace()
    return here.register.standing() if here.register and areas.RECORDS.admits(session.current_staff()) else None


def _is_of(entry: AuditEntry, day: date | None, staff_id: str) -> bool:
    is_day = day is None or entry.at.astimezone(clock.JAPAN).date() == day
    return is_day and (not staff_id or str(entry.staff_id or "lobby") == staff_id)


def _sign(each: limits.Suspicion, names: Mapping[int, str]) -> tuple[limits.Suspicion, str, str, str]:
    """What stands out, whose it is, in words, and how the page calls them in its address."""
    return each, _name(each.staff_id, names), limits.SIGN_WORDS[each.sign], str(each.staff_id or "lobby")


def _line(entry: AuditEntry, names: Mapping[int, str]) -> Line:
    event = AuditEvent(entry.event)
    return Line(
        entry.at.astimezone(clock.JAPAN),
        _name(entry.staff_id, names),
        workplace().label_of(entry.desk or ""),
        entry.receipt_number or "",
        EVENTS[event],
        "、".join(_details(entry.details, names)),
    )


def _details(details: Mapping[str, str | int], names: Mapping[int, str]) -> list[str]:
    said: list[str] = []
    if "kind" in details:
        said.append(KINDS[finding.LookUpKind(str(details["kind"]))])
    if "outcome" in details:
        said.append(OUTCOMES[str(details["outcome"])])
    if count := details.get("count"):
        said.append(f"{count}件")
    if procedure := workplace().office.catalogue.get(str(details.get("procedure", ""))):
        said.append(procedure.shown_name)
    if columns := str(details.get("columns", "")):
        said.append("／".join(map(_label, columns.split("+"))))
    if "reason" in details:
        said.append(lookup.REASON_WORDS[lookup.ReleaseReason(str(details["reason"]))])
    second = details.get("subject_staff_id")
    return [*said, f"2人目 {_name(int(second), names)}"] if second else said


def _label(fact: str) -> str:
    item = workplace().office.catalogue.vocabulary.get(FACT + fact)
    return item.label if item else fact


def _name(staff_id: int | None, names: Mapping[int, str]) -> str:
    return "ロビー端末" if staff_id is None else names.get(staff_id, f"職員{staff_id}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        abort(404)
