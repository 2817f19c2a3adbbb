"""The office: everything one installation is made of, read once from its config folder."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from forms import Catalogue, Fees, Item, procedures, raise_all, read_fees, shipped_catalogue, shipped_vocabulary
from forms.doubts.doubt import Municipality
from forms.fees import free_mistakes, missing_prices
from forms.guide import Guide, read_guide
from kiosk import clock, overlay
from kiosk.settings import Settings, load_settings
from kiosk.town import requesters, topics
from kiosk.town.identification import IdPapers, read_identification
from kiosk.town.shortcuts import Shortcut, read_shortcuts
from kiosk.town.streets import Place, read_streets

if TYPE_CHECKING:
    from kiosk.town.alignment import Alignment
    from kiosk.town.hall import Hall


@dataclass(frozen=True)
class Office:
    """Settings, procedures, fees and life events of the town."""

    settings: Settings
    training: bool = False
    """Everything is practice: nothing of it may be taken for real."""
    residents_only: bool = False
    """What phones and the lobby are made of: nothing that only the counter offers is in its catalogue."""

    @property
    def for_residents(self) -> "Office":
        return self if self.residents_only else replace(self, residents_only=True)

    @cached_property
    def catalogue(self) -> Catalogue:
        return self.every_procedure.for_residents if self.residents_only else self.every_procedure

    @cached_property
    def every_procedure(self) -> Catalogue:
        """With those that only the counter offers: the town's files may name them, whoever reads the files."""
        return requesters.as_allowed(
            procedures.catalogue_in(self.settings.folder / "catalogue"), self.settings.requesters
        )

    @cached_property
    def municipality(self) -> Municipality:
        """The town as addresses name it."""
        town = self.settings.town
        return Municipality(town.prefecture, town.district, town.name)

    @cached_property
    def own_items(self) -> tuple[Item, ...]:
        """Items of the vocabulary that the town has added or worded anew."""
        shipped = shipped_vocabulary()
        return tuple(item for name, item in self.catalogue.vocabulary.items() if shipped.get(name) != item)

    @cached_property
    def fees(self) -> Fees:
        """With a price of today for everything a current procedure charges; DataMistake names what is missing."""
        fees = read_fees(overlay.SHIPPED / overlay.FEES, self.settings.folder / overlay.FEES)
        procedures = tuple(self.every_procedure.current.values())
        raise_all(missing_prices(fees, procedures, today()))
        raise_all(free_mistakes(fees, procedures, self.every_procedure.vocabulary))
        return fees

    @cached_property
    def guide(self) -> Guide:
        own = self.settings.folder / overlay.GUIDE
        if self.every_procedure is shipped_catalogue() and not own.is_dir():
            return _shipped_guide()
        return read_guide(overlay.SHIPPED / overlay.GUIDE, self.every_procedure, own)

    @cached_property
    def identification(self) -> IdPapers:
        """The papers that show who stands at the counter."""
        return read_identification(
            overlay.SHIPPED / overlay.IDENTIFICATION, self.settings.folder / overlay.IDENTIFICATION
        )

    @cached_property
    def streets(self) -> Mapping[str, tuple[Place, ...]]:
        """Addresses of the town itself by postal code."""
        return read_streets(self.settings.folder / "streets.toml", self.settings.town)

    @cached_property
    def hall(self) -> "Hall | None":
        """Sites, windows and queues; None for a town without `hall.toml`."""
        from kiosk.town.hall import HALL_FILE, read_hall

        desks = [desk.name for desk in self.settings.desks]
        return read_hall(self.settings.folder / HALL_FILE, tuple(self.every_procedure.current), desks)

    @cached_property
    def shortcuts(self) -> tuple[Shortcut, ...]:
        """What stands first at the lobby."""
        own = self.settings.folder / overlay.LOBBY
        return read_shortcuts(
            own if own.is_file() else overlay.SHIPPED / overlay.LOBBY, self.every_procedure.for_residents
        )

    @cached_property
    def questions(self) -> tuple[topics.Question, ...]:
        """The town's own questions with their answers; none without `faq.toml`."""
        desks = {procedure.desk for procedure in self.every_procedure.current.values()}
        sections = dict.fromkeys([*(section.name for section in self.settings.sections), *sorted(desks)])
        return topics.read_faq(self.settings.folder / topics.FAQ, tuple(sections), today())

    @cached_property
    def alignment(self) -> "Alignment":
        # The package that draws is read only by who prints: most commands do not.
        from kiosk.town.alignment import PRINTERS, read_alignment

        return read_alignment(self.settings.folder / PRINTERS)


@cache
def read_said_words() -> topics.SaidWords:
    """Return what people call procedures and events when they search, read once a program."""
    return topics.read_said(overlay.SHIPPED / topics.SEARCH)


@cache
def _shipped_guide() -> Guide:
    """Return the guide as it comes, read once a program for however many towns it serves."""
    return read_guide(overlay.SHIPPED / overlay.GUIDE, shipped_catalogue())


def open_office(config: Path | None = None) -> Office:
    """Read the settings. Raises SettingsError or, when catalogue, fees or printers are first used, DataMistake."""
    return Office(load_settings(config))


def now() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the current day in Japan."""
    return clock.day_in_japan(now())
