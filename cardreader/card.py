"""What a kind of card is: which files may be selected, which PINs open them, and whose card it says it is."""

import datetime
import io
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from PIL import Image, UnidentifiedImageError

from cardreader import errors, securemessaging

WIDEST, HIGHEST = 3000, 2000
_FORMATS = ("TIFF",)


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a card's face, as a PNG; the repr shows its title only."""

    title: str
    png: bytes = field(repr=False)


def read_tiff(title: str, tiff: bytes) -> Picture:
    """Return the picture in a TIFF of black and white dots. Raises CardError(CARD_UNREADABLE) for any other."""
    try:
        with Image.open(io.BytesIO(tiff), formats=_FORMATS) as image:
            if image.width > WIDEST or image.height > HIGHEST or image.mode != "1":
                raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
            written = io.BytesIO()
            image.save(written, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError):
        # The decoder says in many ways that this is no picture.
        raise errors.CardError(errors.CardReason.CARD_UNREADABLE) from None
    return Picture(title, written.getvalue())


MASTER_FILE = b""
"""In the place of an AID: the card's master file (MF), where some kinds of card keep their PINs."""
MASTER_FILE_BY_ID = b"\x3f\x00"
"""The same, of cards that want it selected by its id."""

DIGITS = b"0123456789"

UNTOLD = "〓"
"""In the place of a character that a card cannot tell in a text."""


class Sex(StrEnum):
    """Sex as JIS X 0303 and ISO/IEC 5218 list it."""

    MALE = "male"
    FEMALE = "female"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PinFile:
    """A PIN of a card: the file that compares it, what a PIN of this kind looks like, and how its holder knows it.

    `name` is what it is called where it is asked for, `told` the sentence that helps to remember which one it is,
    `unset` what opens the file while the holder has set no PIN, as the free file `setting` says (None: there is
    always one). What `is_printed` on the card is no secret. One that `is_optional` may be left out: then nothing
    of its application is read. `if_wrong` are its own words beside those of the kind of card.
    """

    application: bytes
    file: int
    shortest: int
    longest: int
    letters: bytes = DIGITS
    name: str = "暗証番号"
    told: str = ""
    unset: bytes = b""
    is_printed: bool = False
    setting: "DataFile | None" = None
    is_optional: bool = False
    if_wrong: errors.Words | None = None

    def accepts(self, pin: bytes) -> bool:
        """Return whether `pin` looks like a PIN of this kind."""
        return self.shortest <= len(pin) <= self.longest and all(byte in self.letters for byte in pin)


class Access(StrEnum):
    """How a file is read."""

    SELECTED = "selected"
    """It is selected by its id, then read."""
    BY_SHORT_ID = "by_short_id"
    """It is read by its short id, `file`."""
    SECURED = "secured"
    """The same, under secure messaging."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that is read; `size` in bytes where the file does not begin with a BER header that tells it.

    A file that is read by its short id must say how large it may be.
    """

    application: bytes
    file: int
    size: int | None = None
    access: Access = Access.SELECTED


class Signature(StrEnum):
    """What is known of the signature over a card's contents."""

    UNCHECKED = "unchecked"
    CONSISTENT = "consistent"
    BROKEN = "broken"

    @property
    def sentence(self) -> str:
        """What whoever reads the card may believe of it; nothing where it was not looked at."""
        match self:
            case Signature.UNCHECKED:
                return ""
            case Signature.CONSISTENT:
                return "電子署名は正しい（カードの中の証明書と合っています）。証明書の発行者と、失効は未確認です。"
        return "電子署名が合いません。中身が書きかえられているおそれがあります。券面と顔写真をよく見てください。"


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Whose card it is. Texts are exactly the card's, never normalised; what this kind does not tell is empty.

    `birth_date` is YYYY-MM-DD; a month or day nobody knows is 00 ("1955-00-00"). A character that the card has as
    a picture only, or not at all, is `UNTOLD` in a text: nobody guesses it. `expires` is the last day of the card,
    `licence_until` that of a driver's licence on it.
    The repr shows the kind of card only, so that a log line cannot give the person away.
    """

    kind: str
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    sex: Sex = field(default=Sex.UNKNOWN, repr=False)
    kana: str = field(default="", repr=False)
    expires: str = field(default="", repr=False)
    pictures: tuple[Picture, ...] = field(default=(), repr=False)
    signature: Signature = field(default=Signature.UNCHECKED, repr=False)
    licence_until: str = field(default="", repr=False)

    @property
    def birthday(self) -> datetime.date | None:
        """The birth date as a date, or None when it is not a whole day of the calendar."""
        try:
            return datetime.date.fromisoformat(self.birth_date)
        except ValueError:
            return None

    @property
    def facts(self) -> dict[str, str]:
        """What the card tells of its holder, by name; what it does not tell is left out."""
        sex = self.sex.value if self.sex in (Sex.MALE, Sex.FEMALE) else ""
        texts = {"name": self.name, "kana": self.kana, "address": self.address, "birth_date": self.birth_date}
        return {fact: text for fact, text in (texts | {"sex": sex}).items() if text}

    def as_json(self) -> dict[str, str]:
        """Return everything as plain texts, the kind of card first."""
        return {"kind": self.kind, **self.facts, "sex": self.sex.value}


class CardType(ABC):
    """One kind of card, known by an application on it; the guard lets nothing through that is not listed here.

    A subclass is one module: its files, its PINs in the order in which they are sent, how its bytes are read, and
    the sentences in which it differs from others. `cardreader.cards.CARD_TYPES` lists them all.
    """

    kind: ClassVar[str]
    """Its name for programs, in snake_case."""
    title: ClassVar[str]
    """What people call it."""
    paper: ClassVar[str]
    """The code of the paper it is as a proof of identity."""
    number_paper: ClassVar[str] = ""
    """The code of the paper it is as a proof of its holder's 個人番号, which is never read."""
    gives: ClassVar[str]
    """What a form gets from it, in the words of its holder."""
    limits: ClassVar[tuple[str, ...]]
    """What it cannot tell, and what was not looked at: sentences for whoever reads it."""
    is_for_lobby: ClassVar[bool] = False
    """Whether its holder may read it alone."""
    application: ClassVar[bytes]
    """The AID that tells this kind of card: an ATR says nothing reliable."""
    pins: ClassVar[tuple[PinFile, ...]]
    files: ClassVar[tuple[DataFile, ...]]
    telling: ClassVar[DataFile | None] = None
    """The file, free to read, that tells cards with the same application apart."""
    suite: ClassVar[securemessaging.Suite | None] = None
    """The ciphers of a card whose printed number, the one of `pins`, is the key to secure messaging."""
    keeps_tries: ClassVar[int] = 1
    """So many tries are never spent unless the holder was asked: the last one blocks the card."""
    words: ClassVar[Mapping[errors.CardReason, errors.Words]] = {}

    @abstractmethod
    def holder(self, contents: Sequence[bytes]) -> CardHolder:
        """Return the holder from the bytes of `files`, in their order. Raises CardError(CARD_UNREADABLE)."""

    @property
    def selectable_files(self) -> frozenset[tuple[bytes, int]]:
        """The only files that may be selected, as (application, file)."""
        pins = {(pin.application, pin.file) for pin in self.pins} if self.suite is None else set()
        selected = {file for file in self.readable_files if file.access is Access.SELECTED}
        return frozenset(pins | {(file.application, file.file) for file in selected})

    @property
    def readable_files(self) -> tuple[DataFile, ...]:
        """The only files that may be read."""
        free = (self.telling, *(pin.setting for pin in self.pins))
        return (*self.files, *(file for file in free if file is not None))

    def is_told_by(self, content: bytes) -> bool:
        """Return whether a card is of this kind, from the bytes of `telling`."""
        raise errors.CardError(errors.CardReason.CARD_UNREADABLE)

    def is_pin_set(self, setting: bytes) -> bool:
        """Return whether the holder has set a PIN, from the bytes of its `setting`.

        Raises CardError(CARD_UNREADABLE).
        """
        raise errors.CardError(errors.CardReason.CARD_UNREADABLE)

    @property
    def applications(self) -> frozenset[bytes]:
        """The applications that may be selected, the master file among them if a file lies there."""
        pins = {pin.application for pin in self.pins}
        return frozenset({self.application} | pins | {file.application for file in self.readable_files})

    @property
    def counts_tries(self) -> bool:
        """Return whether a wrong entry is counted: what is printed on a card may be tried again."""
        return self.suite is None

    def error(self, reason: errors.CardReason, tries_left: int | None = None) -> errors.CardError:
        """Return the error in the words of this kind of card."""
        return errors.CardError(reason, tries_left=tries_left, said=self.words.get(reason))
