"""From a procedure to the text of its `sheet.toml`."""

from collections.abc import Iterator, Sequence

from forms import Ask, Kind, Page, Procedure
from forms.vocabulary import Vocabulary
from kiosk.sheetdraft.canvas import Canvas
from kiosk.sheetdraft.edges import closing, opening
from kiosk.sheetdraft.people import person_block
from kiosk.sheetdraft.sections import Section, heading, rows_of_page
from kiosk.sheetdraft.tables import PeopleTable, draw_table
from kiosk.sheetdraft.ticks import tick_rows, ticks

PERSONS = ("applicant", "proxy", "deceased")
PEOPLE_ROWS = 4
GAP = 1.0


def draft_sheet(procedure: Procedure, vocabulary: Vocabulary) -> str:
    """A4 pages that show every answer, with room for signature, 個人番号 and the office, in the common style."""
    canvas = Canvas()
    opening(canvas, procedure)
    number = 0
    for page in procedure.pages:
        if page.id == "visitor" and any(other.id == "proxy" for other in procedure.pages):
            continue
        number += 1
        _page(canvas, procedure, page, number, vocabulary)
        canvas.y += GAP
    closing(canvas, procedure)
    pages = "\n\n".join("[[page]]\nwidth = 210\nheight = 297" for _ in range(canvas.page))
    head = f"# {paper_title(procedure)}: A4縦。長さは用紙の左上からのmm、文字の大きさはポイント。"
    return "\n\n".join([f'{head}\ntitle = "{paper_title(procedure)}"', pages, *canvas.tables]) + "\n"


def paper_title(procedure: Procedure) -> str:
    """The title of the form: 〇〇請求書, 〇〇申請書, 〇〇届."""
    title = procedure.title.replace("の交付", "交付")
    return f"{title}書" if title.endswith(("請求", "申請", "申込")) else title


def _page(canvas: Canvas, procedure: Procedure, page: Page, number: int, vocabulary: Vocabulary) -> None:
    is_person = page.id in PERSONS
    others = [ask for ask in page.asks if ask.item.kind is not Kind.PEOPLE]
    tables = list(_tables(procedure, page.asks, vocabulary))
    room = 42.0 if is_person else 14.0 if others else tables[0].height
    heading(canvas, number, page.label or page.title, room)
    section = Section(canvas)
    if page.id == "proxy":
        _visitor_ticks(canvas, procedure)
    if is_person:
        wants_number = procedure.rules.number_box and page.id == "applicant"
        person_block(section, page.id, others, number=wants_number)
    else:
        rows_of_page(section, others)
    section.finish()
    for table in tables:
        draw_table(canvas, table)


def _visitor_ticks(canvas: Canvas, procedure: Procedure) -> None:
    """Who has come, on the bar above the proxy."""
    ask = next((ask for ask in procedure.asks() if ask.item.name == "visitor.role"), None)
    if ask:
        rows = tick_rows(ask.item, ask.offered, 110)
        ticks(canvas, ask.item, rows, 88, canvas.y - 4.5)


def _tables(procedure: Procedure, asks: Sequence[Ask], vocabulary: Vocabulary) -> Iterator[PeopleTable]:
    """The people a sheet lists: those the procedure makes of an answer if it does, else the answer itself."""
    for ask in asks:
        if ask.item.kind is not Kind.PEOPLE:
            continue
        fields = list(ask.fields or [field.name for field in ask.item.fields])
        fields = [field for field in fields if not _selects(procedure, ask.item.name, field)]
        filled = dict.fromkeys(
            fill.item for fill in procedure.fills if fill.source == ask.item.name and not fill.field
        )
        for name in filled or [ask.item.name]:
            count = 1 if name == "spouse" else PEOPLE_ROWS
            number = procedure.rules.number_box and "kana" in fields
            yield PeopleTable(vocabulary[name], fields, count, number)


def _selects(procedure: Procedure, source: str, field: str) -> bool:
    """Whether the field only says who belongs on the sheet."""
    tests = [
        test.item
        for fill in procedure.fills
        if fill.source == source
        for alternative in fill.where.alternatives
        for test in alternative
    ]
    return field in tests and field not in ("relation", "birth_date")
