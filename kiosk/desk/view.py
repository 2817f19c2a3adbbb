"""A case as people look at it: answers grouped by person, and beside each whatever must be known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cardreader.card import UNTOLD
from forms import Ask, FeeLine, Item, JourneyAsk, NoticeKind, Place, Problem, answers, fees, kinds, schema, showing
from forms.answers import UNKNOWN, Cell, rows_of
from forms.application import notices, things_to_bring
from forms.checking import problems_of
from forms.doubts import Doubt, doubts_of, relate
from forms.household import open_cells, with_cell
from forms.journey import Journey
from forms.journeypage import JourneyPage
from forms.kinds.kind import BETWEEN
from forms.person import ROW_ID, FactSource
from forms.vocabulary import shipped_vocabulary
from kiosk.desk.case import NAME, Case, Difference, card_differences, name_on_card, source_shown
from kiosk.desk.peoplewords import Came, came_as, groups_of, heading_of
from kiosk.office import Office
from printing.drawing.render import Notice as PaperNotice

UNREAD = "受付コードの中の「{}」は、読めない値でした。ご本人に聞いて、正しいか確かめてください。"
UNREAD_HERE = "受付コードの中の値を読めませんでした。ご本人に聞いて入力してください。"
BY_CARD = "カードでは：{}"
UNTOLD_BY_CARD = "（〓は、カードが文字で持っていない字です。券面を見て入力してください）"
FORMER_ON_CARD = "カードには、旧氏（{}）も書かれています。"
COMMON_ON_CARD = "カードには、通称（{}）も書かれています。"


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice or warning. `kind` is information, caution or refusal."""

    kind: NoticeKind
    text: str


About = tuple[str, Remark]
"""A remark with the item, or the key of the answer, it is about; empty where it is about none."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks on a case, in the order in which they are said."""

    found: tuple[About, ...]

    def beside(self, ask: JourneyAsk) -> tuple[Remark, ...]:
        return _once(remark for item, remark in self.found if _is_about(item, ask))

    def above(self, asks: Iterable[JourneyAsk]) -> tuple[Remark, ...]:
        """Those that stand beside none of the questions."""
        placed = {remark for ask in asks for remark in self.beside(ask)}
        return _once(remark for _, remark in self.found if remark not in placed)


def remarks_on(
    case: Case,
    journey: Journey,
    by_card: Mapping[str, Difference],
    doubts: Sequence[Doubt],
    place: Place,
    on_paper: Sequence[PaperNotice],
) -> Remarks:
    """`by_card` is what the card says otherwise, by the key of its question.
    `doubts` are told again here, whatever the visitor has confirmed. `on_paper` are the notices of the sheets; the
    words are the paper's own."""
    asks = journey.asks
    unread = _not_read(case, journey) if place is Place.COUNTER else []
    paper = [(notice.item, _caution(notice.sentence)) for notice in on_paper]
    doubted = [(doubt.item, _caution(doubt.sentence)) for doubt in doubts]
    told = (*_by_card(asks, by_card), *_named_by_card(case), *unread, *doubted, *_notices(journey), *paper)
    return Remarks(told)


def _by_card(asks: Sequence[JourneyAsk], by_card: Mapping[str, Difference]) -> list[About]:
    return [(ask.key, _caution(_words_by_card(by_card[ask.key]))) for ask in asks if ask.key in by_card]


def _words_by_card(difference: Difference) -> str:
    words = difference.words
    return BY_CARD.format(words) + (UNTOLD_BY_CARD if UNTOLD in words else "")


def _named_by_card(case: Case) -> list[About]:
    """The names that stand in brackets behind the name of the card."""
    found = name_on_card(case.file.card.get("name", ""))
    said = ((FORMER_ON_CARD, found.former), (COMMON_ON_CARD, found.common))
    return [(NAME, Remark(NoticeKind.INFORMATION, words.format(name))) for words, name in said if name]


def _not_read(case: Case, journey: Journey) -> list[About]:
    """What the ticket had no readable value for and nobody has given since."""
    if not case.file.unreadable:
        return []
    labels = {field.key: field.item.label for field in schema.fields_of(case.procedures, shipped_vocabulary())}
    asked = {ask.key: ask.ask.item.label for ask in journey.asks}
    labels |= asked
    return [
        (key, _caution(UNREAD_HERE if key in asked else UNREAD.format(labels[key])))
        for key in case.file.unreadable
        if key in labels and key not in case.answers
    ]


def _notices(journey: Journey) -> list[About]:
    held = notices(journey)
    return [(item, Remark(each.notice.kind, each.notice.text)) for each in held for item in each.items]


def _is_about(item: str, ask: JourneyAsk) -> bool:
    name = ask.ask.item.name
    return item in (name, ask.key) or item.startswith(f"{name}.")


def _caution(text: str) -> Remark:
    return Remark(NoticeKind.CAUTION, text)


def _once(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(dict.fromkeys(remarks))


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """Several people to be compared with a paper, a line each; what nobody said of anybody has no column."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One question with its answer. `before` is what the ticket said, when that has been changed since."""

    asked: JourneyAsk
    label: str
    """Of the paper; with the procedure where another question of the page is called the same."""
    value: answers.Value | None
    """The answer, or what follows from others unless somebody says otherwise."""
    lines: tuple[str, ...]
    source: FactSource
    changed: bool
    before: str
    problem: Problem | None
    remarks: tuple[Remark, ...]
    table: PeopleTable | None = None

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
    is_whole: bool = True
    """Whether no answer is left out because it is none of the reader's."""

    @property
    def id(self) -> str:
        return self.page.id

    @property
    def is_open(self) -> bool:
        """Whether anything on it has no answer."""
        return any(answer.value is None for answer in self.answers)

    @property
    def has_table(self) -> bool:
        """Whether several people stand on it."""
        return any(answer.table for answer in self.answers)

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

    def filled(self, answers: answers.Answers, value: answers.Value) -> answers.Answers:
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
    by_card: Mapping[str, str]
    """What the card says otherwise, in words, by the key of its question."""
    can_follow_card: bool = False
    closed: int = 0
    """How many answers are left out because they are none of the reader's."""

    @property
    def total(self) -> int | None:
        """None while some of it is still worked out."""
        return fees.total_of(self.fees)

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
    asks, related = journey.asks, relate(journey)
    found, doubts = problems_of(journey, related), doubts_of(journey, office.municipality, related)
    by_card = card_differences(journey, case.file.card)
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
        fees=fees.fee_lines(journey, office.fees, case.place),
        problems=found,
        came=came_as(journey),
        by_card={key: _words_by_card(each) for key, each in by_card.items()},
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
    return f"{label}（{'、'.join(each.shown_name for each in journey.procedures if each.id in ask.serves)}）"


def _shown(
    case: Case,
    journey: Journey,
    page: JourneyPage,
    ask: JourneyAsk,
    wrong: Mapping[str, Problem],
    remarks: Remarks,
) -> ShownAnswer:
    value, first = journey.value(ask), case.file.original.get(ask.key)
    # An answer to what neither the ticket nor the card told is no correction.
    changed = first is not None and case.answers.get(ask.key) != first
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
        table=_table(ask.ask.item, value),
    )


def _table(item: Item, value: answers.Value | None) -> PeopleTable | None:
    rows = rows_of(value)
    if item.kind is not kinds.PEOPLE or not rows:
        return None
    fields = [field for field in item.fields if field.name != ROW_ID and any(field.name in row for row in rows)]
    lines = tuple(tuple(_table_cell(field, row.get(field.name)) for field in fields) for row in rows)
    return PeopleTable(tuple(field.label for field in fields), lines)


def _table_cell(field: Item, cell: Cell | None) -> str:
    return "▲" if cell is UNKNOWN else showing.official_text(field, cell)


def _row_line(item: Item, row: answers.Row) -> str:
    """One of a household in official words; a bare yes or no would say nothing, and a gap is shown as on paper."""
    shown = (_cell_text(field, row.get(field.name)) for field in item.fields if field.name != ROW_ID)
    return BETWEEN.join(text for text in shown if text)


def _cell_text(field: Item, cell: Cell | None) -> str:
    if cell is UNKNOWN:
        return f"{field.label}▲"
    if field.kind is kinds.YES_NO:
        return field.label if cell is True else ""
    return showing.official_text(field, cell)


def _lines(ask: JourneyAsk, value: answers.Value | None) -> tuple[str, ...]:
    item = ask.ask.item
    if item.kind is kinds.PEOPLE:
        return tuple(_row_line(item, row) for row in rows_of(value))
    text = showing.official_text(item, value)
    return (text,) if text else ()
