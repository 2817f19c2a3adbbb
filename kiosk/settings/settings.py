"""What `town.toml` says, as objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from forms import Mistake, Told
from kiosk.settings.directory import Directory
from kiosk.settings.hall import Hall, Section, Way


class SettingsReason(StrEnum):
    """Every way the settings can fail."""

    CONFIG_NOT_FOUND = "config_not_found"
    SETTING_MISTAKEN = "setting_mistaken"
    DESK_UNKNOWN = "desk_unknown"
    DESK_AMBIGUOUS = "desk_ambiguous"
    PRIVATE_FILE_UNREADABLE = "private_file_unreadable"
    PRIVATE_FILE_TOO_OPEN = "private_file_too_open"
    PRIVATE_FILE_DAMAGED = "private_file_damaged"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    SettingsReason.CONFIG_NOT_FOUND: (
        "設定のフォルダー「{detail}」に town.toml がありません。",
        "--config か環境変数 KIOSK_CONFIG で、town.toml のあるフォルダーを指定してください。",
    ),
    SettingsReason.SETTING_MISTAKEN: ("設定に誤りがあります。", "town.toml を直してください。"),
    SettingsReason.DESK_UNKNOWN: (
        "「{detail}」に当たる窓口端末が town.toml にありません。",
        "[[desk]] の name と mode を確かめてください。",
    ),
    SettingsReason.DESK_AMBIGUOUS: (
        "「{detail}」に当たる窓口端末が2つ以上あります。",
        "どの端末かを name で指定してください。",
    ),
    SettingsReason.PRIVATE_FILE_UNREADABLE: (
        "秘密のファイル「{detail}」を読み書きできません。",
        "フォルダーの持ち主と権限を確かめてください。",
    ),
    SettingsReason.PRIVATE_FILE_TOO_OPEN: (
        "秘密のファイル「{detail}」が持ち主以外にも読めます。",
        "chmod 600 で、持ち主だけが読めるようにしてください。",
    ),
    SettingsReason.PRIVATE_FILE_DAMAGED: (
        "秘密のファイル「{detail}」の中身が壊れています。",
        "このファイルを削除してください。次に起動するとき新しく作られます。",
    ),
}


class SettingsError(Told):
    """Why the settings could not be used. `mistakes` have file, line and key, and words of their own."""

    reasons = SettingsReason
    words = WORDS
    reason: SettingsReason

    def __init__(self, reason: SettingsReason, detail: str = "", mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(reason, detail=detail)
        self.mistakes = tuple(mistakes)

    @property
    def sentence(self) -> str:
        """What happened; of mistakes, the first with its file and line."""
        if not self.mistakes:
            return super().sentence
        first = self.mistakes[0]
        return f"{first.file.name}の{first.line}行目: {first.sentence}"

    @property
    def next_step(self) -> str:
        """What the operator does next, and where else to look."""
        if not self.mistakes:
            return super().next_step
        first, *others = self.mistakes
        places = "、".join(f"{mistake.line}行目 {mistake.key}" for mistake in others)
        return first.remedy + (f"（ほかに{len(others)}か所: {places}）" if others else "")


class DeskMode(StrEnum):
    """Who sits at a desk: staff, or the resident alone."""

    COUNTER = "counter"
    LOBBY = "lobby"


@dataclass(frozen=True, slots=True)
class Town:
    """`[town]`: who the forms are addressed to."""

    name: str
    kana: str
    latin: str
    """The name in Latin letters for pages in other languages, empty where there is none."""
    prefecture: str
    district: str
    """The 郡, empty for a city."""
    code: str
    """全国地方公共団体コード, six digits, the last one a check digit."""
    addressee: str
    """あて先 at the head of every form, without 様."""
    governor: str
    """あて先 of what the town passes on to the prefecture (身体障害者手帳)."""
    elderly_union: str
    """あて先 of what goes to the union for the medical care of the elderly."""
    water_manager: str
    """あて先 of what concerns the waterworks."""
    postal_code: str
    """`NNN-NNNN`."""
    phone: str
    logo: Path | None

    @property
    def full_name(self) -> str:
        return f"{self.prefecture}{self.district}{self.name}"


@dataclass(frozen=True, slots=True)
class Prefill:
    """`[prefill]`: the site for phones."""

    host: str
    port: int
    public_url: str
    """What residents type or tap, without a slash at the end."""
    ticket_valid_days: int
    first: tuple[str, ...]
    """The procedures that stand first on the first page: what most people want."""
    cookie_secret_file: Path
    trusted_proxies: tuple[str, ...]
    """Addresses and networks of the proxies in front; what they say of whoever asks is believed."""
    proxy_hops: int
    """How many of them a request passes."""
    security_contact: str | None = None
    """Whom to tell of a weakness, as an address; without one, the town's telephone."""
    status_file: Path | None = None
    """Where what the town hall says of its waiting lies; without one nothing is shown."""
    status_key: str | None = None
    """The public key to it, in hex digits."""

    @property
    def host_name(self) -> str:
        """The name in the address that residents open."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def path(self) -> str:
        """What stands behind the name (`/towns/014001`), empty where the town has the name for itself."""
        return urlsplit(self.public_url).path


class Ring(StrEnum):
    """When a desk takes a new bundle: as soon as it is made, or once it is released for all."""

    FIRST = "first"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Desk:
    """One `[[desk]]`: a PC with its devices."""

    name: str
    """Short ASCII name, also written to logs and the audit."""
    label: str
    """What people call it, for the screens."""
    mode: DeskMode
    host: str
    port: int
    receipt_letter: str
    printer_uri: str | None
    """Without one, the desk offers the PDF only."""
    printer_fingerprint: str | None
    """SHA-256 of the only certificate an ipps:// printer may show, as 64 lower-case hex digits."""
    reader_name: str | None
    """A part of the PC/SC name; without one, the first reader found."""
    scanner_port: str | None
    camera: bool
    idle_seconds: int
    warning_seconds: int
    session_secret_file: Path
    till: str
    """The drawer into which this desk takes money; several may share one."""
    ring: Ring = Ring.REST


@dataclass(frozen=True, slots=True)
class Database:
    """`[database]`: what the desks of one town hall share."""

    url: str
    """SQLAlchemy URL without a password; with several hosts, the one that may be written to is taken."""
    password_file: Path | None
    retention_hours: int
    """How long the sealed answers of an unfinished visit are kept."""
    visits_days: int = 400
    """How long closed visits and ended turns are kept: more than a year, so that a month has the one before it."""
    audit_days: int = 1827
    """How long entries of the audit log are kept: five years."""
    seal_key_file: Path | None = None
    """What the audit log is sealed with each day; each PC has one of its own."""
    journal_folder: Path | None = None
    """Where a counter keeps its journal while the database does not answer; without one it stops."""

    @property
    def retention(self) -> timedelta:
        return timedelta(hours=self.retention_hours)

    @property
    def visits_kept(self) -> timedelta:
        return timedelta(days=self.visits_days)

    @property
    def audit_kept(self) -> timedelta:
        return timedelta(days=self.audit_days)


@dataclass(frozen=True, slots=True)
class Keys:
    """`[keys]`: the town's key pair. The prefill site has only the public file."""

    folder: Path
    public_file: Path
    status_key_file: Path | None = None
    """What signs the waiting that leaves the town hall; without one nothing does."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """`[fleet]`: how the desks of the town get what the first one has."""

    folder: Path
    """What this PC is among them: its own key, and on the first one the names of the others."""
    office: str | None = None
    """Where the first PC gives out bundles; without one they come by stick."""


class PaperCode(StrEnum):
    """What the QR on a sheet tells the back office."""

    NONE = "none"
    RECEIPT = "receipt"
    """Receipt number, procedure and version."""
    SEALED = "sealed"
    """The answers, sealed to the office's own key."""


class PaperCover(StrEnum):
    """When a visit's sheets come with a cover slip."""

    SEVERAL = "several"
    """Where there are two sheets or more."""
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Paper:
    """`[paper]`: what the town wants on its sheets. The key pair is the back office's own."""

    code: PaperCode
    cover: PaperCover
    walk: tuple[str, ...]
    """The counters (`desk` of procedures) in the order in which people pass them."""
    key_folder: Path
    public_file: Path


@dataclass(frozen=True, slots=True)
class Counter:
    """`[counter]`: what the screens of staff show."""

    kana_in_list: bool
    """Whether the list of open visits says who it is, in kana: the screen may be in sight of others."""


class FactorRule(StrEnum):
    """Whether staff have a second factor beside their password."""

    OFF = "off"
    MAY = "may"
    """Whoever has registered one is asked for it."""
    MUST = "must"
    """Whoever has none registers one before anything else."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """`[second_factor]`: by the role of the account."""

    clerk: FactorRule = FactorRule.OFF
    admin: FactorRule = FactorRule.OFF

    @property
    def is_used(self) -> bool:
        """Whether anybody may have one."""
        return (self.clerk, self.admin) != (FactorRule.OFF, FactorRule.OFF)


@dataclass(frozen=True, slots=True)
class Till:
    """`[till]`: whether money is taken with this program."""

    use: bool = False
    ask: bool = False
    """Whether the counter asks for the fee before papers go out, as long as no till has taken it."""
    issuer: str = ""
    """In whose name receipts are given; without one, the town's 会計管理者."""
    account: str = ""
    """会計・科目 on 払込書; without it, a line for a hand."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What tills are called; without a name, as the desk of the same name."""


@dataclass(frozen=True, slots=True)
class Requesters:
    """`[requesters]`: who may ask for papers where towns differ."""

    unmarried_by_letter: bool
    """Whether a 独身証明書 is handed to whoever comes with a 委任状, or as legal representative."""
    tax_for_household: bool
    """Whether family of the same household get tax certificates without a 委任状."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `town.toml`; `folder` is the config folder it lies in."""

    folder: Path
    town: Town
    hall: Hall
    sections: tuple[Section, ...]
    ways: tuple[Way, ...]
    prefill: Prefill
    desks: tuple[Desk, ...]
    database: Database
    keys: Keys
    fleet: Fleet
    paper: Paper
    counter: Counter
    requesters: Requesters
    second_factor: SecondFactor = SecondFactor()
    till: Till = Till()
    directory: Directory | None = None

    def fingerprint_for(self, uri: str) -> str | None:
        """Return the certificate set for the printer at this address, whichever desk it belongs to."""
        return next((desk.printer_fingerprint for desk in self.desks if desk.printer_uri == uri), None)

    @property
    def till_names(self) -> dict[str, str]:
        """Return what people call each till: its own name, else that of its desk, else its id."""
        labels = {desk.name: desk.label for desk in self.desks}
        return {
            desk.till: self.till.names.get(desk.till) or labels.get(desk.till, desk.till) for desk in self.desks
        }

    def section(self, name: str) -> Section:
        """Return the counter of this name, as the hall is where the town says nothing of it."""
        found = next((section for section in self.sections if section.name == name), None)
        hall = self.hall
        return found or Section(
            hall.address,
            hall.hours,
            hall.closed,
            hall.remark,
            hall.map_url,
            hall.payment,
            name=name,
            place="",
            phone=self.town.phone,
        )

    def desk(self, mode: DeskMode | None = None, name: str | None = None) -> Desk:
        """Return the one desk with this mode and name. Raises SettingsError if none or several fit."""
        found = [desk for desk in self.desks if mode in (None, desk.mode) and name in (None, desk.name)]
        if len(found) == 1:
            return found[0]
        wanted = name or (mode.value if mode else "")
        reason = SettingsReason.DESK_AMBIGUOUS if found else SettingsReason.DESK_UNKNOWN
        raise SettingsError(reason, wanted)
