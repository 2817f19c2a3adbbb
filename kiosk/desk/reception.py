"""The reception: three ways from somebody at the desk to an open visit — a ticket, a card, or by hand."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms import Answers, Application, Journey, Procedure, person, sift
from forms.ticket import TicketError, TicketReason, fingerprint, frame, keyfiles
from kiosk import tickets, training
from kiosk.backoffice.code import BackOfficeError, PrintedForm, open_carried_code, open_code
from kiosk.desk import cardread, imprint, reasons
from kiosk.desk.case import Case, CaseFile, Cases, following_card, sources_after, with_card
from kiosk.desk.planning import Planning
from kiosk.desk.queueing import Queueing
from kiosk.desk.scan import Halves
from kiosk.office import Office, now, today
from kiosk.settings import Desk
from kiosk.store import (
    NewVisit,
    Procedures,
    Visit,
    WayIn,
    audit,
    database,
    find_paper_visit,
    find_visits,
    new_visit_id,
    visits,
)
from kiosk.web.language import JAPANESE

MOST_PROCEDURES = 20
MOST_SECTIONS = 60
"""How often a sheet may be brought on."""
NO_CARD = cardread.CardRead()


@dataclass(frozen=True, slots=True)
class Reception:
    """Opens visits at one desk. `staff_id` is who works there, None at the lobby."""

    office: Office
    store: database.Store
    cases: Cases
    desk: Desk
    halves: Halves
    queueing: Queueing | None = None
    planning: Planning | None = None

    def scan(
        self, texts: Sequence[str], station: str, staff_id: int | None = None, *, even_expired: bool = False
    ) -> Visit:
        """The visit of a scanned ticket: a new one, or the one it already has. `even_expired`: staff has decided to take
        it although its days are over, which is recorded.

        The first half of a two-part ticket raises TicketError(other_half_missing) and is remembered for this
        station. Raises TicketError (already_finished among its reasons), DeskError (training_ticket, real_ticket),
        StoreError.
        """
        whole = self.halves.join(station, texts)
        try:
            visit = self._open_ticket(whole, staff_id, even_expired=even_expired)
        except TicketError as error:
            self._refused(error.reason, whole, texts, station, staff_id)
            self._tell_practice_from_real(error.reason, whole)
            raise
        self.halves.forget(station)
        if even_expired:
            audit.record(self.store, audit.AuditEvent.EXPIRED_TICKET_OPENED, staff_id=staff_id, visit_id=visit.id)
        return visit

    def found(self, typed: str) -> tuple[Visit, ...]:
        """The open visits with this receipt number; without its letter this desk's own, else that of every desk."""
        visits = find_visits(self.store, typed)
        own = tuple(visit for visit in visits if visit.receipt_number.startswith(self.desk.receipt_letter))
        return own if own and typed.isdecimal() else visits

    def by_paper(self, text: str) -> Visit:
        """The open visit whose sheet carries this small code. Raises BackOfficeError, StoreError(visit_unknown)."""
        form = open_code(text, self.office.settings.town.code, None, self.office.catalogue)
        return find_paper_visit(self.store, form.receipt, form.printed)

    def by_sheet(self, text: str, staff_id: int) -> Visit:
        """The visit of a sheet that carries its answers to the next section: at the desk that printed it its own as long
        as that is open, else a new one. Nothing of the sheet is kept beyond it. Raises BackOfficeError, StoreError."""
        settings = self.office.settings
        try:
            keyring = keyfiles.read_keyring(settings.keys.folder, settings.town.code)
            form = open_carried_code(text, keyring, self.office.catalogue, now())
        except BackOfficeError as error:
            details: audit.Details = {"reason": error.reason.value}
            audit.record(
                self.store,
                audit.AuditEvent.TICKET_REFUSED,
                staff_id=staff_id,
                desk=self.desk.name,
                details=details,
            )
            raise
        own = self._printed_here(form)
        return own or self._open_sheet(form, self._mark(text), staff_id)

    def look_up(self, visit: Visit, staff_id: int) -> None:
        """Records that staff has found the visit by its number, a name or its paper."""
        audit.record(self.store, audit.AuditEvent.VISIT_LOOKED_UP, staff_id=staff_id, visit_id=visit.id)
        self._plan(visit)

    def by_hand(
        self,
        procedure_ids: Iterable[str],
        staff_id: int | None = None,
        language: str = JAPANESE,
        answers: Answers | None = None,
        steps: Collection[str] = (),
    ) -> Visit:
        """A visit of somebody who brings nothing; `answers` are what the guide has learned, `steps` what it advises. Raises
        DeskError(no_procedure), StoreError."""
        procedures = self._chosen(procedure_ids)
        way_in = WayIn.STAFF if staff_id is not None else WayIn.HAND
        sources = sources_after({}, answers or {}, {}, person.FactSource.STAFF)
        file = CaseFile(answers=answers or {}, sources=sources)
        return self._open(way_in, procedures, file, staff_id, language, steps)

    def by_card(
        self,
        card: Mapping[str, str],
        staff_id: int | None = None,
        language: str = JAPANESE,
        read: cardread.CardRead = NO_CARD,
    ) -> Visit:
        """A visit that knows what the card says of its holder and not yet what is wanted. Raises StoreError."""
        return self._open(WayIn.CARD, (), CaseFile(card=card, card_read=read), staff_id, language)

    def choose(self, case: Case, procedure_ids: Iterable[str]) -> Visit:
        """What is wanted, in place of what was chosen before; a form already begun keeps its version.

        Raises DeskError(no_procedure), StoreError.
        """
        begun = {procedure.id: procedure for procedure in case.procedures}
        procedures = tuple(begun.get(chosen.id, chosen) for chosen in self._chosen(procedure_ids))
        visit = visits.set_procedures(self.store, case.visit.id, _versions(procedures))
        file = _filled(case.file, Journey(procedures, case.answers, today()))
        self.cases.keep(case, replace(file, original=file.original or file.answers))
        self._plan(visit)
        return visit

    def add(
        self, case: Case, procedure_ids: Collection[str], answers: Answers, steps: Collection[str], staff_id: int
    ) -> None:
        """These procedures besides those of the visit, and what the guide has learned where nothing was answered before.

        Raises DeskError(no_procedure), StoreError.
        """
        had = [each.id for each in case.procedures] if procedure_ids else []
        visit = self.choose(case, [*had, *procedure_ids])
        after = self.cases.read(visit.id)
        self.correct(after, {**answers, **after.answers}, staff_id)
        self._plan(visit, steps)

    def take_card(
        self, case: Case, card: Mapping[str, str], staff_id: int | None = None, read: cardread.CardRead = NO_CARD
    ) -> None:
        """The card fills what is still empty; what it says otherwise than the answers stays for a person to decide.
        Raises StoreError."""
        file = _filled(replace(case.file, card=card, card_read=read), case.journey(today()))
        self.cases.keep(case, file, staff_id=staff_id)

    def follow_card(self, case: Case, staff_id: int | None = None) -> None:
        """The card's own words in place of answers that differ from it. Raises StoreError."""
        self._change(case, following_card(case.journey(today()), case.file.card), person.FactSource.CARD, staff_id)

    def correct(self, case: Case, answers: Answers, staff_id: int | None = None) -> Case:
        """Keeps changed answers and returns the case with them; what the journey no longer asks is not kept. Raises
        StoreError."""
        return self._change(
            case, answers, person.FactSource.TYPED if staff_id is None else person.FactSource.STAFF, staff_id
        )

    def take_register(self, case: Case, answers: Answers, day: str, staff_id: int | None = None) -> Case:
        """Keeps answers that a person took over from the register of that day. Raises StoreError."""
        dated = replace(case, file=replace(case.file, register_day=day))
        return self._change(dated, answers, person.FactSource.REGISTER, staff_id)

    def _change(self, case: Case, answers: Answers, changed_by: person.FactSource, staff_id: int | None) -> Case:
        changed = person.number_rows(answers)
        sources = sources_after(case.answers, changed, case.file.sources, changed_by)
        after = case.with_answers(changed)
        file = _filled(replace(case.file, sources=sources), after.journey(today()))
        self.cases.keep(case, file, staff_id=staff_id)
        self._plan(case.visit)
        return after

    def _open_ticket(self, texts: Sequence[str], staff_id: int | None, *, even_expired: bool) -> Visit:
        mark = fingerprint(texts)
        known = visits.find_ticket_visit(self.store, mark)
        if known is not None and not known.status.is_open:
            raise TicketError(TicketReason.ALREADY_FINISHED)
        contents = tickets.open_texts(texts, self.office, even_expired=even_expired)
        application, unreadable = tickets.checked_in_ticket(contents, self.office)
        file = CaseFile(answers=application.answers, original=application.answers, unreadable=unreadable)
        new = self._new(WayIn.TICKET, application.procedures, file, staff_id)
        try:
            return self._received(
                visits.open_visit(self.store, replace(new, fingerprint=mark, language=contents.language))
            )
        except database.StoreError as error:
            if error.reason is database.StoreReason.ALREADY_FINISHED:
                raise TicketError(TicketReason.ALREADY_FINISHED) from None
            raise

    def _printed_here(self, form: PrintedForm) -> Visit | None:
        visits = find_visits(self.store, form.receipt) if form.receipt else ()
        here = (visit for visit in visits if visit.desk == self.desk.name and visit.way_in is not WayIn.SHEET)
        found = next(here, None)
        return found if found and found == find_paper_visit(self.store, form.receipt, form.printed) else None

    def _open_sheet(self, form: PrintedForm, mark: str, staff_id: int) -> Visit:
        sifted = sift((form.procedure,), form.answers or {}, today())
        answers = Application.of(sifted.journey).answers
        file = CaseFile(answers=answers, original=answers, unreadable=sifted.refused)
        new = self._new(WayIn.SHEET, (form.procedure,), file, staff_id)
        return self._received(visits.open_visit(self.store, replace(new, fingerprint=mark)))

    def _mark(self, text: str) -> str:
        """Under which the open visit of a sheet is found again. One that is finished leaves the sheet to the next section."""
        for count in range(MOST_SECTIONS):
            mark = hashlib.sha256(f"{count} {frame.digits_of(text)}".encode()).hexdigest()
            known = visits.find_ticket_visit(self.store, mark)
            if known is None or known.status.is_open:
                return mark
        raise TicketError(TicketReason.ALREADY_FINISHED)

    def _refused(
        self, reason: TicketReason, whole: Sequence[str], texts: Sequence[str], station: str, staff_id: int | None
    ) -> None:
        if reason is TicketReason.OTHER_HALF_MISSING:
            self.halves.remember(station, whole[0])
            return
        if reason is TicketReason.HALVES_DO_NOT_MATCH and len(texts) == 1:
            # The half scanned last belongs to who stands here now.
            self.halves.remember(station, texts[0])
        details: audit.Details = {"reason": reason.value}
        audit.record(
            self.store, audit.AuditEvent.TICKET_REFUSED, staff_id=staff_id, desk=self.desk.name, details=details
        )

    def _tell_practice_from_real(self, reason: TicketReason, whole: Sequence[str]) -> None:
        if reason is not TicketReason.UNKNOWN_KEY:
            return
        if self.office.training:
            raise reasons.DeskError(reasons.DeskReason.REAL_TICKET)
        if training.is_training_ticket(whole, self.office):
            raise reasons.DeskError(reasons.DeskReason.TRAINING_TICKET)

    def _chosen(self, procedure_ids: Iterable[str]) -> tuple[Procedure, ...]:
        procedures = self.office.catalogue.chosen(list(procedure_ids)[:MOST_PROCEDURES])
        if not procedures:
            raise reasons.DeskError(reasons.DeskReason.NO_PROCEDURE)
        return procedures

    def _open(
        self,
        way_in: WayIn,
        procedures: Sequence[Procedure],
        file: CaseFile,
        staff_id: int | None,
        language: str,
        steps: Collection[str] = (),
    ) -> Visit:
        new = self._new(way_in, procedures, file, staff_id)
        return self._received(visits.open_visit(self.store, replace(new, language=language)), steps)

    def _received(self, visit: Visit, steps: Collection[str] = ()) -> Visit:
        """Let the visit and the number of whoever is at the window belong together, and plan what sections do."""
        if self.queueing is not None and not self.store.is_alone:
            self.queueing.receive(visit)
        self._plan(visit, steps)
        return visit

    def _plan(self, visit: Visit, steps: Collection[str] = ()) -> None:
        if self.planning is not None:
            self.planning.plan(visit.id, steps)

    def _new(
        self, way_in: WayIn, procedures: Sequence[Procedure], file: CaseFile, staff_id: int | None
    ) -> NewVisit:
        visit_id = new_visit_id()
        return NewVisit(
            desk=self.desk.name,
            receipt_letter=self.desk.receipt_letter,
            mode=self.desk.mode,
            way_in=way_in,
            procedures=_versions(procedures),
            staff_id=staff_id,
            sealed=self.cases.seal(replace(file, imprint_key=imprint.new_key()), visit_id),
            id=visit_id,
            number=self.queueing.number_for_visit() if self.queueing else "",
        )


def _versions(procedures: Iterable[Procedure]) -> Procedures:
    return tuple((procedure.id, procedure.version) for procedure in procedures)


def _filled(file: CaseFile, journey: Journey) -> CaseFile:
    """The file with the journey's answers: the card fills what is empty, and what nobody is asked for is dropped."""
    filled = with_card(journey, file.card)
    sources = sources_after(journey.answers, filled, file.sources, person.FactSource.CARD)
    kept = (journey if filled == journey.answers else replace(journey, answers=filled)).relevant
    return replace(file, answers=kept, sources=sources_after(filled, kept, sources, person.FactSource.TYPED))
