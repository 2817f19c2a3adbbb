"""CSV (RFC 4180) and JSON for other systems, in UTF-8 or in Shift_JIS as Windows has it (cp932)."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from forms.plain import plain_of
from kiosk.backoffice.code import PrintedForm
from kiosk.backoffice.columns import Cell, Line, format_moment, list_columns, make_lines, select_answers


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
