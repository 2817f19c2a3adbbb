"""The texts of the domain `catalogue`: what procedures, items and fees say to residents.

Official wording (labels, laws) belongs to the paper and is left out.
"""

import tomllib
from collections.abc import Iterable, Iterator

from forms import Procedure, read_fees, shipped_catalogue
from forms.fees import apart
from forms.item import Item
from forms.person import ROW_ID
from forms.role import BASIS, Role
from kiosk.overlay import FEES, GUIDE, LOBBY, SHIPPED
from tools.translation.texts import Text

GUIDE_KEYS = (
    "title",
    "name",
    "group",
    "question",
    "ask",
    "text",
    "lead",
    "hint",
    "sentence",
    "next_step",
    "label",
    "why",
    "desk",
    "since",
)
"""Keys of `kiosk/shipped/guide` files whose value is shown to residents."""


def catalogue_texts() -> Iterator[Text]:
    """Procedure by procedure with the items in the order they are asked, so that a translator reads a story."""
    whole = shipped_catalogue()
    # What only staff offer and ask stays Japanese, like the rest of the counter.
    catalogue = whole.for_residents
    unseen = _items_of(whole.versions.values()) - _items_of(catalogue.versions.values())
    yield from (Text(one.group, "group") for one in catalogue.current.values())
    yield from (Text(one.desk, "where to go") for one in catalogue.current.values())
    for procedure in sorted(catalogue.versions.values(), key=lambda one: (one.number, -one.version)):
        yield from _procedure(procedure)
    for item in catalogue.vocabulary.values():
        if not item.role and item.name != BASIS and item.name not in unseen:
            yield from _item(item)
    fees = read_fees(SHIPPED / FEES)
    for_staff = apart(fees, catalogue.versions.values())
    yield from (Text(fee.name, "fee") for fee in fees.values() if fee not in for_staff)
    for certificate in tomllib.loads((SHIPPED / LOBBY).read_text("utf-8"))["certificate"]:
        yield Text(certificate["use"], "lobby: what a certificate is used for")
    for file in sorted((SHIPPED / GUIDE).rglob("*.toml")):
        yield from _guide(tomllib.loads(file.read_text("utf-8")), f"guide {file.stem}")


def _items_of(procedures: Iterable[Procedure]) -> set[str]:
    return {ask.item.name for procedure in procedures for ask in procedure.asks()}


def _procedure(procedure: Procedure) -> Iterator[Text]:
    place = procedure.id
    for text in (procedure.title, procedure.short, procedure.lead):
        yield Text(text, place)
    for role in procedure.roles:
        yield from _role(role, f"{place}: {role.name}")
    for page in procedure.pages:
        yield Text(page.title, f"{place}: page")
        yield Text(page.lead, f"{place}: page")
        for ask in page.asks:
            yield from (Text(ask.ask, ask.item.name), Text(ask.hint, f"{ask.item.name}: hint"))
            yield from _item(ask.item)
    yield from (Text(notice.text, f"{place}: notice") for notice in procedure.notices)
    yield from (Text(check.text, f"{place}: mistake") for check in procedure.checks)
    yield from (Text(thing.text, f"{place}: bring") for thing in procedure.bring)


def _role(role: Role, place: str) -> Iterator[Text]:
    """What is asked about whoever plays the role, where the procedure has words of its own."""
    yield from (Text(text, place) for text in (role.ask, role.hint, role.family) if text)
    for need in role.facts:
        yield from (Text(text, f"{place}, {need.fact}") for text in (need.ask, need.hint) if text)


def _item(item: Item) -> Iterator[Text]:
    yield from (
        Text(item.ask, item.name),
        Text(item.hint, f"{item.name}: hint"),
        Text(item.unit, f"{item.name}: unit"),
    )
    for choice in item.choices:
        yield Text(choice.ask, f"{item.name}: choice")
        yield Text(choice.hint, f"{item.name}: choice, hint")
    for field in item.fields:
        if field.name != ROW_ID:
            yield from _item(field)


def _guide(data: object, place: str) -> Iterator[Text]:
    """Guide files have a shape of their own; only their keys count here."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str) and key in GUIDE_KEYS:
                yield Text(value, place)
            else:
                yield from _guide(value, place)
    elif isinstance(data, list):
        for entry in data:
            yield from _guide(entry, place)
