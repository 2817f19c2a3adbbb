"""A town that begins: what whoever installs it has said so far, and what of it is already written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from threading import Lock

from forms.ticket.keyfiles import begin_keys
from forms.told import Told
from kiosk.fleet.joining import Joining
from kiosk.fleet.lead import Lead
from kiosk.fleet.member import Check, check_settings, read_member
from kiosk.office import Office, now, open_office
from kiosk.settings import DeskMode, reading
from kiosk.staff import StaffRole, add_staff, list_staff
from kiosk.store import AuditEvent, Store, audit, open_store
from kiosk.town import alignment, municipalities, newtown
from printing.ipp import FoundPrinter, JobResult, find_printers


class SetupReason(StrEnum):
    """Why a step cannot be taken."""

    ALREADY_SET_UP = "already_set_up"
    CODE_WRONG = "code_wrong"
    CODE_SPENT = "code_spent"
    REACH_WRONG = "reach_wrong"
    ROLE_MISSING = "role_missing"
    MEASURES_WRONG = "measures_wrong"
    PASSWORDS_DIFFER = "passwords_differ"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    SetupReason.ALREADY_SET_UP: (
        "この町の設定は終わっています。",
        "変えるときは、管理者が窓口の画面でログインするか、設定のファイルを直してください。",
    ),
    SetupReason.CODE_WRONG: ("コードが違います。", "もう一度入力してください（あと{left}回）。"),
    SetupReason.CODE_SPENT: (
        "このコードは、もう使えません。",
        "PCを再起動すると、新しいコードが出ます。",
    ),
    SetupReason.REACH_WRONG: (
        "郵便番号か電話番号の形が違います。",
        "郵便番号は 099-9999、電話番号は 0123-00-0000 のように、ハイフンを付けて入力してください。",
    ),
    SetupReason.ROLE_MISSING: ("このPCの使い方が選ばれていません。", "1つ選んでください。"),
    SetupReason.MEASURES_WRONG: (
        "測った数を使えません。",
        "AとBは0から60、Cは150の前後、Dは200の前後の数（mm）を入力してください。",
    ),
    SetupReason.PASSWORDS_DIFFER: ("2回のパスワードが違います。", "同じパスワードを2回入力してください。"),
}


class SetupError(Told):
    """Never holds a code or a password."""

    reasons = SetupReason
    words = WORDS
    reason: SetupReason


class Step(StrEnum):
    """The steps in their order; each is the name of its page."""

    TOWN = "town"
    ROLE = "role"
    PRINTER = "printer"
    DEVICES = "devices"
    KEY = "key"
    ADMINISTRATOR = "administrator"
    DOCTOR = "doctor"

    @property
    def number(self) -> int:
        """Return how many come before it."""
        return list(Step).index(self)

    @property
    def is_draft(self) -> bool:
        """Whether its answer is written only together with the others, and can be changed until then."""
        return self.number < Step.KEY.number


@dataclass(slots=True)
class TriedPrinter:
    """The printer that was chosen, and how its test page came out."""

    uri: str
    fingerprint: str | None = None
    """Of the certificate it has shown: whose paper a person has held in their hands is the one, from then on."""
    result: JobResult | None = None
    """Of the last test page; None before the first."""
    measures: alignment.Measures | None = None
    """What was measured on the page; None while it is straight as it comes."""
    is_well: bool = False
    """A person has looked at the page and was content."""


@dataclass(slots=True)
class Beginning:
    """Everything that is not yet written lies here, in memory: whoever stops in the middle leaves nothing behind.

    `start()` takes up what an earlier run has written.
    """

    config: Path
    town: municipalities.Municipality | None = None
    hall: newtown.Hall | None = None
    modes: tuple[DeskMode, ...] = ()
    printer: TriedPrinter | None = None
    goes_without_printer: bool = False
    has_tried_devices: bool = False
    card_tried: str = ""
    """What kind of card the reader has read; empty before."""
    is_scanner_well: bool = False
    """The scanner has typed the test code as it stands."""
    office: Office | None = None
    """Once the settings are written."""
    sheet: JobResult | None = None
    """How the recovery sheet came out; None before it was sent."""
    is_sheet_kept: bool = False
    """Somebody has put it away, or goes on without."""
    has_administrator: bool = False
    is_finished: bool = False
    joining: Joining | None = None
    """With what this PC asks another one, whose town it joins."""
    own_desks: tuple[str, ...] = ()
    """Which desks of that town it became."""
    check: Check = check_settings
    find_printers: Callable[[], Sequence[FoundPrinter]] = find_printers
    lock: Lock = field(default_factory=Lock)
    """Held while something is printed or written, so that a second press waits and finds it done."""

    def start(self) -> None:
        """Go on after the settings where there are such.

        Raise SetupError(already_set_up), SettingsError or StoreError.
        """
        if is_set_up(self.config):
            raise SetupError(SetupReason.ALREADY_SET_UP)
        if (self.config / reading.FILE_NAME).is_file():
            self.office = open_office(self.config)

    @property
    def step(self) -> Step:
        """The first step that is not done."""
        if self.office is not None:
            done = {Step.KEY: self.is_sheet_kept, Step.ADMINISTRATOR: self.has_administrator}
        else:
            done = {
                Step.TOWN: self.hall is not None,
                Step.ROLE: bool(self.modes),
                Step.PRINTER: self.goes_without_printer or (self.printer is not None and self.printer.is_well),
                Step.DEVICES: self.has_tried_devices,
            }
        return next((step for step, is_done in done.items() if not is_done), self._after)

    @property
    def _after(self) -> Step:
        return Step.KEY if self.office is None else Step.DOCTOR

    def allows(self, step: Step) -> bool:
        """Whether the page of this step may be opened: the next one, or one whose answer is not written yet."""
        is_open = step.is_draft and self.office is None
        return step is self.step or (is_open and step.number < self.step.number)

    @property
    def fingerprint(self) -> str | None:
        """Return the certificate that the printer has to show."""
        if self.office is not None:
            return self.office.settings.fingerprint_for(self.printer_uri or "")
        return self.printer.fingerprint if self.printer else None

    @property
    def printer_uri(self) -> str | None:
        """The address of the printer, if there is one."""
        if self.office is not None:
            desks = self.office.settings.desks
            own = [desk for desk in desks if desk.name in self.own_desks] if self.own_desks else desks
            return next((desk.printer_uri for desk in own if desk.printer_uri), None)
        return None if self.goes_without_printer or self.printer is None else self.printer.uri

    def write(self) -> Office:
        """Write the town's settings once, and its first key. Raise DataMistake, SettingsError, KeysError or OSError."""
        if self.office is None:
            assert self.town is not None
            assert self.hall is not None
            hall, printer = self.hall, None if self.goes_without_printer else self.printer
            if printer is not None:
                hall = replace(hall, printer_uri=printer.uri, printer_fingerprint=printer.fingerprint or "")
                if printer.measures:
                    alignment.write_measures(self.config, printer.uri, printer.measures)
            newtown.write_new_town(self.config, self.town, hall, self.modes)
            self.office = open_office(self.config)
        lead = Lead(self.office.settings)
        lead.start()
        if not lead.own:
            lead.claim([desk.name for desk in self.office.settings.desks])
        keys, code = self.office.settings.keys, self.office.settings.town.code
        if not any(keys.folder.glob("key-*.toml")):
            made = begin_keys(keys.folder, keys.public_file, code, now())
            with opened(self.office) as store:
                audit.record(store, AuditEvent.KEYS_CREATED, details={"key_id": made.id, "kind": "tickets"})
        return self.office

    def join(self, answer: bytes, office: str = "") -> None:
        """Become a desk of a town that has begun elsewhere; its keys and its administrators are there already.

        Raise FleetError, KeysError or SettingsError.
        """
        assert self.joining is not None
        settings = self.joining.finish(answer, self.config, self.check, office)
        member = read_member(settings.fleet.folder)
        self.office, self.own_desks = open_office(self.config), member.desks if member else ()
        self.is_sheet_kept = self.has_administrator = True

    def note_sheet(self, key_id: int) -> None:
        """Record that the key lies on paper now. Raise StoreError."""
        assert self.office is not None
        with opened(self.office) as store:
            audit.record(store, AuditEvent.KEYS_PRINTED, details={"key_id": key_id, "kind": "tickets"})

    def add_administrator(self, name: str, password: str, display: str) -> None:
        """Add the one account that closes this page for ever.

        Raise SetupError(already_set_up) where there is one, StaffError, PasswordError or StoreError.
        """
        assert self.office is not None
        with opened(self.office) as store:
            if has_administrator(store):
                raise SetupError(SetupReason.ALREADY_SET_UP)
            add_staff(store, name, password, StaffRole.ADMIN, StaffRole.CLERK, display=display)
        self.has_administrator = True


@contextmanager
def opened(office: Office) -> Iterator[Store]:
    """Open the desk database; it is closed at the end. Raise StoreError or SettingsError."""
    store = open_store(office.settings.database)
    try:
        yield store
    finally:
        store.close()


def has_administrator(store: Store) -> bool:
    """Return whether anybody, active or not, is one."""
    return any(each.is_admin for each in list_staff(store))


def is_set_up(config: Path) -> bool:
    """Return whether the town in this folder has an administrator: who changes it from then on signs in.

    Raise SettingsError or StoreError where nobody can tell.
    """
    if not (config / reading.FILE_NAME).is_file():
        return False
    with opened(open_office(config)) as store:
        return has_administrator(store)
