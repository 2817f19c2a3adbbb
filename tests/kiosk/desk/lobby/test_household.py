"""What the register knows is filled in at the lobby for the holder of the card and those she ticks, and for nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.answers import rows_of
from forms.person import FactSource
from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.register.lookup import ASK_SECTION
from kiosk.settings import DeskMode
from kiosk.store import open_visits
from kiosk.store.audit import read_entries
from tests.kiosk.desk.counter.test_register import CARD, FAMILY, GRANT, MOTHER, imported
from tests.kiosk.desk.townhall import build_town_hall
from tests.kiosk.pages import Page, Pages
from tests.kiosk.register.files import TARO, number

OTHERS = ("𠮷田　太郎", "湊", "凜", "ミナト", "2014", "1958")
BY_HAND = "このまま、ご自分で入力してください。"


@pytest.fixture(params=[True])
def lobby(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workplace]:
    """A lobby of a town that lets it use the register, or does not."""
    town_hall = build_town_hall(tmp_path)
    folder = town_hall.office.settings.folder
    (folder / "register.toml").write_text(f"[use]\non = true\nlobby = {str(request.param).lower()}\n", "utf-8")
    (folder / "grants.toml").write_text(
        GRANT.replace('"counter-1"', '"lobby-1"').replace("resident_record_copy", "seal_registration"), "utf-8"
    )
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.LOBBY))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def moving(pages: Pages, here: Workplace, procedure: str = "move_within") -> Page:
    """She has put down her card and says what she wants."""
    visit = here.reception.by_card(CARD)
    here.reception.choose(here.cases.read(visit.id), [procedure])
    pages.open("/")
    with pages.client.session_transaction() as session:
        session["visit"] = visit.id
    return pages.open("/next?own=yes")


def answers(here: Workplace) -> dict[str, object]:
    return dict(here.cases.read(open_visits(here.store)[0].id).answers)


def test_it_works_for_the_holder_and_whom_she_ticks(pages: Pages, lobby: Workplace, tmp_path: Path) -> None:
    imported(lobby, tmp_path, FAMILY)
    offered = moving(pages, lobby)
    assert offered.path == "/household"
    assert not [word for word in OTHERS if word in offered.text]
    listed = pages.send(form="offer", button="take")
    assert [each.text.strip() for each in listed.find("label", class_="row")] == ["太郎", "湊", "凜"]
    assert not [word for word in ("ミナト", "2014", "1958", "旭町") if word in listed.text]
    assert ("back", "/household") in listed.form("help").fields
    page = pages.send({"member": ["3"]}, form="household")
    assert page.path.startswith("/ask/")
    now = answers(lobby)
    assert (now["you.kana"], now["move.old_address"]) == ("ヨシダ　ハナコ", "北海道架空郡みどり野町旭町１番地")
    assert [row["name"] for row in rows_of(now["family"])] == ["𠮷田　湊"]  # type: ignore[arg-type]
    file = lobby.cases.read(open_visits(lobby.store)[0].id).file
    assert file.sources["you.kana"] is FactSource.REGISTER
    assert pages.open("/household").path == page.path
    events = [entry.event for entry in read_entries(lobby.store) if entry.event.startswith("register_")]
    assert events[2:] == ["register_looked_up", "register_shown", "register_taken_over"]


def test_who_would_rather_not_is_asked_as_ever(pages: Pages, lobby: Workplace, tmp_path: Path) -> None:
    imported(lobby, tmp_path, FAMILY)
    moving(pages, lobby)
    assert pages.send(form="offer", button="skip").path.startswith("/ask/")
    assert pages.open("/household").path.startswith("/ask/")
    assert "register_looked_up" not in [entry.event for entry in read_entries(lobby.store)]


def test_nothing_is_offered_that_would_not_be_asked(pages: Pages, lobby: Workplace, tmp_path: Path) -> None:
    imported(lobby, tmp_path, FAMILY)
    assert moving(pages, lobby, "dog").path.startswith("/ask/")


def test_without_a_household_to_write_of_nobody_else_is_listed(
    pages: Pages, lobby: Workplace, tmp_path: Path
) -> None:
    imported(lobby, tmp_path, FAMILY)
    moving(pages, lobby, "seal_registration")
    page = pages.send(form="offer", button="take")
    assert page.path.startswith("/ask/")
    assert answers(lobby)["you.kana"] == "ヨシダ　ハナコ"
    assert "family" not in answers(lobby)


@pytest.mark.parametrize("why", ["protected", "closed", "unknown", "twice", "unreadable"])
def test_whatever_stands_in_the_way_is_said_alike(
    pages: Pages, lobby: Workplace, tmp_path: Path, why: str
) -> None:
    people = {
        "protected": FAMILY,
        "closed": [*FAMILY[:3], FAMILY[3] | {"他業務参照不可フラグ": "1"}],
        "unknown": [TARO],
        "twice": [*FAMILY, MOTHER | {"宛名番号": number(80), "世帯番号": number(980)}],
        "unreadable": [
            *FAMILY,
            *(TARO | {"宛名番号": number(300 + i), "世帯番号": number(900 + 300 + i)} for i in range(25)),
            TARO | {"宛名番号": number(81), "生年月日": "いつか"},
        ],
    }[why]
    imported(lobby, tmp_path, people, *([number(3)] if why == "protected" else []))
    moving(pages, lobby)
    page = pages.send(form="offer", button="take")
    assert BY_HAND in page.text
    assert page.heading == "台帳からは入力できません"
    assert not [word for word in (*OTHERS, ASK_SECTION, "支援", "保護", "係") if word in page.text]
    assert pages.open("/next?own=yes").path.startswith("/ask/")
    assert {"family", "you.kana", "move.old_address"}.isdisjoint(answers(lobby))


def test_another_row_than_her_own_cannot_be_asked_for(pages: Pages, lobby: Workplace, tmp_path: Path) -> None:
    other = TARO | {"宛名番号": number(60), "世帯番号": number(960)}
    imported(lobby, tmp_path, [*FAMILY, other])
    moving(pages, lobby)
    listed = pages.send(form="offer", button="take")
    fields = dict(listed.form("household").fields)
    for row in range(1, 6):
        if str(row) != fields["row"]:
            sent = pages.client.post("/household", data=fields | {"row": str(row), "member": ["1", "2"]})
            assert BY_HAND in sent.text or sent.status_code == 303
    assert "family" not in answers(lobby)


@pytest.mark.parametrize("lobby", [False], indirect=True)
def test_a_town_may_keep_it_to_the_counter(pages: Pages, lobby: Workplace, tmp_path: Path) -> None:
    imported(lobby, tmp_path, FAMILY)
    assert moving(pages, lobby).path.startswith("/ask/")
    assert pages.open("/household").path.startswith("/ask/")


def test_who_has_moved_out_or_died_is_not_named(pages: Pages, lobby: Workplace, tmp_path: Path) -> None:
    imported(lobby, tmp_path, [FAMILY[0] | {"住民状態": "3"}, *FAMILY[1:]])
    moving(pages, lobby)
    listed = pages.send(form="offer", button="take")
    assert [each.text.strip() for each in listed.find("label", class_="row")] == ["湊", "凜"]
