"""The page as an application of its own, for developers; no front serves it."""

import secrets
from collections.abc import Sequence

from flask import current_app, render_template, request
from markupsafe import Markup

from kiosk.office import Office
from kiosk.styleguide.components import COMPONENTS, Component, State
from kiosk.web import Front, FrontOptions, equip
from kiosk.web.language import LANGUAGES

PRELUDE = '{% import "kit/fields.html" as fields %}{% import "kit/parts.html" as parts %}'
MODES = {"": "ふつう", "large": "大きな文字", "contrast": "白黒反転", "large contrast": "大きな文字と白黒反転"}


def create_app(office: Office) -> Front:
    """Return the application: all components at `/`, one alone at `/<component>`; `?mode=` chooses the look."""
    app = Front("kiosk.styleguide", static_folder=None)
    town = office.settings.town
    secret = secrets.token_bytes(32)
    equip(
        app,
        FrontOptions(
            "styleguide", town.name, town.phone, secret, languages=tuple(LANGUAGES), streets=office.streets
        ),
    )
    app.add_url_rule("/", view_func=every)
    app.add_url_rule("/<id>", view_func=one)
    return app


def every() -> str:
    return _page(COMPONENTS)


def one(id: str) -> str | tuple[str, int]:
    return _page([component for component in COMPONENTS if component.id == id])


def _page(components: Sequence[Component]) -> str:
    mode = request.args.get("mode", "")
    return render_template(
        "styleguide/page.html",
        components=components,
        every=COMPONENTS,
        draw=_draw,
        mode=mode if mode in MODES else "",
        modes=MODES,
    )


def _draw(state: State) -> Markup:
    html = current_app.jinja_env.from_string(PRELUDE + state.call).render(**state.given)
    return Markup(state.finish(html))  # noqa: S704 - our own templates, escaped by them
