"""A case: one visit with its procedures and what the desk keeps of it."""

from dataclasses import dataclass, field, replace
from datetime import date

from forms import Answers, Application, Catalogue, Procedure
from forms.journey import Journey
from forms.journeypage import JourneyPage
from forms.ticket.keyfiles import read_keyring
from kiosk.desk.casefile import CaseFile, pack, unpack
from kiosk.office import Office
from kiosk.store import (
    Store,
    Visit,
    VisitId,
    VisitStatus,
    open_answers,
    read_open_visit,
    save_answers,
    seal_answers,
)
from kiosk.tickets import public_keys


@dataclass(frozen=True, slots=True)
class Case:
    visit: Visit
    procedures: tuple[Procedure, ...]
    file: CaseFile
    _journeys: dict[date, Journey] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def answers(self) -> Answers:
        return self.file.answers

    def journey(self, today: date) -> Journey:
        """Return all that follows from the procedures and the answers on that day, worked out once."""
        return self._journeys.setdefault(today, Journey(self.procedures, self.answers, today))

    @property
    def application(self) -> Application:
        return Application(self.procedures, self.answers, self.file.sources)

    def question(self, key: str, today: date) -> JourneyPage | None:
        """Return the journey's page with this question alone on it; None if it is not asked."""
        for page in self.journey(today).pages:
            for asked in page.asks:
                if asked.key == key:
                    return replace(page, asks=(asked,))
        return None

    def proposed(self, page: JourneyPage) -> Answers:
        """Return the answers for the fields of a page: where nothing was said, what follows from others or is usual."""
        usual = {ask.key: ask.ask.usual for ask in page.asks if ask.ask.usual is not None}
        known = {ask.key: ask.known for ask in page.asks if ask.known is not None}
        return {**usual, **known, **self.answers}

    def with_answers(self, answers: Answers) -> "Case":
        """Return the case with other answers, not kept yet."""
        return replace(self, file=replace(self.file, answers=answers))

    @property
    def printed(self) -> bool:
        return self.visit.status is VisitStatus.PRINTED


@dataclass(frozen=True, slots=True)
class Cases:
    """Reads and keeps cases; the answers are sealed to the town's key on their way in and out."""

    office: Office
    store: Store

    def read(self, visit_id: str) -> Case:
        """An open case. Raises StoreError."""
        visit, sealed = read_open_visit(self.store, VisitId(visit_id))
        settings = self.office.settings
        keyring = read_keyring(settings.keys.folder, settings.town.code)
        opened = open_answers(sealed, visit.id, keyring) if sealed is not None else {}
        return Case(visit, procedures_of(visit, self.office.catalogue), unpack(opened))

    def keep(self, case: Case, file: CaseFile, *, staff_id: int | None = None) -> None:
        """Keeps the file in place of the case's own; what was changed is counted, never named. Raises StoreError."""
        corrected = changes(case.file.answers, file.answers)
        sealed = self.seal(file, case.visit.id)
        save_answers(self.store, case.visit.id, sealed, corrected=corrected, staff_id=staff_id)

    def seal(self, file: CaseFile, visit_id: VisitId) -> bytes:
        return seal_answers(pack(file), visit_id, public_keys(self.office))


def procedures_of(visit: Visit, catalogue: Catalogue) -> tuple[Procedure, ...]:
    """In the versions the visit began with, as far as the catalogue still has them."""
    found = []
    for id, version in visit.procedures:
        current = catalogue.get(id)
        if current is not None:
            found.append(catalogue.version(current.number, version) or current)
    return tuple(found)


def changes(before: Answers, after: Answers) -> int:
    """How many answers of `before` are no longer the same; what was added where nothing stood is no correction."""
    return sum(1 for key, value in before.items() if after.get(key) != value)
