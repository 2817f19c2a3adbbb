"""An invitation: a one-time code, with which another PC and the first one know each other.

Ten signs are read aloud or carried on paper. Both sides make a key of it with Argon2id, salted by the joining desk's public
key. With that key the desk authenticates its request, and the first PC its answer, whose contents are sealed by HPKE to the
desk's public key alone. So the code only has to stay unguessed until the answer is there: who hears it later opens nothing.
Forty-three bits, each guess 64 MiB and a tenth of a second, against half an hour.
"""

import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw

from forms.ticket import TicketError, packing
from kiosk.fleet.bundle import DESK, LARGEST, Files, pack_files, seal_to, unpack_files, unseal
from kiosk.fleet.reason import FleetError, FleetReason

SIGNS = "ACEFHKMRTUWXY2346789"
"""None that looks like another one, and none that sounds like another one in Japanese."""

LENGTH, GROUP = 10, 5
LIFETIME = timedelta(minutes=30)
LONGEST_REQUEST = 512
KEY = 32
MOST_DESKS = 2
"""A PC is a counter, a lobby, or both."""

REQUEST, ANSWER = b"kakanai-join-request-1\n", b"kakanai-join-answer-1\n"
SEALED = b"kakanai-madoguchi join\x00"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Which desks whoever knows the code may become, and until when."""

    code: str
    desks: tuple[str, ...]
    until: datetime

    def is_open(self, now: datetime) -> bool:
        """Return whether it still counts."""
        return now < self.until

    @property
    def shown(self) -> str:
        """The code in groups, as it is read aloud."""
        return "-".join(self.code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def invite(desks: Sequence[str], now: datetime, lifetime: timedelta = LIFETIME) -> Invitation:
    """Return a new invitation."""
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return Invitation(code, tuple(desks), (now + lifetime).astimezone(UTC))


def fold_code(typed: str) -> str:
    """Return a code as it is compared, in whatever width and case it was typed, with hyphens or without."""
    folded = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(sign for sign in folded if sign.isalnum())


def stretch(code: str, public: bytes) -> bytes:
    """Return the key that both sides make of the code for the desk with this public key."""
    salt = sha256(SEALED + public).digest()[:16]
    return hash_secret_raw(fold_code(code).encode(), salt, 3, 64 * 1024, 1, KEY, Type.ID)


@dataclass(frozen=True, slots=True)
class Request:
    """What a desk asks with: its public key, and the proof that it knows the code."""

    public: bytes
    proof: bytes

    def __bytes__(self) -> bytes:
        return REQUEST + packing.write_cbor([self.public, self.proof])

    def knows(self, key: bytes) -> bool:
        """Return whether whoever made it knows the code that this key was made of."""
        return hmac.compare_digest(_prove(key, REQUEST, self.public), self.proof)


def make_request(public: bytes, key: bytes) -> Request:
    """Return the request of a desk; `key` is the stretched code."""
    return Request(public, _prove(key, REQUEST, public))


def read_request(raw: bytes) -> Request:
    """Return the request. Raise FleetError(not_a_request), whatever the bytes are."""
    match _read(raw, REQUEST, LONGEST_REQUEST):
        case [bytes(public), bytes(proof)] if len(public) == KEY and len(proof) == KEY:
            return Request(public, proof)
    raise FleetError(FleetReason.NOT_A_REQUEST)


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a desk is given when it joins; it goes to nobody else."""

    town: str
    desks: tuple[str, ...]
    modes: tuple[str, ...]
    """Of the desks, in their order."""
    signer: bytes
    """The public key under which all bundles of the town are signed."""
    keys: Files
    """The town's private keys, by file."""
    secrets: Files
    """Passwords that all desks share, by what they are for."""


def seal_answer(welcome: Welcome, bundle: bytes, request: Request, key: bytes) -> bytes:
    """Return the answer to a request: the welcome and the bundle, sealed to the desk, under the code."""
    contents = packing.write_cbor(
        [
            welcome.town,
            list(welcome.desks),
            list(welcome.modes),
            welcome.signer,
            pack_files(welcome.keys),
            pack_files(welcome.secrets),
            bundle,
        ]
    )
    box = seal_to(contents, request.public, SEALED + sha256(bytes(request)).digest())
    return ANSWER + packing.write_cbor([_prove(key, ANSWER, bytes(request), box), box])


def open_answer(raw: bytes, request: Request, key: bytes, own: bytes) -> tuple[Welcome, bytes]:
    """Return the welcome and the bundle beside it. Raise FleetError(answer_wrong), whatever the bytes are."""
    match _read(raw, ANSWER, LARGEST + 1_000_000):
        case [bytes(proof), bytes(box)]:
            if hmac.compare_digest(_prove(key, ANSWER, bytes(request), box), proof):
                return _read_contents(box, request, own)
    raise FleetError(FleetReason.ANSWER_WRONG)


def _read_contents(box: bytes, request: Request, own: bytes) -> tuple[Welcome, bytes]:
    try:
        opened = packing.read_cbor(unseal(box, own, SEALED + sha256(bytes(request)).digest()))
        match opened:
            case [
                str(town),
                list(desks),
                list(modes),
                bytes(signer),
                bytes(keys),
                bytes(passwords),
                bytes(bundle),
            ]:
                names, used = tuple(map(str, desks)), tuple(map(str, modes))
                if len(names) == len(used) and len(signer) == KEY and _are_desks(names):
                    welcome = Welcome(town, names, used, signer, unpack_files(keys), unpack_files(passwords))
                    return welcome, bundle
    except (FleetError, TicketError):
        pass
    raise FleetError(FleetReason.ANSWER_WRONG)


def _are_desks(names: Sequence[str]) -> bool:
    return 0 < len(names) <= MOST_DESKS and all(DESK.fullmatch(name) for name in names)


def _read(raw: bytes, start: bytes, longest: int) -> object:
    if not raw.startswith(start) or len(raw) > longest:
        return None
    try:
        return packing.read_cbor(raw[len(start) :])
    except TicketError:
        return None


def _prove(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA-256 over the parts, each by its digest, so that no two lists of parts are the same."""
    return hmac.digest(key, b"".join(sha256(part).digest() for part in parts), "sha256")
