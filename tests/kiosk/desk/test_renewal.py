"""New settings reach a running desk without losing a visit: it ends by itself when nobody is served."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app, serves_somebody
from kiosk.desk.lobby.session import LobbyWatch
from kiosk.fleet.lead import settings_number
from kiosk.fleet.member import pinned
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import NewVisit, WayIn, note_presence, open_store, open_visit
from kiosk.web.front import running
from tests.kiosk.fleet.conftest import Town

ROOT = Path(__file__).parents[3]
PATIENCE = 90.0


def test_a_counter_with_a_visit_on_its_screen_is_left_alone(workplace: Workplace) -> None:
    app = create_app(workplace.office, workplace.desk, workplace)
    assert not serves_somebody(app)
    staff = add_staff(workplace.store, "sato", "mado-guchi-1", StaffRole.CLERK)
    visit = open_visit(workplace.store, NewVisit("counter-1", "A", DeskMode.COUNTER, WayIn.HAND))
    assert not serves_somebody(app), "it waits in the list, and will be there afterwards"
    note_presence(workplace.store, visit.id, "counter-1", staff.id)
    assert serves_somebody(app)
    later = workplace.store.clock() + timedelta(minutes=5)
    workplace.store = replace(workplace.store, clock=lambda: later)
    assert not serves_somebody(app), "the screen was left"


def test_a_lobby_with_somebody_at_it_is_left_alone(lobby: Workplace) -> None:
    app = create_app(lobby.office, lobby.desk, lobby)
    assert not serves_somebody(app)
    visit = open_visit(lobby.store, NewVisit("lobby-1", "C", DeskMode.LOBBY, WayIn.HAND))
    running(LobbyWatch, app).begin(visit.id)
    assert serves_somebody(app)
    running(LobbyWatch, app).leave()
    assert not serves_somebody(app)


def test_which_settings_hold_on_the_first_pc_and_on_one_that_has_joined(town: Town) -> None:
    pc = town.join("lobby-1")
    first = town.first / "config"
    assert settings_number(pc.settings.fleet.folder, pc.config) == 1
    assert settings_number(pc.settings.fleet.folder, pinned(pc.config)) == 1
    assert settings_number(town.lead.folder, first) == 1
    pc.take(town.make())
    assert settings_number(pc.settings.fleet.folder, pc.config) == 2
    assert settings_number(town.lead.folder, first) == 2


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "town")


def test_a_running_lobby_ends_for_new_settings_once_nobody_is_there(town: Town) -> None:
    pc = town.join("lobby-1")
    open_store(pc.settings.database).close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kiosk", "desk", "--mode", "lobby", "--renew", "--port", str(port)]
    environment = os.environ | {"KIOSK_CONFIG": str(pc.config), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=pc.folder, env=environment, stdout=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stdout is not None
            assert "始めました" in desk.stdout.readline()
            time.sleep(0.5)
            assert desk.poll() is None
            pc.take(town.make())
            assert desk.wait(PATIENCE) == 0
        finally:
            desk.kill()
