"""Squares to tick, set in as many lines as they need."""

from collections.abc import Sequence

from forms import Choice, Item, Kind
from kiosk.sheetdraft.canvas import Canvas, width_of

SQUARE, AFTER_SQUARE, GAP = 3.6, 1.2, 5.0
SIZE = 9.0
LINE = 5.4
"""Millimetres from one line of ticks to the next."""

TickRow = list[tuple[float, str, str]]
"""x from the left, code, words."""


def tick_rows(item: Item, offered: Sequence[Choice], width: float) -> list[TickRow]:
    """The ticks of the item in lines no wider than `width` millimetres."""
    choices = offered or item.choices
    pairs = [("yes", "はい"), ("no", "いいえ")]
    if item.kind is not Kind.YES_NO:
        pairs = [(choice.code, choice.label) for choice in choices]
    rows: list[TickRow] = [[]]
    x = 0.0
    for code, words in pairs:
        needed = SQUARE + AFTER_SQUARE + width_of(words, SIZE)
        if rows[-1] and x + needed > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, code, words))
        x += needed + GAP
    return rows


def ticks(canvas: Canvas, item: Item, rows: Sequence[TickRow], x: float, y: float) -> None:
    for line, row in enumerate(rows):
        for from_left, code, words in row:
            at = [x + from_left, y + line * LINE, SQUARE, SQUARE]
            canvas.box("tick", at, item=item.name, value=code, words=words)
