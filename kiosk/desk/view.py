"""A case as people look at it: answers grouped as on the paper, and beside each whatever must be known about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms import (
    FeeLine,
    JourneyAsk,
    Place,
    Problem,
    fee_lines,
    journey,
    kinds,
    official_text,
    problems,
    row_text,
)
from forms.advice import things_to_bring
from forms.answers import Answers, rows_of
from forms.fees import Fees
from kiosk.desk.cardfilling import card_differences
from kiosk.desk.case import Case
from kiosk.desk.remarks import Remark, Remarks, remarks_on
from printing.drawing.notices import Notice as PaperNotice


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One question with its answer. `before` is what the ticket said, when that has been changed since."""

    asked: JourneyAsk
    lines: tuple[str, ...]
    changed: bool
    before: str
    problem: Problem | None
    remarks: tuple[Remark, ...]

    @property
    def key(self) -> str:
        return self.asked.key

    @property
    def label(self) -> str:
        return self.asked.ask.item.label


@dataclass(frozen=True, slots=True)
class ShownPage:
    id: str
    title: str
    answers: tuple[ShownAnswer, ...]

    @property
    def has_problem(self) -> bool:
        return any(answer.problem for answer in self.answers)


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything one screen tells about a case."""

    pages: tuple[ShownPage, ...]
    remarks: tuple[Remark, ...]
    """Those that concern no single answer."""
    bring: tuple[str, ...]
    fees: tuple[FeeLine, ...]
    problems: tuple[Problem, ...]
    differs_from_card: bool = False

    @property
    def total(self) -> int:
        return sum(line.total for line in self.fees)

    def page(self, id: str) -> ShownPage | None:
        return next((page for page in self.pages if page.id == id), None)

    @property
    def first_incomplete(self) -> ShownPage | None:
        return next((page for page in self.pages if page.has_problem), None)


def view_of(case: Case, fees: Fees, place: Place, today: date, on_paper: Sequence[PaperNotice] = ()) -> CaseView:
    """`on_paper` are the notices of the sheets, shown beside the answers they come from."""
    pages = journey(case.procedures, case.answers, today)
    asks = tuple(ask for page in pages for ask in page.asks)
    found = problems(case.procedures, case.answers, today)
    by_card = card_differences(case.procedures, case.answers, case.file.card, today)
    remarks = remarks_on(case, asks, by_card, place, today, on_paper)
    wrong = {problem.item: problem for problem in found}
    return CaseView(
        pages=tuple(
            ShownPage(page.id, page.title, tuple(_shown(case, ask, wrong, remarks) for ask in page.asks))
            for page in pages
        ),
        remarks=remarks.above(asks),
        bring=things_to_bring(case.procedures, case.answers, today),
        fees=fee_lines(case.procedures, case.answers, fees, place, today),
        problems=found,
        differs_from_card=bool(by_card),
    )


def _shown(case: Case, ask: JourneyAsk, wrong: Mapping[str, Problem], remarks: Remarks) -> ShownAnswer:
    now, first = case.answers.get(ask.key), case.file.original.get(ask.key)
    changed = bool(case.file.original) and now != first
    before = "、".join(_lines(ask, case.file.original)) if changed else ""
    return ShownAnswer(ask, _lines(ask, case.answers), changed, before, wrong.get(ask.key), remarks.beside(ask))


def _lines(ask: JourneyAsk, answers: Answers) -> tuple[str, ...]:
    item, value = ask.ask.item, answers.get(ask.key)
    if item.kind is kinds.PEOPLE:
        return row_text(item, value) if rows_of(value) else ()
    text = official_text(item, value)
    return (text,) if text else ()
