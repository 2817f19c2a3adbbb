"""From the card's facts to facts of the visitor, whose card it is whatever role they play."""

from collections.abc import Mapping

from forms import Value
from forms.answers import UNKNOWN
from forms.checking import is_legal
from forms.journey import Journey
from forms.person import YOU


def with_card(journey: Journey, card: Mapping[str, str]) -> dict[str, Value]:
    """Return the answers with the card's facts where the visitor is asked for them and has not said anything yet."""
    said = _said_by_card(journey, card)
    empty = {key: text for key, text in said.items() if journey.answers.get(key, UNKNOWN) is UNKNOWN}
    return dict(journey.answers) | empty


def card_differences(journey: Journey, card: Mapping[str, str]) -> dict[str, str]:
    """Return what the card says otherwise than the answers, by the key of the question."""
    said, answers = _said_by_card(journey, card), journey.answers
    return {key: text for key, text in said.items() if answers.get(key, UNKNOWN) not in (UNKNOWN, text)}


def _said_by_card(journey: Journey, card: Mapping[str, str]) -> dict[str, str]:
    """The card's items under the keys of the questions that are asked about the visitor."""
    wanted = {f"{YOU}.{fact}": value for fact, value in card.items()}
    return {
        ask.key: wanted[ask.key]
        for ask in journey.asks
        if ask.key in wanted and is_legal(ask.ask.item, wanted[ask.key])
    }
