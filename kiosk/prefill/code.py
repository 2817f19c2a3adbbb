"""The last page: the code to carry, until when, where to, what to bring, what it costs, what comes next."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from forms.procedure import Mark
from kiosk.clock import day_in_japan
from kiosk.office import now
from kiosk.prefill import guide, journey
from kiosk.prefill.site import DRAFT_RULE, open_draft, site
from kiosk.town.walk import find_shared_facts, find_stops
from kiosk.web import front, language, qr

PRODUCT = "-//kakanai-madoguchi//prefill//JA"
LONGEST_LINE = 75
"""Octets, without the line break (3.1)."""


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A day to remember; the phone reminds of it the morning before."""

    day: date
    summary: str
    description: str
    place: str


def write_calendar(entry: DayEntry, uid: str, written: datetime) -> bytes:
    """Return the file: `uid` is unique in the world, `written` an aware moment."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{written.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(entry.summary)}",
        f"DESCRIPTION:{_escape(entry.description)}",
        *([f"LOCATION:{_escape(entry.place)}"] if entry.place else []),
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escape(entry.summary)}",
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _escape(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Break a long line between characters: each further one begins with a space, which counts."""
    folded, length = "", 0
    for sign in line:
        size = len(sign.encode())
        if length + size > LONGEST_LINE:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + sign, length + size
    return folded


NARROW, WIDE = 320, 480
"""CSS pixels: the narrowest phone, and as large as a code is ever shown."""

routes = Blueprint("code", __name__)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A code as one SVG path, `modules` units wide, with widths in CSS pixels that are whole multiples of it."""

    modules: int
    path: str

    @classmethod
    def of(cls, modules: qr.Modules) -> "Drawing":
        """Return the drawing of these rows."""
        return cls(len(modules), qr.qr_path(modules))

    @property
    def widths(self) -> tuple[int, ...]:
        """For windows at least that wide; the first fits the narrowest phone."""
        steps = range(max(1, NARROW // self.modules), WIDE // self.modules + 1)
        return tuple(step * self.modules for step in steps)


@dataclass(frozen=True, slots=True)
class Coming:
    """Until when to come: `by` where a law sets a day, `code` while the town hall can read the code."""

    code: date
    due: date | None = None
    """The law's last day."""
    by: date | None = None
    """The last day before it on which the town hall is open."""
    is_late: bool = False

    @property
    def day(self) -> date:
        """The day to remember."""
        return self.by or self.code


@routes.get(f"{DRAFT_RULE}/code")
def code(draft_id: str) -> str | AnyResponse:
    """Show the sealed codes, or lead back to the review where there are none."""
    here = open_draft(draft_id)
    if not here.draft.has_codes(now()):
        return redirect(url_for("review.review", draft_id=draft_id), 303)
    office = site().office
    stops = find_stops(here.procedures, office.settings)
    return render_template(
        "prefill/code.html",
        draft_id=draft_id,
        procedures=here.procedures,
        codes=here.draft.codes,
        drawings=[draw_code(text) for text in here.draft.codes],
        dues=guide.find_dues(here, office.guide, office.catalogue),
        coming=find_coming(here),
        bring=here.things_to_bring,
        notices=here.notices,
        bill=here.bill(office.fees),
        stops=stops,
        shared=find_shared_facts(stops),
        is_signed=any(procedure.rules.signature is not Mark.NONE for procedure in here.procedures),
    )


@routes.get(f"{DRAFT_RULE}/code.ics")
def calendar(draft_id: str) -> Response:
    """Give the day to remember to the phone's calendar: no name, no answer, no procedure in it."""
    here = open_draft(draft_id)
    if not here.draft.has_codes(now()):
        abort(404)
    coming, hall, town = find_coming(here), site().office.settings.hall, front.town_words()
    summary = (
        _("%(town)sの役場へ行く（この日が期限）", town=town)
        if coming.by
        else _("%(town)sの受付コードを使える最後の日", town=town)
    )
    entry = DayEntry(
        coming.day,
        language.readings(summary),
        language.readings(" ".join((_("受付コードを持っていきます。"), hall.hours, hall.remark)).strip()),
        hall.address,
    )
    response = make_response(write_calendar(entry, f"{uuid4()}@{site().office.settings.town.code}", now()))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = 'attachment; filename="yakuba.ics"'
    return response


def find_coming(here: journey.DraftJourney) -> Coming:
    """Return until when to come. A deadline after the code's own last day is told beside its procedure only."""
    assert here.draft.expires is not None
    office, last = site().office, day_in_japan(here.draft.expires)
    dues = guide.find_dues(here, office.guide, office.catalogue).values()
    days = [due.until for due in dues if due.until and due.until <= last]
    if not days:
        return Coming(last)
    first = min(days)
    if first < here.day:
        return Coming(last, first, first, is_late=True)
    return Coming(last, first, office.settings.hall.last_open_day(here.day, first))


@routes.get(f"{DRAFT_RULE}/code-<int:number>.png")
def picture(draft_id: str, number: int) -> Response:
    """One code as a picture file to save."""
    codes = open_draft(draft_id).draft.codes
    if not 1 <= number <= len(codes):
        abort(404)
    response = make_response(qr.qr_png(codes[number - 1]))
    response.mimetype = "image/png"
    response.headers["Content-Disposition"] = f'attachment; filename="uketsuke-code-{number}.png"'
    return response


def draw_code(text: str) -> Drawing:
    """Return the digits of a ticket as a drawing. Raise ValueError if they are none."""
    return Drawing.of(qr.qr_modules(text))
