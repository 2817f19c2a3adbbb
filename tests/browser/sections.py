"""A town hall of several sections: windows with a clerk at each, the board between them, and families who go through."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from forms.person import FAMILY
from forms.samples import read_sample
from kiosk.board import create_app as create_board
from kiosk.desk import Workplace, create_app, open_workplace, start_desk, stop_desk
from kiosk.office import open_office
from kiosk.staff import StaffRole, add_staff
from kiosk.store.task import TaskState
from kiosk.tickets import seal_application
from kiosk.training import sample_resident
from tests.browser.deskserver import PASSWORD, counter_page
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall, build_town_hall

SECTIONS = {
    "juumin": ("住民課", "転入の届出", "move_in"),
    "hoken": ("保険年金課", "国保の加入", "health_insurance_join"),
    "kodomo": ("こども課", "児童手当", "child_allowance"),
    "hoiku": ("保育課", "保育所の申込み", "nursery"),
    "gakko": ("学校教育課", "就学援助", "school_support"),
    "suido": ("上下水道課", "水道の開始", "water"),
    "kankyo": ("環境課", "犬の登録", "dog"),
}
"""What each is called, what it does, and for which procedure; all after the first."""

BABY = {
    "name": "髙﨑　凜",
    "kana": "タカサキ　リン",
    "birth_date": "2026-03-12",
    "sex": "female",
    "relation": "child",
    "id": "p4",
}
LEAD = {"gakko": 30}

LATE = {
    "hoken": ("保険年金課", "葬祭費", "funeral_allowance", "insurance_card_return"),
    "nenkin": ("年金係", "未支給年金", "unpaid_pension"),
    "zeimu": ("税務課", "固定資産の相続人", "heir_representative"),
    "juumin": ("住民課", "世帯主の変更", "bereavement_head_change"),
}


def hall_text(sections: Mapping[str, tuple[str, ...]], windows: Mapping[str, str], more: str = "") -> str:
    """`hall.toml` of these sections, each with a queue of its own; `windows` are the sections' by the desk."""
    text = '[[site]]\nid = "main"\nlabel = "本庁舎"\n[[hours]]\nopen = "00:00"\nclose = "23:59"\nweekdays = "mon-sun"\nholidays = true\n'
    for letter, (id, (label, task, *procedures)) in zip("CEFHJMN", sections.items(), strict=False):
        named = ", ".join(f'"{each}"' for each in procedures)
        text += f'[[section]]\nid = "{id}"\nlabel = "{label}"\n'
        text += f'[[queue]]\nid = "{id}"\nlabel = "{task}"\nsection = "{id}"\nletter = "{letter}"\nprocedures = [{named}]\n'
        after = 'after = ["juumin"]\n' if sections is SECTIONS and id != "juumin" else ""
        text += f'[[task]]\nid = "{id}"\nlabel = "{task}"\nsection = "{id}"\nprocedures = [{named}]\n{after}lead_minutes = {LEAD.get(id, 0)}\n'
    for number, (desk, own) in enumerate(windows.items(), 1):
        named = ", ".join(f'"{each}"' for each in own.split())
        text += f'[[window]]\nid = "w{number}"\nlabel = "{number}番窓口"\nsections = [{named}]\ndesk = "{desk}"\n'
    return text + more


def town_of(
    folder: Path,
    sections: Mapping[str, tuple[str, ...]],
    windows: Mapping[str, str],
    more: str = "",
    settings: str = "",
) -> TownHall:
    """A town with a PC at each window; `more` is added to hall.toml, `settings` to town.toml."""
    desks = "".join(
        f'[[desk]]\nname = "{name}"\nlabel = "{number}番窓口"\nmode = "counter"\nreceipt_letter = "{letter}"\n'
        for number, (letter, name) in enumerate(zip("RTWXYP", list(windows)[1:], strict=False), 2)
    )
    build_town_hall(folder, more=f"{desks}{settings}")
    (folder / "config/hall.toml").write_text(hall_text(sections, windows, more), encoding="utf-8")
    return TownHall(open_office(folder / "config"))


@contextmanager
def running_window(town: TownHall, desk: str) -> Iterator[tuple[str, Workplace]]:
    """The address of the PC, and its workplace."""
    found = town.office.settings.desk(name=desk)
    workplace = open_workplace(town.office, found)
    app = create_app(town.office, found, workplace)
    start_desk(app)
    try:
        with serving(app) as address:
            yield address, workplace
            workplace.hub.close()
    finally:
        stop_desk(app)


class Hall:
    """Windows with a clerk at each, and the board between them."""

    def __init__(self, browser: Browser, town: TownHall, stack: ExitStack) -> None:
        self.browser, self.town, self.stack = browser, town, stack
        self.workplaces: dict[str, Workplace] = {}
        self.addresses: dict[str, str] = {}
        assert town.office.hall is not None
        for window in town.office.hall.windows:
            self.addresses[window.desk], self.workplaces[window.desk] = stack.enter_context(
                running_window(town, window.desk)
            )
        self.store = next(iter(self.workplaces.values())).store
        board = stack.enter_context(serving(create_board(town.office, town.office.hall, self.store)))
        self.board = browser.new_page(viewport={"width": 1920, "height": 1080})
        self.board.goto(f"{board}/board/main")
        stack.callback(self.board.close)

    def clerk(self, desk: str, name: str, *sections: str, also: Collection[StaffRole] = ()) -> Page:
        """The screen of a new clerk of these sections at this PC, who may have other roles as well."""
        add_staff(self.store, name, PASSWORD, StaffRole.CLERK, *also, sections=sections)
        page = counter_page(self.browser, self.addresses[desk], name)
        self.stack.callback(page.context.close)
        return page

    def ticket(self, sections: Mapping[str, tuple[str, ...]]) -> str:
        """What the family brings on the phone."""
        chosen = self.town.office.catalogue.chosen([id for _, _, *ids in sections.values() for id in ids])
        resident = sample_resident(chosen, "typical")
        family = read_sample(self.town.office.catalogue.current["move_in"], "typical").answers[FAMILY]
        assert isinstance(family, tuple)
        answers = {**resident.answers, FAMILY: (*family, BABY)}
        (text,) = seal_application(replace(resident, answers=answers), self.town.office).texts
        return text

    def open_visit(self, page: Page, desk: str, sections: Mapping[str, tuple[str, ...]]) -> None:
        """Bring the visit of this family onto the screen, its code read at this PC; the scanner is shown elsewhere."""
        visit = self.workplaces[desk].reception.scan([self.ticket(sections)], "screen")
        page.goto(f"{self.addresses[desk]}/visits/{visit.id}")

    def states(self, visit_id: str) -> dict[str, TaskState]:
        """How the tasks of the visit stand."""
        planning = next(iter(self.workplaces.values())).planning
        assert planning is not None
        return {task.section: task.state for task in planning.tasks.of_visit(visit_id)}


def do(page: Page, label: str) -> None:
    """「済み」 at a task of the visit, or of the list."""
    row = page.locator(".task, #tasks-left tbody tr", has_text=label)
    expect(row).to_have_count(1)
    if not row.is_visible():
        page.locator("#tasks > summary").click()
    is_of_visit = page.locator(".task", has_text=label).count() > 0
    row.get_by_role("button", name=re.compile("^済み")).click()
    if is_of_visit:
        expect(page.locator(".task-done", has_text=label)).to_have_count(1)
    else:
        expect(row.get_by_role("button", name=re.compile("^済み"))).to_have_count(0)
