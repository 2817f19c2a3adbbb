"""Sections and rows with `when` are drawn only if the answers of this sheet call for them."""

from pathlib import Path

import pytest

from forms.condition import holds
from forms.mistake import DataMistake, MistakeKind
from printing import Sheet, SheetJob, SheetValues, read_sheet, render
from tests.printing.paper import pdfium_text
from tests.printing.rowsheets import CLOSING, HEAD, PERSON, WORDS
from tests.printing.samples import DAY

PROXY = """[[section]]
heading = "代理人"
when = { "basis" = ["letter"] }
[[section.row]]
person = "visitor"
parts = ["name", "address"]
[[section.row]]
items = ["visitor.word"]
when = { "visitor.word" = { answered = true } }
[[section]]
heading = "代理人"
when = { "basis" = { none_of = ["letter"] } }
[[section.row]]
note = "代理人は来ていません。"
[[section]]
heading = "手数料"
[[section.row]]
note = "窓口でお支払いください。"
"""


def read_for(tmp_path: Path, answers: dict[str, str], body: str = PROXY) -> Sheet:
    file = tmp_path / "sheet.toml"
    file.write_text(HEAD + PERSON + body + CLOSING, encoding="utf-8")
    whole = read_sheet(file, WORDS, "trial")
    held = frozenset(condition for condition in whole.conditions if holds(condition, answers, DAY))
    return read_sheet(file, WORDS, "trial", held=held)


def words_of(sheet: Sheet) -> str:
    return pdfium_text(render([SheetJob(sheet, SheetValues())]).pdf)


def test_it_works(tmp_path: Path) -> None:
    with_proxy = read_for(tmp_path, {"basis": "letter"})
    alone = read_for(tmp_path, {"basis": "self"})
    assert "visitor.name" in with_proxy.items()
    assert "visitor.name" not in alone.items()
    assert "代理人は来ていません。" in words_of(alone)
    assert "代理人は来ていません。" not in words_of(with_proxy)


def test_a_row_of_a_section_may_be_left_out_alone(tmp_path: Path) -> None:
    without = read_for(tmp_path, {"basis": "letter"})
    with_it = read_for(tmp_path, {"basis": "letter", "visitor.word": "spouse"})
    assert "visitor.word" not in without.items()
    assert "visitor.word" in with_it.items()


def test_the_sections_that_are_left_are_numbered_without_a_gap(tmp_path: Path) -> None:
    text = words_of(read_for(tmp_path, {"basis": "self"}))
    assert ("2　代理人" in text, "3　手数料" in text) == (True, True)


def test_a_section_whose_every_row_is_left_out_has_no_heading(tmp_path: Path) -> None:
    body = (
        '[[section]]\nheading = "続柄"\n[[section.row]]\nitems = ["visitor.word"]\nwhen = { "basis" = "letter" }\n'
    )
    assert "続柄" not in words_of(read_for(tmp_path, {}, body))


def test_without_answers_everything_has_its_place(tmp_path: Path) -> None:
    whole = read_for(tmp_path, {"basis": "letter", "visitor.word": "spouse"})
    assert {"visitor.name", "visitor.address", "visitor.word"} <= whole.items()
    assert len(whole.conditions) == 3


def test_a_condition_on_an_item_nobody_knows_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataMistake) as caught:
        read_for(tmp_path, {}, PROXY.replace('"basis" = ["letter"]', '"basiss" = ["letter"]'))
    assert (caught.value.mistake.kind, caught.value.mistake.detail) == (MistakeKind.UNKNOWN_ITEM, "basiss")


def test_a_condition_on_a_choice_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataMistake) as caught:
        read_for(
            tmp_path,
            {},
            PROXY.replace('["letter"] }\n[[section.row]]\nperson', '["lettter"] }\n[[section.row]]\nperson'),
        )
    assert (caught.value.mistake.kind, caught.value.mistake.detail) == (MistakeKind.UNKNOWN_CHOICE, "lettter")


def test_a_form_has_its_own_name_and_declaration_where_the_answers_call_for_it(tmp_path: Path) -> None:
    case = '[[case]]\ntitle = "障害認定申請書"\nwords = "次のとおり申請します。"\nwhen = { "basis" = "letter" }\n'
    other, usual = (read_for(tmp_path, {"basis": basis}, PROXY + case) for basis in ("letter", "self"))
    assert other.title == "障害認定申請書"
    assert "次のとおり申請します。" in words_of(other)
    assert usual.title != other.title
    assert "次のとおり申請します。" not in words_of(usual)
