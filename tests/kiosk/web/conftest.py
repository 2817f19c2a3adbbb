"""A tiny front with the whole kit, to test the kit by itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import abort, render_template_string, request

from forms import shipped_catalogue
from forms.answers import Answers
from forms.journey import Journey
from forms.journeypage import JourneyPage
from kiosk.web import Front, FrontOptions, allow_camera, equip
from tests.kiosk.pages import Pages

TODAY = date(2026, 11, 21)
PAGE = """{% extends "kit/base.html" %}{% import "kit/parts.html" as parts %}
{% block heading %}試し{% endblock %}
{% block content %}<form method="post" action="/">{{ parts.csrf() }}{{ parts.button("次へ") }}</form>{% endblock %}"""

PageOf = Callable[..., JourneyPage]


@pytest.fixture
def front() -> Front:
    app = Front("trial", static_folder=None, root_path=str(Path(__file__).parent))
    equip(app, FrontOptions(name="trial", town="みどり野町", phone="0123-00-0000", secret=bytes(32)))
    app.testing = True

    @app.route("/", methods=["GET", "POST"])
    def home() -> str:
        return render_template_string(PAGE)

    @app.get("/camera")
    def camera() -> str:
        allow_camera()
        return render_template_string(PAGE)

    @app.get("/error/<int:code>")
    def error(code: int) -> str:
        abort(code)

    @app.post("/length")
    def length() -> str:
        return str(len(request.form))

    return app


@pytest.fixture
def pages(front: Front) -> Pages:
    return Pages(front)


@pytest.fixture
def page_of() -> PageOf:
    """A page of a shipped procedure, with everything on it that these answers call for."""

    def find(procedure: str, id: str, answers: Answers | None = None) -> JourneyPage:
        chosen = shipped_catalogue().chosen([procedure])
        return next(page for page in Journey(chosen, answers or {}, TODAY).pages if page.id == id)

    return find
