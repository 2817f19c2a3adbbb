"""Printed forms as rows and columns, and as CSV (RFC 4180) and JSON for other systems.

One line a form, and one more for each person of a list, so that no list is too long. `line` tells which.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import StringIO

from forms import Answers, Item, Journey, Procedure, Row, Value, kinds, references, shipped_vocabulary, showing
from forms.answers import UNKNOWN, plain_of, rows_of
from kiosk.backoffice.code import PrintedForm
from kiosk.clock import JAPAN, day_in_japan

HEAD = ("receipt", "printed", "procedure", "version", "line", "people", "number")
FORM, PERSON = "form", "person"
PARTED = ";"
"""Between the codes of several choices."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`is_typed` is true for what a person wrote, which a spreadsheet might take for a formula."""

    text: str
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `receipt` says which sheet it belongs to."""

    receipt: str
    cells: Mapping[str, Cell]


def list_columns(forms: Iterable[PrintedForm]) -> tuple[str, ...]:
    """HEAD and the items of all procedures in their order; the people of a role as `role.fact`."""
    read = (form.procedure for form in forms if form.answers is not None)
    procedures = {(procedure.number, procedure.version): procedure for procedure in read}
    return (*HEAD, *dict.fromkeys(name for procedure in procedures.values() for name in _columns(procedure)))


def make_lines(form: PrintedForm, *, in_words: bool = False) -> Iterator[Line]:
    """The form and its people. `in_words` gives the official wording instead of codes and ISO dates."""
    items = _items(form.procedure)
    answers = select_answers(form)
    head = _head(form)
    yield Line(form.receipt, {**head, "line": Cell(FORM), **_cells(answers, items, "", in_words)})
    for name, value in answers.items():
        fields = {field.name: field for field in items[name].fields} if name in items else {}
        for number, row in enumerate(rows_of(value), start=1):
            place = {"line": Cell(PERSON), "people": Cell(name), "number": Cell(str(number))}
            yield Line(form.receipt, {**head, **place, **_cells(row, fields, f"{name}.", in_words)})


def select_answers(form: PrintedForm) -> Answers:
    """The answers as the procedure sees them, by plain item names; none if the code had only the receipt."""
    if form.answers is None:
        return {}
    journey = Journey((form.procedure,), form.answers, day_in_japan(form.printed))
    return journey.seen_by(form.procedure)


def format_moment(moment: datetime) -> str:
    """ISO 8601 with the offset of Japan."""
    return moment.astimezone(JAPAN).isoformat(timespec="minutes")


def _head(form: PrintedForm) -> dict[str, Cell]:
    return {
        "receipt": Cell(form.receipt),
        "printed": Cell(format_moment(form.printed)),
        "procedure": Cell(form.procedure.id),
        "version": Cell(str(form.procedure.version)),
    }


def _items(procedure: Procedure) -> dict[str, Item]:
    """Its people under their roles, then what else it asks."""
    asked = {ask.item.name: ask.item for ask in procedure.asks()}
    return references.role_items_of(procedure, shipped_vocabulary()) | asked


def _columns(procedure: Procedure) -> Iterator[str]:
    for item in _items(procedure).values():
        if item.kind is kinds.PEOPLE:
            yield from (f"{item.name}.{field.name}" for field in item.fields)
        else:
            yield item.name


def _cells(answers: Answers | Row, items: Mapping[str, Item], prefix: str, in_words: bool) -> dict[str, Cell]:
    return {
        prefix + name: Cell(_text(items[name], value, in_words), items[name].kind.is_typed)
        for name, value in answers.items()
        if name in items and items[name].kind is not kinds.PEOPLE
    }


def _text(item: Item, value: Value, in_words: bool) -> str:
    if in_words:
        return showing.official_text(item, value)
    if value is UNKNOWN:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return PARTED.join(code for code in value if isinstance(code, str))
    return str(value)


class Encoding(StrEnum):
    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-bom"
    SHIFT_JIS = "shift_jis"


CODECS = {Encoding.UTF_8: "utf-8", Encoding.UTF_8_BOM: "utf-8-sig", Encoding.SHIFT_JIS: "cp932"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "−", "＠")
"""What a spreadsheet may take for a formula (OWASP CSV injection), full width as well."""

FOLDED = dict(
    zip("\u2212\u301c\u2016\u2014\u00a2\u00a3\u00ac", "\uff0d\uff5e\u2225\u2015\uffe0\uffe1\uffe2", strict=True)
)
"""Signs that JIS X 0208 has and that Unicode has twice: phones type the first, Windows' Shift_JIS knows the second."""

GUARD = "'"
GUARDED = "guarded"
"""The last column: the items whose cell got the guard in front."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A character the encoding has no place for. `folded` is the same sign of Windows, where there is one."""

    receipt: str
    procedure: str
    item: str
    character: str

    @property
    def folded(self) -> str:
        return FOLDED.get(self.character, "")

    @property
    def sentence(self) -> str:
        return f"{self.receipt or '受付番号なし'} {self.procedure} {self.item}: U+{ord(self.character):04X}"


def find_misfits(form: PrintedForm, encoding: Encoding, *, in_words: bool = False) -> tuple[Misfit, ...]:
    """Return every character of the form that would be lost or changed, with its item."""
    return tuple(
        Misfit(form.receipt, form.procedure.id, item, character)
        for line in make_lines(form, in_words=in_words)
        for item, cell in line.cells.items()
        for character in dict.fromkeys(cell.text)
        if not _survives(character, encoding)
    )


def to_csv(
    forms: Sequence[PrintedForm], encoding: Encoding, *, in_words: bool = False, guard: bool = True
) -> bytes:
    """Return all forms as one table with a line of column names.

    Characters must fit (see `find_misfits`) or have a sign of Windows to be folded into.
    """
    columns = list_columns(forms)
    table = StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow((*columns, GUARDED) if guard else columns)
    for form in forms:
        for line in make_lines(form, in_words=in_words):
            writer.writerow(_row(line, columns, guard=guard))
    return _encoded(table.getvalue(), encoding)


def to_json(forms: Sequence[PrintedForm], encoding: Encoding) -> bytes:
    """Return `{"forms": […]}` with the answers as `kiosk print --answers` takes them."""
    data = {"forms": [_form(form) for form in forms]}
    return _encoded(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding)


def _encoded(text: str, encoding: Encoding) -> bytes:
    folded = {ord(sign): other for sign, other in FOLDED.items() if not _survives(sign, encoding)}
    return text.translate(folded).encode(CODECS[encoding])


def _form(form: PrintedForm) -> dict[str, object]:
    return {
        "receipt": form.receipt,
        "printed": format_moment(form.printed),
        "procedure": form.procedure.id,
        "version": form.procedure.version,
        "title": form.procedure.title,
        "answers": None if form.answers is None else {k: plain_of(v) for k, v in select_answers(form).items()},
    }


def _row(line: Line, columns: Sequence[str], *, guard: bool) -> Iterator[str]:
    empty = Cell("")
    risky = [name for name in columns if guard and _is_risky(line.cells.get(name, empty))]
    for name in columns:
        text = line.cells.get(name, empty).text
        yield GUARD + text if name in risky else text
    if guard:
        yield " ".join(risky)


def _is_risky(cell: Cell) -> bool:
    # A cell that begins with the guard itself gets another, so that taking one away always gives the answer back.
    return cell.is_typed and cell.text.startswith((*FORMULA, GUARD))


def _survives(character: str, encoding: Encoding) -> bool:
    codec = CODECS[encoding]
    try:
        return character.encode(codec).decode(codec) == character
    except UnicodeError:
        return False
