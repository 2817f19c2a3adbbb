"""What the page's script is given: items by their official labels, kinds of boxes, ruled boxes, the boxes so far."""

from dataclasses import asdict

from forms import Item, kinds
from kiosk.trace.sample import EVERY_BOX
from kiosk.trace.tracing import Tracing
from printing.sheets.boxes import CELL_KINDS, KINDS, Box
from printing.sheets.boxes.marks import ERA_LETTERS, ERAS, values_of_item

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
    EVERY_BOX: "すべての枠を埋める",
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
        "eras": list(ERAS),
        "eraLetters": ERA_LETTERS,
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
        "values": values_of_item(item),
        "shows": list(SHOWN_OF_DATE if item.kind is kinds.DATE else SHOWN_OF_OTHERS),
    }
    if item.fields:
        data["fields"] = [item_data(field) for field in item.fields]
    return data
