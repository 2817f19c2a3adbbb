"""Whatever rows somebody writes: nothing overlaps, nothing leaves its page, every item has its place."""

from itertools import combinations
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st

from forms import kinds
from forms.item import Item
from forms.mistake import DataMistake, MistakeKind
from forms.vocabulary import shipped_vocabulary
from printing.sheets.sheet import Sheet
from tests.printing.rowsheets import CLOSING, OF_THE_DESK, is_inside, overlap, places, read

VOCABULARY = shipped_vocabulary()
SINGLE = sorted(name for name, item in VOCABULARY.items() if item.kind is not kinds.PEOPLE)
PEOPLE = sorted(name for name, item in VOCABULARY.items() if item.kind is kinds.PEOPLE)
HEADINGS = st.sampled_from(["", "届け出る方", "とても長い見出しのついた、書くことのたくさんある欄"])


def items_row(names: list[str]) -> tuple[str, set[str]]:
    return f"items = {names}".replace("'", '"'), set(names)


def people_row(name: str, rows: int, count: int) -> tuple[str, set[str]]:
    fields: tuple[Item, ...] = VOCABULARY[name].fields[:count]
    columns = ", ".join(f'{{ field = "{field.name}" }}' for field in fields)
    items = {name, *(f"{name}.{field.name}" for field in fields)}
    return f'people = "{name}"\nrows = {rows}\ncolumns = [{columns}]', items


BLANKS = ("signature", "number", "staff", "hand", "seal_print", "photo")
ROWS = st.one_of(
    st.lists(st.sampled_from(SINGLE), min_size=1, max_size=3, unique=True).map(items_row),
    st.builds(people_row, st.sampled_from(PEOPLE), st.integers(1, 8), st.integers(1, 6)),
    st.sampled_from(BLANKS).map(lambda kind: (f'cells = [{{ blank = "{kind}", label = "空欄" }}]', set[str]())),
    st.just(('note = "※ 注意をお読みください。"', set[str]())),
)
SECTIONS = st.lists(st.tuples(HEADINGS, st.lists(ROWS, min_size=1, max_size=8)), min_size=1, max_size=6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SECTIONS, st.booleans())
def test_any_rows_are_laid_out_without_overlap(
    tmp_path: Path, sections: list[tuple[str, list[tuple[str, set[str]]]]], landscape: bool
) -> None:
    body = 'orientation = "landscape"\n' if landscape else ""
    for heading, rows in sections:
        body += f'[[section]]\nheading = "{heading}"\n'
        body += "".join(f"[[section.row]]\n{written}\n" for written, _ in rows)
    sheet = read(tmp_path, body + CLOSING)
    everything = list(places(sheet))
    assert sheet.items() == OF_THE_DESK.union(*(items for _, rows in sections for _, items in rows))
    assert all(is_inside(area, sheet) for area in everything)
    assert all(is_inside(drawing.area, sheet) for drawing in sheet.drawings)
    assert not [pair for pair in combinations(everything, 2) if overlap(*pair)]


WIDTHS = st.lists(st.sampled_from([0.1, 0.5, 1, 3, 100]), min_size=1, max_size=8)
KINDS = st.sampled_from(
    [
        'item = "claimant.name", kana = "claimant.kana"',
        'item = "claimant.address", postal = "claimant.postal_code", building = "claimant.building"',
        'item = "purpose", detail = "purpose.detail"',
        'item = "bank.number"',
        'blank = "number", label = "個人番号"',
        'label = "年度", text = "令和8年度"',
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WIDTHS, KINDS)
def test_any_widths_are_laid_out_or_refused(tmp_path: Path, widths: list[float], kind: str) -> None:
    cells = ", ".join(f"{{ {kind}, width = {width} }}" for width in widths)
    sheet = read_or_refused(tmp_path, f"[[section]]\n[[section.row]]\ncells = [{cells}]\n")
    everything = list(places(sheet)) if sheet else []
    assert all(is_inside(area, sheet) and area.w > 1 and area.h > 1 for area in everything if sheet)
    assert not [pair for pair in combinations(everything, 2) if overlap(*pair)]


def read_or_refused(tmp_path: Path, body: str) -> Sheet | None:
    """None if there is no room, which must be all that is wrong."""
    try:
        return read(tmp_path, body)
    except DataMistake as error:
        if error.mistake.kind is not MistakeKind.DOES_NOT_FIT:
            raise
        return None
