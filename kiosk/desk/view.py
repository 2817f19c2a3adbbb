"""A case as people look at it: answers grouped by person, and beside each whatever must be known about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms import (
    Answers,
    FeeLine,
    Item,
    JourneyAsk,
    Place,
    Problem,
    Row,
    Value,
    fee_lines,
    kinds,
    official_text,
)
from forms.advice import things_to_bring
from forms.answers import UNKNOWN, Cell, rows_of
from forms.checking import problems_of
from forms.doubts import doubts_of
from forms.fees import total_of
from forms.journey import Journey
from forms.journeypage import JourneyPage
from forms.kinds.kind import BETWEEN
from forms.people import open_cells, with_cell
from forms.person import ROW_ID, FactSource
from forms.procedure import Ask
from kiosk.desk.cardfilling import card_differences
from kiosk.desk.case import Case
from kiosk.desk.peoplewords import Came, came_as, groups_of, heading_of
from kiosk.desk.remarks import Remark, Remarks, remarks_on
from kiosk.desk.sources import source_shown
from kiosk.office import Office
from printing.drawing.notices import Notice as PaperNotice


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One question with its answer. `before` is what the ticket said, when that has been changed since."""

    asked: JourneyAsk
    label: str
    """Of the paper; with the procedure where another question of the page is called the same."""
    value: Value | None
    """The answer, or what follows from others unless somebody says otherwise."""
    lines: tuple[str, ...]
    source: FactSource
    changed: bool
    before: str
    problem: Problem | None
    remarks: tuple[Remark, ...]

    @property
    def key(self) -> str:
        return self.asked.key

    @property
    def waits(self) -> bool:
        """Whether the visitor left it for the counter."""
        return self.value is UNKNOWN


@dataclass(frozen=True, slots=True)
class ShownPage:
    page: JourneyPage
    title: str
    """For staff; who fills in the forms reads the page's own."""
    answers: tuple[ShownAnswer, ...]

    @property
    def id(self) -> str:
        return self.page.id

    @property
    def has_problem(self) -> bool:
        return any(answer.problem for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing the visitor left for the counter, to be asked there: the whole answer, or a field of one of several
    people (`place` counts from 0)."""

    title: str
    """Of the group it stands in."""
    label: str
    asked: JourneyAsk
    of: str
    """The key of the answer it belongs to."""
    place: int = 0
    field: str = ""

    @property
    def key(self) -> str:
        return self.asked.key

    def filled(self, answers: Answers, value: Value) -> Answers:
        """Return the answers with this one."""
        if not self.field:
            return {**answers, self.of: value}
        return {**answers, self.of: with_cell(answers.get(self.of), self.place, self.field, value)}


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything one screen tells about a case."""

    pages: tuple[ShownPage, ...]
    remarks: tuple[Remark, ...]
    """Those that concern no single answer."""
    bring: tuple[str, ...]
    fees: tuple[FeeLine, ...]
    problems: tuple[Problem, ...]
    came: tuple[Came, ...]
    differs_from_card: bool = False
    can_follow_card: bool = False

    @property
    def total(self) -> int | None:
        """None while some of it is still worked out."""
        return total_of(self.fees)

    def page(self, id: str) -> ShownPage | None:
        return next((page for page in self.pages if page.id == id), None)

    @property
    def waiting(self) -> tuple[Gap, ...]:
        """What is left to be asked at the counter."""
        return tuple(gap for page in self.pages for answer in page.answers for gap in _gaps(page, answer))

    @property
    def first_incomplete(self) -> ShownPage | None:
        return next((page for page in self.pages if page.has_problem), None)


def view_of(
    case: Case, office: Office, place: Place, today: date, on_paper: Sequence[PaperNotice] = ()
) -> CaseView:
    """`on_paper` are the notices of the sheets, shown beside the answers they come from."""
    journey = case.journey(today)
    asks, found = journey.asks, problems_of(journey)
    by_card = card_differences(journey, case.file.card)
    doubts = doubts_of(journey, office.municipality)
    remarks = remarks_on(case, journey, by_card, doubts, place, on_paper)
    wrong = {problem.item: problem for problem in found}
    return CaseView(
        pages=tuple(
            ShownPage(
                page,
                heading_of(page, journey),
                tuple(_shown(case, journey, page, ask, wrong, remarks) for ask in page.asks),
            )
            for page in groups_of(journey)
        ),
        remarks=remarks.above(asks),
        bring=things_to_bring(journey),
        fees=fee_lines(journey, office.fees, place),
        problems=found,
        came=came_as(journey),
        differs_from_card=bool(by_card),
        can_follow_card=any(each.value is not None for each in by_card.values()),
    )


def _gaps(page: ShownPage, answer: ShownAnswer) -> Iterator[Gap]:
    asked, value = answer.asked, answer.value
    if answer.waits:
        known = replace(asked, ask=replace(asked.ask, may_be_unknown=False))
        yield Gap(page.title, answer.label, known, asked.key)
    rows = rows_of(value)
    for place, field in open_cells(asked.ask.item, value):
        ask = Ask(replace(field, may_be_unknown=False), required=True)
        alone = JourneyAsk(f"{asked.key}.{place}.{field.name}", ask, asked.serves)
        name = str(rows[place].get(asked.ask.item.fields[0].name, "")) or f"{place + 1}人め"
        yield Gap(page.title, f"{name}の{field.label}", alone, asked.key, place, field.name)


def _label(ask: JourneyAsk, page: JourneyPage, journey: Journey) -> str:
    label = ask.ask.item.label
    if [each.ask.item.label for each in page.asks].count(label) == 1:
        return label
    return f"{label}（{'、'.join(each.short for each in journey.procedures if each.id in ask.serves)}）"


def _shown(
    case: Case,
    journey: Journey,
    page: JourneyPage,
    ask: JourneyAsk,
    wrong: Mapping[str, Problem],
    remarks: Remarks,
) -> ShownAnswer:
    value, first = journey.value(ask), case.file.original.get(ask.key)
    changed = bool(case.file.original) and case.answers.get(ask.key) != first
    return ShownAnswer(
        asked=ask,
        label=_label(ask, page, journey),
        value=value,
        lines=_lines(ask, value),
        source=source_shown(ask.key, case.answers, case.file.sources),
        changed=changed,
        before="、".join(_lines(ask, first)) if changed else "",
        problem=wrong.get(ask.key),
        remarks=remarks.beside(ask),
    )


def _row_line(item: Item, row: Row) -> str:
    """One of a household in official words; a bare yes or no would say nothing, and a gap is shown as on paper."""
    shown = (_cell_text(field, row.get(field.name)) for field in item.fields if field.name != ROW_ID)
    return BETWEEN.join(text for text in shown if text)


def _cell_text(field: Item, cell: Cell | None) -> str:
    if cell is UNKNOWN:
        return f"{field.label}▲"
    if field.kind is kinds.YES_NO:
        return field.label if cell is True else ""
    return official_text(field, cell)


def _lines(ask: JourneyAsk, value: Value | None) -> tuple[str, ...]:
    item = ask.ask.item
    if item.kind is kinds.PEOPLE:
        return tuple(_row_line(item, row) for row in rows_of(value))
    text = official_text(item, value)
    return (text,) if text else ()
