"""A scan and the screen that follows ask the database little: each question more is felt at every visit."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from kiosk.desk import Workplace
from kiosk.store.alone import DeskStore
from tests.kiosk.desk.counter.test_turns import token
from tests.kiosk.desk.counter.test_visit import pages
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.pages import Pages

__all__ = ["pages"]

BEGINS, STATEMENTS = 8, 25


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """What is sent to the database, BEGIN for each transaction."""
    sent: list[str] = []

    def note_begin(_: object) -> None:
        sent.append("BEGIN")

    def note_statement(_1: object, _2: object, statement: str, *_3: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(engine, "begin", note_begin)
    event.listen(engine, "before_cursor_execute", note_statement)
    yield sent
    event.remove(engine, "begin", note_begin)
    event.remove(engine, "before_cursor_execute", note_statement)


def test_a_scan_and_its_screen_ask_the_database_little(
    pages: Pages, workplace: Workplace, town_hall: TownHall
) -> None:
    data = token(pages)
    for _ in range(2):
        # The first event of a day seals the log, which no other does.
        (ticket,) = town_hall.ticket()
        with counted(workplace.store.engine) as sent:
            answer = pages.client.post("/scan", data=data | {"text": ticket}, follow_redirects=True)
        assert "/visits/" in answer.request.path
    assert isinstance(workplace.store, DeskStore)
    assert (sent.count("BEGIN"), len(sent) - sent.count("BEGIN")) == (BEGINS, STATEMENTS)
