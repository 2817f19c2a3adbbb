"""The catalogue: shipped procedures, the town's own, older versions, and every mistake a procedure file can hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms.mistake import DataMistake, MistakeKind
from forms.procedures import read_catalogue, shipped_catalogue
from tests.forms.datafiles import ITEMS, PROCEDURE, town_folder


def refused(at: Path, procedure: str = PROCEDURE, items: str = ITEMS) -> tuple[MistakeKind, str, int]:
    folder = town_folder(at, procedure=procedure, items=items)
    with pytest.raises(DataMistake) as caught:
        read_catalogue(folder)
    mistake = caught.value.mistake
    return mistake.kind, mistake.file.name, mistake.line


def test_it_works() -> None:
    procedure = shipped_catalogue().get("resident_record_copy")
    assert procedure is not None
    assert procedure.item("resident_record.kind") is not None
    assert procedure.role("claimant") is not None


def test_numbers_and_ids_stand_for_each_other() -> None:
    catalogue = shipped_catalogue()
    for id in catalogue.current:
        assert catalogue.id_of(catalogue.number_of(id)) == id


def test_a_town_adds_a_procedure(tmp_path: Path) -> None:
    assert read_catalogue(town_folder(tmp_path)).get("paint") is not None


def test_who_offers_it_is_one_of_two(tmp_path: Path) -> None:
    mistake = refused(tmp_path, PROCEDURE.replace("group =", 'offered = "phone"\ngroup ='))
    assert mistake == (MistakeKind.NOT_ALLOWED, "procedure.toml", 6)


def test_residents_do_not_even_know_the_number_of_what_only_the_counter_offers(tmp_path: Path) -> None:
    catalogue = read_catalogue(town_folder(tmp_path, PROCEDURE.replace("group =", 'offered = "counter"\ngroup =')))
    assert "paint" in catalogue.current
    residents = catalogue.for_residents
    assert residents.get("paint") is None
    assert residents.version(9001, 1) is None
    with pytest.raises(KeyError):
        residents.number_of("paint")


def test_a_town_overrides_a_shipped_procedure(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue" / "resident_record_copy"
    folder.mkdir(parents=True)
    own = PROCEDURE.replace("9001", "101").replace("version = 1", "version = 7").replace('"colour"', '"purpose"')
    own = own.split("[[page.ask]]")[0] + '[[page.ask]]\nitem = "purpose"\n'
    (folder / "procedure.toml").write_text(own, encoding="utf-8")
    catalogue = read_catalogue(tmp_path / "catalogue")
    procedure = catalogue.get("resident_record_copy")
    assert procedure is not None
    assert (procedure.version, procedure.title) == (7, "絵の具の申請")


def test_older_versions_stay_readable(tmp_path: Path) -> None:
    folder = town_folder(tmp_path, procedure=PROCEDURE.replace("version = 1", "version = 2"))
    old = folder / "paint" / "old" / "1"
    old.mkdir(parents=True)
    (old / "procedure.toml").write_text(PROCEDURE.replace("絵の具の申請", "昔の申請"), encoding="utf-8")
    catalogue = read_catalogue(folder)
    before = catalogue.version(9001, 1)
    assert before is not None
    assert (before.id, before.title) == ("paint", "昔の申請")
    assert catalogue.schema_for([("paint", 1)])[0].key == "colour@paint"


def test_two_procedures_cannot_share_a_number(tmp_path: Path) -> None:
    assert refused(tmp_path, PROCEDURE.replace("9001", "101"))[0] is MistakeKind.DUPLICATE


def test_a_town_cannot_give_a_shipped_procedure_another_number(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue" / "resident_record_copy"
    folder.mkdir(parents=True)
    (tmp_path / "catalogue" / "items").mkdir()
    (tmp_path / "catalogue" / "items" / "own.toml").write_text(ITEMS, encoding="utf-8")
    (folder / "procedure.toml").write_text(PROCEDURE, encoding="utf-8")
    with pytest.raises(DataMistake) as caught:
        read_catalogue(tmp_path / "catalogue")
    mistake = caught.value.mistake
    assert (mistake.kind, mistake.key, mistake.detail) == (MistakeKind.NOT_ALLOWED, "number", "101")


def test_the_number_of_a_procedure_no_longer_offered_is_still_known() -> None:
    shipped = shipped_catalogue()
    offered = {id: each for id, each in shipped.current.items() if id != "dog"}
    assert replace(shipped, current=offered).number_of("dog") == shipped.number_of("dog")
    with pytest.raises(KeyError):
        shipped.number_of("no_such_thing")


def test_unknown_ids_are_left_out_and_chosen_once() -> None:
    chosen = shipped_catalogue().chosen(["x", "resident_record_copy", "resident_record_copy"])
    assert [procedure.id for procedure in chosen] == ["resident_record_copy"]


BAD = [
    ("number = 9001", "number = 0", MistakeKind.OUT_OF_RANGE, 2),
    ('title = "絵の具の申請"', "title = 1", MistakeKind.WRONG_TYPE, 4),
    ('desk = "絵の具係"', "", MistakeKind.MISSING_KEY, 1),
    ('desk = "絵の具係"', 'desk = "絵の具係"\ncolor = "x"', MistakeKind.UNKNOWN_KEY, 8),
    ('item = "amount"', 'item = "amuont"', MistakeKind.UNKNOWN_ITEM, 19),
    ('colour = "red"', 'colour = "pink"', MistakeKind.UNKNOWN_CHOICE, 17),
    ('colour = "red"', "amount = { at_least = 2 }", MistakeKind.NEVER_ASKED, 17),
    ('item = "amount"', 'item = "colour"', MistakeKind.DUPLICATE, 19),
    ('item = "colour"', 'item = "colour"\noffer = ["pink"]', MistakeKind.UNKNOWN_CHOICE, 15),
    ('item = "colour"', 'item = "colour"\nusual_with.shoe = { blue = "red" }', MistakeKind.NEVER_ASKED, 15),
    ('item = "who"', 'item = "who"\nfields = ["shoe"]', MistakeKind.UNKNOWN_ITEM, 22),
    ('item = "who"', 'item = "who"\nfields = ["born"]', MistakeKind.MISSING_KEY, 22),
]


@pytest.mark.parametrize(("good", "bad", "kind", "line"), BAD)
def test_each_mistake_in_a_procedure(tmp_path: Path, good: str, bad: str, kind: MistakeKind, line: int) -> None:
    assert refused(tmp_path, PROCEDURE.replace(good, bad)) == (kind, "procedure.toml", line)


ADDED = [
    ('unprinted = ["shoe"]\n', MistakeKind.NEVER_ASKED),
    ('[rules]\nsignature = "maybe"\n', MistakeKind.NOT_ALLOWED),
    ('[fee]\nkey = "paint"\ncount = "shoe"\n', MistakeKind.NEVER_ASKED),
    ('[[bring]]\ntext = "筆"\nwhen = { shoe = true }\n', MistakeKind.NEVER_ASKED),
    ('[[notice]]\nkind = "shout"\ntext = "!"\n', MistakeKind.NOT_ALLOWED),
    ('[[notice]]\ntext = "!"\nitem = "shoe"\n', MistakeKind.NEVER_ASKED),
    ('[[fill]]\nitem = "shoe"\nfrom = "who"\n', MistakeKind.UNKNOWN_ITEM),
    ('[[fill]]\nitem = "shade"\nfrom = "applicant.name"\n', MistakeKind.NEVER_ASKED),
    ('[[fill]]\nitem = "who"\nrow = { shoe = "shade" }\n', MistakeKind.UNKNOWN_ITEM),
    ('[[fill]]\nitem = "who"\nfrom = "who"\nwhere = { shoe = "x" }\n', MistakeKind.NEVER_ASKED),
    ('[[fill]]\nitem = "colour"\nvalue = "pink"\n', MistakeKind.UNKNOWN_CHOICE),
    ('[[fill]]\nitem = "shade"\nfrom = "who"\nfield = "shoe"\n', MistakeKind.UNKNOWN_ITEM),
    ('[[bring]]\ntext = "筆"\nwhen = { who = { has = "name=x" } }\n', MistakeKind.UNKNOWN_CHOICE),
    ('[[bring]]\ntext = "筆"\nwhen = { who = { has = "name" } }\n', MistakeKind.WRONG_TYPE),
    ('[[check]]\nkind = "spin"\nitem = "who"\ntext = "!"\n', MistakeKind.NOT_ALLOWED),
    ('[[check]]\nkind = "younger"\nitem = "who"\ntext = "!"\n', MistakeKind.MISSING_KEY),
    ('[[check]]\nkind = "different"\nitem = "shoe"\nthan = "shade"\ntext = "!"\n', MistakeKind.NEVER_ASKED),
    (
        '[[check]]\nkind = "one_in"\nitem = "who"\nfield = "name"\ncode = "x"\ntext = "!"\n',
        MistakeKind.UNKNOWN_CHOICE,
    ),
]


@pytest.mark.parametrize(("added", "kind"), ADDED)
def test_each_mistake_in_the_rules(tmp_path: Path, added: str, kind: MistakeKind) -> None:
    before, pages = PROCEDURE.split("\n[[page]]", 1)
    assert refused(tmp_path, f"{before}\n{added}\n[[page]]{pages}")[:2] == (kind, "procedure.toml")


ITEM_MISTAKES = [
    ('kind = "text"', 'kind = "poem"', MistakeKind.NOT_ALLOWED),
    ('{ code = "red", ask = "赤" }, ', '{ code = "blue", ask = "赤" }, ', MistakeKind.DUPLICATE),
    ('choices = [ { code = "red", ask = "赤" }, { code = "blue", ask = "青" } ]', "", MistakeKind.MISSING_KEY),
    ("least = 1", "least = 12", MistakeKind.OUT_OF_RANGE),
    ('kind = "text"', 'like = "nothing"', MistakeKind.UNKNOWN_ITEM),
    ('kind = "text"', 'kind = "people"', MistakeKind.MISSING_KEY),
]


@pytest.mark.parametrize(("good", "bad", "kind"), ITEM_MISTAKES)
def test_each_mistake_in_the_vocabulary(tmp_path: Path, good: str, bad: str, kind: MistakeKind) -> None:
    assert refused(tmp_path, items=ITEMS.replace(good, bad))[:2] == (kind, "90_paint.toml")
