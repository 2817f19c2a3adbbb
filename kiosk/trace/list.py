"""The boxes as a list of numbers: the same work without JavaScript, and without seeing the page."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, typing as ft, url_for

from forms import DataMistake
from kiosk.trace import editor, template
from kiosk.trace.tracing import Tracing
from printing import PrintingError
from printing.sheets.boxes import CELL_KINDS, KINDS, Box, RowsBox
from printing.sheets.parts import LONGEST_WORDS

routes = Blueprint("list", __name__)

NEW: Mapping[str, object] = {"kind": "text", "page": 1, "at": [20.0, 20.0, 60.0, 8.0], "item": ""}
NEW_CELL: Mapping[str, object] = {"kind": "text", "at": [0.0, 0.0, 30.0, 6.0], "item": ""}
PLACES = ("x", "y", "w", "h")
WHOLE = ("page", "lines", "cells", "count")
MOST_CELLS_IN_ROW = 40
Plain = dict[str, object]


@routes.get("/list")
def show() -> ft.ResponseReturnValue:
    here = editor.tracing()
    if not here.id:
        return redirect(url_for("editor.procedure"), 303)
    return _page(here, [_plain(box) for box in here.layout.boxes])


@routes.post("/list")
def change() -> ft.ResponseReturnValue:
    """Takes the numbers over, then does what the pressed button says: apply, add, cell:N or save."""
    here, action = editor.tracing(), request.form.get("action", "apply")
    typed = _typed()
    if action == "add" and len(typed) < template.MOST_BOXES:
        typed.append(dict(NEW))
    verb, _, number = action.partition(":")
    if verb == "cell" and number.isascii() and number.isdigit() and int(number) < len(typed):
        _add_cell(typed[int(number)])
    try:
        boxes = template.boxes_from_plain({"box": typed}, here.template.page_count)
    except DataMistake as error:
        return _page(here, typed, f"{error.mistake.key}: {error.mistake.sentence}{error.mistake.remedy}"), 422
    title = request.form.get("title", "")[:LONGEST_WORDS].strip() or here.layout.title
    here.change(replace(here.layout, title=title, boxes=boxes), request.form.get("sample", here.sample))
    if action == "save":
        return editor.save()
    return redirect(url_for("list.show", _anchor=f"box-{len(typed) - 1}" if action == "add" else None), 303)


def _page(here: Tracing, boxes: list[Plain], refusal: str = "") -> str:
    try:
        return render_template(
            "trace/list.html",
            tracing=here,
            boxes=boxes,
            refusal=refusal,
            keys={kind: box.key_names() for kind, box in KINDS.items()},
            kinds={kind: box.name for kind, box in KINDS.items()},
            cell_kinds={kind: box.name for kind, box in CELL_KINDS.items()},
            shown=editor.SHOWN,
            aligns=editor.ALIGNS,
            samples=editor.SAMPLES,
            saved=request.args.get("saved") == "yes" and here.saved,
        )
    except PrintingError as error:
        return error.sentence


def _plain(box: Box) -> Plain:
    """Defaults as well, to be seen in the fields."""
    cells = box.row if isinstance(box, RowsBox) else ()
    every = {key: getattr(box, key) for key in box.key_names()}
    return {**every, **box.plain(with_page=True), "cell": [_plain(cell) for cell in cells]}


def _typed() -> list[Plain]:
    """The boxes of the form `box-N-key`, with cells `box-N-cell-M-key`, without those ticked to go."""
    boxes = [
        _one(f"box-{number}-", has_page=True)
        for number in range(template.MOST_BOXES)
        if f"box-{number}-kind" in request.form
    ]
    return [box for box in boxes if box]


def _one(prefix: str, *, has_page: bool) -> Plain:
    form = request.form
    if form.get(f"{prefix}gone"):
        return {}
    kind = form.get(f"{prefix}kind", "")
    box: Plain = {"kind": kind, "at": [_number(form.get(prefix + place, "")) for place in PLACES]}
    if has_page:
        box["page"] = _number(form.get(f"{prefix}page", "1"), whole=True)
    for key in KINDS[kind].key_names() if kind in KINDS else ():
        box |= _field(prefix, key)
    if kind == RowsBox.kind:
        cells = (f"{prefix}cell-{number}-" for number in range(MOST_CELLS_IN_ROW))
        box["cell"] = [cell for name in cells if f"{name}kind" in form and (cell := _one(name, has_page=False))]
    return box


def _field(prefix: str, key: str) -> Plain:
    typed = request.form.get(prefix + key)
    if key == "frame":
        # The browser sends nothing for a box that is not ticked; the hidden field tells that it was there.
        return {key: typed == "yes"} if f"{prefix}frame-there" in request.form else {key: False}
    if key == "eras":
        return {key: list(typed.split())} if typed else {}
    if key in ("cells", "count") and not typed:
        return {key: 1}
    if not typed:
        return {}
    return {key: _number(typed, whole=key in WHOLE) if key in (*WHOLE, "size", "floor") else typed}


def _number(typed: str, *, whole: bool = False) -> object:
    """The number, or the text itself for the reader to refuse."""
    try:
        return int(typed) if whole else round(float(typed), 2)
    except ValueError:
        return typed


def _add_cell(box: Plain) -> None:
    cells = box.get("cell")
    if isinstance(cells, list) and len(cells) < MOST_CELLS_IN_ROW:
        cells.append(dict(NEW_CELL))
