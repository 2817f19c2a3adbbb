"""The list of open visits at the counter: who is here, what they wait for, since when, and who has them open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forms import Catalogue, inputs, person
from forms.kinds.text import PARTED
from kiosk.desk.case import CaseFile
from kiosk.store import Attendance, Visit, VisitStatus

KANA = f"{person.YOU}.kana"


class WaitsFor(StrEnum):
    """What has to be done next."""

    ANSWERS = "answers"
    PRINT = "print"
    PAPER = "paper"
    """The lobby has printed: its visitor brings the paper."""
    IDENTITY = "identity"
    HANDING_OVER = "handing_over"


@dataclass(frozen=True, slots=True)
class Entry:
    """One open visit. `kana` is empty where the town does not want it or nobody knows it."""

    visit: Visit
    kana: str
    about: str
    """The short names of its procedures."""
    waits_for: WaitsFor
    minutes: int
    """Since it was opened."""
    is_own: bool
    """Whether it was opened at this desk."""
    where: str
    """What people call the desk where it was opened last."""
    held_by: tuple[str, ...] = ()
    """Who has it open now, at other desks."""

    def is_called(self, typed: str) -> bool:
        """Return whether the surname or the given name begins like what was typed."""
        wanted = _folded(typed)
        return bool(wanted) and any(
            _folded(part).startswith(wanted) for part in (self.kana, *self.kana.split(PARTED))
        )


@dataclass(frozen=True, slots=True)
class Worklist:
    """The open visits, those of this desk first, then whoever waits longest."""

    entries: tuple[Entry, ...]

    def named(self, typed: str) -> tuple[Visit, ...]:
        """Return the visits of people whose name begins like that."""
        return tuple(entry.visit for entry in self.entries if entry.is_called(typed))

    def only(self, visits: Iterable[Visit]) -> "Worklist":
        """Return the list with these visits alone."""
        ids = {visit.id for visit in visits}
        return Worklist(tuple(entry for entry in self.entries if entry.visit.id in ids))


@dataclass(frozen=True, slots=True)
class Room:
    """What one desk knows of the town hall around it: its own name, what people call desks and staff, what is open in it."""

    desk: str
    labels: Mapping[str, str]
    staff: Mapping[int, str]
    attendance: Attendance

    def holders(self, visit: Visit) -> tuple[str, ...]:
        """Return who has the visit open at other desks."""
        others = (
            each for each in self.attendance.presences if each.visit_id == visit.id and each.desk != self.desk
        )
        return tuple(
            f"{self.labels.get(each.desk, each.desk)}（{self.staff.get(each.staff_id, '')}）" for each in others
        )


def worklist_of(
    visits: Iterable[tuple[Visit, CaseFile]], room: Room, catalogue: Catalogue, now: datetime, *, with_kana: bool
) -> Worklist:
    """Return the list as it is now."""
    entries = [_entry(visit, file, room, catalogue, now, with_kana=with_kana) for visit, file in visits]
    return Worklist(tuple(sorted(entries, key=lambda entry: (not entry.is_own, entry.visit.opened_at))))


def waits_for(visit: Visit, file: CaseFile) -> WaitsFor:
    """Return what has to be done next, as far as it can be told without working out the journey."""
    if not visit.status.has_paper:
        return WaitsFor.PRINT if file.answers else WaitsFor.ANSWERS
    if file.identification:
        return WaitsFor.HANDING_OVER
    return WaitsFor.PAPER if visit.status is VisitStatus.AWAITED else WaitsFor.IDENTITY


def _entry(
    visit: Visit, file: CaseFile, room: Room, catalogue: Catalogue, now: datetime, *, with_kana: bool
) -> Entry:
    names = (procedure.shown_name for id, _ in visit.procedures if (procedure := catalogue.get(id)))
    kana = file.answers.get(KANA)
    return Entry(
        visit,
        kana if with_kana and isinstance(kana, str) else "",
        "、".join(names),
        waits_for(visit, file),
        max(0, int((now - visit.opened_at).total_seconds() // 60)),
        visit.desk == room.desk,
        room.labels.get(visit.desk, visit.desk),
        room.holders(visit),
    )


def _folded(text: str) -> str:
    return inputs.katakana(text).replace(PARTED, "")
