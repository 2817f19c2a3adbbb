"""What is still wrong with the boxes, and what a person should know: before anything is printed or saved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from forms import Item, Kind, Procedure
from kiosk.papers import DATE_ITEM, SHEET_DATE
from kiosk.trace.layout import MARKS, BoxKind, TracedBox
from printing.sheets.geometry import MM

SLACK = 0.05
SMALLEST = 1.0
ITEMLESS = {
    BoxKind.CODE: "役場用のQRコード",
    BoxKind.SIGNATURE: "署名",
    BoxKind.NUMBER: "個人番号",
    BoxKind.STAFF: "職員記入欄",
}
YES_NO = {"yes": "はい", "no": "いいえ"}


@dataclass(frozen=True, slots=True)
class Problem:
    """`box` is the box's number, or `number.cell`, both from 0; empty for the whole sheet."""

    box: str
    text: str


def known_items(vocabulary: Mapping[str, Item]) -> dict[str, Item]:
    """Everything a box may print: the vocabulary and the day of printing."""
    return {**vocabulary, DATE_ITEM: SHEET_DATE}


def labelled(box: TracedBox, items: Mapping[str, Item]) -> TracedBox:
    """With the official label where the person gave none."""
    item = items.get(box.item)
    fields = {field.name: field for field in item.fields} if item else {}
    row = tuple(labelled(cell, fields) for cell in box.row)
    return replace(box, label=box.label or _label(box, item), row=row)


def problems(
    boxes: Sequence[TracedBox], sizes: Sequence[tuple[float, float]], items: Mapping[str, Item]
) -> tuple[Problem, ...]:
    """Everything that keeps a box from being printed."""
    return tuple(_all_problems(boxes, sizes, items))


def hints(
    boxes: Sequence[TracedBox], procedure: Procedure | None, items: Mapping[str, Item]
) -> tuple[Problem, ...]:
    """Boxes that stay empty because the procedure does not ask for their item."""
    if procedure is None:
        return ()
    asked = {DATE_ITEM, *(ask.item.name for ask in procedure.asks()), *(fill.item for fill in procedure.fills)}
    return tuple(
        Problem(
            str(number),
            f"「{items[box.item].label}」は「{procedure.short}」では尋ねません。空のまま印刷されます。",
        )
        for number, box in enumerate(boxes)
        if box.item in items and box.item not in asked
    )


def unplaced(boxes: Iterable[TracedBox], procedure: Procedure | None) -> tuple[Item, ...]:
    """What the procedure asks and the paper does not show yet."""
    if procedure is None:
        return ()
    placed = {box.item for box in boxes}
    return tuple(
        ask.item
        for ask in procedure.asks()
        if ask.item.name not in placed and ask.item.name not in procedure.unprinted
    )


def _all_problems(
    boxes: Sequence[TracedBox], sizes: Sequence[tuple[float, float]], items: Mapping[str, Item]
) -> Iterator[Problem]:
    for number, box in enumerate(boxes):
        yield from (Problem(str(number), text) for text in _faults(box, sizes[box.area.page - 1], items))
        if box.kind is BoxKind.ROWS:
            yield from _faults_of_row(number, box, items)


def _faults_of_row(number: int, box: TracedBox, items: Mapping[str, Item]) -> Iterator[Problem]:
    item = items.get(box.item)
    fields = {field.name: field for field in item.fields} if item else {}
    for place, cell in enumerate(box.row):
        inside = (box.area.w, box.area.h / box.count)
        yield from (Problem(f"{number}.{place}", text) for text in _faults(cell, inside, fields))
    if not box.row:
        yield Problem(str(number), "1行目の中に、項目ごとの欄を描いてください。")


def _faults(box: TracedBox, room: tuple[float, float], items: Mapping[str, Item]) -> Iterator[str]:
    area = box.area
    if area.x + area.w > room[0] + SLACK or area.y + area.h > room[1] + SLACK:
        yield f"枠が横{room[0]:g}mm、縦{room[1]:g}mmからはみ出しています。"
    if area.w < SMALLEST or area.h < SMALLEST:
        yield "枠の幅と高さを1mm以上にしてください。"
    elif box.kind in (BoxKind.TEXT, BoxKind.COMB) and box.floor > area.h * MM:
        yield f"高さが足りません。{box.floor / MM:.1f}mm以上にしてください。"
    if box.kind not in ITEMLESS:
        yield from _faults_of_item(box, items)


def _faults_of_item(box: TracedBox, items: Mapping[str, Item]) -> Iterator[str]:
    item = items.get(box.item)
    if item is None:
        yield "項目を選んでください。" if not box.item else f"「{box.item}」という項目はありません。"
    elif (item.kind is Kind.PEOPLE) is not (box.kind is BoxKind.ROWS):
        yield "人の並びの項目は「くり返しの行」に、ほかの項目はほかの種類の枠にしてください。"
    elif box.kind is BoxKind.ERAS and item.kind is not Kind.DATE:
        yield "元号の丸囲みには、日付の項目を選んでください。"
    elif box.kind in MARKS and box.show == "code" and box.value not in values_of_item(item):
        yield "印をつける選択肢を選んでください。"


def values_of_item(item: Item) -> dict[str, str]:
    """The answers a tick or a circle can stand for, with their official words."""
    if item.kind in (Kind.CHOICE, Kind.CHOICES):
        return {choice.code: choice.label for choice in item.choices}
    return YES_NO if item.kind in (Kind.YES_NO, Kind.CONSENT) else {}


def _label(box: TracedBox, item: Item | None) -> str:
    if box.kind in ITEMLESS:
        return ITEMLESS[box.kind] if box.kind is not BoxKind.CODE else ""
    if item is None:
        return ""
    if box.kind in MARKS:
        return box.words or values_of_item(item).get(box.value, item.label)
    return item.label
