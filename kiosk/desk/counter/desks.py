"""「端末」, for administrators: the PCs of the town, a code for the next one, and new settings for all of them."""

from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, typing as ft, url_for

from forms import DataMistake, Told
from kiosk.desk.counter.session import current_staff
from kiosk.desk.refusals import Refusal, explain
from kiosk.desk.workplace import workplace
from kiosk.fleet import joining, member, reason, report
from kiosk.fleet.invitation import LONGEST_REQUEST, Invitation
from kiosk.fleet.lead import Lead
from kiosk.office import now
from kiosk.settings import DeskMode, load_settings
from kiosk.store import AuditEvent, Details, audit
from kiosk.town import alignment, newtown

routes = Blueprint("desks", __name__)

MODES = {
    "counter": (DeskMode.COUNTER,),
    "lobby": (DeskMode.LOBBY,),
    "both": (DeskMode.COUNTER, DeskMode.LOBBY),
}
LABELS = {DeskMode.COUNTER: "窓口", DeskMode.LOBBY: "ロビー端末"}


@routes.before_request
def refuse_in_practice() -> None:
    """A practice desk stands on the real settings: nobody is invited into them to try it out."""
    if workplace().office.training:
        abort(404)


@routes.get("/desks")
def show() -> ft.ResponseReturnValue:
    """All PCs, as they say they are."""
    return _page()


@routes.post("/desks")
def invite_new() -> ft.ResponseReturnValue:
    """Write a new desk into town.toml and make a code for its PC."""

    def add(lead: Lead) -> ft.ResponseReturnValue:
        settings, names = lead.settings, list[str]()
        for mode in MODES.get(request.form.get("mode", ""), MODES["lobby"]):
            label = request.form.get("label", "").strip()[:40] or LABELS[mode]
            uri = alignment.full_address(request.form.get("printer", ""))
            names.append(newtown.free_desk_name(settings, mode))
            printed = settings.fingerprint_for(uri) or ""
            settings = newtown.add_desk(settings, newtown.NewDesk(names[-1], mode, label, uri, printed))
        return _invited(Lead(settings), names)

    return _done(add)


@routes.post("/desks/<name>/code")
def invite(name: str) -> ft.ResponseReturnValue:
    """Make a code for a desk that stands in town.toml and has no PC of its own yet."""
    return _done(lambda lead: _invited(lead, [name]))


@routes.post("/desks/answer")
def answer() -> ft.ResponseReturnValue:
    """Answer a PC whose request has come on a stick."""

    def give(lead: Lead) -> ft.ResponseReturnValue:
        brought = request.files.get("request")
        raw = brought.stream.read(LONGEST_REQUEST + 1) if brought else b""
        sealed, names = lead.answer(raw, now())
        for name in names:
            _note(AuditEvent.DESK_JOINED, desk=name)
        kind = "application/octet-stream"
        return send_file(BytesIO(sealed), kind, as_attachment=True, download_name="henji.join")

    return _done(give)


@routes.post("/desks/<name>/remove")
def remove(name: str) -> ft.ResponseReturnValue:
    """Seal nothing to this PC any more."""

    def drop(lead: Lead) -> ft.ResponseReturnValue:
        lead.remove(name)
        newtown.drop_desk(lead.settings, name)
        _note(AuditEvent.DESK_REMOVED, desk=name)
        return _told(f"{name} を外しました。鍵とデータベースのパスワードを替えてから、設定を配ってください。")

    return _done(drop)


@routes.post("/desks/bundle")
def give_settings() -> ft.ResponseReturnValue:
    """Sign today's settings under a new number, or let all desks have the newest."""

    def give(lead: Lead) -> ft.ResponseReturnValue:
        if request.form.get("action") == "release":
            number = lead.release().number
            _note(AuditEvent.BUNDLE_RELEASED, details={"version": number})
            return _told(f"設定 {number}番を、すべての端末に出しました。")
        number = lead.make(now()).number
        _note(AuditEvent.BUNDLE_MADE, details={"version": number})
        return _told(f"設定 {number}番を作りました。端末は30分以内に受け取ります。")

    return _done(give)


def _invited(lead: Lead, names: list[str]) -> ft.ResponseReturnValue:
    if not lead.is_current():
        _note(AuditEvent.BUNDLE_MADE, details={"version": lead.make(now()).number})
    made = lead.invite(names, now())
    for name in names:
        _note(AuditEvent.DESK_INVITED, desk=name)
    return _page(invitation=made)


def _done(act: Callable[[Lead], ft.ResponseReturnValue]) -> ft.ResponseReturnValue:
    try:
        lead = Lead(load_settings(workplace().office.settings.folder))
        lead.start()
        return act(lead)
    except (Told, DataMistake) as error:
        return _page(explain(error))
    except OSError:
        folder = str(workplace().office.settings.folder)
        return _page(explain(reason.FleetError(reason.FleetReason.NOT_WRITABLE, folder)))


def _told(words: str) -> ft.ResponseReturnValue:
    flash(words)
    return redirect(url_for("counter.desks.show"), 303)


def _note(event: AuditEvent, desk: str | None = None, details: Details | None = None) -> None:
    audit.record(workplace().store, event, staff_id=current_staff().id, desk=desk, details=details)


def _page(refusal: Refusal | None = None, invitation: Invitation | None = None) -> ft.ResponseReturnValue:
    here = workplace()
    settings = load_settings(here.office.settings.folder)
    lead = None if member.read_member(settings.fleet.folder) else Lead(settings)
    newest = lead.newest() if lead else None
    page = render_template(
        "counter/desks.html",
        looks=report.look_at_desks(settings.desks, report.read_reports(here.store), now()),
        joined=lead.joined() if lead else {},
        own=(here.desk.name, *(lead.own if lead else ())),
        is_lead=lead is not None,
        newest=newest,
        trouble=lead.sharing_trouble() if lead else "",
        printers=list(dict.fromkeys(desk.printer_uri for desk in settings.desks if desk.printer_uri)),
        invitation=invitation,
        address=f"{joining.own_address()}:{joining.PORT}",
        refusal=refusal,
    )
    return page, 422 if refusal else 200
