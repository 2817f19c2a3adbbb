"""Looking somebody up: only for an open visit, its procedures and a grant, and never anybody under protection.

Whatever must not be told ends in one and the same sentence, whether it is a protected person, a row nobody may see, a
missing grant or a list that is not there: whoever reads it learns nothing.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import orm, select

from forms.ticket import Keyring
from kiosk.register import finding, layout, limits, protection, refusal
from kiosk.register.generation import Book, Generation, GenerationKey, open_key, read_active
from kiosk.register.grants import Grant, granted_facts
from kiosk.register.resident import Resident, resident_of
from kiosk.store import AuditEvent, Details, Store, Visit, VisitId, VisitStatus, audit, tables
from kiosk.store.visit import find_row, lock_open_row

MOST_HITS = 10
MOST_IN_HOUSEHOLD = 100


class Stop(StrEnum):
    """Why nothing is shown. The value is for the audit; `sentence` is for people."""

    NOT_OPEN = "not_open"
    NO_GRANT = "no_grant"
    PROTECTED = "protected"
    CLOSED = "closed"
    TOO_LARGE = "too_large"
    LIMIT = "limit"
    TOO_MANY = "too_many"
    NOBODY = "nobody"

    @property
    def sentence(self) -> str:
        """What staff read."""
        return SENTENCES.get(self, ASK_SECTION)

    @property
    def may_be_released(self) -> bool:
        """Whether a second person is asked: of every stop with that sentence, so that asking tells nothing."""
        return self not in SENTENCES


ASK_SECTION = "係の確認が必要です。"
SENTENCES = {
    Stop.LIMIT: "続けて引いたため、10分ほど引けません。ふだんどおり入力してください。",
    Stop.TOO_MANY: f"{MOST_HITS}人より多く見つかりました。名のふりがなも入力してください。",
    Stop.NOBODY: "見つかりません。ふりがなと生年月日を確かめてください。",
}


class ReleaseReason(StrEnum):
    """Why a second person lets a visit see a household."""

    SELF = "self"
    AGENT_CHECKED = "agent_checked"
    COURT = "court"


REASON_WORDS = {
    ReleaseReason.SELF: "本人が来ていて、本人確認が済んでいる",
    ReleaseReason.AGENT_CHECKED: "本人が認めた代理人で、本人に確かめた",
    ReleaseReason.COURT: "法令や裁判所の求めによる",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Who looks somebody up: for which visit, at which desk, on which day."""

    visit: Visit
    desk: str
    staff_id: int | None
    today: date

    @property
    def procedures(self) -> tuple[str, ...]:
        """The ids of what the visit is for."""
        return tuple(id for id, _ in self.visit.procedures)


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who was found. `mark` lets this visit, and no other, ask for the household."""

    resident: Resident
    row: int
    mark: str


@dataclass(frozen=True, slots=True)
class Hits:
    """Who was found, those who were typed exactly first; the register is of the day `as_of`."""

    hits: tuple[Hit, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class RegisterHousehold:
    """A household in the register's order, with the facts of the grant alone."""

    residents: tuple[Resident, ...]
    chosen: str = field(repr=False)
    """The number of the person who was found."""
    as_of: date
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Opened:
    """One generation with its key."""

    generation: Generation
    key: GenerationKey


class Register:
    """The register of one running desk. Holds the keys of the generations it has read, and nothing of a person."""

    def __init__(
        self, store: Store, use: layout.Use, grants: Collection[Grant], read_keys: Callable[[], Keyring]
    ) -> None:
        self.store = store
        self.use = use
        self.grants = tuple(grants)
        self._read_keys = read_keys
        self._keys: dict[int, GenerationKey] = {}

    def granted_facts(self, asking: Asking) -> frozenset[str]:
        """Return the facts that may be shown for this visit."""
        return granted_facts(self.grants, asking.desk, asking.procedures, asking.today)

    def is_usable(self, asking: Asking) -> bool:
        """Whether the screen offers the register for this visit at all."""
        if not self.use.is_on or not self.granted_facts(asking):
            return False
        return self.standing().is_open

    def standing(self) -> protection.Standing:
        """Return what there is to look into. Raise StoreError."""
        with self.store.reading() as session:
            return protection.Standing(read_active(session, Book.RESIDENTS), read_active(session, Book.PROTECTED))

    def look_up(self, asking: Asking, wanted: finding.Wanted) -> Hits | Stop:
        """Return who is meant, or why nothing is shown; logged either way before it is shown. Raise StoreError."""
        with self.store.reading() as session:
            found = self.find(session, asking, wanted)
        count = len(found.hits) if isinstance(found, Hits) else 0
        outcome = found.value if isinstance(found, Stop) else "found"
        event = AuditEvent.REGISTER_LOOKED_UP
        self._log(asking, event, Details(kind=wanted.kind.value, count=count, outcome=outcome))
        return found

    def open_household(self, asking: Asking, row: int, mark: str) -> RegisterHousehold | Stop:
        """Return the household of somebody this visit has found; logged before it is shown. Raise StoreError."""
        with self.store.reading() as session:
            found = self.find_household(session, asking, row, mark)
        if isinstance(found, Stop):
            self._log(asking, AuditEvent.REGISTER_REFUSED, Details(outcome=found.value))
        else:
            columns = "+".join(sorted(found.facts))
            details = Details(count=len(found.residents), columns=columns)
            self._log(asking, AuditEvent.REGISTER_SHOWN, details)
        return found

    def reopen_household(self, asking: Asking, row: int, mark: str) -> RegisterHousehold | Stop:
        """Return a household that has just been shown, with the same checks; only what is done with it is logged."""
        with self.store.reading() as session:
            return self.find_household(session, asking, row, mark)

    def release(self, asking: Asking, wanted: finding.Wanted, second: int, reason: ReleaseReason) -> bool:
        """Let this visit see the protected households that are meant; whether a second person may.

        The second person is never the first. What no release opens stays closed all the same. Raise StoreError.
        """
        if asking.staff_id is None or second == asking.staff_id:
            return False
        with self.store.writing() as session:
            visit = lock_open_row(session, asking.visit.id)
            opened = self._open(session)
            hits = self._find(session, opened[0], wanted.key) if opened else []
            for tag in (
                {opened[0].key.tag(finding.household_key(each.household)) for _, each in hits} if opened else ()
            ):
                session.merge(
                    tables.RegisterReleaseRow(
                        visit_id=visit.id,
                        household_tag=tag,
                        asked_by=asking.staff_id,
                        released_by=second,
                        reason=reason.value,
                        released_at=self.store.clock(),
                    )
                )
            details = Details(reason=reason.value, subject_staff_id=second)
            audit.append(
                session,
                self.store.clock(),
                AuditEvent.REGISTER_RELEASED,
                staff_id=asking.staff_id,
                desk=asking.desk,
                visit=visit,
                details=details,
            )
        return True

    def note_taken_over(self, asking: Asking, columns: Iterable[str], count: int) -> None:
        """Log what a person took over from the register. Raise StoreError."""
        details = Details(count=count, columns="+".join(sorted(set(columns))))
        self._log(asking, AuditEvent.REGISTER_TAKEN_OVER, details)

    def find(self, session: orm.Session, asking: Asking, wanted: finding.Wanted) -> Hits | Stop:
        """Return the same, unlogged: whoever shows it must log it first."""
        opened = self._open(session)
        if opened is None or not self._is_visit_open(session, asking):
            return Stop.NOT_OPEN
        granted = self.granted_facts(asking)
        if not granted:
            return Stop.NO_GRANT
        if limits.are_exhausted(session, self.use, asking.staff_id, asking.desk, self.store.clock()):
            return Stop.LIMIT
        residents, protected = opened
        found = self._find(session, residents, wanted.key)
        if not found:
            return Stop.NOBODY
        stop = self._stop(session, asking, residents, protected, [each for _, each in found])
        if stop is not None:
            return stop
        if len(found) > MOST_HITS:
            return Stop.TOO_MANY
        ordered = sorted(found, key=lambda pair: not wanted.is_met_exactly(pair[1]))
        hits = (
            Hit(_narrowed(each, granted), row, self._mark(residents, asking.visit.id, row))
            for row, each in ordered
        )
        return Hits(tuple(hits), residents.generation.as_of)

    def find_household(
        self, session: orm.Session, asking: Asking, row: int, mark: str
    ) -> RegisterHousehold | Stop:
        """Return the same, unlogged: whoever shows it must log it first."""
        opened = self._open(session)
        granted = self.granted_facts(asking)
        if opened is None or not granted or not self._is_visit_open(session, asking):
            return Stop.NOT_OPEN
        residents, protected = opened
        if mark != self._mark(residents, asking.visit.id, row):
            return Stop.NOT_OPEN
        chosen = self._read(session, residents, [row])
        members = self._members(session, residents, {each.household for _, each in chosen})
        stop = self._stop(session, asking, residents, protected, [each for _, each in chosen])
        if stop is not None or not chosen:
            return stop or Stop.NOBODY
        ordered = sorted((each for _, each in members), key=lambda each: each.order)
        return RegisterHousehold(
            tuple(_narrowed(each, granted) for each in ordered),
            chosen[0][1].number,
            residents.generation.as_of,
            granted,
        )

    def _stop(
        self,
        session: orm.Session,
        asking: Asking,
        residents: _Opened,
        protected: _Opened,
        hits: Collection[Resident],
    ) -> Stop | None:
        """Return why these people must not be shown, for themselves or for somebody they live with."""
        members = [each for _, each in self._members(session, residents, {each.household for each in hits})]
        if len(members) > MOST_IN_HOUSEHOLD * max(len(hits), 1):
            return Stop.TOO_LARGE
        if any(each.is_closed for each in (*members, *hits)):
            return Stop.CLOSED
        tags = {protected.key.tag(finding.number_key(each.number)): each.household for each in (*members, *hits)}
        meant = {tags[tag] for tag in _present(session, protected.generation.id, tags)}
        released = set(
            session.scalars(
                select(tables.RegisterReleaseRow.household_tag).where(
                    tables.RegisterReleaseRow.visit_id == asking.visit.id
                )
            )
        )
        is_free = all(residents.key.tag(finding.household_key(household)) in released for household in meant)
        return None if is_free else Stop.PROTECTED

    def _members(
        self, session: orm.Session, residents: _Opened, households: Collection[str]
    ) -> list[tuple[int, Resident]]:
        tags = [residents.key.tag(finding.household_key(household)) for household in households]
        found = self._read(session, residents, _rows_of(session, residents.generation.id, tags))
        return [(row, each) for row, each in found if each.household in households]

    def _find(self, session: orm.Session, residents: _Opened, key: str) -> list[tuple[int, Resident]]:
        """Return those the key is meant for; what a tag finds by chance is not."""
        rows = _rows_of(session, residents.generation.id, [residents.key.tag(key)], MOST_HITS * 2)
        return [(row, each) for row, each in self._read(session, residents, rows) if key in finding.keys_of(each)]

    def _read(self, session: orm.Session, opened: _Opened, rows: Collection[int]) -> list[tuple[int, Resident]]:
        if not rows:
            return []
        found = session.execute(
            select(tables.RegisterPersonRow.row_id, tables.RegisterPersonRow.sealed).where(
                tables.RegisterPersonRow.generation_id == opened.generation.id,
                tables.RegisterPersonRow.row_id.in_(rows),
            )
        )
        return [(row, resident_of(opened.key.open(row, sealed))) for row, sealed in found]

    def _open(self, session: orm.Session) -> tuple[_Opened, _Opened] | None:
        """Return both active generations, None where register mode is closed."""
        residents, protected = read_active(session, Book.RESIDENTS), read_active(session, Book.PROTECTED)
        if (
            not self.use.is_on
            or not protection.is_current(residents, protected)
            or residents is None
            or protected is None
        ):
            return None
        try:
            return _Opened(residents, self._key(residents)), _Opened(protected, self._key(protected))
        except refusal.RegisterError:
            return None

    def _key(self, generation: Generation) -> GenerationKey:
        known = self._keys.get(generation.id)
        if known is None:
            if generation.key_sealed is None:
                raise refusal.RegisterError(refusal.RegisterReason.KEY_GONE)
            known = open_key(generation.id, generation.key_sealed, self._read_keys())
            # Two generations of two books are all that is ever read; older keys are forgotten.
            kept = sorted(self._keys)[-3:]
            self._keys = {id: self._keys[id] for id in kept} | {generation.id: known}
        return known

    def _mark(self, residents: _Opened, visit_id: VisitId, row: int) -> str:
        return f"{residents.key.tag(f'found:{visit_id}:{row}') & (2**64 - 1):016x}"

    def _is_visit_open(self, session: orm.Session, asking: Asking) -> bool:
        return VisitStatus(find_row(session, asking.visit.id).status).is_open

    def _log(self, asking: Asking, event: AuditEvent, details: Details) -> None:
        with self.store.writing() as session:
            visit = find_row(session, asking.visit.id)
            procedure = next(iter(self._covering(asking)), "")
            audit.append(
                session,
                self.store.clock(),
                event,
                staff_id=asking.staff_id,
                desk=asking.desk,
                visit=visit,
                details=Details(**details, procedure=procedure),
            )

    def _covering(self, asking: Asking) -> list[str]:
        """The procedures of the visit some grant is for."""
        return [
            id
            for id in asking.procedures
            if any(grant.covers(asking.desk, [id], asking.today) for grant in self.grants)
        ]


def card_wanted(name: str, birth_date: str) -> finding.Wanted:
    """Return what the card that was read asks for."""
    return finding.Wanted(finding.LookUpKind.CARD, name, birth_date)


def _narrowed(resident: Resident, granted: frozenset[str]) -> Resident:
    facts = {fact: value for fact, value in resident.facts.items() if fact in granted}
    if "relation" in granted and "relation_words" in resident.facts:
        facts["relation_words"] = resident.facts["relation_words"]
    return replace(resident, facts=facts)


def _rows_of(session: orm.Session, generation: int, tags: Collection[int], most: int = 2_000) -> list[int]:
    if not tags:
        return []
    query = select(tables.RegisterTagRow.row_id).where(
        tables.RegisterTagRow.generation_id == generation, tables.RegisterTagRow.tag.in_(tags)
    )
    return list(session.scalars(query.limit(most)))


def _present(session: orm.Session, generation: int, tags: Collection[int]) -> list[int]:
    query = select(tables.RegisterTagRow.tag).where(
        tables.RegisterTagRow.generation_id == generation, tables.RegisterTagRow.tag.in_(tags)
    )
    return list(session.scalars(query))
