"""Where only staff can help, a visitor is told whom to call; the counter is told what to look at."""

from collections.abc import Iterator
from enum import StrEnum

import pytest
from flask import Flask

from cardreader import CardError, CardReason
from forms.ticket import TicketError, TicketReason
from forms.ticket.keys import KeysError, KeysReason
from kiosk.desk import Workplace, create_app, open_workplace
from kiosk.desk.printjobs import PrintJob
from kiosk.desk.reasons import BEYOND_VISITORS, CALL_STAFF, NOT_HERE, OTHER_WAY, OTHER_WAY_HELPS
from kiosk.desk.refusals import explain
from kiosk.settings import DeskMode, SettingsError, SettingsReason
from kiosk.store import StoreError, StoreReason
from printing.ipp import PrintCode, advice
from tests.kiosk.desk.townhall import build_town_hall
from tools.translation.screens import screen_texts

TECHNICAL = ("pcscd", "USB", "ipp://", "printer_fingerprint", "town.toml", "端末の更新", "プリンターの設定")


def test_it_works_the_lobby_calls_staff_and_the_counter_says_what_to_look_at(
    lobby: Workplace, workplace: Workplace
) -> None:
    broken = CardError(CardReason.NO_SERVICE)
    with create_app(lobby.office, lobby.desk, lobby).app_context():
        assert explain(broken).next_step == OTHER_WAY
    with create_app(workplace.office, workplace.desk, workplace).app_context():
        assert "pcscd" in explain(broken).next_step


@pytest.fixture(scope="module")
def at_lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One lobby for all reasons: its start takes longer than what it says."""
    office = build_town_hall(tmp_path_factory.mktemp("town")).office
    opened = open_workplace(office, office.settings.desk(DeskMode.LOBBY))
    yield create_app(office, opened.desk, opened)
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture(scope="module")
def translated() -> set[str]:
    """Every text of the screens that has a translation: reading all sources takes longer than the tests."""
    return {text.msgid for text in screen_texts()}


@pytest.mark.parametrize(
    "error",
    [
        *(CardError(reason) for reason in CardReason),
        *(TicketError(reason) for reason in TicketReason),
        *(StoreError(reason) for reason in StoreReason),
        *(SettingsError(reason) for reason in SettingsReason),
        *(KeysError(reason) for reason in KeysReason),
    ],
    ids=str,
)
def test_no_visitor_reads_what_is_for_staff_and_everything_is_translated(
    at_lobby: Flask, error: Exception, translated: set[str]
) -> None:
    with at_lobby.app_context():
        said = explain(error)
    assert not [word for word in TECHNICAL if word in said.sentence + said.next_step]
    assert {said.sentence, said.next_step} <= translated


def test_what_the_keeper_must_mend_is_said_without_details(lobby: Workplace) -> None:
    with create_app(lobby.office, lobby.desk, lobby).app_context():
        said = explain(StoreError(StoreReason.DATABASE_DAMAGED))
    assert (said.sentence, said.next_step) == (NOT_HERE, CALL_STAFF)
    assert said.reason == StoreReason.DATABASE_DAMAGED


@pytest.mark.parametrize("code", [code for code in PrintCode if code in BEYOND_VISITORS])
def test_a_printer_no_visitor_can_mend_calls_staff(code: PrintCode) -> None:
    at_lobby = PrintJob("v", code, running=False, by_visitor=True)
    assert at_lobby.next_step == CALL_STAFF
    assert PrintJob("v", code, running=False).next_step == advice(code).next_step


def test_what_a_visitor_can_do_about_paper_stays() -> None:
    assert (
        PrintJob("v", PrintCode.UNSURE, running=False, by_visitor=True).sentence
        == advice(PrintCode.UNSURE).sentence
    )


def test_no_reason_is_told_in_two_ways() -> None:
    both: frozenset[StrEnum] = OTHER_WAY_HELPS & BEYOND_VISITORS
    assert not both
