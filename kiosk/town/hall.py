"""The town hall as data (`config/hall.toml`); without the file nothing about numbers and waiting is shown."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

import jpholiday

from forms import MistakeKind, Table, read_toml, shipped_vocabulary
from kiosk.clock import JAPAN
from kiosk.settings import reading, values
from kiosk.town.taskplan import Stay, TaskPlan, note_after, read_plan, read_stay

Entry = TypeVar("Entry", "Site", "Section", "Window", "Queue", TaskPlan)

HALL_FILE = "hall.toml"
READERS = "consult.readers"
"""The item that asks which sections may read a 相談シート."""

ID = r"[a-z][a-z0-9-]{0,19}"
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
ADDRESS = r"[A-Za-z0-9.-]{1,200}:[0-9]{1,5}|/dev/[A-Za-z0-9/._-]{1,100}|COM[0-9]{1,3}"
SPAN = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?")


class SiteKind(StrEnum):
    """What a site is."""

    MAIN = "main"
    BRANCH = "branch"
    MOBILE = "mobile"
    VISIT = "visit"


class Need(StrEnum):
    """What somebody needs while waiting; noted for the day alone."""

    WRITTEN = "written"
    """Does not hear a call: staff show it in writing."""
    SEAT = "seat"
    """Staff come to the seat."""
    PAGER = "pager"
    INTERPRETER = "interpreter"

    @staticmethod
    def known(codes: Collection[str]) -> "frozenset[Need]":
        """Return the needs among these codes."""
        return frozenset(need for need in Need if need.value in codes)


@dataclass(frozen=True, slots=True)
class Site:
    """A building, or a place to which a car goes."""

    id: str
    label: str
    kind: SiteKind
    needs: tuple[Need, ...] = ()
    """What the site can do for people who wait, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the office (課); it sits at one window or several."""

    id: str
    label: str
    floor: int
    consents: frozenset[str] = frozenset()
    """Which boxes of consent on a 相談シート mean this section."""


@dataclass(frozen=True, slots=True)
class Window:
    """A place where staff sit; `desk` is the PC there."""

    id: str
    label: str
    site: str
    sections: tuple[str, ...]
    desk: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What people wait for, with the letter of its numbers."""

    id: str
    label: str
    section: str
    letter: str
    procedures: tuple[str, ...]
    """A code that is scanned tells its queue by these; none for what is only chosen."""
    usual_minutes: int
    """How long one takes, until there are figures."""
    target_minutes: int
    """How long somebody should wait at most."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a site is open; days by their number from Monday."""

    site: str
    days: frozenset[int]
    opens: time
    closes: time
    is_open_on_holidays: bool


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a site is closed, the last one included; all sites where none is named."""

    site: str
    since: date
    until: date
    label: str


@dataclass(frozen=True, slots=True)
class SlipPrinter:
    """A receipt printer for the numbers that a desk gives out; without one the desk's sheet printer prints A6."""

    desk: str
    address: str
    """`host:port`, or a serial line."""


@dataclass(frozen=True, slots=True)
class Hall:
    """What `hall.toml` says."""

    sites: tuple[Site, ...]
    sections: tuple[Section, ...]
    windows: tuple[Window, ...]
    queues: tuple[Queue, ...]
    hours: tuple[Hours, ...]
    closures: tuple[Closure, ...]
    slip_printers: tuple[SlipPrinter, ...]
    tasks: tuple[TaskPlan, ...] = ()
    stays: tuple[Stay, ...] = ()

    def site(self, id: str) -> Site | None:
        """Return the site of this id, None if there is none."""
        return next((site for site in self.sites if site.id == id), None)

    def queue(self, id: str) -> Queue | None:
        """Return the queue of this id, None if there is none."""
        return next((queue for queue in self.queues if queue.id == id), None)

    def slip_printer(self, desk: str) -> str:
        """Return the address of the desk's receipt printer, empty for none."""
        return next((printer.address for printer in self.slip_printers if printer.desk == desk), "")

    def window_label(self, id: str) -> str:
        """Return what people call the window."""
        return next((window.label for window in self.windows if window.id == id), id)

    def window_of(self, desk: str) -> Window | None:
        """Return the window at which this PC stands, None for one that has none."""
        return next((window for window in self.windows if window.desk == desk), None)

    def queues_at(self, window: Window) -> tuple[Queue, ...]:
        """Return what can be done at the window."""
        return tuple(queue for queue in self.queues if queue.section in window.sections)

    def queues_of(self, site: str) -> tuple[Queue, ...]:
        """Return what can be waited for at the site."""
        sections = {section for window in self.windows if window.site == site for section in window.sections}
        return tuple(queue for queue in self.queues if queue.section in sections)

    def sections_of(self, procedure: str) -> frozenset[str]:
        """Return the sections that serve the procedure; none where nothing says so."""
        queues = {queue.section for queue in self.queues if procedure in queue.procedures}
        return frozenset(queues | {plan.section for plan in self.tasks if procedure in plan.procedures})

    def consents_of(self, sections: Collection[str]) -> frozenset[str]:
        """Return the boxes of consent that mean one of these sections."""
        return frozenset[str]().union(*(each.consents for each in self.sections if each.id in sections))

    def queue_for(self, procedures: Collection[str], site: str) -> Queue | None:
        """Return the queue that serves most of these procedures, the first of the file where several do.

        None where no queue of the site names any of them.
        """
        shares = [(len(set(queue.procedures) & set(procedures)), queue) for queue in self.queues_of(site)]
        most = max((share for share, _ in shares), default=0)
        return next((queue for share, queue in shares if share == most), None) if most else None

    def opening(self, site: str, day: date) -> tuple[datetime, datetime] | None:
        """Return when the site opens and closes on this day, None if it does not."""
        if any(each.site in ("", site) and each.since <= day <= each.until for each in self.closures):
            return None
        is_holiday = jpholiday.is_holiday(day)
        hours = [
            each
            for each in self.hours
            if each.site == site and day.weekday() in each.days and (each.is_open_on_holidays or not is_holiday)
        ]
        if not hours:
            return None
        opens, closes = min(each.opens for each in hours), max(each.closes for each in hours)
        return datetime.combine(day, opens, JAPAN), datetime.combine(day, closes, JAPAN)

    def is_open(self, site: str, moment: datetime) -> bool:
        """Return whether the site is open at this moment."""
        span = self.opening(site, moment.astimezone(JAPAN).date())
        return span is not None and span[0] <= moment < span[1]

    def why_closed(self, site: str, day: date) -> str:
        """Return the word for a day on which the site stays closed, empty for an open one."""
        if self.opening(site, day) is not None:
            return ""
        named = (
            each.label for each in self.closures if each.site in ("", site) and each.since <= day <= each.until
        )
        return next(named, jpholiday.is_holiday_name(day) or "お休み")


def read_hall(file: Path, procedures: Collection[str], desks: Collection[str]) -> Hall | None:
    """Read the file; None if there is none. Raise DataMistake with every mistake in it."""
    if not file.is_file():
        return None
    root = read_toml(file)
    sites = _each(root, "site", _site)
    site_ids = [site.id for site in sites]
    sections = _each(root, "section", _section)
    section_ids = [section.id for section in sections]
    windows = _each(root, "window", partial(_window, sites=site_ids, sections=section_ids, desks=desks))
    window_ids = [window.id for window in windows]
    hall = Hall(
        sites=sites,
        sections=sections,
        windows=windows,
        queues=_each(root, "queue", partial(_queue, sections=section_ids, procedures=procedures)),
        hours=tuple(_hours(table, site_ids) for table in root.tables("hours")),
        closures=tuple(_closure(table, site_ids) for table in root.tables("closed")),
        slip_printers=tuple(_slip_printer(table, desks) for table in root.tables("slip_printer")),
        tasks=_each(root, "task", partial(read_plan, sections=section_ids, procedures=procedures), least=0),
        stays=tuple(read_stay(table, site_ids, window_ids, procedures) for table in root.tables("stay")),
    )
    _note_gaps(root, hall)
    note_after(root.tables("task"), hall.tasks)
    root.finish()
    return hall


def upcoming(hall: Hall, site: str, today: date, days: int = 31) -> Iterable[tuple[date, str]]:
    """Yield the days ahead on which people may expect the site to be open and it is not, with the reason."""
    weekdays = {day for hours in hall.hours if hours.site == site for day in hours.days}
    for day in (today + timedelta(days=ahead) for ahead in range(days)):
        if day.weekday() in weekdays and (why := hall.why_closed(site, day)):
            yield day, why


def _each(root: Table, key: str, read: Callable[[Table], Entry], least: int = 1) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for table in root.tables(key):
        entry = read(table)
        if entry.id in found:
            table.note(MistakeKind.DUPLICATE, "id", entry.id)
        found.setdefault(entry.id, entry)
        table.finish()
    if len(found) < least:
        root.note(MistakeKind.MISSING_KEY, key, f"1つ以上の [[{key}]]")
    return tuple(found.values())


def _id(table: Table) -> str:
    return values.read_matching(table, "id", ID, "半角の英小文字・数字・「-」20字まで")


def _site(table: Table) -> Site:
    needs = _known(table, "needs", tuple(Need), (Need.WRITTEN, Need.SEAT, Need.INTERPRETER))
    kind = table.choice("kind", SiteKind, SiteKind.MAIN)
    return Site(_id(table), values.read_words(table, "label"), kind, tuple(need for need in Need if need in needs))


def _section(table: Table) -> Section:
    known = [choice.code for choice in shipped_vocabulary()[READERS].choices]
    consents = frozenset(_known(table, "consents", known, ()))
    floor = table.integer("floor", 1, least=-3, most=60)
    return Section(_id(table), values.read_words(table, "label"), floor, consents)


def _window(table: Table, sites: Collection[str], sections: Collection[str], desks: Collection[str]) -> Window:
    return Window(
        id=_id(table),
        label=values.read_words(table, "label"),
        site=table.choice("site", sites, next(iter(sites), "")),
        sections=_known(table, "sections", sections),
        desk=table.choice("desk", desks),
    )


def _queue(table: Table, sections: Collection[str], procedures: Collection[str]) -> Queue:
    usual = table.integer("usual_minutes", 10, least=1, most=240)
    return Queue(
        id=_id(table),
        label=values.read_words(table, "label"),
        section=table.choice("section", sections),
        letter=table.choice("letter", tuple(reading.RECEIPT_LETTERS)),
        procedures=_known(table, "procedures", procedures, ()),
        usual_minutes=usual,
        target_minutes=table.integer("target_minutes", 20, least=1, most=240),
    )


def _known(
    table: Table, key: str, allowed: Collection[str], default: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    found = table.texts(key, default)
    for each in found:
        if each not in allowed:
            table.note(MistakeKind.NOT_ALLOWED, key, "、".join(allowed), found.index(each))
    return found


def _hours(table: Table, sites: Collection[str]) -> Hours:
    hours = Hours(
        site=table.choice("site", sites, next(iter(sites), "")),
        days=_days(table),
        opens=_clock(table, "open"),
        closes=_clock(table, "close"),
        is_open_on_holidays=table.boolean("holidays", default=False),
    )
    if hours.closes <= hours.opens:
        table.wrong_type("close", "open より後の時刻")
    table.finish()
    return hours


def _days(table: Table) -> frozenset[int]:
    found: set[int] = set()
    for part in table.text("weekdays", "mon-fri").split(","):
        span = SPAN.fullmatch(part.strip())
        first, last = (span["first"], span["last"] or span["first"]) if span else ("", "")
        if first not in DAY_NAMES or last not in DAY_NAMES or DAY_NAMES.index(first) > DAY_NAMES.index(last):
            table.wrong_type("weekdays", "mon-fri や mon,wed,sat のような曜日")
            return frozenset(range(5))
        found |= set(range(DAY_NAMES.index(first), DAY_NAMES.index(last) + 1))
    return frozenset(found)


def _clock(table: Table, key: str) -> time:
    found = values.read_matching(table, key, CLOCK, "24時間の時刻（例 08:30）")
    return time.fromisoformat(found) if re.fullmatch(CLOCK, found) else time(0)


def _closure(table: Table, sites: Collection[str]) -> Closure:
    since = table.day("from")
    closure = Closure(
        site=table.choice("site", sites) if table.has("site") else "",
        since=since,
        until=table.day("until", since),
        label=values.read_words(table, "label", "お休み"),
    )
    if closure.until < closure.since:
        table.wrong_type("until", "from より前でない日")
    table.finish()
    return closure


def _slip_printer(table: Table, desks: Collection[str]) -> SlipPrinter:
    address = values.read_matching(
        table, "address", ADDRESS, "ホスト:ポート（例 192.0.2.30:9100）か、シリアルの名前"
    )
    printer = SlipPrinter(table.choice("desk", desks), address)
    table.finish()
    return printer


def _note_gaps(root: Table, hall: Hall) -> None:
    """Note what would leave people waiting for nobody, or give two of them one number."""
    served = {section for window in hall.windows for section in window.sections}
    letters: Mapping[str, str] = {}
    for table, queue in zip(root.tables("queue"), hall.queues, strict=False):
        if queue.section not in served:
            table.note(MistakeKind.NOT_ALLOWED, "section", "、".join(sorted(served)))
        if queue.letter in letters:
            table.note(MistakeKind.DUPLICATE, "letter", queue.letter)
        letters = {**letters, queue.letter: queue.id}
    desks: set[str] = set()
    for table, window in zip(root.tables("window"), hall.windows, strict=False):
        if window.desk in desks:
            table.note(MistakeKind.DUPLICATE, "desk", window.desk)
        desks.add(window.desk)
    open_sites = {hours.site for hours in hall.hours}
    for table, site in zip(root.tables("site"), hall.sites, strict=False):
        if site.id not in open_sites:
            table.note(MistakeKind.MISSING_KEY, "hours", f"{site.id} の [[hours]]")
