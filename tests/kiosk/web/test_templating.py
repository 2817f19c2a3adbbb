"""What is the same on every page is made once for each language; macros are called as Jinja calls them."""

import itertools
from collections.abc import Callable

import pytest
from flask import render_template_string
from jinja2 import DictLoader

from kiosk.web import Front
from kiosk.web.language import choose_languages, speak
from kiosk.web.templating import Same

Render = Callable[..., str]


@pytest.fixture
def render() -> Render:
    """Renders a template in a request of its own, in the language asked for."""
    app = Front("pages")
    app.jinja_env.add_extension(Same)
    choose_languages(app, ("ja", "en"), None)
    count = itertools.count(1)
    app.add_template_global(lambda: next(count), "number")
    app.jinja_loader = DictLoader(
        {"macros.html": "{% macro twice(a, b='-') %}{{ a }}{{ b }}{{ caller() }}{% endmacro %}"}
    )

    def render(template: str, language: str = "ja", **given: object) -> str:
        with app.test_request_context():
            speak(language)
            return render_template_string(template, **given)

    return render


def test_what_is_the_same_is_made_once_a_language(render: Render) -> None:
    template = '{% same %}{{ _("次へ") }} {{ number() }}{% endsame %}'
    assert [render(template), render(template, "en"), render(template)] == ["次へ 1", "Next 2", "次へ 1"]


def test_it_may_differ_by_one_thing_more(render: Render) -> None:
    template = "{% same form %}{{ form }}{{ number() }}{% endsame %}"
    assert [render(template, form=form) for form in ("a", "b", "a")] == ["a1", "b2", "a1"]


def test_places_of_one_template_do_not_meet(render: Render) -> None:
    assert render("{% same %}<b>{% endsame %}\n{% same %}{{ '<' }}{% endsame %}") == "<b>\n&lt;"


def test_macros_take_names_defaults_and_what_stands_in_their_call(render: Render) -> None:
    calls = (
        "{% import 'macros.html' as m %}"
        "{% for each in (1, 2) %}{% call m.twice(each, b='<') %}{{ number() }}{% endcall %} {% endfor %}"
        "{% call m.twice('&') %}{% endcall %}"
    )
    assert render(calls) == "1&lt;1 2&lt;2 &amp;-"
