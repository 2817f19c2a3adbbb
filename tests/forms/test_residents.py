"""The sample residents are stated once: samples call them by name and take what they are asked for."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from forms import shipped_catalogue
from forms.answers import rows_of
from forms.condition import age_on
from forms.doubts import doubts_of
from forms.doubts.doubt import Municipality, Says
from forms.journey import Journey
from forms.mistake import DataMistake, MistakeKind
from forms.samples import FOLDER, read_sample, residents, sample_mistakes, sample_names

TODAY = date(2026, 11, 30)
TOWN = Municipality("北海道", "架空郡", "みどり野町")
CATALOGUE = shipped_catalogue()
SAMPLES = [(id, name) for id, procedure in CATALOGUE.current.items() for name in sample_names(procedure)]


def test_it_works() -> None:
    misaki = residents()["takasaki.misaki"]
    assert misaki.facts["name"] == "髙﨑　美咲"
    assert misaki.facts["address"] == residents()["takasaki.ichiro"].facts["address"]
    assert misaki.facts["phone"] != residents()["takasaki.ichiro"].facts["phone"]
    assert misaki.row["relation"] == "child_wife"
    assert "address" not in misaki.row


@pytest.mark.parametrize(("id", "name"), SAMPLES)
def test_no_clerk_would_ask_back_about_a_sample(id: str, name: str) -> None:
    found = doubts_of(read_sample(CATALOGUE.current[id], name).journey(TODAY), TOWN)
    sentences = {str(doubt.sentence) for doubt in found}
    assert sentences <= ({str(Says.MANY)} if name == "longest" else set())


@pytest.mark.parametrize(("id", "name"), SAMPLES)
def test_no_two_children_of_a_sample_are_born_within_nine_months(id: str, name: str) -> None:
    rows = rows_of(read_sample(CATALOGUE.current[id], name).answers.get("family"))
    born = sorted(date.fromisoformat(str(row["birth_date"])) for row in rows if row.get("relation") == "child")
    assert not any(0 < (later - sooner).days < 270 for sooner, later in pairwise(born))


def test_three_generations_with_a_step_child_and_a_mother_in_law() -> None:
    procedure = CATALOGUE.current["child_allowance"]
    paper = read_sample(procedure, "three_generations").journey(TODAY).seen_by(procedure)
    assert paper["claimant.word"] == "子"
    assert paper["spouse.name"] == "髙﨑　美咲"
    children = paper["children"]
    assert isinstance(children, tuple)
    assert [(row["name"], row["word"]) for row in children if isinstance(row, dict)] == [
        ("佐藤　結衣", "妻の子"),
        ("髙﨑　陽葵", "子"),
        ("髙﨑　蓮", "子"),
        ("髙﨑　凜", "子"),
    ]
    assert residents()["takasaki.tomi"].facts["relation"] == "wife_mother"


def test_the_foreign_couple_is_asked_for_no_family_register() -> None:
    journey = sample_journey("move_in", "foreign_couple")
    assert {"register.domicile", "register.head_name"}.isdisjoint(ask.key for ask in journey.asks)


def test_the_fourteen_year_old_is_fifteen_the_day_before_the_birthday() -> None:
    born = residents()["mori.haruto"].facts["birth_date"]
    assert [age_on(born, day) for day in (TODAY, date(2027, 1, 8), date(2027, 1, 9))] == [14, 14, 15]
    procedure = CATALOGUE.current["disability_handbook"]
    paper = sample_journey("disability_handbook", "minor").seen_by(procedure)
    assert (paper["claimant.name"], paper["patient.name"]) == ("森　恵", "森　陽翔")


def test_the_guardian_asks_for_the_ward() -> None:
    paper = sample_journey("resident_record_copy", "ward").seen_by(CATALOGUE.current["resident_record_copy"])
    assert (paper["claimant.name"], paper["visitor.name"]) == ("渡邉　キヨ", "𠮷田　誠")
    assert paper["visitor.word"] == "成年後見人"


def test_what_nobody_is_asked_stays_out_of_the_answers() -> None:
    answers = read_sample(CATALOGUE.current["water"], "typical").answers
    assert {key for key in answers if key.startswith("you.")} == {
        f"you.{fact}" for fact in ("name", "kana", "postal_code", "address", "building", "phone")
    }


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("[a]\n[a.b]\nname = '森　一'\nshoe_size = '27'\n", MistakeKind.UNKNOWN_ITEM),
        ("[a]\n[a.b]\nname = '森　一'\nbirth_date = '2026-02-31'\n", MistakeKind.BAD_SAMPLE),
        ("[a]\npet = 'コロ'\n[a.b]\nname = '森　一'\n", MistakeKind.UNKNOWN_KEY),
    ],
)
def test_a_resident_whom_no_question_would_take_is_named(tmp_path: Path, source: str, kind: MistakeKind) -> None:
    file = tmp_path / "residents.toml"
    file.write_text(source, encoding="utf-8")
    with pytest.raises(DataMistake) as refused:
        residents(file)
    assert [mistake.kind for mistake in refused.value.mistakes] == [kind]


def test_a_sample_with_nobody_known_says_so(tmp_path: Path) -> None:
    procedure = CATALOGUE.current["water"]
    (tmp_path / FOLDER).mkdir()
    for name in ("shortest", "typical", "longest"):
        (tmp_path / FOLDER / f"{name}.toml").write_text('you = "nobody.at_all"\n', encoding="utf-8")
    moved = replace(procedure, folder=tmp_path)
    assert {(mistake.kind, mistake.key) for mistake in sample_mistakes(moved, TODAY)} == {
        (MistakeKind.BAD_SAMPLE, "you")
    }


def sample_journey(id: str, name: str) -> Journey:
    return read_sample(CATALOGUE.current[id], name).journey(TODAY)
