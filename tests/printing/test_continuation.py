"""Whoever finds no row on the form stands on a continuation sheet in the form's own table."""

from pathlib import Path

import pytest

from forms.answers import Answers
from forms.condition import holds
from printing import NoticeKind, Printed, PrintingError, SheetJob, SheetValues, proof, read_sheet, render
from tests.printing.paper import pdfium_text, words
from tests.printing.rowsheets import CLOSING, HEAD, PERSON, WORDS
from tests.printing.samples import DAY, sample_job
from tests.residents import MARIA, TAKASAKI_FAMILY

FAMILY = tuple({"name": name, "birth_date": day} for name, day in TAKASAKI_FAMILY)
TABLE = """[[section]]
heading = "変更する方"
[[section.row]]
people = "family"
rows = 2
most = 3
counter = "人"
columns = [{ field = "name", kana = "kana" }, { field = "birth_date" }, { blank = "number", label = "個人番号", width = 4 }]
"""


def job(tmp_path: Path, people: tuple[dict[str, str], ...], table: str = TABLE) -> SheetJob:
    file = tmp_path / "sheet.toml"
    file.write_text(HEAD + PERSON + table + CLOSING, encoding="utf-8")
    answers: Answers = {"family": people, "sheet.date": "2026-11-20"}
    conditions = read_sheet(file, WORDS, "trial").conditions
    held = frozenset(each for each in conditions if holds(each, answers, DAY))
    sheet = read_sheet(file, WORDS, "trial", held=held)
    return SheetJob(sheet, SheetValues.of(answers), receipt="A-012")


def printed(tmp_path: Path, people: tuple[dict[str, str], ...], table: str = TABLE) -> Printed:
    return render([job(tmp_path, people, table)])


def test_a_proof_tells_what_drawing_tells(tmp_path: Path) -> None:
    people = (*FAMILY, {"name": "辻\U000e0100　\U000f1234子", "birth_date": "1990-01-01"})
    made = job(tmp_path, people)
    notices = proof([made]).notices
    assert notices == render([made]).notices
    assert {notice.kind for notice in notices} == set(NoticeKind)


@pytest.mark.parametrize("sample", ["shortest", "typical", "longest"])
@pytest.mark.parametrize("id", ["move_in", "child_allowance", "dog", "care_assessment", "nursery"])
def test_a_proof_of_a_sample_tells_what_drawing_it_tells(id: str, sample: str) -> None:
    made = sample_job(id, sample)
    assert proof([made]).notices == render([made]).notices


def test_a_proof_of_several_counts_the_pages_as_they_are_drawn(tmp_path: Path) -> None:
    person = {"name": "辻󠄀　󱈴子", "birth_date": "1990-01-01"}
    (tmp_path / "short").mkdir()
    jobs = [job(tmp_path, (*FAMILY, person)), job(tmp_path / "short", (person,))]
    told, drawn = proof(jobs), render(jobs)
    assert (told.page_count, told.pages_of_jobs, told.notices) == (
        drawn.page_count,
        drawn.pages_of_jobs,
        drawn.notices,
    )
    assert drawn.pages_of_jobs == (2, 1)
    with pytest.raises(PrintingError):
        proof([])


def test_the_table_goes_on_with_its_heading_its_numbers_and_its_blanks(tmp_path: Path) -> None:
    result = printed(tmp_path, FAMILY)
    whole = words(pdfium_text(result.pdf))
    form, further = whole.split("試験の届続紙")
    assert result.page_count == 2
    assert all(whole.count(words(person["name"])) == 1 for person in FAMILY)
    assert f"4人目から{len(FAMILY)}人目までは別紙1のとおり" in form
    assert "別紙1変更する方" in further
    assert further.count("窓口でご記入ください") == len(FAMILY) - 3
    assert all(words(person["name"]) in further for person in FAMILY[3:])
    assert "受付番号A-0122枚中2枚目" in further


@pytest.mark.parametrize(("people", "pages"), [(2, 1), (3, 1), (4, 2)])
def test_no_row_is_given_up(tmp_path: Path, people: int, pages: int) -> None:
    result = printed(tmp_path, FAMILY[:people])
    assert result.page_count == pages
    assert ("別紙" in pdfium_text(result.pdf)) is (pages == 2)


def test_one_person_left_over_is_named_alone(tmp_path: Path) -> None:
    assert "4人目は別紙1のとおり" in words(pdfium_text(printed(tmp_path, FAMILY[:4]).pdf))


def test_things_are_counted_in_their_own_word(tmp_path: Path) -> None:
    text = words(pdfium_text(printed(tmp_path, FAMILY, TABLE.replace('"人"', '"筆"')).pdf))
    assert f"4筆目から{len(FAMILY)}筆目までは別紙1のとおり" in text


def test_a_village_fills_several_pages(tmp_path: Path) -> None:
    village = tuple({**person, "name": f"{person['name']}{number}"} for number in range(8) for person in FAMILY)
    result = printed(tmp_path, village[:60])
    whole = words(pdfium_text(result.pdf))
    assert result.page_count > 3
    assert all(whole.count(words(person["name"])) == 1 for person in village[:60])


def test_a_name_too_long_even_there_follows_in_full(tmp_path: Path) -> None:
    longest = {"name": MARIA * 4, "birth_date": "1989-01-07"}
    result = printed(tmp_path, (*FAMILY[:3], longest))
    whole = words(pdfium_text(result.pdf))
    assert whole.count(words(MARIA * 4)) == 1
    assert "別紙2のとおり" in whole
