"""From the card to a 転居届 for four without one typed name; of a protected household nothing at all."""

from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path

import pytest

from forms.answers import rows_of
from forms.person import FactSource
from forms.wareki import wareki
from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.office import today
from kiosk.register.importing import Order, import_residents
from kiosk.register.lookup import ASK_SECTION
from kiosk.register.protection import import_protected
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import Visit
from kiosk.store.audit import read_entries
from kiosk.tickets import public_keys
from tests.kiosk.desk.townhall import build_town_hall
from tests.kiosk.pages import Page, Pages
from tests.kiosk.register.files import TARO, number, protected_file, shipped_layout, written

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
CARD = {
    "name": "𠮷田　花子",
    "birth_date": "1985-04-12",
    "address": "北海道架空郡みどり野町旭町１番地",
    "sex": "female",
}
FATHER = TARO | {"氏_日本人": "𠮷田"}
MOTHER = FATHER | {
    "宛名番号": number(2),
    "名_日本人": "花子",
    "名_日本人_フリガナ": "ハナコ",
    "性別": "2",
    "生年月日": "1985-04-12",
    "続柄表記": "妻",
    "記載順位": "2",
}
SON = FATHER | {
    "宛名番号": number(3),
    "名_日本人": "湊",
    "名_日本人_フリガナ": "ミナト",
    "生年月日": "2014-08-03",
    "続柄表記": "子",
    "記載順位": "3",
}
DAUGHTER = MOTHER | {
    "宛名番号": number(4),
    "名_日本人": "凜",
    "名_日本人_フリガナ": "リン",
    "生年月日": "2018-11-21",
    "続柄表記": "子",
    "記載順位": "4",
}
FAMILY = (FATHER, MOTHER, SON, DAUGHTER)
GRANT = f"""
[[grant]]
section = "住民課"
desks = ["counter-1"]
procedures = ["move_within", "resident_record_copy"]
facts = ["name", "kana", "birth_date", "sex", "relation", "postal_code", "address", "building"]
from = {today().year}-01-01
until = {today().year + 1}-12-31
approved_by = "住民課長"
"""


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    """A counter of a town that uses its register."""
    town_hall = build_town_hall(tmp_path)
    folder = town_hall.office.settings.folder
    (folder / "register.toml").write_text("[use]\non = true\n", "utf-8")
    (folder / "grants.toml").write_text(GRANT, "utf-8")
    opened = open_workplace(town_hall.office, town_hall.office.settings.desk(DeskMode.COUNTER))
    yield opened
    opened.hub.close()
    opened.printer.stop()
    opened.store.close()


@pytest.fixture
def pages(workplace: Workplace) -> Pages:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.0.2"
    signed_in.open("/login")
    signed_in.send(name="sato", password=PASSWORD)
    return signed_in


def imported(here: Workplace, folder: Path, people: Collection[dict[str, str]], *protected: str) -> None:
    layout, keys = shipped_layout(), public_keys(here.office)
    residents = Order(written(folder, *people), today(), today())
    import_residents(here.store, residents, layout, here.office.catalogue, keys)
    others = Order(protected_file(folder, *protected), today(), today())
    import_protected(here.store, others, layout.protected, keys)


def moving(here: Workplace) -> Visit:
    """Somebody who has shown her card and moves within the town."""
    visit = here.reception.by_card(CARD)
    return here.reception.choose(here.cases.read(visit.id), ["move_within"])


def test_it_works_from_the_card_to_four_people_without_one_typed_name(
    pages: Pages, workplace: Workplace, tmp_path: Path
) -> None:
    imported(workplace, tmp_path, FAMILY)
    visit = moving(workplace)
    assert "台帳から入力する" in pages.open(f"/visits/{visit.id}").text
    pages.open(f"/visits/{visit.id}/register")
    listed = pages.send(form="find-card")
    names = ["𠮷田　太郎", "𠮷田　花子", "𠮷田　湊", "𠮷田　凜"]
    assert [name for name in names if name in listed.text] == names
    shown = pages.send({"member": ["1", "2", "3", "4"]}, form="take")
    assert f"台帳（{wareki(today().isoformat())}現在）" in shown.text
    case = workplace.cases.read(visit.id)
    rows = rows_of(case.answers["family"])
    assert case.answers["you.name"] == "𠮷田　花子"
    assert [row["name"] for row in rows] == ["𠮷田　太郎", "𠮷田　湊", "𠮷田　凜"]
    assert [row["relation"] for row in rows] == ["head", "child", "child"]
    assert case.answers["you.relation"] == "wife"
    assert case.file.sources["p1.name"] is FactSource.REGISTER
    assert case.answers["move.old_address"] == "北海道架空郡みどり野町旭町１番地"
    assert case.file.register_day == today().isoformat()


def test_what_was_answered_is_never_overwritten_but_by_a_decision(
    pages: Pages, workplace: Workplace, tmp_path: Path
) -> None:
    imported(workplace, tmp_path, FAMILY)
    visit = moving(workplace)
    case = workplace.cases.read(visit.id)
    typed = {"you.name": "吉田　花子", "you.kana": "ヨシダ　ハナコ", "you.birth_date": "1985-04-12"}
    workplace.reception.correct(case, {**case.answers, **typed}, 1)
    listed = typed_in(pages, visit, "よしだ 19850412")
    for words in ("吉田　花子", "𠮷田　花子", "台帳に直す"):
        assert words in listed.text
    pages.send({"member": ["2"]}, form="take")
    assert workplace.cases.read(visit.id).answers["you.name"] == "吉田　花子"
    typed_in(pages, visit, "よしだ 19850412")
    pages.send({"member": ["2"], "follow": ["you.name"]}, form="take")
    assert workplace.cases.read(visit.id).answers["you.name"] == "𠮷田　花子"


def typed_in(pages: Pages, visit: Visit, typed: str, status: int = 200) -> Page:
    pages.open(f"/visits/{visit.id}/register")
    return pages.send(form="find", typed=typed, status=status)


def test_nothing_of_a_protected_household_is_shown(pages: Pages, workplace: Workplace, tmp_path: Path) -> None:
    imported(workplace, tmp_path, FAMILY, number(3))
    visit = moving(workplace)
    for typed in ("よしだ たろう 3330217", "よしだ 19850412", number(3)):
        page = typed_in(pages, visit, typed, 422)
        assert ASK_SECTION in page.text
        for word in ("太郎", "湊", "凜", "ミナト", "旭町", "支援", "保護"):
            assert word not in page.text, word
    pages.open(f"/visits/{visit.id}/register")
    assert ASK_SECTION in pages.send(form="find-card", status=422).text
    assert "family" not in workplace.cases.read(visit.id).answers


def test_a_second_person_opens_it_for_this_visit(pages: Pages, workplace: Workplace, tmp_path: Path) -> None:
    imported(workplace, tmp_path, FAMILY, number(3))
    add_staff(workplace.store, "kacho", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK)
    visit = moving(workplace)
    typed_in(pages, visit, "よしだ 19850412", 422)
    same = pages.send(form="release", name="sato", password=PASSWORD, reason="self", status=422)
    assert "別の職員が確認してください" in same.text
    assert (
        "職員名かパスワードが違います"
        in pages.send(form="release", name="kacho", password="x", reason="self", status=422).text
    )
    opened = pages.send(form="release", name="kacho", password=PASSWORD, reason="self")
    assert "𠮷田　湊" in opened.text
    other = moving(workplace)
    assert ASK_SECTION in typed_in(pages, other, "よしだ 19850412", 422).text


def test_the_box_says_what_is_missing(pages: Pages, workplace: Workplace, tmp_path: Path) -> None:
    imported(workplace, tmp_path, FAMILY)
    visit = moving(workplace)
    assert "生年月日も入力してください" in typed_in(pages, visit, "よしだ", 422).text
    assert "見つかりません" in typed_in(pages, visit, "すずき 19850412", 422).text


def test_several_people_are_a_list_to_choose_from(pages: Pages, workplace: Workplace, tmp_path: Path) -> None:
    twin = FATHER | {"宛名番号": number(20), "世帯番号": number(950), "住所_町字": "本町", "住民状態": "2"}
    imported(workplace, tmp_path, [FATHER, MOTHER, twin])
    visit = moving(workplace)
    page = typed_in(pages, visit, "よしだ たろう 3330217")
    assert "2人見つかりました" in page.text
    assert "転出" in page.text
    assert "花子" in pages.send(form="hit-1").text


@pytest.mark.parametrize("path", ["register", "register/find", "register/household", "register/take"])
def test_without_a_grant_the_register_is_not_offered(
    pages: Pages, workplace: Workplace, tmp_path: Path, path: str
) -> None:
    imported(workplace, tmp_path, FAMILY)
    visit = workplace.reception.by_hand(["dog"], 1)
    page = pages.open(f"/visits/{visit.id}")
    assert "台帳から入力する" not in page.text
    if path == "register":
        assert pages.open(f"/visits/{visit.id}/register").path == f"/visits/{visit.id}"
        return
    token = dict(page.form("scanner").fields)["csrf_token"]
    data = {"csrf_token": token, "typed": "よしだ たろう 3330217", "row": "1", "mark": "0" * 16}
    answered = pages.client.post(f"/visits/{visit.id}/{path}", data=data, follow_redirects=True).text
    assert "花子" not in answered


def test_the_log_knows_what_was_taken_over(pages: Pages, workplace: Workplace, tmp_path: Path) -> None:
    imported(workplace, tmp_path, FAMILY)
    visit = moving(workplace)
    typed_in(pages, visit, "よしだ たろう 3330217")
    pages.send({"member": ["1"]}, form="take")
    events = [entry.event for entry in read_entries(workplace.store) if entry.visit_id == visit.id]
    assert [event for event in events if event.startswith("register_")] == [
        "register_looked_up",
        "register_shown",
        "register_taken_over",
    ]
