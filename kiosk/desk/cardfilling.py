"""From the card's four items to answers: whose answers they are depends on who stands at the desk."""

from collections.abc import Mapping, Sequence
from datetime import date

from cardreader import CardHolder, Sex
from forms import Answers, Procedure, Value, journey
from forms.checking import is_legal

ROLE = "visitor.role"
PROXY = "proxy"
WHO = ("applicant", PROXY)
FACTS = ("name", "address", "birth_date", "sex")


def card_items(holder: CardHolder) -> dict[str, str]:
    """The four items by name; a sex the card does not tell is left out."""
    items = {"name": holder.name, "address": holder.address, "birth_date": holder.birth_date}
    return items | ({"sex": holder.sex.value} if holder.sex in (Sex.MALE, Sex.FEMALE) else {})


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
    for fact in FACTS:
        if fact in card and filled.get(f"{other}.{fact}") == card[fact]:
            del filled[f"{other}.{fact}"]
    wanted = {f"{mine}.{fact}": card[fact] for fact in FACTS if fact in card}
    for page in journey(procedures, filled, today):
        for ask in page.asks:
            if ask.key in wanted and ask.key not in filled and is_legal(ask.ask.item, wanted[ask.key]):
                filled[ask.key] = wanted[ask.key]
    return filled


def _asks_role(procedures: Sequence[Procedure]) -> bool:
    return any(procedure.item(ROLE) for procedure in procedures)
