"""Every mistake in a sheet written in rows names its file, line and key, and says what to do."""

from pathlib import Path

import pytest

from forms.mistake import DataMistake, MistakeKind
from tests.printing.rowsheets import PERSON, read

SECTION = '[[section]]\nheading = "欄"\n[[section.row]]\n'
CELL = SECTION + "cells = [{{ {} }}]\n"
PEOPLE = SECTION + 'people = "family"\n'


@pytest.mark.parametrize(
    ("body", "kind", "key", "line"),
    [
        ("", MistakeKind.OUT_OF_RANGE, "section", 1),
        ('orientation = "sideways"\n' + PERSON, MistakeKind.NOT_ALLOWED, "layout.orientation", 4),
        ("margin = 3\n" + PERSON, MistakeKind.UNKNOWN_KEY, "layout.margin", 4),
        ('[[section]]\nheading = "欄"\n', MistakeKind.OUT_OF_RANGE, "section[1].row", 4),
        (SECTION, MistakeKind.NOT_ALLOWED, "section[1].row[1]", 6),
        (SECTION + 'items = ["purpose"]\nnote = "注意"', MistakeKind.NOT_ALLOWED, "section[1].row[1].note", 8),
        (SECTION + "items = []", MistakeKind.OUT_OF_RANGE, "section[1].row[1].items", 7),
        (SECTION + 'items = ["claimant.nmae"]', MistakeKind.UNKNOWN_ITEM, "section[1].row[1].items", 7),
        (SECTION + 'items = ["family"]', MistakeKind.NOT_ALLOWED, "section[1].row[1].items", 7),
        (SECTION + 'person = "aplicant"', MistakeKind.UNKNOWN_ITEM, "section[1].row[1].parts", 6),
        (CELL.format('item = "purpose", colour = "red"'), MistakeKind.UNKNOWN_KEY, "section[1].row[1].cells[1].colour", 7),
        (CELL.format('item = "purpose", only = ["x"]'), MistakeKind.UNKNOWN_CHOICE, "section[1].row[1].cells[1].only", 7),
        (CELL.format('item = "bank.kind", words = { x = "y" }'), MistakeKind.UNKNOWN_CHOICE, "section[1].row[1].cells[1].words", 7),
        (CELL.format('item = "purpose", width = 0'), MistakeKind.OUT_OF_RANGE, "section[1].row[1].cells[1].width", 7),
        (CELL.format('item = "submit_to", kind = "ticks"'), MistakeKind.NOT_ALLOWED, "section[1].row[1].cells[1].kind", 7),
        (CELL.format('blank = "stamp", label = "印"'), MistakeKind.NOT_ALLOWED, "section[1].row[1].cells[1].blank", 7),
        (CELL.format('blank = "number"'), MistakeKind.MISSING_KEY, "section[1].row[1].cells[1].label", 7),
        (CELL.format('label = "{city}", item = "purpose"'), MistakeKind.NOT_ALLOWED, "section[1].row[1].cells[1].label", 7),
        (PEOPLE, MistakeKind.MISSING_KEY, "section[1].row[1].columns", 6),
        (PEOPLE + 'columns = [{ field = "nam" }]', MistakeKind.NOT_ALLOWED, "section[1].row[1].columns[1].field", 8),
        (PEOPLE + 'rows = 60\ncolumns = [{ field = "name" }]', MistakeKind.OUT_OF_RANGE, "section[1].row[1]", 6),
        (PEOPLE + 'columns = [{ field = "name" }, { blank = "number", label = "番号", width = 1 }]', MistakeKind.DOES_NOT_FIT, "section[1].row[1]", 6),
        (SECTION + 'people = "purpose"', MistakeKind.NOT_ALLOWED, "section[1].row[1].people", 7),
        (PERSON + '[closing]\nseal = "maybe"', MistakeKind.NOT_ALLOWED, "closing.seal", 9),
        (PERSON + '[closing]\nstamp = true', MistakeKind.UNKNOWN_KEY, "closing.stamp", 9),
        (PERSON + "[[page]]\nwidth = 210\n", MistakeKind.UNKNOWN_KEY, "page", 8),
        (CELL.format(f'label = "{"長い見出し" * 60}", item = "purpose"'), MistakeKind.DOES_NOT_FIT, "section[1].row[1]", 6),
    ],
)  # fmt: skip
def test_a_mistake_names_its_place(tmp_path: Path, body: str, kind: MistakeKind, key: str, line: int) -> None:
    with pytest.raises(DataMistake) as caught:
        read(tmp_path, body)
    mistake = caught.value.mistake
    assert (mistake.kind, mistake.key, mistake.line) == (kind, key, line)
    assert mistake.sentence
    assert mistake.remedy


def test_a_title_too_long_for_the_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataMistake) as caught:
        read(tmp_path, PERSON, f'title = "{"とても長い題名" * 40}"\n[layout]\n')
    assert caught.value.mistake.kind is MistakeKind.DOES_NOT_FIT


def test_all_mistakes_are_told_at_once_each_on_its_line(tmp_path: Path) -> None:
    body = (
        SECTION + 'items = [\n  "claimant.name",\n  "claimant.nmae",\n]\n[[section.row]]\nperson = "nobody"\n'
        '[[section.row]]\ncells = [\n  { item = "purpose", width = 0 },\n  { item = "pourpose" },\n]\n'
        "[closing]\nstamp = true\n"
    )
    with pytest.raises(DataMistake) as caught:
        read(tmp_path, body)
    assert [(mistake.key, mistake.line) for mistake in caught.value.mistakes] == [
        ("section[1].row[1].items", 9),
        ("section[1].row[2].parts", 11),
        ("section[1].row[3].cells[1].width", 15),
        ("section[1].row[3].cells[2].item", 16),
        ("closing.stamp", 19),
    ]
