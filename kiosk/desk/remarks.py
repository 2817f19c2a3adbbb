"""What must be known about a case, said beside the answer it concerns, or above all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms import JourneyAsk, NoticeKind, Place
from forms.advice import notices
from forms.doubts import Doubt
from forms.journey import Journey
from forms.schema import fields_of
from forms.vocabulary import shipped_vocabulary
from kiosk.desk.cardfilling import NAME, Difference, name_on_card
from kiosk.desk.case import Case
from printing.drawing.notices import Notice as PaperNotice

UNREAD = "受付コードの中の「{}」は、読めない値でした。ご本人に聞いて、正しいか確かめてください。"
UNREAD_HERE = "受付コードの中の値を読めませんでした。ご本人に聞いて入れてください。"
BY_CARD = "カードでは：{}"
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
    return [(ask.key, _caution(BY_CARD.format(by_card[ask.key].words))) for ask in asks if ask.key in by_card]


def _named_by_card(case: Case) -> list[About]:
    """The names that stand in brackets behind the name of the card."""
    found = name_on_card(case.file.card.get("name", ""))
    said = ((FORMER_ON_CARD, found.former), (COMMON_ON_CARD, found.common))
    return [(NAME, Remark(NoticeKind.INFORMATION, words.format(name))) for words, name in said if name]


def _not_read(case: Case, journey: Journey) -> list[About]:
    """What the ticket had no readable value for and nobody has given since."""
    labels = {field.key: field.item.label for field in fields_of(case.procedures, shipped_vocabulary())}
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
