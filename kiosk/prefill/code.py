"""The last page: the code to carry to the town hall, until when, what to bring, what it costs."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.clock import day_in_japan
from kiosk.office import now
from kiosk.prefill.guide import find_dues
from kiosk.prefill.site import DRAFT_RULE, open_draft, site
from kiosk.web.qr import qr_modules, qr_path, qr_png
from kiosk.web.questions import day_words, weekday_words

NARROW, WIDE = 320, 480
"""CSS pixels: the narrowest phone, and as large as a code is ever shown."""

routes = Blueprint("code", __name__)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A code as one SVG path, `modules` units wide, with widths in CSS pixels that are whole multiples of it."""

    modules: int
    path: str

    @property
    def widths(self) -> tuple[int, ...]:
        """For windows at least that wide; the first fits the narrowest phone."""
        steps = range(max(1, NARROW // self.modules), WIDE // self.modules + 1)
        return tuple(step * self.modules for step in steps)


@routes.get(f"{DRAFT_RULE}/code")
def code(draft_id: str) -> str | AnyResponse:
    """Show the sealed codes, or lead back to the review where there are none."""
    here = open_draft(draft_id)
    expires = here.draft.expires
    if expires is None or not here.draft.has_codes(now()):
        return redirect(url_for("review.review", draft_id=draft_id), 303)
    last_day = day_in_japan(expires)
    office = site().office
    dues = find_dues(here, office.guide, office.catalogue)
    days = sorted(due.until for due in dues.values() if due.until and due.until <= last_day)
    return render_template(
        "prefill/code.html",
        draft_id=draft_id,
        procedures=here.procedures,
        codes=here.draft.codes,
        drawings=[draw_code(text) for text in here.draft.codes],
        dues=dues,
        come_by=days[0] if days else None,
        is_late=bool(days) and days[0] < here.day,
        until=day_words(last_day.isoformat()),
        weekday=weekday_words(last_day),
        bring=here.things_to_bring,
        notices=here.notices,
        bill=here.bill(office.fees),
    )


@routes.get(f"{DRAFT_RULE}/code-<int:number>.png")
def picture(draft_id: str, number: int) -> Response:
    """One code as a picture file to save."""
    codes = open_draft(draft_id).draft.codes
    if not 1 <= number <= len(codes):
        abort(404)
    response = make_response(qr_png(codes[number - 1]))
    response.mimetype = "image/png"
    response.headers["Content-Disposition"] = f'attachment; filename="uketsuke-code-{number}.png"'
    return response


def draw_code(text: str) -> Drawing:
    """Return the digits of a ticket as a drawing. Raise ValueError if they are none."""
    modules = qr_modules(text)
    return Drawing(len(modules), qr_path(modules))
