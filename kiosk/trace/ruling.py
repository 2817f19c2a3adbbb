"""The boxes that a form's rules enclose, offered for a click: fields, rows of comb cells, squares to tick."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kiosk.trace.lines import Rule

NEAR = 0.5
"""Millimetres between rules that people see as one."""

SMALLEST = 2.0
MOST_RULES = 500
"""In each direction, the longest; more make a picture and no form."""

MOST_FOUND = 1_500
FEWEST_CELLS = 4
LARGEST_CELL, SQUARE = 11.0, 7.0


@dataclass(frozen=True, slots=True)
class RuledBox:
    """A ruled box in mm. `kind` is field, comb (with its number of cells) or square."""

    x: float
    y: float
    w: float
    h: float
    kind: str = "field"
    cells: int = 1


def found_boxes(rules: Iterable[Rule]) -> tuple[RuledBox, ...]:
    """Combs first, then single boxes, each from top to bottom."""
    rules = tuple(rules)
    level, upright = (
        _joined(rule for rule in rules if rule.level),
        _joined(rule for rule in rules if not rule.level),
    )
    boxes = sorted(_enclosed(level, upright), key=lambda box: (box.y, box.x))[:MOST_FOUND]
    return (*_combs(boxes), *boxes)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules side by side or end to end as one."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][-1].at <= NEAR and rule.at - lines[-1][0].at <= 2 * NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined = [one for line in lines for one in _end_to_end(line)]
    longest = sorted(joined, key=lambda rule: rule.begin - rule.end)[:MOST_RULES]
    return sorted(longest, key=lambda rule: (rule.at, rule.begin))


def _end_to_end(line: Sequence[Rule]) -> Iterator[Rule]:
    at = sum(rule.at for rule in line) / len(line)
    begin = end = 0.0
    for position, rule in enumerate(sorted(line, key=lambda rule: rule.begin)):
        if position and rule.begin <= end + NEAR:
            end = max(end, rule.end)
            continue
        if position:
            yield Rule(rule.level, at, begin, end)
        begin, end = rule.begin, rule.end
    yield Rule(line[0].level, at, begin, end)


def _enclosed(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[RuledBox]:
    """For each corner the smallest rectangle below and to the right of it whose four sides are ruled."""
    columns = [[line for line in level if _crosses(line, side)] for side in upright]
    for top in level:
        sides = [at for at, side in enumerate(upright) if _crosses(top, side)]
        for place, left in enumerate(sides):
            if upright[left].end > top.at + SMALLEST and (
                found := _smallest(top, left, sides[place + 1 :], upright, columns)
            ):
                yield found


def _smallest(
    top: Rule, left: int, rights: Sequence[int], upright: Sequence[Rule], columns: Sequence[Sequence[Rule]]
) -> RuledBox | None:
    x = upright[left].at
    begin = bisect_left(columns[left], top.at + SMALLEST, key=lambda line: line.at)
    for right in rights:
        edge = upright[right]
        if edge.at - x < SMALLEST or edge.end < top.at + SMALLEST:
            continue
        for bottom in columns[left][begin:]:
            if bottom.end >= edge.at - NEAR and bottom.begin <= x + NEAR and edge.end >= bottom.at - NEAR:
                return _found(x, top.at, edge.at - x, bottom.at - top.at)
    return None


def _found(x: float, y: float, w: float, h: float) -> RuledBox:
    kind = "square" if w <= SQUARE and h <= SQUARE and abs(w - h) <= 1 else "field"
    return RuledBox(round(x, 1), round(y, 1), round(w, 1), round(h, 1), kind)


def _crosses(line: Rule, side: Rule) -> bool:
    return line.begin - NEAR <= side.at <= line.end + NEAR and side.begin - NEAR <= line.at <= side.end + NEAR


def _combs(boxes: Sequence[RuledBox]) -> Iterator[RuledBox]:
    """Equal narrow cells side by side."""
    run: list[RuledBox] = []
    for before, box in pairwise((*sorted(boxes, key=lambda box: (box.y, box.h, box.x)), RuledBox(-9, -9, 0, 0))):
        run = [*run, before] if run else [before]
        if not _continues(before, box):
            if len(run) >= FEWEST_CELLS:
                yield _comb(run)
            run = []


def _continues(cell: RuledBox, other: RuledBox) -> bool:
    return (
        abs(cell.y - other.y) <= NEAR
        and abs(cell.h - other.h) <= NEAR
        and abs(cell.w - other.w) <= NEAR
        and abs(cell.x + cell.w - other.x) <= NEAR
        and max(cell.w, cell.h * 0.7) <= LARGEST_CELL
    )


def _comb(run: Sequence[RuledBox]) -> RuledBox:
    first, last = run[0], run[-1]
    return RuledBox(first.x, first.y, round(last.x + last.w - first.x, 1), first.h, "comb", len(run))
