"""The town's own questions: read strictly, found by their words, never without day and section."""

from datetime import date
from pathlib import Path

import pytest

from forms import DataMistake, MistakeKind
from kiosk.formscheck import check_forms
from kiosk.office import open_office
from kiosk.town.search import TopicKind
from kiosk.town.topics import FAQ, read_faq
from kiosk.web.searching import Searches
from tests.kiosk.offices import make_office

TODAY = date(2026, 11, 30)
GOOD = """[[question]]
question = "ごみの日はいつですか"
words = ["ごみ", "rác"]
answer = "月曜日です。"
as_of = 2026-11-02
section = "住民課"
"""


def mistakes_in(tmp_path: Path, text: str) -> list[tuple[MistakeKind, int, str]]:
    file = tmp_path / FAQ
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataMistake) as raised:
        read_faq(file, ("住民課", "税務課"), TODAY)
    assert all(mistake.file == file and mistake.remedy for mistake in raised.value.mistakes)
    return [(mistake.kind, mistake.line, mistake.key) for mistake in raised.value.mistakes]


def test_no_file_means_no_questions(tmp_path: Path) -> None:
    assert read_faq(tmp_path / FAQ, (), TODAY) == ()


def test_a_question_is_read_with_its_day_and_section(tmp_path: Path) -> None:
    (tmp_path / FAQ).write_text(GOOD, encoding="utf-8")
    (question,) = read_faq(tmp_path / FAQ, ("住民課",), TODAY)
    assert (question.answer, question.as_of, question.section) == ("月曜日です。", date(2026, 11, 2), "住民課")


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("2026-11-02", "2026-12-01", (MistakeKind.OUT_OF_RANGE, 5, "question[1].as_of")),
        ('"住民課"', '"住民科"', (MistakeKind.NOT_ALLOWED, 6, "question[1].section")),
        ('"月曜日です。"', '""', (MistakeKind.WRONG_TYPE, 4, "question[1].answer")),
        ("answer =", "anwser =", (MistakeKind.MISSING_KEY, 1, "question[1].answer")),
        ('words = ["ごみ", "rác"]', 'words = "ごみ"', (MistakeKind.WRONG_TYPE, 3, "question[1].words")),
    ],
)
def test_each_mistake_is_named_with_line_and_key(
    tmp_path: Path, old: str, new: str, mistake: tuple[MistakeKind, int, str]
) -> None:
    assert mistake in mistakes_in(tmp_path, GOOD.replace(old, new))


def test_the_same_question_twice_is_a_mistake(tmp_path: Path) -> None:
    assert (MistakeKind.DUPLICATE, 8, "question[2].question") in mistakes_in(tmp_path, GOOD + GOOD)


def test_the_towns_question_is_found_by_its_words(tmp_path: Path) -> None:
    folder = make_office(tmp_path).settings.folder
    (folder / FAQ).write_text(GOOD, encoding="utf-8")
    found = Searches(open_office(folder)).finder("vi").find("rac")
    assert (TopicKind.QUESTION, "ごみの日はいつですか") in {(each.kind, each.title) for each in found}


def test_the_config_check_names_a_section_that_is_none(tmp_path: Path) -> None:
    folder = make_office(tmp_path).settings.folder
    (folder / FAQ).write_text(GOOD.replace("住民課", "住民科"), encoding="utf-8")
    (mistake,) = (each for each in check_forms(folder, "dog") if each.file.name == FAQ)
    assert (mistake.key, mistake.line) == ("question[1].section", 6)
    assert "住民課" in mistake.remedy
