"""`kiosk forms check` with sheets, and the other commands for people who write procedures."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from forms import DataMistake, MistakeKind, shipped_catalogue
from forms.mistake import Mistake
from kiosk.cli.main import kiosk
from kiosk.formscheck import check_forms
from kiosk.formsdoc import procedures_markdown
from kiosk.office import open_office
from tests.kiosk.offices import make_office

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped town with a procedure `hot_spring` of its own, which holds no mistake."""
    folder = make_office(tmp_path).settings.folder
    assert run("forms", "new", "hot_spring", "--config", str(folder)).startswith(str(folder))
    return folder


def run(*arguments: str) -> str:
    result = CliRunner().invoke(kiosk, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def own(config: Path) -> list[Mistake]:
    return [mistake for mistake in check_forms(config, "hot_spring") if config in mistake.file.parents]


CALLED = 'you = "yoshida.hanako"  # forms/catalogue/residents.toml の人\n'
"""Whom the samples of a new procedure call."""


def line_of(mistake: Mistake) -> str:
    """What stands on the line that is named."""
    return mistake.file.read_text(encoding="utf-8").splitlines()[mistake.line - 1]


def change(config: Path, name: str, old: str, new: str) -> None:
    file = config / "catalogue" / "hot_spring" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def kinds(config: Path) -> list[tuple[MistakeKind, str, str]]:
    return [(mistake.kind, mistake.file.name, mistake.detail) for mistake in own(config)]


def test_it_works_a_new_procedure_is_sound_from_the_start(config: Path) -> None:
    assert own(config) == []


def test_a_town_name_that_cannot_be_printed_is_named_once_in_town_toml(tmp_path: Path) -> None:
    folder = make_office(tmp_path, ('addressee = "みどり野町長"', 'addressee = "\U0001f600町長"')).settings.folder
    (mistake,) = (each for each in check_forms(folder, "dog", "water") if each.file.name == "town.toml")
    assert (mistake.kind, mistake.key, mistake.detail) == (MistakeKind.UNPRINTABLE, "addressee", "\U0001f600")
    assert line_of(mistake).startswith("addressee")


def test_a_new_procedure_in_place_of_a_shipped_one_says_so_and_keeps_its_number(tmp_path: Path) -> None:
    folder = make_office(tmp_path).settings.folder
    said = run("forms", "new", "dog", "--config", str(folder))
    shipped = shipped_catalogue().current["dog"]
    assert f"「{shipped.title}」の代わりに使われます" in said
    town = open_office(folder).catalogue
    assert (town.current["dog"].number, town.current["dog"].version) == (shipped.number, shipped.version + 1)
    assert town.version(shipped.number, shipped.version) == shipped
    assert "代わりに" not in run("forms", "new", "hot_spring", "--config", str(folder))


def test_an_item_left_off_the_sheet_is_named(config: Path) -> None:
    change(config, "sheet.toml", ', only = ["work", "school", "bank", "other"]', "")
    change(config, "sheet.toml", 'item = "purpose", detail', 'item = "submit_to", detail')
    assert (MistakeKind.NOT_PRINTED, "procedure.toml", "purpose") in kinds(config)


def test_an_item_may_be_left_off_when_the_procedure_says_so(config: Path) -> None:
    change(config, "sheet.toml", ', "phone"', "")
    change(config, "procedure.toml", "\n[rules]", '\nunprinted = ["claimant.phone"]\n\n[rules]')
    assert own(config) == []


def test_a_box_for_something_never_asked_is_named(config: Path) -> None:
    change(config, "sheet.toml", '"phone"', '"phone", "sex"')
    assert kinds(config) == [(MistakeKind.NEVER_ASKED, "sheet.toml", "claimant.sex")]


def test_a_missing_sheet_is_named(config: Path) -> None:
    (config / "catalogue" / "hot_spring" / "sheet.toml").unlink()
    assert [(kind, name) for kind, name, _ in kinds(config)] == [(MistakeKind.UNREADABLE, "sheet.toml")]


def test_a_mistake_in_a_sheet_is_named_with_its_line(config: Path) -> None:
    change(config, "sheet.toml", 'heading = "請求者・届出人"', 'heding = "請求者・届出人"')
    assert [(mistake.kind, mistake.file.name) for mistake in own(config)] == [
        (MistakeKind.UNKNOWN_KEY, "sheet.toml")
    ]
    assert line_of(own(config)[0]) == 'heding = "請求者・届出人"'


def test_a_character_no_font_has_is_named(config: Path) -> None:
    change(config, "samples/typical.toml", CALLED, CALLED + '"you.name" = "𠮷田　花\\U000F1234"\n')
    assert [(kind, name) for kind, name, _ in kinds(config)] == [(MistakeKind.UNPRINTABLE, "typical.toml")]
    assert line_of(own(config)[0]).startswith('"you.name" =')


def test_a_typical_answer_that_does_not_fit_is_named(config: Path) -> None:
    far = "北海道架空郡みどり野町" + "東一条北二丁目３番地" * 9
    change(config, "samples/typical.toml", CALLED, f'{CALLED}"you.address" = "{far}"\n')
    sheet = (config / "catalogue" / "hot_spring" / "sheet.toml").read_text(encoding="utf-8")
    name_row = 'items = ["claimant.address", "claimant.name", "claimant.birth_date", "claimant.phone"]'
    sheet = re.sub(r'person = "claimant"\nparts = .*', name_row, sheet)
    (config / "catalogue" / "hot_spring" / "sheet.toml").write_text(sheet, encoding="utf-8")
    assert MistakeKind.DOES_NOT_FIT in [kind for kind, _, _ in kinds(config)]


def test_a_published_procedure_must_not_lose_a_question(config: Path) -> None:
    run("forms", "publish", "--config", str(config))
    change(config, "procedure.toml", ', "phone"]', "]")
    change(config, "sheet.toml", ', "phone"', "")
    assert [kind for kind, _, _ in kinds(config)] == [MistakeKind.CHANGED_AFTER_PUBLISHING]


def test_every_shipped_procedure_is_published() -> None:
    published = (ROOT / "forms" / "catalogue" / "published.toml").read_text(encoding="utf-8")
    for procedure in shipped_catalogue().current.values():
        assert f'"{procedure.id}-{procedure.version}" = ' in published


def test_the_documented_table_is_the_catalogue() -> None:
    documented = (ROOT / "docs" / "procedures.md").read_text(encoding="utf-8")
    assert documented == procedures_markdown(shipped_catalogue())


def test_a_page_for_review_shows_questions_rules_and_the_sheet(config: Path, tmp_path: Path) -> None:
    run("forms", "doc", "move_in", "--out", str(tmp_path / "pages"), "--config", str(config))
    page = (tmp_path / "pages" / "move_in.html").read_text(encoding="utf-8")
    for words in ("転入届", "引っ越した日", "14日以内", "住民基本台帳法第22条", "data:image/png;base64,"):
        assert words in page
    assert "<script" not in page


def test_a_page_for_review_says_when_only_a_photo_will_do(config: Path, tmp_path: Path) -> None:
    run("forms", "doc", "family_register_certificate", "--out", str(tmp_path), "--config", str(config))
    page = (tmp_path / "family_register_certificate.html").read_text(encoding="utf-8")
    assert (
        "写真つき1点、または2点（「本籍地」が ほかの市区町村 かつ 「証明の種類」が 戸籍の全部事項証明書（戸籍謄本）・"
        in page
    )


def test_a_draft_of_a_sheet_can_be_read_again(config: Path) -> None:
    assert run("forms", "draft", "hot_spring", "--config", str(config)).startswith("# 新しい手続の申請書")


@pytest.mark.parametrize("name", ["streets.toml", "identification.toml", "printers.toml"])
def test_the_other_files_of_a_town_are_checked_too(config: Path, name: str) -> None:
    (config / name).write_text("colour = 1\n", encoding="utf-8")
    found = [mistake for mistake in check_forms(config, "hot_spring") if mistake.file.name == name]
    assert [mistake.line for mistake in found][:1] == [1]


def test_a_procedure_that_is_there_already_is_said_to_be_there(config: Path) -> None:
    result = CliRunner().invoke(kiosk, ("forms", "new", "hot_spring", "--config", str(config)))
    assert isinstance(result.exception, DataMistake)
    assert result.exception.mistake.kind is MistakeKind.ALREADY_THERE


def test_a_section_that_waits_for_something_never_asked_is_named(config: Path) -> None:
    heading = 'heading = "請求者・届出人"'
    change(config, "sheet.toml", heading, f'{heading}\nwhen = {{ "dog.name" = {{ answered = true }} }}')
    assert (MistakeKind.NEVER_ASKED, "sheet.toml", "dog.name") in kinds(config)


def test_an_answer_whose_row_is_left_out_is_named_in_the_sample(config: Path) -> None:
    heading = 'heading = "請求者・届出人"'
    change(config, "sheet.toml", heading, f'{heading}\nwhen = {{ "claimant.name" = {{ answered = false }} }}')
    assert MistakeKind.NOT_PRINTED in {kind for kind, _, _ in kinds(config)}


def test_a_counter_nobody_knows_is_found_in_the_town_s_file(config: Path) -> None:
    town = config / "town.toml"
    text = town.read_text(encoding="utf-8")
    town.write_text(f'{text}\n[paper]\nwalk = [\n  "住民課",\n  "税務か",\n]\n', encoding="utf-8")
    (mistake,) = own(config)
    assert (mistake.file, mistake.key, line_of(mistake)) == (town, "paper.walk", '  "税務か",')
    assert "税務課" in mistake.remedy
