"""The register of the practice hall: a few fictitious households, in one of them somebody protected. For exercises alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from forms.person import FACT
from kiosk.office import Office
from kiosk.register import grants, importing, protection, sampletown
from kiosk.register.layout import Use, read_layout
from kiosk.register.sample import write_households
from kiosk.store import Store
from kiosk.tickets import public_keys

USE = Use(is_on=True, look_ups=30, misses=5)
OTHERS = 12
"""People of other households, so that somebody can be found."""

NAME = ("髙﨑", "タカサキ")
APART = (
    (
        sampletown.Home("東一条北二丁目", "３番地", "みどり荘１０１号室"),
        (sampletown.Citizen(NAME, ("健一", "ケンイチ"), sampletown.MALE, date(1978, 6, 15)),),
    ),
    (
        sampletown.Home("川向", "１２番地"),
        (
            sampletown.Citizen(NAME, ("美咲", "ミサキ"), sampletown.FEMALE, date(1986, 9, 9), is_protected=True),
            sampletown.Citizen(
                NAME, ("陽葵", "ヒマリ"), sampletown.FEMALE, date(2018, 10, 31), "子", is_protected=True
            ),
        ),
    ),
)
"""A wife who has left her husband with her child, and is protected from him."""


def practice_grant(office: Office) -> grants.Grant:
    """Return what the desks of practice may see: everything, for every procedure."""
    facts = {name.removeprefix(FACT) for name in office.catalogue.vocabulary if name.startswith(FACT)}
    desks = frozenset(desk.name for desk in office.settings.desks)
    return grants.Grant(
        "練習", desks, frozenset(office.catalogue.current), frozenset(facts), date.min, date.max, "練習"
    )


def seed_register(store: Store, office: Office, today: date) -> None:
    """Make these households the register of the practice hall. Raise StoreError."""
    assert office.training
    layout, keys = read_layout(), public_keys(office)
    with TemporaryDirectory(prefix="practice-") as folder:
        sample = write_households(Path(folder), _households(today), office.settings.town, today)
        order = importing.Order(sample.residents, today, today, is_forced=True)
        importing.import_residents(store, order, layout, office.catalogue, keys)
        protection.import_protected(
            store, importing.Order(sample.protected, today, today, is_forced=True), layout.protected, keys
        )


def _households(today: date) -> Iterator[tuple[sampletown.Home, tuple[sampletown.Citizen, ...]]]:
    yield from APART
    for home, members in sampletown.make_town(OTHERS, 1, today):
        if not any(each.is_protected or each.is_closed for each in members):
            yield home, tuple(members)
