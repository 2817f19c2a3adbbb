"""The editor: the form with its boxes, what its script is given, and what it sends."""

from dataclasses import asdict, replace

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import DataMistake, Item, kinds
from kiosk.trace import sample, template
from kiosk.trace.tracing import BoxNote, Tracing
from printing import PrintingError
from printing.sheets.boxes import CELL_KINDS, KINDS, Box, marks
from printing.sheets.parts import LONGEST_WORDS

SHOWN = {
    "text": "そのままの文字",
    "era_year": "和暦の年",
    "western_year": "西暦の年",
    "month": "月",
    "day": "日",
    "digits": "数字だけ",
    "code": "選択肢の記号",
    "era": "元号",
}
SHOWN_OF_DATE = ("text", "era_year", "western_year", "month", "day", "digits")
SHOWN_OF_OTHERS = ("text", "digits", "code")
SAMPLES = {
    "typical": "ふつうの例",
    "shortest": "いちばん短い例",
    "longest": "いちばん長い例",
    sample.EVERY_BOX: "すべての枠を埋める",
}
ALIGNS = {"left": "左", "center": "中央", "right": "右"}


def editor_data(tracing: Tracing) -> dict[str, object]:
    """JSON for `trace.js`."""
    return {
        "pages": [
            {"width": width, "height": height, "found": [asdict(found) for found in tracing.found(number)]}
            for number, (width, height) in enumerate(tracing.template.sizes, start=1)
        ],
        "title": tracing.layout.title,
        "sample": tracing.sample,
        "boxes": [box.plain(with_page=True) for box in tracing.layout.boxes],
        "items": [item_data(item) for item in tracing.items.values()],
        "kinds": {kind: kind_data(box) for kind, box in KINDS.items()},
        "cellKinds": list(CELL_KINDS),
        "shown": SHOWN,
        "eras": list(marks.ERAS),
        "eraLetters": marks.ERA_LETTERS,
    }


def kind_data(box: type[Box]) -> dict[str, object]:
    """What the page has to know of a kind of box."""
    keys = box.key_names()
    size = box.default("size") if "size" in keys else 0
    return {"words": box.name, "keys": list(keys), "size": size, "look": box.look, "takes": box.takes}


def item_data(item: Item) -> dict[str, object]:
    """`shows` are the parts of an answer that make sense for this item."""
    data: dict[str, object] = {
        "name": item.name,
        "label": item.label,
        "ask": item.ask,
        "kind": item.kind.name,
        "values": marks.values_of_item(item),
        "shows": list(SHOWN_OF_DATE if item.kind is kinds.DATE else SHOWN_OF_OTHERS),
    }
    if item.fields:
        data["fields"] = [item_data(field) for field in item.fields]
    return data


EXTENSION = "trace"
routes = Blueprint("editor", __name__)


def tracing() -> Tracing:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Tracing)
    return found


@routes.get("/")
def show() -> ResponseReturnValue:
    here = tracing()
    if not here.id:
        return redirect(url_for("editor.procedure"), 303)
    return render_template("trace/editor.html", tracing=here, data=editor_data(here))


@routes.route("/procedure", methods=["GET", "POST"])
def procedure() -> ResponseReturnValue:
    """Which procedure the form belongs to; asked if the command line has not said it."""
    here, problem = tracing(), ""
    if request.method == "POST":
        try:
            here.choose(request.form.get("new", "").strip() or request.form.get("id", ""))
            return redirect(url_for("editor.show"), 303)
        except template.TraceError as error:
            problem = f"{error.sentence}{error.next_step}"
    return render_template("trace/procedure.html", tracing=here, problem=problem), 400 if problem else 200


@routes.get("/page/<int:number>.png")
def page(number: int) -> ResponseReturnValue:
    _known(number)
    return Response(tracing().page(number), mimetype="image/png")


@routes.get("/sample/<int:number>.png")
def sample_page(number: int) -> ResponseReturnValue:
    _known(number)
    return Response(tracing().sample_page(number), mimetype="image/png")


@routes.get("/sample.pdf")
def sample_pdf() -> ResponseReturnValue:
    return Response(tracing().sample_pdf(), mimetype="application/pdf")


@routes.post("/layout")
def layout() -> ResponseReturnValue:
    """Takes `{"title", "sample", "box": […]}` and tells what is wrong with it; 422 if it is no layout at all."""
    here, data = tracing(), request.get_json(silent=True)
    if not isinstance(data, dict) or not set(data) <= {"title", "sample", "box"}:
        abort(400)
    try:
        boxes = template.boxes_from_plain({"box": data.get("box", [])}, here.template.page_count)
    except DataMistake as error:
        return {"problems": [_problem(_place(error))]}, 422
    title = str(data.get("title", here.layout.title))[:LONGEST_WORDS].strip() or here.layout.title
    here.change(replace(here.layout, title=title, boxes=boxes), str(data.get("sample", here.sample)))
    return state()


@routes.post("/save")
def save() -> ResponseReturnValue:
    """JSON for the page's script; a page for a plain form."""
    here = tracing()
    wants_json = request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    try:
        here.save()
    except (template.TraceError, PrintingError) as error:
        if not wants_json:
            raise
        return {"saved": "", "sentence": f"{error.sentence}{error.next_step}"}, 409
    return {"saved": here.saved} if wants_json else redirect(url_for("list.show", saved="yes"), 303)


def state() -> dict[str, object]:
    """What the page's script shows after a change."""
    here = tracing()
    return {
        "version": here.version,
        "problems": [_problem(problem) for problem in here.shown.problems],
        "hints": [_problem(hint) for hint in here.shown.hints],
        "unplaced": [item.name for item in here.shown.unplaced],
        "notices": list(here.shown.notices),
    }


def _known(number: int) -> None:
    if not 1 <= number <= tracing().template.page_count:
        abort(404)


def _problem(problem: BoxNote) -> dict[str, str]:
    return {"box": problem.box, "text": problem.text}


def _place(error: DataMistake) -> BoxNote:
    """`box[3].cell[1].at` → box 2, cell 0."""
    numbers = [int(part.partition("]")[0]) - 1 for part in error.mistake.key.split("[")[1:]]
    return BoxNote(".".join(map(str, numbers[:2])), f"{error.mistake.sentence}{error.mistake.remedy}")
