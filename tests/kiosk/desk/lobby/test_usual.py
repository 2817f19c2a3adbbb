"""The usual form of a certificate, and what stands first at the lobby: the town's list, its order, prices and words."""

from pathlib import Path

import pytest

from forms.mistake import DataMistake, MistakeKind
from kiosk.desk import Workplace, create_app
from kiosk.overlay import LOBBY
from kiosk.store import open_visits
from kiosk.town.shortcuts import read_shortcuts
from tests.kiosk.desk.lobby.test_pages import token_of
from tests.kiosk.desk.townhall import PROCEDURE, YOSHIDA_ANSWERS, TownHall, build_town_hall
from tests.kiosk.pages import Pages

ONE_FOR_ALL = "いまの住民票の写し、世帯の全員、1通"
CARD = {
    key.removeprefix("you."): str(YOSHIDA_ANSWERS[key]) for key in ("you.name", "you.birth_date", "you.address")
}


@pytest.fixture
def town_hall(tmp_path: Path) -> TownHall:
    hall = build_town_hall(tmp_path)
    (hall.office.settings.folder / LOBBY).unlink()
    return hall


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works_with_a_card_one_touch_leads_to_the_review(pages: Pages, lobby: Workplace) -> None:
    by_card(pages, lobby)
    page = pages.send(form="certificates", procedure=PROCEDURE)
    assert page.path == "/usual"
    assert page.find("span", class_="way-name")[0].text == ONE_FOR_ALL
    assert "300円" in page.text
    page = pages.send(form="usual", number="0")
    assert page.path == "/review"
    assert "世帯の全員" in page.text
    answers = lobby.cases.read(open_visits(lobby.store)[0].id).answers
    assert answers[f"resident_record.count@{PROCEDURE}"] == 1


def test_by_hand_only_what_is_needed_is_asked_after_it(pages: Pages) -> None:
    by_hand(pages)
    assert pages.open("/next").path == "/usual"
    page = pages.send(form="usual", number="1")
    asked = []
    while page.path.startswith("/ask/"):
        asked.append(page.path.removeprefix("/ask/"))
        page = pages.send(GIVEN[asked[-1]], form="question")
    assert asked == list(GIVEN)
    assert page.path == "/review"


def test_who_chooses_alone_is_asked_everything(pages: Pages) -> None:
    by_hand(pages)
    page = pages.open("/usual")
    (own,) = [each for each in page.find("a") if each.text == "自分で選ぶ"]
    assert pages.open(own.attributes["href"]).path == "/ask/whom"
    assert pages.send({"whom": "self"}, form="question").path == "/ask/you.name"
    assert pages.open("/usual").path == "/ask/you.name"


@pytest.mark.parametrize(("purpose", "ticked"), [("licence", ["origin"]), ("pension", ["relation"]), ("bank", [])])
def test_the_purpose_proposes_what_stands_on_the_certificate(
    pages: Pages, lobby: Workplace, purpose: str, ticked: list[str]
) -> None:
    by_card(pages, lobby)
    pages.send(form="certificates", procedure=PROCEDURE)
    case = lobby.cases.read(open_visits(lobby.store)[0].id)
    lobby.reception.correct(case, {**case.answers, "whom": "self", "purpose": purpose})
    page = pages.open(f"/ask/resident_record.entries@{PROCEDURE}")
    boxes = page.find("input", type="checkbox")
    assert [each.attributes["value"] for each in boxes if "checked" in each.attributes] == ticked
    assert ("ふつう必要なものを選びました" in page.text) is bool(ticked)


@pytest.mark.parametrize("number", ["", "9", "-1", "x"])
def test_a_number_that_is_not_offered_chooses_nothing(pages: Pages, number: str) -> None:
    by_hand(pages)
    pages.open("/usual")
    assert pages.send(form="usual", number=number).path == "/ask/whom"


def test_the_first_screen_says_what_one_gets_and_has_the_town_s_certificates_in_its_order(pages: Pages) -> None:
    page = pages.open("/")
    assert page.heading == "申請書を作ります"
    assert "証明書は、窓口で受け取ります。" in page.text
    offered = [each.attributes["value"] for each in page.find("button", name="procedure")]
    assert offered == [PROCEDURE, "seal_certificate", "family_register_certificate", "income_certificate"]
    assert "住所を証明するとき" in page.text
    # What a 戸籍 costs depends on which one it is.
    assert [each.text for each in page.find("span", class_="way-price")] == ["300円", "300円", "300円"]
    assert pages.send(form="certificates", procedure="income_certificate").path == "/ask/whom"


def test_a_town_with_an_empty_file_has_none(tmp_path: Path, lobby: Workplace) -> None:
    (tmp_path / "lobby.toml").touch()
    assert read_shortcuts(tmp_path / "lobby.toml", lobby.office.catalogue) == ()


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ('procedure = "no_such"\nuse = "使う"', MistakeKind.UNKNOWN_PROCEDURE),
        (f'procedure = "{PROCEDURE}"', MistakeKind.MISSING_KEY),
        (f'procedure = "{PROCEDURE}"\nuse = "使う"\nusual = {{ whom = "nobody" }}', MistakeKind.UNKNOWN_ANSWER),
        (f'procedure = "{PROCEDURE}"\nuse = "使う"\nusual = {{ "seal.count" = 1 }}', MistakeKind.UNKNOWN_ANSWER),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, lobby: Workplace, wrong: str, kind: MistakeKind) -> None:
    file = tmp_path / "lobby.toml"
    file.write_text(f"[[certificate]]\n{wrong}\n", "utf-8")
    with pytest.raises(DataMistake) as caught:
        read_shortcuts(file, lobby.office.catalogue)
    assert [mistake.kind for mistake in caught.value.mistakes] == [kind]


COUNT = f"resident_record.count@{PROCEDURE}"


def test_copies_are_chosen_with_one_touch_or_step_by_step(pages: Pages, lobby: Workplace) -> None:
    by_hand(pages)
    page = pages.open(f"/ask/{COUNT}")
    assert page.find("input", name=COUNT)[0].attributes["value"] == "1"
    for by, number in (("step:1", "2"), ("step:1", "3"), ("step:-1", "2"), ("step:-1", "1"), ("step:-1", "1")):
        page = pages.send(form="question", button=by)
        assert page.find("input", name=COUNT)[0].attributes["value"] == number
    pages.send(form="question", button="count:3")
    assert lobby.cases.read(open_visits(lobby.store)[0].id).answers[COUNT] == 3


GIVEN = {
    "you.name": {"you.name.family": "やまだ", "you.name.given": "はな"},
    "you.birth_date": {
        "you.birth_date.era": "S", "you.birth_date.year": "35", "you.birth_date.month": "7", "you.birth_date.day": "5"
    },
    "you.address": {"you.address": "北海道架空郡みどり野町中央一丁目2-3"},
}  # fmt: skip


def by_hand(pages: Pages) -> None:
    pages.open("/hand")
    pages.client.post("/hand", data={"csrf_token": token_of(pages), "procedure": PROCEDURE})


def by_card(pages: Pages, lobby: Workplace) -> None:
    """At the list of procedures, the card read."""
    visit = lobby.reception.by_card(CARD)
    pages.open("/")
    with pages.client.session_transaction() as session:
        session["visit"] = visit.id
    pages.open("/procedures")
