"""A sheet is data: read strictly, every mistake told with file, line, key and remedy."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import printing
from forms.mistake import DataMistake, MistakeKind
from forms.procedures import SHIPPED
from printing import PrintingError, SheetJob, SheetValues, read_sheet, render
from printing.sheets.boxes import CircleBox, CombBox, ErasBox, NumberBox, RowsBox, SignatureBox, TextBox, TickBox
from printing.sheets.parts import Frame, Label, Line
from printing.sheets.sheet import Sheet
from tests.printing.paper import pdfium_text
from tests.spoiling import spoiled

SHEETS = [*sorted(SHIPPED.glob("*/sheet.toml")), Path(printing.__file__).parent / "builtin" / "cover.toml"]
HEAD = """title = "試験の様式"
[[page]]
width = 210
height = 297
"""


def read(tmp_path: Path, body: str) -> Sheet:
    file = tmp_path / "sheet.toml"
    file.write_text(HEAD + body, encoding="utf-8")
    return read_sheet(file, {"town": "みどり野町"}, "trial")


def test_it_works(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        """
[[drawing]]
kind = "label"
at = [20, 20, 50, 8]
text = "{town}長 様"
[[box]]
kind = "text"
at = [20, 40, 100, 10]
item = "claimant.name"
label = "氏名"
""",
    )
    assert sheet.items() == {"claimant.name"}
    assert [type(thing) for thing in (*sheet.drawings, *sheet.boxes)] == [Label, TextBox]
    result = render([SheetJob(sheet, SheetValues.of({"claimant.name": "𠮷田　花子"}))])
    assert pdfium_text(result.pdf) == "みどり野町長 様\n𠮷田　花子"


@pytest.mark.parametrize(
    ("box", "drawn", "placed"),
    [
        ('kind = "tick"\nat = [20, 20, 4, 4]\nitem = "a"\nvalue = "x"\nwords = "はい"', [Frame, Label], [TickBox]),
        ('kind = "circle"\nat = [20, 20, 10, 6]\nitem = "a"\nvalue = "x"\nwords = "男"', [Label], [CircleBox]),
        ('kind = "eras"\nat = [20, 20, 30, 6]\nitem = "a"\nlabel = "元号"', [Label] * 4, [ErasBox]),
        (
            'kind = "comb"\nat = [20, 20, 30, 6]\nitem = "a"\nlabel = "番号"\ncells = 3',
            [Line, Line, Frame],
            [CombBox],
        ),
        ('kind = "signature"\nat = [20, 20, 30, 6]\nlabel = "署名"', [], [SignatureBox]),
        ('kind = "number"\nat = [20, 20, 60, 6]', [Label, *[Line] * 11, Frame], [NumberBox]),
    ],
)
def test_each_kind_of_box_brings_its_own_ink(
    tmp_path: Path, box: str, drawn: list[type], placed: list[type]
) -> None:
    sheet = read(tmp_path, f"[[box]]\n{box}\n")
    assert [type(drawing) for drawing in sheet.drawings] == drawn
    assert [type(each) for each in sheet.boxes] == placed


def test_rows_repeat_their_cells_downwards(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        """
[[box]]
kind = "rows"
at = [20, 100, 100, 24]
item = "family"
label = "世帯員"
count = 3
[[box.cell]]
at = [10, 0, 60, 8]
item = "name"
label = "氏名"
""",
    )
    (rows,) = sheet.boxes
    assert isinstance(rows, RowsBox)
    assert [(cell.area.x, cell.area.y) for (cell,) in rows.rows] == [(30, 100), (30, 108), (30, 116)]
    assert sheet.items() == {"family", "family.name"}


GRID = '[[drawing]]\nkind = "grid"\nat = [20, 20]\ncolumns = {columns}\nrows = [8]\n'
TEXT = '[[box]]\nkind = "text"\nat = {at}\nitem = "a"\nlabel = "b"\n{more}\n'


@pytest.mark.parametrize(
    ("body", "kind", "key", "line"),
    [
        (TEXT.format(at="[20, 20, 30, 8]", more='colour = "red"'), MistakeKind.UNKNOWN_KEY, "box[1].colour", 10),
        (TEXT.format(at="[200, 20, 30, 8]", more=""), MistakeKind.OUT_OF_RANGE, "box[1].at", 7),
        (TEXT.format(at="[20, 20, 0.5, 8]", more=""), MistakeKind.OUT_OF_RANGE, "box[1].at", 7),
        (TEXT.format(at="[20, 20, 30]", more=""), MistakeKind.WRONG_TYPE, "box[1].at", 7),
        (TEXT.format(at="[nan, 20, 30, 8]", more=""), MistakeKind.OUT_OF_RANGE, "box[1].at", 7),
        (TEXT.format(at=f"[2{'0' * 400}, 20, 30, 8]", more=""), MistakeKind.OUT_OF_RANGE, "box[1].at", 7),
        (GRID.format(columns=[0] * 300), MistakeKind.OUT_OF_RANGE, "drawing[1].columns", 8),
        (GRID.format(columns=[-1]), MistakeKind.OUT_OF_RANGE, "drawing[1].columns", 8),
        (TEXT.format(at="[20, 20, 30, 1]", more=""), MistakeKind.OUT_OF_RANGE, "box[1].at", 7),
        (TEXT.format(at="[20, 20, 30, 8]", more="floor = 12"), MistakeKind.OUT_OF_RANGE, "box[1].floor", 10),
        (TEXT.format(at="[20, 20, 30, 8]", more="page = 2"), MistakeKind.OUT_OF_RANGE, "box[1].page", 10),
        (TEXT.format(at="[20, 20, 30, 8]", more='show = "era2"'), MistakeKind.NOT_ALLOWED, "box[1].show", 10),
        ('[[box]]\nkind = "txt"\n', MistakeKind.NOT_ALLOWED, "box[1].kind", 6),
        (
            '[[drawing]]\nkind = "label"\nat = [1, 1, 9, 9]\ntext = "{city}"',
            MistakeKind.NOT_ALLOWED,
            "drawing[1].text",
            8,
        ),
        ('[[page]]\ntemplate = "../x.pdf"', MistakeKind.NOT_ALLOWED, "page[2].template", 6),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, body: str, kind: MistakeKind, key: str, line: int) -> None:
    with pytest.raises(DataMistake) as caught:
        read(tmp_path, body)
    mistake = caught.value.mistake
    assert (mistake.kind, mistake.key, mistake.line) == (kind, key, line)
    assert mistake.sentence
    assert mistake.remedy


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_spoiled_sheet_is_drawn_or_its_mistake_is_named(tmp_path: Path, data: st.DataObject) -> None:
    text = data.draw(spoiled(data.draw(st.sampled_from(SHEETS)).read_text(encoding="utf-8")))
    file = tmp_path / "sheet.toml"
    file.write_text(text, encoding="utf-8")
    try:
        sheet = read_sheet(file, {"town": "みどり野町", "addressee": "みどり野町長"}, "trial")
        render([SheetJob(sheet, SheetValues(dict.fromkeys(sheet.items(), "𠮷田　花子")))])
    except (DataMistake, PrintingError) as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right


def test_all_mistakes_of_boxes_and_drawings_are_told_at_once(tmp_path: Path) -> None:
    body = (
        '[[drawing]]\nkind = "line"\nat = [10, 10, 300, 0]\n'
        '[[box]]\nkind = "txt"\nat = [10, 10]\n'
        '[[box]]\nkind = "text"\nat = [10, 10, 50, 10]\nitem = 3\nlabel = "氏名"\n'
    )
    with pytest.raises(DataMistake) as caught:
        read(tmp_path, body)
    assert [(mistake.key, mistake.line) for mistake in caught.value.mistakes] == [
        ("drawing[1].at", 7),
        ("box[1].kind", 9),
        ("box[2].item", 14),
    ]


def test_boxes_are_not_judged_on_a_page_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "sheet.toml").write_text(
        HEAD.replace("210", '"A4"') + '[[box]]\nkind = "code"\nat = [150, 10, 25, 25]\n', encoding="utf-8"
    )
    with pytest.raises(DataMistake) as caught:
        read_sheet(tmp_path / "sheet.toml")
    assert [mistake.key for mistake in caught.value.mistakes] == ["page[1].width"]
