"""A town whose second PC comes out of the box: its first PC's programs, and the walk over the screens of both."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from kiosk.fleet.lead import Lead
from kiosk.office import now
from kiosk.settings import load_settings
from kiosk.staff import StaffRole, add_staff
from kiosk.store import open_store
from tests.browser.deskserver import PASSWORD
from tests.browser.settingup import Look, SettingUp
from tests.deploy.front import free_port
from tests.kiosk.desk.townhall import TownHall, build_town_hall
from tests.kiosk.postgres import USER, running_postgres
from tests.kiosk.programs import running

SHOWN = "192.0.2.10"
"""Stands for the first PC's address in pictures."""

CHECKING = 120_000
"""Milliseconds: all the town's data is checked before it counts."""


@dataclass(frozen=True, slots=True)
class FirstPc:
    """The PC on which the town has begun; `screen` is where its counter is."""

    hall: TownHall
    screen: str

    @property
    def config(self) -> Path:
        return self.hall.office.settings.folder

    @contextmanager
    def answering(self) -> Iterator[str]:
        """Where other PCs ask: the unit runs while somebody is invited."""
        words = ("fleet", "serve", "--host", "127.0.0.1", "--port", "0", "--while-needed")
        with running(self.config, *words) as address:
            yield address.removeprefix("http://")


@contextmanager
def first_pc(folder: Path, printer: str) -> Iterator[FirstPc]:
    """A town with PostgreSQL, an administrator, and a second counter in its town.toml that has no PC yet."""
    with running_postgres() as server, server.new_database() as name:
        (folder / "var" / "secrets").mkdir(mode=0o700, parents=True)
        password = folder / "var" / "secrets" / "database-password"
        password.touch(mode=0o600)
        password.write_text(server.password)
        place = f'[database]\nurl = "postgresql://{USER}@127.0.0.1:{server.port}/{name}"\n'
        place += 'password_file = "../var/secrets/database-password"\n'
        second = '[[desk]]\nname = "counter-2"\nlabel = "2番窓口"\nmode = "counter"\nreceipt_letter = "C"\n'
        hall = build_town_hall(
            folder, printer, f'{second}printer_uri = "{printer}"\nport = {free_port()}\n{place}'
        )
        store = open_store(hall.office.settings.database)
        add_staff(store, "sato", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK, display="佐藤")
        store.close()
        lead = Lead(load_settings(hall.office.settings.folder))
        lead.start()
        # Whether the shipped data is sound is asked for by the second PC, and takes its time there.
        lead.make(now(), lambda folder: ())
        words = ("desk", "--mode", "counter", "--name", "counter-1", "--port", str(free_port()))
        with running(hall.office.settings.folder, *words) as address:
            yield FirstPc(hall, address)


def join(first: Page, town: FirstPc, second: Page, new: SettingUp, look: Look) -> None:
    """Everything two people do: one at the first PC's counter, signed in, one at the PC out of the box."""
    first.get_by_role("link", name="端末", exact=True).first.click()
    _as_in_an_office(first)
    look(first, "desks", "1台目：「端末」を開く")
    first.get_by_role("row", name="2番窓口").get_by_role("button").click()
    code = first.locator("#join-code").inner_text()
    _as_in_an_office(first)
    look(first, "invited", "1台目：コードを作る")
    second.goto(new.address)
    second.get_by_label("コード").fill(new.code)
    second.get_by_role("button", name="始める").click()
    second.get_by_role("link", name=re.compile("2台目からのPCはこちら")).click()
    second.get_by_label("1台目のPCのアドレス").fill(SHOWN)
    typed = second.locator("#join-code")
    typed.fill(code.lower().replace("-", " "))
    look(second, "code", "2台目：アドレスとコードを入力する")
    with town.answering() as office:
        second.get_by_label("1台目のPCのアドレス").fill(office)
        typed.fill(code.lower().replace("-", " "))
        second.get_by_role("button", name="町に加わる").first.click(timeout=CHECKING)
        expect(second.get_by_text("2番窓口 になりました")).to_be_visible(timeout=CHECKING)
    look(second, "joined", "2台目：町の端末になる")
    second.get_by_role("button", name="試しに1枚印刷する").click()
    second.get_by_text("印刷が終わりました。").wait_for()
    look(second, "printed", "2台目：試しに1枚印刷する")
    second.get_by_role("button", name=re.compile("設定を終える")).click()
    second.get_by_role("heading", name="設定が終わりました").wait_for()
    look(second, "done", "2台目：できあがり")
    first.get_by_role("link", name="端末", exact=True).first.click()


def _as_in_an_office(page: Page) -> None:
    """Say nothing of this machine in pictures: here both PCs, printer and database have one address."""
    page.evaluate(
        """shown => {
            for (const place of document.querySelectorAll("dd"))
                if (place.textContent.endsWith(":8005")) place.textContent = `${shown}:8005`;
            for (const notice of document.querySelectorAll(".notice"))
                if (notice.textContent.includes("[database]")) notice.remove();
            document.querySelector("#printer").value = "ipp://192.0.2.11/ipp/print";
        }""",
        SHOWN,
    )
