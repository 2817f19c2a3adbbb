"""The first clerk of the day waits no longer than the second."""

from kiosk.desk import Workplace, create_app, warm
from printing.drawing import static


def test_it_works_nothing_is_left_to_be_read_for_the_first_screen(workplace: Workplace) -> None:
    app = create_app(workplace.office, workplace.desk, workplace)
    static._register_fonts.cache_clear()
    warm(app)
    assert app.jinja_env.cache is not None
    read = {name for _, name in app.jinja_env.cache.keys()}  # noqa: SIM118 - no plain mapping
    assert {"counter/start.html", "counter/visit.html"} <= read
    assert static._register_fonts.cache_info().currsize == 1
