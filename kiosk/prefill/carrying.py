"""The last page: the code to carry to the town hall, until when, what to bring, what it costs."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms import FeeLine, Place, fee_lines
from forms.condition import holds
from forms.journey import answers_for
from kiosk.office import JAPAN, now
from kiosk.prefill.asking import notices
from kiosk.prefill.site import DRAFT_RULE, Standing, opened, site
from kiosk.web.days import day_words, weekday_words
from kiosk.web.qr import qr_modules, qr_path, qr_png

NARROW, WIDE = 320, 480
"""CSS pixels: the narrowest phone, and as large as a code is ever shown."""

routes = Blueprint("carrying", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Bill:
    """What the visit costs at the counter; `lobby` in yen where the lobby terminal is cheaper."""

    lines: tuple[FeeLine, ...]
    total: int
    lobby: int | None


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
    here = opened(draft_id)
    expires = here.draft.expires
    if not here.draft.codes or expires is None or expires <= now():
        return redirect(url_for("reviewing.review", draft_id=draft_id), 303)
    local = expires.astimezone(JAPAN)
    return render_template(
        "prefill/code.html",
        draft_id=draft_id,
        procedures=here.procedures,
        codes=here.draft.codes,
        drawings=[drawing(text) for text in here.draft.codes],
        until=day_words(local.date().isoformat()),
        weekday=weekday_words(local.date()),
        bring=bring(here),
        notices=notices(here),
        bill=bill(here),
    )


@routes.get(f"{DRAFT_RULE}/code-<int:number>.png")
def picture(draft_id: str, number: int) -> Response:
    """One code as a picture file to save."""
    codes = opened(draft_id).draft.codes
    if not 1 <= number <= len(codes):
        abort(404)
    response = make_response(qr_png(codes[number - 1]))
    response.mimetype = "image/png"
    response.headers["Content-Disposition"] = f'attachment; filename="uketsuke-code-{number}.png"'
    return response


def drawing(text: str) -> Drawing:
    modules = qr_modules(text)
    return Drawing(len(modules), qr_path(modules))


def bring(here: Standing) -> tuple[str, ...]:
    """What to bring in this very case, each thing once."""
    found: list[str] = []
    for procedure in here.procedures:
        seen = answers_for(procedure, here.draft.answers, here.day)
        found += [thing.text for thing in procedure.bring if holds(thing.when, seen, here.day)]
    return tuple(dict.fromkeys(found))


def bill(here: Standing) -> Bill | None:
    """None when nothing costs anything."""
    fees = site().office.fees
    lines = fee_lines(here.procedures, here.draft.answers, fees, Place.COUNTER, here.day)
    lobby = sum(line.total for line in fee_lines(here.procedures, here.draft.answers, fees, Place.LOBBY, here.day))
    total = sum(line.total for line in lines)
    return Bill(lines, total, lobby if lobby < total else None) if lines else None
