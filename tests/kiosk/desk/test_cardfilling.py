"""What a card says fills, is the same, or is told; nothing of it vanishes."""

from collections.abc import Mapping

import pytest

from forms import Answers, Place
from forms.journey import Journey
from forms.procedures import shipped_catalogue
from kiosk.desk.case import CardName, card_differences, following_card, name_on_card, with_card
from kiosk.desk.view import view_of
from kiosk.desk.workplace import Workplace
from kiosk.office import today
from tests.kiosk.desk.townhall import PROCEDURE, YOSHIDA_ANSWERS, TownHall
from tests.residents import HOME, WATANABE, YOSHIDA

CARD = {"name": YOSHIDA, "address": HOME, "birth_date": "1960-07-05", "sex": "female"}


def journey(answers: Answers, procedure: str = PROCEDURE) -> Journey:
    whom: Answers = {"whom": "self"}
    return Journey(shipped_catalogue().chosen([procedure]), {**whom, **answers}, today())


def words(answers: Answers, card: Mapping[str, str], procedure: str = PROCEDURE) -> dict[str, str]:
    found = card_differences(journey(answers, procedure), {**CARD, **card})
    return {key: each.words for key, each in found.items()}


SAME: Answers = {"you.name": YOSHIDA, "you.address": HOME, "you.birth_date": "1960-07-05"}


def test_it_works_a_card_that_says_the_same_is_not_told() -> None:
    assert words(SAME, {}) == {}
    filled = with_card(journey({}), CARD)
    assert [filled[f"you.{fact}"] for fact in ("name", "address", "birth_date")] == [YOSHIDA, HOME, "1960-07-05"]


@pytest.mark.parametrize("name", ["𠮷田  花子", "𠮷田　　花子", "𠮷田\u00a0花子 ", "𠮷田花子"])
def test_odd_spaces_on_a_card_are_no_difference_and_fill_the_name_as_typing_would(name: str) -> None:
    assert words(SAME, {"name": name}) == {}
    assert str(with_card(journey({}), {**CARD, "name": name})["you.name"]).replace("　", "") == "𠮷田花子"


def test_another_persons_card_is_told_even_where_nobody_could_have_typed_it() -> None:
    other = {"name": "佐藤　　太郎", "birth_date": "1955-02-30", "address": "東" * 500}
    found = card_differences(journey(SAME), {**CARD, **other})
    assert found["you.name"].words == "佐藤　太郎"
    assert (found["you.birth_date"].words, found["you.birth_date"].value) == ("昭和30年2月30日", None)
    assert found["you.address"].words == "東" * 500


def test_what_nobody_could_have_typed_is_told_where_nothing_was_answered() -> None:
    assert words({}, {"birth_date": "1955-02-30"}) == {"you.birth_date": "昭和30年2月30日"}
    assert "you.birth_date" not in with_card(journey({}), {**CARD, "birth_date": "1955-02-30"})


def test_a_variation_selector_is_a_difference() -> None:
    assert words({**SAME, "you.name": WATANABE}, {"name": WATANABE.replace("\U000e0110", "")})


@pytest.mark.parametrize(
    "address",
    [
        "北海道架空郡みどり野町東一条北２丁目３番地",
        "北海道架空郡みどり野町 東一条北2丁目3番地",
        "北海道架空郡みどり野町東一条北二丁目３番地みどり荘 101号室",
        "北海道架空郡みどり野町東一条北二丁目３番地　みどり荘１０１号室",
    ],
)
def test_an_address_cut_or_written_in_another_way_is_no_difference(address: str) -> None:
    building = {"you.building": "みどり荘101号室"} if "みどり荘" in address else {}
    assert words({**SAME, **building}, {"address": address}) == {}


@pytest.mark.parametrize("chome", ["十一丁目", "11丁目", "１１丁目"])
def test_numerals_of_a_chome_are_read(chome: str) -> None:
    assert (
        words(
            {**SAME, "you.address": "千葉県みどり市南十一丁目5ー3"}, {"address": f"千葉県みどり市南{chome}５−３"}
        )
        == {}
    )


def test_another_number_is_a_difference() -> None:
    assert words({**SAME, "you.address": HOME.replace("二丁目", "三丁目")}, {}) == {"you.address": HOME}


def test_following_the_card_never_prints_a_building_twice() -> None:
    typed: Answers = {**SAME, "you.address": "東京都千代田区1番", "you.building": "みどり荘101号室"}
    kept = following_card(journey(typed), {**CARD, "address": f"{HOME}　みどり荘１０１号室"})
    assert (kept["you.address"], kept["you.building"]) == (HOME, "みどり荘101号室")
    dropped = following_card(journey(typed), {**CARD, "address": f"{HOME}あおば荘"})
    assert (dropped["you.address"], dropped.get("you.building")) == (f"{HOME}あおば荘", None)


def test_an_empty_address_is_filled_without_the_building_that_was_typed() -> None:
    filled = with_card(journey({"you.building": "みどり荘"}), {**CARD, "address": f"{HOME}みどり荘"})
    assert (filled["you.address"], filled["you.building"]) == (HOME, "みどり荘")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("山田［佐藤］　花子", CardName("山田　花子", former="佐藤")),
        ("山田[佐藤]花子", CardName("山田　花子", former="佐藤")),
        ("NGUYEN VAN AN（青木　安）", CardName("NGUYEN VAN AN", common="青木　安")),
        ("山田　花子", CardName("山田　花子")),
    ],
)
def test_names_in_brackets_are_understood(text: str, parts: CardName) -> None:
    assert name_on_card(text) == parts


def test_a_former_surname_on_the_card_is_no_difference_and_fills_its_own_box() -> None:
    card = {**CARD, "name": "山田［佐藤］　花子"}
    for typed in ("山田　花子", "山田［佐藤］　花子"):
        assert "you.name" not in words({**SAME, "you.name": typed}, card)
    filled = with_card(journey({}, "seal_registration"), card)
    assert (filled["you.name"], filled["you.former_name"]) == ("山田　花子", "佐藤")


def test_staff_are_told_which_name_stands_in_brackets(workplace: Workplace, town_hall: TownHall) -> None:
    visit = workplace.reception.scan(town_hall.ticket(YOSHIDA_ANSWERS), "screen-1")
    case = workplace.cases.read(visit.id)
    workplace.reception.take_card(case, {**CARD, "name": "𠮷田［佐藤］　花子"})
    after = workplace.cases.read(visit.id)
    view = view_of(after, workplace.office, Place.COUNTER, today())
    texts = [remark.text for page in view.pages for answer in page.answers for remark in answer.remarks]
    assert "カードには、旧氏（佐藤）も書かれています。" in texts
    assert view.by_card == {}
