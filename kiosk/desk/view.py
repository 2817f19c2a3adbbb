"""A case as people look at it: answers grouped as on the paper, and beside each whatever must be known about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms import (
    FeeLine,
    JourneyAsk,
    NoticeKind,
    Place,
    Problem,
    Procedure,
    answers_for,
    fee_lines,
    holds,
    journey,
    official_text,
    problems,
    row_text,
)
from forms.answers import Answers, rows_of
from forms.fees import Fees
from forms.item import Kind
from forms.journey import key_of
from forms.procedure import Notice
from kiosk.desk.cardfilling import card_differences
from kiosk.desk.case import Case
from printing.notices import Notice as PaperNotice

UNREAD = "受付コードの中の「{}」は、読めない値でした。ご本人に聞いて、正しいか確かめてください。"
UNREAD_HERE = "受付コードの中の値を読めませんでした。ご本人に聞いて入れてください。"


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice or warning. `kind` is information, caution or refusal."""

    kind: NoticeKind
    text: str


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
    """`on_paper` are the notices of the printed sheets, shown beside the answers they come from. The words are
    the paper's own."""
    found = problems(case.procedures, case.answers, today)
    remarks = _remarks(case.procedures, case.answers, today)
    unread = _unreadable(case) if place is Place.COUNTER else {}
    paper = [(notice.item, Remark(NoticeKind.CAUTION, notice.sentence)) for notice in on_paper]
    said = card_differences(case.procedures, case.answers, case.file.card, today)
    wrong = {problem.item: problem for problem in found}
    pages = tuple(
        ShownPage(
            page.id,
            page.title,
            tuple(
                _shown(case, ask, wrong, [*_by_card(ask, said), *_not_read(ask, unread), *remarks, *paper])
                for ask in page.asks
            ),
        )
        for page in journey(case.procedures, case.answers, today)
    )
    asked = {answer.key for page in pages for answer in page.answers}
    lost = [
        (key, Remark(NoticeKind.CAUTION, UNREAD.format(label)))
        for key, label in unread.items()
        if key not in asked
    ]
    placed = {remark for page in pages for answer in page.answers for remark in answer.remarks}
    loose = tuple(dict.fromkeys(remark for _, remark in (*lost, *remarks, *paper) if remark not in placed))
    return CaseView(
        pages=pages,
        remarks=loose,
        bring=_bring(case.procedures, case.answers, today),
        fees=fee_lines(case.procedures, case.answers, fees, place, today),
        problems=found,
        differs_from_card=bool(said),
    )


def _shown(
    case: Case,
    ask: JourneyAsk,
    wrong: Mapping[str, Problem],
    remarks: Sequence[tuple[str, Remark]],
) -> ShownAnswer:
    now, first = case.answers.get(ask.key), case.file.original.get(ask.key)
    changed = bool(case.file.original) and now != first
    about = tuple(dict.fromkeys(remark for item, remark in remarks if _is_about(item, ask)))
    before = "、".join(_lines(ask, case.file.original)) if changed else ""
    return ShownAnswer(ask, _lines(ask, case.answers), changed, before, wrong.get(ask.key), about)


def _by_card(ask: JourneyAsk, said: Mapping[str, str]) -> tuple[tuple[str, Remark], ...]:
    if ask.key not in said:
        return ()
    return ((ask.key, Remark(NoticeKind.CAUTION, f"カードでは：{official_text(ask.ask.item, said[ask.key])}")),)


def _unreadable(case: Case) -> dict[str, str]:
    """Key and label of what the ticket had no readable value for and nobody has given since."""
    labels = {key_of(ask, each): ask.item.label for each in case.procedures for ask in each.asks()}
    return {key: labels[key] for key in case.file.unreadable if key in labels and key not in case.answers}


def _not_read(ask: JourneyAsk, unread: Mapping[str, str]) -> tuple[tuple[str, Remark], ...]:
    return ((ask.key, Remark(NoticeKind.CAUTION, UNREAD_HERE)),) if ask.key in unread else ()


def _lines(ask: JourneyAsk, answers: Answers) -> tuple[str, ...]:
    item, value = ask.ask.item, answers.get(ask.key)
    if item.kind is Kind.PEOPLE:
        return row_text(item, value) if rows_of(value) else ()
    text = official_text(item, value)
    return (text,) if text else ()


def _is_about(item: str, ask: JourneyAsk) -> bool:
    name = ask.ask.item.name
    return item in (name, ask.key) or item.startswith(f"{name}.")


def _remarks(procedures: Sequence[Procedure], answers: Answers, today: date) -> list[tuple[str, Remark]]:
    found: list[tuple[str, Remark]] = []
    for procedure in procedures:
        seen = answers_for(procedure, answers, today) if procedure.notices else {}
        for notice in procedure.notices:
            if holds(notice.when, seen, today):
                remark = Remark(notice.kind, notice.text)
                found += [(item, remark) for item in _concerned(procedure, notice, seen, today)]
    return found


def _concerned(procedure: Procedure, notice: Notice, seen: Answers, today: date) -> tuple[str, ...]:
    """The item a notice is about, and the one its answer was taken from where nobody is asked for it."""
    item = notice.item or (next(iter(notice.when.items)) if len(notice.when.items) == 1 else "")
    fills = (fill for fill in procedure.fills if fill.item == item and holds(fill.when, seen, today))
    return (item, *(fill.source for fill in fills if fill.source))


def _bring(procedures: Sequence[Procedure], answers: Answers, today: date) -> tuple[str, ...]:
    texts = (
        bring.text
        for procedure in procedures
        for bring in procedure.bring
        if holds(bring.when, answers_for(procedure, answers, today), today)
    )
    return tuple(dict.fromkeys(texts))
