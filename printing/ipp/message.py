"""What an IPP message is made of: groups of named attributes with tagged values (source: RFC 8010)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class GroupTag(IntEnum):
    """Delimiters between groups."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Kinds of value."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_LANGUAGE = 0x35
    NAME_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


@dataclass(frozen=True, slots=True)
class Message:
    """One request or response.

    `code` is the operation of a request or the status of a response; `data` is the document behind it.
    """

    code: int
    request_id: int
    groups: tuple["Group", ...]
    data: bytes = b""
    version: tuple[int, int] = (2, 0)

    def of(self, tag: int) -> Iterator["Group"]:
        """The groups of one kind, in order."""
        return (group for group in self.groups if group.tag == tag)


@dataclass(frozen=True, slots=True)
class Group:
    """The attributes that belong to one thing: the operation, the job, the printer."""

    tag: int
    attributes: tuple["Attribute", ...]

    def get(self, name: str) -> tuple["Value", ...]:
        """The values of the attribute, nothing when the group does not have it."""
        return next((each.values for each in self.attributes if each.name == name), ())

    def words(self, name: str) -> tuple[str, ...]:
        """The values that are words of any kind (keyword, name, text, URI …)."""
        data = (value.data for value in self.get(name))
        return tuple(word for each in data if (word := as_word(each)) is not None)

    def numbers(self, name: str) -> tuple[int, ...]:
        """The values that are integers or enums."""
        data = (value.data for value in self.get(name))
        return tuple(each for each in data if isinstance(each, int) and not isinstance(each, bool))

    def number(self, name: str) -> int | None:
        """The first integer, or None when the attribute is missing, unknown or of another kind."""
        return next(iter(self.numbers(name)), None)

    def flag(self, name: str) -> bool | None:
        """The boolean, or None when the attribute is missing or of another kind."""
        return next((value.data for value in self.get(name) if isinstance(value.data, bool)), None)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One name and its values; the values of one attribute may have different tags."""

    name: str
    values: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value with the tag it was (or will be) sent with."""

    tag: int
    data: "Data"


@dataclass(frozen=True, slots=True)
class Range:
    """rangeOfInteger: both ends belong to it."""

    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots across and along the feed; `units` 3 is per inch, 4 is per centimetre."""

    across: int
    along: int
    units: int


@dataclass(frozen=True, slots=True)
class Localized:
    """A text or name that says its language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A value made of attributes, such as media-col."""

    members: tuple[Attribute, ...]


# None stands for "no value", "unknown" and "unsupported"; bytes for octets and for every tag not known here.
Data = bool | int | str | bytes | Range | Resolution | Localized | Collection | None


def as_word(data: Data) -> str | None:
    """The text of those kinds of value that are words, None for all others."""
    if isinstance(data, Localized):
        return data.text
    return data if isinstance(data, str) else None


def attribute(name: str, tag: Tag, *data: Data) -> Attribute:
    """An attribute whose values all have one tag."""
    return Attribute(name, tuple(Value(tag, each) for each in data))


def collection(name: str, members: Sequence[Attribute]) -> Attribute:
    """An attribute with one collection as its value."""
    return attribute(name, Tag.COLLECTION, Collection(tuple(members)))


class PrintCode(StrEnum):
    """Reason codes of `printing.ipp`: of a printer, of a job under way, and of how a job ended."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    BUSY = "busy"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    JAM = "jam"
    TONER_OUT = "toner_out"
    BIN_FULL = "bin_full"
    STOPPED = "stopped"
    NOT_ACCEPTING = "not_accepting"
    NO_A4 = "no_a4"
    NO_SIZE = "no_size"
    NO_PDF = "no_pdf"
    UNREACHABLE = "unreachable"
    NOT_A_PRINTER = "not_a_printer"
    WRONG_CERTIFICATE = "wrong_certificate"
    BAD_ADDRESS = "bad_address"
    SENDING = "sending"
    PRINTING = "printing"
    PRINTED = "printed"
    REFUSED = "refused"
    ABORTED = "aborted"
    CANCELED = "canceled"
    CONNECTION_LOST = "connection_lost"
    JOB_LOST = "job_lost"
    TIMED_OUT = "timed_out"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell the person at the desk."""

    sentence: str
    next_step: str


def advice(code: PrintCode, *, given_up: bool = False) -> Advice:
    """The sentence and the next step of a code, in Japanese; `given_up`: nobody waits for the printer any more."""
    if given_up and code in PASSING:
        return Advice(ADVICE[code].sentence, GIVEN_UP)
    return ADVICE[code]


def advice_at_rest(code: PrintCode) -> Advice:
    """The same for a printer that nobody is printing on: nothing is said of a job."""
    return AT_REST.get(code, ADVICE[code])


# A person next to the printer can end these; the others need another printer or another setting.
PASSING = frozenset(
    {
        PrintCode.BUSY,
        PrintCode.PAPER_OUT,
        PrintCode.NO_A4,
        PrintCode.NO_SIZE,
        PrintCode.COVER_OPEN,
        PrintCode.JAM,
        PrintCode.TONER_OUT,
        PrintCode.BIN_FULL,
        PrintCode.STOPPED,
    }
)
GIVEN_UP = "待つのをやめました。プリンターが使えるようになってから、もう一度印刷してください。"
LOOK_AT_TRAY = "プリンターに紙が出ているか確かめてください。出ていないときだけ、もう一度印刷してください。"

ADVICE = {
    PrintCode.READY: Advice("プリンターは使えます。", "このまま印刷できます。"),
    PrintCode.PAPER_LOW: Advice("プリンターの紙が少なくなっています。", "手が空いたら用紙を補充してください。"),
    PrintCode.BUSY: Advice("プリンターはほかの印刷をしています。", "終わるまで、このまま少しお待ちください。"),
    PrintCode.PAPER_OUT: Advice("プリンターの紙がなくなりました。", "用紙を入れてください。"),
    PrintCode.COVER_OPEN: Advice("プリンターのふたが開いています。", "ふたを閉めてください。"),
    PrintCode.JAM: Advice("プリンターに紙が詰まっています。", "詰まった紙を取り除いてください。"),
    PrintCode.TONER_OUT: Advice(
        "プリンターのトナーかインクがなくなりました。", "新しいものに取り替えてください。"
    ),
    PrintCode.BIN_FULL: Advice("プリンターの排紙トレイがいっぱいです。", "出ている紙を取り除いてください。"),
    PrintCode.STOPPED: Advice("プリンターが止まっています。", "プリンターの画面の表示を確かめてください。"),
    PrintCode.NOT_ACCEPTING: Advice(
        "プリンターが印刷を受け付けない設定になっています。", "プリンターの設定で受付を再開してください。"
    ),
    PrintCode.NO_A4: Advice("プリンターにA4の紙が入っていません。", "A4の用紙をトレイに入れてください。"),
    PrintCode.NO_SIZE: Advice(
        "この様式の大きさの紙がプリンターに入っていません。", "様式に合う用紙をトレイに入れてください。"
    ),
    PrintCode.NO_PDF: Advice(
        "このプリンターはPDFを直接印刷できません。", "PDFを印刷できるプリンターを設定してください。"
    ),
    PrintCode.UNREACHABLE: Advice(
        "プリンターにつながりません。印刷の内容は送っていません。",
        "プリンターの電源とケーブルを確かめてから、もう一度印刷してください。",
    ),
    PrintCode.NOT_A_PRINTER: Advice(
        "設定された宛先は、印刷を受け付けるプリンターではないようです。",
        "プリンターの宛先の設定を確かめてください。",
    ),
    PrintCode.WRONG_CERTIFICATE: Advice(
        "プリンターの証明書が、設定と違います。印刷の内容は送っていません。",
        "プリンターを替えたときは、kiosk doctor が示す値を printer_fingerprint に書いてください。替えていなければ、"
        "つないだ人がいないか調べてください。",
    ),
    PrintCode.BAD_ADDRESS: Advice(
        "プリンターの宛先の書き方が正しくありません。",
        "設定の宛先を ipp://192.168.0.10/ipp/print のような形に直してください。",
    ),
    PrintCode.SENDING: Advice("プリンターに送っています。", "少しお待ちください。"),
    PrintCode.PRINTING: Advice("印刷しています。", "紙がすべて出るまでお待ちください。"),
    PrintCode.PRINTED: Advice("印刷が終わりました。", "紙がすべて出ているか確かめてください。"),
    PrintCode.REFUSED: Advice(
        "プリンターがこの印刷を受け付けませんでした。",
        "用紙や両面などの設定を変えるか、別のプリンターで印刷してください。",
    ),
    PrintCode.ABORTED: Advice("プリンターの不具合で印刷が途中で終わりました。", LOOK_AT_TRAY),
    PrintCode.CANCELED: Advice("印刷を取りやめました。", "途中まで出た紙があれば取り除いてください。"),
    PrintCode.CONNECTION_LOST: Advice(
        "印刷の途中でプリンターとつながらなくなり、紙が出たか分かりません。", LOOK_AT_TRAY
    ),
    PrintCode.JOB_LOST: Advice(
        "印刷中にプリンターの電源が切れたようです。紙が出たか確認できません。", LOOK_AT_TRAY
    ),
    PrintCode.TIMED_OUT: Advice("時間内に印刷が終わらなかったため、取りやめました。", LOOK_AT_TRAY),
    PrintCode.UNSURE: Advice("プリンターの表示は「印刷完了」ですが、全部出ていないことがあります。", LOOK_AT_TRAY),
}

AT_REST = {
    PrintCode.UNREACHABLE: Advice(
        "プリンターにつながりません。", "プリンターの電源とケーブルを確かめてください。"
    ),
    PrintCode.WRONG_CERTIFICATE: Advice(
        "プリンターの証明書が、設定と違います。", ADVICE[PrintCode.WRONG_CERTIFICATE].next_step
    ),
}
"""Only staff read these; a visitor is told to call them."""
