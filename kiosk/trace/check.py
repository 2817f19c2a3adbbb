"""What is still wrong with the boxes, and what a person should know: before anything is printed or saved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms import Item, Procedure
from forms.references import role_items_of
from forms.vocabulary import shipped_vocabulary
from kiosk.stacks import DATE_ITEM, SHEET_DATE
from printing.sheets.boxes import Box, ItemBox, RowsBox


@dataclass(frozen=True, slots=True)
class BoxNote:
    """`box` is the box's number, or `number.cell`, both from 0; empty for the whole sheet."""

    box: str
    text: str


def known_items(vocabulary: Mapping[str, Item]) -> dict[str, Item]:
    """Everything a box may print: the vocabulary and the day of printing."""
    return {**vocabulary, DATE_ITEM: SHEET_DATE}


def problems(
    boxes: Sequence[Box], sizes: Sequence[tuple[float, float]], items: Mapping[str, Item]
) -> tuple[BoxNote, ...]:
    """Everything that keeps a box from being printed."""
    return tuple(_all_problems(boxes, sizes, items))


def hints(boxes: Sequence[Box], procedure: Procedure | None, items: Mapping[str, Item]) -> tuple[BoxNote, ...]:
    """Boxes that stay empty because the procedure does not ask for their item."""
    if procedure is None:
        return ()
    played = role_items_of(procedure, shipped_vocabulary())
    asked = {DATE_ITEM, *played, *(ask.item.name for ask in procedure.asks())}
    asked |= {fill.item for fill in procedure.fills}
    return tuple(
        BoxNote(
            str(number),
            f"「{items[box.item].label}」は「{procedure.short}」では尋ねません。空のまま印刷されます。",
        )
        for number, box in enumerate(boxes)
        if isinstance(box, ItemBox) and box.item in items and box.item not in asked
    )


def unplaced(boxes: Iterable[Box], procedure: Procedure | None) -> tuple[Item, ...]:
    """What the procedure asks and the paper does not show yet."""
    if procedure is None:
        return ()
    placed = {box.item for box in boxes if isinstance(box, ItemBox)}
    played = role_items_of(procedure, shipped_vocabulary())
    items = (*played.values(), *(ask.item for ask in procedure.asks()))
    return tuple(item for item in items if item.name not in placed and item.name not in procedure.unprinted)


def _all_problems(
    boxes: Sequence[Box], sizes: Sequence[tuple[float, float]], items: Mapping[str, Item]
) -> Iterator[BoxNote]:
    for number, box in enumerate(boxes):
        yield from (BoxNote(str(number), text) for text in _faults(box, sizes[box.area.page - 1], items))
        if isinstance(box, RowsBox):
            inside = (box.area.w, box.area.h / box.count)
            for place, cell in enumerate(box.row):
                faults = _faults(cell, inside, box.fields(items))
                yield from (BoxNote(f"{number}.{place}", text) for text in faults)


def _faults(box: Box, room: tuple[float, float], items: Mapping[str, Item]) -> Iterator[str]:
    yield from (fault.sentence for fault in box.faults(*room))
    yield from box.item_faults(items)
