"""From the card's four items to answers: whose answers they are depends on who stands at the desk."""

from collections.abc import Mapping, Sequence
from datetime import date

from forms import Answers, Procedure, Value, journey
from forms.checking import is_legal

ROLE = "visitor.role"
PROXY = "proxy"
WHO = ("applicant", PROXY)


def with_card(
    procedures: Sequence[Procedure], answers: Answers, card: Mapping[str, str], today: date
) -> dict[str, Value]:
    """The answers with the card's items where they belong: the card is the visitor's, who may be a proxy.

    Nothing is filled before it is known who the visitor is. What the card once filled for the other person is
    taken out again when the visitor turns out to be somebody else; what a person typed stays.
    """
    filled = dict(answers)
    if not card or (_asks_role(procedures) and ROLE not in filled):
        return filled
    mine, other = WHO if filled.get(ROLE) != PROXY else WHO[::-1]
    for fact in card:
        if filled.get(f"{other}.{fact}") == card[fact]:
            del filled[f"{other}.{fact}"]
    said = _said_by_card(procedures, filled, card, mine, today)
    return filled | {key: text for key, text in said.items() if key not in filled}


def card_differences(
    procedures: Sequence[Procedure], answers: Answers, card: Mapping[str, str], today: date
) -> dict[str, str]:
    """What the card says otherwise than the answers, by the key of the question."""
    if not card or (_asks_role(procedures) and ROLE not in answers):
        return {}
    mine = WHO[1] if answers.get(ROLE) == PROXY else WHO[0]
    said = _said_by_card(procedures, answers, card, mine, today)
    return {key: text for key, text in said.items() if key in answers and answers[key] != text}


def _said_by_card(
    procedures: Sequence[Procedure], answers: Answers, card: Mapping[str, str], who: str, today: date
) -> dict[str, str]:
    """The card's items under the keys of the questions that are asked about `who`."""
    wanted = {f"{who}.{fact}": card[fact] for fact in card}
    asks = (ask for page in journey(procedures, answers, today) for ask in page.asks)
    return {
        ask.key: wanted[ask.key] for ask in asks if ask.key in wanted and is_legal(ask.ask.item, wanted[ask.key])
    }


def _asks_role(procedures: Sequence[Procedure]) -> bool:
    return any(procedure.item(ROLE) for procedure in procedures)
