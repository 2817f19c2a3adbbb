"""Sentences that stand in tables of the packages and may reach a resident's screen."""

from collections.abc import Iterable, Iterator

from cardreader import CardError
from cardreader.cards import CARD_TYPES
from forms import application, cast, checking, journeypage, kinds, overruling, peoplepages, showing
from forms.doubts.doubt import Says
from forms.item import Item
from forms.kinds.choice import NO, YES
from forms.kinds.kind import BETWEEN
from forms.kinds.number import NUMBER, YEN
from forms.kinship.refusing import Contradiction
from forms.procedures import read_items
from forms.ticket.reason import TicketError
from forms.wareki import ERAS
from forms.writtendate import NOT_UNDERSTOOD, NOT_WHOLE, WHICH_ERA
from kiosk.desk.devices import NEXT_STEP_WITHOUT_READER, READER_SENTENCES
from kiosk.desk.reasons import (
    BEYOND_VISITORS,
    CALL_STAFF,
    NEXT_STEPS,
    NOT_ARRIVED,
    NOT_HERE,
    NOT_PRINTED_HERE,
    OF_A_VISITOR,
    OTHER_WAY,
    OTHER_WAY_HELPS,
    PRESS_AGAIN,
    SENTENCES as DESK_SENTENCES,
    DeskReason,
)
from kiosk.prefill.draft import DraftError
from kiosk.store import StoreError
from printing.ipp.message import ADVICE as PRINT_ADVICE, GIVEN_UP
from tools.translation.texts import Text

STAFF_ONLY = BEYOND_VISITORS | {
    DeskReason.IDENTIFICATION_MISSING,
    DeskReason.PAPER_CHANGED,
    DeskReason.PAPERS_UNSEEN,
    DeskReason.SEVERAL_VISITS,
}
"""Visitors get other words for these, or never meet them."""

ONLY_SENTENCE = OTHER_WAY_HELPS | NEXT_STEPS.keys()
"""Visitors get another next step for these."""


def table_texts() -> Iterator[Text]:
    """All sentences of the tables, with the single words that other texts are made of."""
    yield from _all(
        "words",
        (
            YES,
            NO,
            BETWEEN,
            YEN,
            showing.LABELLED,
            showing.AT_COUNTER,
            NOT_UNDERSTOOD,
            WHICH_ERA,
            NOT_WHOLE,
            "西暦",
            *(e.name for e in ERAS),
        ),
    )
    yield from _all("answers: a number with its unit", _units())
    yield from _all("forms/checking.py", (checking.MISSING_CHOICE, checking.MISSING_ANSWER))
    yield from _all("asked back", Says)
    yield from _all("pages of people", _people())
    yield from _all(
        "what to bring",
        (*application.LEGAL_PAPERS.values(), *application.ORGANISATION_PAPERS, *application.REASON_PAPERS),
    )
    yield from _all("household", ("".join(said) for said in Contradiction.words.values()))
    yield from _all("card", _pairs(CardError.words.items()))
    for card_type in (each for each in CARD_TYPES if each.is_for_lobby):
        yield from _all("card", _pairs(card_type.words.items()))
        yield from _all(
            "card",
            (text for pin in card_type.pins if not pin.is_optional for text in (pin.name, pin.told) if text),
        )
    yield from _all("card reader", (*READER_SENTENCES.values(), NEXT_STEP_WITHOUT_READER))
    yield from _all("ticket", _pairs(TicketError.words.items()))
    yield from _all("printer", (*_pairs(PRINT_ADVICE.items()), GIVEN_UP))
    yield from _all("lobby", _pairs(DESK_SENTENCES.items()))
    yield from _all("store", _pairs(StoreError.words.items()))
    yield from _all("prefill", (text for said in DraftError.words.values() for text in said))
    yield from _all(
        "lobby",
        (NOT_HERE, NOT_PRINTED_HERE, NOT_ARRIVED, PRESS_AGAIN, OTHER_WAY, CALL_STAFF, *NEXT_STEPS.values()),
    )


def _people() -> Iterator[str]:
    """Titles, leads and questions that the journey itself puts, whichever procedures are chosen."""
    yield from journeypage.TITLES.values()
    yield from (peoplepages.TITLE_OF_VISITOR, peoplepages.TITLE_OF_WARD, peoplepages.TITLE_OF_PERSON)
    yield from (peoplepages.TITLE_OF_SUBJECT, peoplepages.NAME_OF_GUARDIAN, peoplepages.WORKPLACE)
    yield from (peoplepages.LEAD_OF_FAMILY, peoplepages.LEAD_OF_FAMILY_OR_NOBODY)
    yield from (peoplepages.SAME_SURNAME, peoplepages.SAME_SURNAME_AS_ASKER)
    yield from (
        peoplepages.EXPECTED,
        peoplepages.NAME_OF_HEAD,
        peoplepages.RELATION_OF_YOU,
        peoplepages.RELATION_OF_ASKER,
        cast.NOBODY_WORDS,
    )
    yield from (overruling.OVERRULED_ASK, overruling.OVERRULED_HINT)


def _all(place: str, texts: Iterable[str]) -> Iterator[Text]:
    return (Text(text, place) for text in texts)


def _pairs(table: Iterable[tuple[object, object]]) -> Iterator[str]:
    """Sentence and next step of every reason a resident can meet."""
    for reason, said in table:
        if reason in OF_A_VISITOR and reason not in STAFF_ONLY:
            sentence, next_step = said if isinstance(said, tuple) else (said.sentence, said.next_step)  # type: ignore[attr-defined]
            yield from (sentence,) if reason in ONLY_SENTENCE else (sentence, next_step)


def _units() -> Iterator[str]:
    def of(item: Item) -> Iterator[str]:
        if item.kind is kinds.COUNT and item.unit:
            yield NUMBER + item.unit
        for field in item.fields:
            yield from of(field)

    for item in read_items().values():
        yield from of(item)
