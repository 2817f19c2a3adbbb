"""The town's folder holds only its changes; what is renewed under a change is told, once, with the difference."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.main import kiosk
from kiosk.office import open_office
from kiosk.overlay import BASE, FEES, GUIDE, IDENTIFICATION, LOBBY, SHIPPED, Change, State, changes, keep_bases
from kiosk.town.identification import read_identification
from tests.kiosk.desk.townhall import build_town_hall

PRICE = '[dog_registration]\nname = "犬の登録"\nprice = [ { since = 2024-04-01, counter = 2500 } ]\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A town that has changed nothing."""
    folder = build_town_hall(tmp_path).office.settings.folder
    (folder / LOBBY).unlink()
    return folder


def test_it_works_with_nothing_but_town_toml(config: Path) -> None:
    assert [file.name for file in config.iterdir()] == ["town.toml"]
    office = open_office(config)
    assert len(office.guide.events) == len(list((SHIPPED / GUIDE).glob("*.toml")))
    assert office.fees["dog_registration"].prices[0].counter == 3000
    assert office.identification.kinds[0].code == "my_number_card"
    assert list(changes(config)) == []


def test_a_price_of_the_town_goes_before_and_the_others_stay(config: Path) -> None:
    (config / FEES).write_text(PRICE, "utf-8")
    fees = open_office(config).fees
    assert fees["dog_registration"].prices[0].counter == 2500
    assert fees["resident_record_copy"].prices[0].counter == 300


def test_a_town_may_take_one_paper_and_one_rule_otherwise(config: Path) -> None:
    kind = '[kinds.bank_book]\nlabel = "預金通帳"\ngroup = "b"\nuntil = 2024-01-01\n'
    rule = '[rules.photo_only]\nsentence = "写真つきを2点"\nenough = [ { photo = 2 } ]\n'
    (config / IDENTIFICATION).write_text(kind + rule, "utf-8")
    papers, shipped = open_office(config).identification, read_identification(SHIPPED / IDENTIFICATION)
    assert [each.code for each in papers.kinds] == [each.code for each in shipped.kinds]
    assert "bank_book" in {each.code for each in shipped.offered(date(2026, 4, 1))}
    assert "bank_book" not in {each.code for each in papers.offered(date(2026, 4, 1))}
    assert papers.rules["photo_only"].enough == ({"photo": 2},)
    assert papers.rules["authority"].sentence.startswith("代理の方")


def test_an_event_is_replaced_added_or_taken_away_by_a_file(config: Path) -> None:
    (config / GUIDE).mkdir()
    shipped = (SHIPPED / GUIDE / "birth.toml").read_text("utf-8")
    (config / GUIDE / "birth.toml").write_text(shipped.replace("title = ", "title = '町の出産' #", 1), "utf-8")
    (config / GUIDE / "twins.toml").write_text(shipped, "utf-8")
    (config / GUIDE / "move_in.toml").write_text("", "utf-8")
    events = open_office(config).guide.events
    assert events["birth"].title == "町の出産"
    assert "twins" in events
    assert "move_in" not in events


def test_a_change_nobody_has_noted_is_told_until_it_is(config: Path) -> None:
    (config / FEES).write_text(PRICE, "utf-8")
    assert states(config) == {"fees.toml の [dog_registration]": State.UNKNOWN}
    assert "1件" in run(config, "town", "keep")
    assert states(config) == {"fees.toml の [dog_registration]": State.CURRENT}


def test_what_is_renewed_under_a_change_is_shown_line_by_line(config: Path) -> None:
    (config / FEES).write_text(PRICE, "utf-8")
    keep_bases(config)
    older(config / BASE / FEES, "counter = 3000", "counter = 2900")
    said = run(config, "forms", "check")
    assert "fees.toml の [dog_registration] のもとになったものが、新しくなりました" in said
    assert "-  { since = 2024-04-01, counter = 2900 },\n+  { since = 2024-04-01, counter = 3000 }," in said
    keep_bases(config)
    assert states(config) == {"fees.toml の [dog_registration]": State.CURRENT}


def test_what_is_renewed_beside_a_change_is_no_news(config: Path) -> None:
    (config / FEES).write_text(PRICE, "utf-8")
    keep_bases(config)
    older(config / BASE / FEES, "counter = 1400", "counter = 1300")
    older(config / BASE / FEES, "# 手数料。", "# 昔の説明。")
    assert states(config) == {"fees.toml の [dog_registration]": State.CURRENT}


def test_a_procedure_an_event_a_paper_and_a_question_are_followed_too(config: Path) -> None:
    shutil.copytree(SHIPPED / GUIDE, config / GUIDE, ignore=shutil.ignore_patterns("[!b]*"))
    (config / IDENTIFICATION).write_text('[kinds.bank_book]\nlabel = "通帳"\ngroup = "b"\n', "utf-8")
    run(config, "forms", "new", "dog")
    (config / "catalogue" / "items").mkdir()
    (config / "catalogue" / "items" / "own.toml").write_text('["dog.name"]\nkind = "text"\n', "utf-8")
    keep_bases(config)
    found = states(config)
    assert set(found.values()) == {State.CURRENT}
    assert {"guide/birth.toml", "catalogue/dog/procedure.toml", "catalogue/dog/sheet.toml"} <= set(found)
    assert {"identification.toml の [kinds.bank_book]", "catalogue/items の [dog.name]"} <= set(found)


def test_what_is_shipped_no_longer_is_told_with_what_it_was(config: Path) -> None:
    (config / GUIDE).mkdir()
    for folder in (config / GUIDE, config / BASE / GUIDE):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "festival.toml").write_text('title = "祭り"\n', "utf-8")
    (change,) = changes(config)
    assert (change.state, change.difference().splitlines()[-1]) == (State.OLDER, '-title = "祭り"')


def test_a_broken_file_of_the_town_breaks_no_comparison(config: Path) -> None:
    (config / FEES).write_text("[dog_registration\n", "utf-8")
    (config / IDENTIFICATION).write_bytes(b"\xff\xfe")
    assert list(changes(config)) == []


def states(config: Path) -> dict[str, State]:
    found: dict[str, Change] = {change.name: change for change in changes(config)}
    return {name: change.state for name, change in found.items()}


def older(file: Path, now: str, before: str) -> None:
    text = file.read_text("utf-8")
    assert now in text
    file.write_text(text.replace(now, before), "utf-8")


def run(config: Path, *words: str) -> str:
    result = CliRunner().invoke(kiosk, ["--config", str(config), *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output
