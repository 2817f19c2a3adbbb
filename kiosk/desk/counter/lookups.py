"""「台帳の記録」: who looked whom up, for administrators. What stands out comes first; no name of a resident is anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from forms.person import FACT
from kiosk.clock import JAPAN
from kiosk.desk.counter.areas import RECORDS
from kiosk.desk.counter.session import current_staff
from kiosk.desk.workplace import workplace
from kiosk.office import now
from kiosk.register.finding import LookUpKind
from kiosk.register.limits import SIGN_WORDS, Suspicion, find_suspicions, read_look_ups
from kiosk.register.lookup import REASON_WORDS, ReleaseReason, Stop
from kiosk.register.protection import Standing
from kiosk.staff import list_staff
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
    LookUpKind.CARD: "カード",
    LookUpKind.KANA_BIRTH: "ふりがなと生年月日",
    LookUpKind.NAME_BIRTH: "氏名と生年月日",
    LookUpKind.NUMBER: "番号",
}
OUTCOMES = {
    "found": "見つかった",
    Stop.NOT_OPEN: "台帳か受付が閉じていた",
    Stop.NO_GRANT: "決定書にない",
    Stop.PROTECTED: "支援措置",
    Stop.CLOSED: "見せない行がある",
    Stop.TOO_LARGE: "世帯が大きすぎる",
    Stop.LIMIT: "回数の上限",
    Stop.TOO_MANY: "10人より多い",
    Stop.NOBODY: "見つからない",
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
def show() -> ResponseReturnValue:
    """What stands out in the last month, and the newest entries, of one day and one person if asked for."""
    here = workplace()
    entries = read_look_ups(here.store, now() - DAYS)
    names = {each.id: each.called for each in list_staff(here.store)}
    day, staff_id = _day(request.args.get("day", "")), request.args.get("staff", "")
    kept = [each for each in reversed(entries) if _is_of(each, day, staff_id)]
    return render_template(
        "counter/lookups.html",
        standing=here.register.standing() if here.register else None,
        signs=[_sign(each, names) for each in find_suspicions(entries)],
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
def register_standing() -> Standing | None:
    """Return how the register stands, None where it is not used, for those who look after it."""
    here = workplace()
    return here.register.standing() if here.register and RECORDS.admits(current_staff()) else None


def _is_of(entry: AuditEntry, day: date | None, staff_id: str) -> bool:
    is_day = day is None or entry.at.astimezone(JAPAN).date() == day
    return is_day and (not staff_id or str(entry.staff_id or "lobby") == staff_id)


def _sign(each: Suspicion, names: Mapping[int, str]) -> tuple[Suspicion, str, str, str]:
    """What stands out, whose it is, in words, and how the page calls them in its address."""
    return each, _name(each.staff_id, names), SIGN_WORDS[each.sign], str(each.staff_id or "lobby")


def _line(entry: AuditEntry, names: Mapping[int, str]) -> Line:
    event = AuditEvent(entry.event)
    return Line(
        entry.at.astimezone(JAPAN),
        _name(entry.staff_id, names),
        workplace().label_of(entry.desk or ""),
        entry.receipt_number or "",
        EVENTS[event],
        "、".join(_details(entry.details, names)),
    )


def _details(details: Mapping[str, str | int], names: Mapping[int, str]) -> list[str]:
    said: list[str] = []
    if "kind" in details:
        said.append(KINDS[LookUpKind(str(details["kind"]))])
    if "outcome" in details:
        said.append(OUTCOMES[str(details["outcome"])])
    if count := details.get("count"):
        said.append(f"{count}件")
    if procedure := workplace().office.catalogue.get(str(details.get("procedure", ""))):
        said.append(procedure.shown_name)
    if columns := str(details.get("columns", "")):
        said.append("／".join(map(_label, columns.split("+"))))
    if "reason" in details:
        said.append(REASON_WORDS[ReleaseReason(str(details["reason"]))])
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
