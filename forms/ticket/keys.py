"""Key pairs of a town, and why one cannot be used."""

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from forms.ticket.contents import LONGEST_VALIDITY
from forms.told import Told


class KeysReason(StrEnum):
    """Why an operation on keys fails."""

    NO_FOLDER = "no_folder"
    NO_PUBLIC_FILE = "no_public_file"
    UNREADABLE = "unreadable"
    NOT_WRITABLE = "not_writable"
    READABLE_BY_OTHERS = "readable_by_others"
    BROKEN_KEY = "broken_key"
    OTHER_TOWN = "other_town"
    PRIVATE_MISSING = "private_missing"
    NO_CURRENT_KEY = "no_current_key"
    ALREADY_HAS_KEY = "already_has_key"
    UNKNOWN_KEY = "unknown_key"
    ALREADY_RETIRED = "already_retired"
    STILL_NEEDED = "still_needed"
    STILL_CURRENT = "still_current"
    NO_FREE_ID = "no_free_id"
    SHEET_MISREAD = "sheet_misread"


WORDS: dict[StrEnum, tuple[str, str]] = {
    KeysReason.NO_FOLDER: (
        "鍵のフォルダーがありません。",
        "設定の場所を確かめるか、kiosk keys new で最初の鍵を作ってください。",
    ),
    KeysReason.NO_PUBLIC_FILE: (
        "公開鍵のファイルがありません。",
        "役場では kiosk keys new（鍵があれば kiosk keys rotate）で作り、事前入力サイトへは写してください。",
    ),
    KeysReason.UNREADABLE: (
        "鍵のファイルを読めません。",
        "このプログラムを動かす利用者がファイルの持ち主か確かめてください。",
    ),
    KeysReason.NOT_WRITABLE: (
        "鍵のファイルに書き込めません。",
        "フォルダーの権限とディスクの空きを確かめてください。",
    ),
    KeysReason.READABLE_BY_OTHERS: (
        "秘密鍵のファイルを持ち主以外も読めるようになっています。",
        "chmod 600 で持ち主だけにし、だれかに読まれたおそれがあれば kiosk keys rotate で新しくしてください。",
    ),
    KeysReason.BROKEN_KEY: (
        "鍵のファイルの中身が正しくありません。",
        "控えから戻してください。控えがなければ、別の場所に移して kiosk keys rotate を動かしてください。",
    ),
    KeysReason.OTHER_TOWN: (
        "ほかの市区町村の鍵です。",
        "town.toml の団体コードと鍵の場所を確かめてください。",
    ),
    KeysReason.PRIVATE_MISSING: (
        "公開鍵と対になる秘密鍵が、鍵のフォルダーにありません。",
        "控えかほかの端末から写すか、kiosk keys rotate で替えて公開鍵を運び直してください。",
    ),
    KeysReason.NO_CURRENT_KEY: ("使える鍵がありません。", "kiosk keys new で鍵を作ってください。"),
    KeysReason.ALREADY_HAS_KEY: (
        "使っている鍵がもうあります。",
        "新しい鍵に替えるときは kiosk keys rotate を使ってください。",
    ),
    KeysReason.UNKNOWN_KEY: ("その番号の鍵はありません。", "kiosk keys list で番号を確かめてください。"),
    KeysReason.ALREADY_RETIRED: ("その鍵はもう廃棄されています。", "何もしなくてかまいません。"),
    KeysReason.STILL_NEEDED: (
        "その鍵で封じた受付コードが、まだ有効かもしれません。",
        "有効期限が過ぎるまで待ってください。急ぐときだけ --force を付けてください。",
    ),
    KeysReason.STILL_CURRENT: (
        "今使っている鍵なので、廃棄できません。",
        "先に kiosk keys rotate で替え、public.toml を事前入力サイトに運んでください。",
    ),
    KeysReason.SHEET_MISREAD: (
        "鍵の復旧用紙の字と違います。",
        "紙と見比べて、違う行を直してください。",
    ),
    KeysReason.NO_FREE_ID: ("鍵の番号が足りません。", "廃棄した鍵のファイルを片付けてください。"),
}


class KeysError(Told):
    """Raised by key operations. `place` names the file or folder, never key material."""

    reasons = KeysReason
    words = WORDS
    reason: KeysReason

    def __init__(self, reason: KeysReason, place: str = "") -> None:
        super().__init__(reason, place=place)

    @property
    def sentence(self) -> str:
        place = self.values["place"]
        return f"{super().sentence}（{place}）" if place else super().sentence


IDS = 1 << 16


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What the prefill site needs to seal: the id (16 bits) and the raw X25519 public key (32 bytes)."""

    id: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A town's public keys in use, the current one first. `town` is the 6-digit 全国地方公共団体コード."""

    town: str
    keys: tuple[PublicKey, ...]

    @property
    def current(self) -> PublicKey:
        if not self.keys:
            raise KeysError(KeysReason.NO_CURRENT_KEY)
        return self.keys[0]


@dataclass(frozen=True, slots=True)
class TownKey:
    """One key pair with its history.

    Raw 32-byte halves; `private` is None once it is destroyed. Times are aware.
    """

    id: int
    public: bytes
    private: bytes | None = field(repr=False)
    created: datetime
    replaced: datetime | None = None
    """When a newer key became current."""
    retired: datetime | None = None
    """When the private half was destroyed."""

    @property
    def public_key(self) -> PublicKey:
        return PublicKey(self.id, self.public)

    @property
    def is_current(self) -> bool:
        return self.replaced is None and self.retired is None

    def may_be_awaited(self, now: datetime, validity: timedelta = LONGEST_VALIDITY) -> bool:
        """Return whether a ticket sealed to this key may still be valid."""
        return self.retired is None and (self.replaced is None or now <= self.replaced + validity)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of a town, oldest first."""

    town: str
    keys: tuple[TownKey, ...]

    @property
    def current(self) -> TownKey:
        """The newest key in use. Raise KeysError(no_current_key)."""
        found = [key for key in self.keys if key.is_current]
        if not found:
            raise KeysError(KeysReason.NO_CURRENT_KEY)
        return max(found, key=lambda key: key.created)

    def find(self, id: int) -> TownKey | None:
        return next((key for key in self.keys if key.id == id), None)

    def public(self) -> PublicKeys:
        """Return what may leave the office network."""
        current = self.current
        return PublicKeys(self.town, (current.public_key,))


def new_key(taken: Iterable[int], now: datetime) -> TownKey:
    """Make a fresh pair with a random id that is not taken. Raise KeysError(no_free_id)."""
    free = sorted(set(range(IDS)) - set(taken))
    if not free:
        raise KeysError(KeysReason.NO_FREE_ID)
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return TownKey(secrets.choice(free), public, private.private_bytes_raw(), now)


def first_key(ring: Keyring, now: datetime) -> TownKey:
    """Make the key to begin with. Raise KeysError(already_has_key) if one is current."""
    if any(key.is_current for key in ring.keys):
        raise KeysError(KeysReason.ALREADY_HAS_KEY)
    return new_key((key.id for key in ring.keys), now)


def rotated(ring: Keyring, now: datetime) -> tuple[TownKey, ...]:
    """Return the keys that change: the new current one, then those it replaces, which are kept for opening."""
    new = new_key((key.id for key in ring.keys), now)
    return (new, *(replace(key, replaced=now) for key in ring.keys if key.is_current))


def retired(
    ring: Keyring, id: int, now: datetime, *, validity: timedelta = LONGEST_VALIDITY, force: bool = False
) -> TownKey:
    """Return that key without its private half.

    Raise KeysError if it is unknown, retired before, current, or still needed.

    `validity` is how long the town's tickets live; `force` gives up tickets that are still under way. The
    current key is not given up even so: every ticket made from then on would be lost.
    """
    key = ring.find(id)
    if key is None:
        raise KeysError(KeysReason.UNKNOWN_KEY)
    if key.retired is not None:
        raise KeysError(KeysReason.ALREADY_RETIRED)
    if key.is_current:
        raise KeysError(KeysReason.STILL_CURRENT)
    if key.may_be_awaited(now, validity) and not force:
        raise KeysError(KeysReason.STILL_NEEDED)
    return replace(key, private=None, retired=now)


SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OIL", "011")
BITS = 5
LINES, LENGTH = 6, 12
VERSION = 1
DIGEST = 3
GROUP = 4


def recovery_lines(key: TownKey, town: str) -> tuple[str, ...]:
    """Return the lines as they stand on paper, in groups of four. The key must still have its private half."""
    assert key.private is not None
    head = bytes((VERSION,)) + int(town).to_bytes(3) + key.id.to_bytes(2)
    plain = head + int(key.created.timestamp()).to_bytes(4) + key.private
    whole = int.from_bytes(plain + sha256(plain).digest()[:DIGEST])
    signs = "".join(SIGNS[whole >> BITS * place & (len(SIGNS) - 1)] for place in reversed(range(LINES * LENGTH)))
    lines = (signs[start : start + LENGTH] for start in range(0, len(signs), LENGTH))
    return tuple(_grouped(line + _check(number, line)) for number, line in enumerate(lines, start=1))


def read_recovery_lines(lines: Sequence[str]) -> tuple[str, TownKey]:
    """Return the town's code and its key. Raise KeysError(sheet_misread); `place` is the line, where it is one."""
    folded = [_fold(line) for line in lines if line.strip()]
    for number, line in enumerate(folded, start=1):
        if len(line) != LENGTH + 1 or line[-1] != _check(number, line[:-1]):
            raise KeysError(KeysReason.SHEET_MISREAD, f"{number}行目")
    whole = 0
    for sign in "".join(line[:-1] for line in folded):
        whole = whole << BITS | SIGNS.index(sign)
    if len(folded) != LINES:
        raise KeysError(KeysReason.SHEET_MISREAD, f"{LINES}行のうち{len(folded)}行")
    raw = whole.to_bytes(LINES * LENGTH * BITS // 8)
    plain, digest = raw[:-DIGEST], raw[-DIGEST:]
    if sha256(plain).digest()[:DIGEST] != digest or plain[0] != VERSION:
        raise KeysError(KeysReason.SHEET_MISREAD)
    private = plain[10:]
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    created = datetime.fromtimestamp(int.from_bytes(plain[6:10]), UTC)
    return f"{int.from_bytes(plain[1:4]):06}", TownKey(int.from_bytes(plain[4:6]), public, private, created)


def _check(number: int, line: str) -> str:
    """Return the thirteenth sign; it differs from line to line, so that two lines cannot change places."""
    return SIGNS[sha256(f"{number}{line}".encode()).digest()[0] % len(SIGNS)]


def _grouped(line: str) -> str:
    return " ".join(line[start : start + GROUP] for start in range(0, len(line), GROUP))


def _fold(line: str) -> str:
    """In whatever width, case and groups it is typed; what is no sign stays and is found by the check."""
    folded = unicodedata.normalize("NFKC", line[:200]).upper().translate(LOOKALIKES)
    signs = "".join(sign for sign in folded if not sign.isspace() and sign != "-")
    return signs if all(sign in SIGNS for sign in signs) else ""
