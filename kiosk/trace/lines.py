"""The straight rules a PDF page draws, and the boxes they enclose."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

import pikepdf

from printing.sheets.parts import MM

MOST_OPERATIONS = 200_000
MOST_WORDS = 1_000_000
"""Of one page: a form has some ten thousand, and a million take 160 MB."""

WORD = re.compile(rb"[A-Za-z'\"*]+")
MOST_RULES = 4_000
DEEPEST = 4
"""Forms inside forms."""

THIN = 0.9
"""Millimetres; a filled bar up to this thick is a rule."""

SHORTEST = 1.2
SKEW = 0.15
"""Millimetres a rule may lean."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A level rule at height `at` from `begin` to `end`, or an upright one at the distance `at` from the left."""

    level: bool
    at: float
    begin: float
    end: float


UNREADABLE = (
    *(pikepdf.PdfError, pikepdf.PasswordError),
    *(RecursionError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError),
)
"""Also operators without operands, and numbers that are none."""


def rules_of(pdf: bytes, number: int) -> tuple[Rule, ...]:
    """All rules of page `number` (from 1); none for a scanned page or one that cannot be taken apart."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            page = opened.pages[number - 1]
            pen = _Pen(page_matrix(page))
            pen.run(page.obj)
            return tuple(pen.rules[:MOST_RULES])
    except UNREADABLE:
        return ()


def page_matrix(page: pikepdf.Page) -> Matrix:
    """From the page's own units to millimetres from the top left corner as seen, as `printing.drawing.static` places it."""
    left, low, right, high = (float(edge) for edge in page.trimbox.as_list())
    left, right, low, high = min(left, right), max(left, right), min(low, high), max(low, high)
    unit = float(page.obj.get("/UserUnit", 1)) / MM
    match int(page.obj.get("/Rotate", 0)) % 360:
        case 90:
            return (0, unit, unit, 0, -low * unit, -left * unit)
        case 180:
            return (-unit, 0, 0, unit, right * unit, -low * unit)
        case 270:
            return (0, -unit, -unit, 0, high * unit, right * unit)
    return (unit, 0, 0, -unit, -left * unit, high * unit)


@dataclass(slots=True)
class _Pen:
    """Follows the painting operators (ISO 32000-1, 8.4 and 8.5)."""

    matrix: Matrix
    rules: list[Rule] = field(default_factory=list)
    left: int = MOST_OPERATIONS
    depth: int = 0
    stack: list[Matrix] = field(default_factory=list)
    parts: list[list[Point]] = field(default_factory=list)

    def run(self, content: pikepdf.Object) -> None:
        """The operators of a page or a form."""
        forms = content.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
        if _count_words(content) > MOST_WORDS:
            return
        outer, self.stack = self.stack, []
        for instruction in pikepdf.parse_content_stream(content):
            operands, operator = list(instruction.operands), instruction.operator
            self.left -= 1
            if self.left < 0 or len(self.rules) >= MOST_RULES:
                break
            if str(operator) == "Do":
                self._form(forms.get(str(operands[0])))
            else:
                self._operate(str(operator), operands)
        self.stack = outer

    def _form(self, form: pikepdf.Object | None) -> None:
        if form is None or form.get("/Subtype") != "/Form" or self.depth >= DEEPEST:
            return
        kept, self.depth = self.matrix, self.depth + 1
        own = form.get("/Matrix")
        if own is not None:
            self.matrix = _times(_matrix(list(own.as_list())), self.matrix)
        self.run(form)
        self.matrix, self.depth, self.parts = kept, self.depth - 1, []

    def _operate(self, operator: str, operands: Sequence[object]) -> None:
        match operator:
            case "q":
                self.stack.append(self.matrix)
            case "Q" if self.stack:
                self.matrix = self.stack.pop()
            case "cm":
                self.matrix = _times(_matrix(operands), self.matrix)
            case "m" | "l" | "c" | "v" | "y" | "re" | "h":
                self._construct(operator, [_number(each) for each in operands])
            case "S" | "s" | "B" | "B*" | "b" | "b*":
                self._paint(strokes=True, closes=operator in "sb*")
            case "f" | "F" | "f*":
                self._paint(strokes=False, closes=True)
            case "n":
                self.parts = []

    def _construct(self, operator: str, numbers: list[float]) -> None:
        match operator:
            case "re":
                x, y, w, h = numbers
                corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
                self.parts.append([self._seen(corner) for corner in corners])
            case "m":
                self.parts.append([self._seen((numbers[0], numbers[1]))])
            case "h" if self.parts:
                self.parts[-1].append(self.parts[-1][0])
            case "l" if self.parts:
                self.parts[-1].append(self._seen((numbers[0], numbers[1])))
            case "c" | "v" | "y" if self.parts:
                # The curve itself is no rule; the next line begins where it ends.
                self.parts.append([self._seen((numbers[-2], numbers[-1]))])

    def _paint(self, *, strokes: bool, closes: bool) -> None:
        for part in self.parts:
            points = [*part, part[0]] if closes else part
            self.rules += _edges(points) if strokes else _bar(points)
        self.parts = []

    def _seen(self, point: Point) -> Point:
        a, b, c, d, e, f = self.matrix
        return (a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f)


def _count_words(content: pikepdf.Object) -> int:
    """How many words of letters its operators can be, at the most; they are looked at before they become objects."""
    found = content if isinstance(content, pikepdf.Stream) else content.get("/Contents", pikepdf.Array())
    streams = found.as_list() if isinstance(found, pikepdf.Array) else [found]
    return sum(len(WORD.findall(each.read_bytes())) for each in streams if isinstance(each, pikepdf.Stream))


def _edges(points: Sequence[Point]) -> Iterable[Rule]:
    """The straight sides; a stroked bar that is thin itself counts once."""
    thin = list(_bar(points)) if len(points) > 3 else []
    if thin:
        return thin
    sides = (_rule(*first, *second) for first, second in pairwise(points))
    return [side for side in sides if side]


def _bar(points: Sequence[Point]) -> Iterable[Rule]:
    """The middle line of a thin filled area, nothing for any other."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if height <= THIN and width >= SHORTEST and width > 2 * height:
        return [Rule(True, (min(ys) + max(ys)) / 2, min(xs), max(xs))]
    if width <= THIN and height >= SHORTEST and height > 2 * width:
        return [Rule(False, (min(xs) + max(xs)) / 2, min(ys), max(ys))]
    return []


def _rule(x: float, y: float, other_x: float, other_y: float) -> Rule | None:
    if abs(y - other_y) <= SKEW and abs(x - other_x) >= SHORTEST:
        return Rule(True, (y + other_y) / 2, min(x, other_x), max(x, other_x))
    if abs(x - other_x) <= SKEW and abs(y - other_y) >= SHORTEST:
        return Rule(False, (x + other_x) / 2, min(y, other_y), max(y, other_y))
    return None


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _matrix(operands: Sequence[object]) -> Matrix:
    a, b, c, d, e, f = (_number(each) for each in operands)
    return (a, b, c, d, e, f)


def _number(operand: object) -> float:
    return float(str(operand))


NEAR = 0.5
"""Millimetres between rules that people see as one."""

SMALLEST = 2.0
MOST_RULES_OFFERED = 500
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
    longest = sorted(joined, key=lambda rule: rule.begin - rule.end)[:MOST_RULES_OFFERED]
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
