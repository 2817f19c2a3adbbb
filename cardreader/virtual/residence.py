"""Residence cards of both generations made of software, signed by a key of their own."""

import datetime
import io
import secrets
from dataclasses import dataclass
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw, ImageFont

from cardreader import ber, card, residence, securemessaging
from cardreader.virtual import chip
from cardreader.virtual.person import VirtualPerson, applications

CARD_NUMBER = "AA12345678BB"
SPECIFIED = bytes.fromhex("D392F0004F0100000000000000000000")
NOT_THE_NUMBER = b"\x63\x00"
WRONG_CRYPTOGRAM = b"\x69\x88"
CONTACTLESS_ATR = bytes.fromhex("3B8880010000000000000000" + "09")
_FRONT_BYTES, _PICTURE_BYTES, _PHOTO_BYTES = 7000, 2500, 3000

Files = dict[tuple[bytes, int], tuple[bytes, bool]]
"""By application and short id: the content, and whether it is read under secure messaging."""


@dataclass(frozen=True, slots=True)
class Forged:
    """What is wrong with the signature of a card."""

    contents: bool = False
    certificate: bool = False


class ResidenceChip:
    """The residence card of one person. `code` is its type: 1 and 2 first generation, 05 and 06 second.

    `read` lists what was read, `numbers_received` counts proofs of a number. `most_bytes_at_once` is what its
    reader carries.
    """

    atr = CONTACTLESS_ATR

    def __init__(
        self,
        person: VirtualPerson,
        code: str = "1",
        *,
        number: str = CARD_NUMBER,
        expires: str = "20300712",
        forged: Forged | None = None,
        most_bytes_at_once: int = 65536,
    ) -> None:
        self._suite = securemessaging.DES_SUITE if len(code) == 1 else securemessaging.AES_SUITE
        build = first_files if len(code) == 1 else second_files
        self.files = build(person, code, expires, forged or Forged())
        self._number = number.encode("ascii")
        self._most = most_bytes_at_once
        self.read: list[tuple[bytes, int]] = []
        self.numbers_received = 0
        self.power_off()

    def power_on(self) -> None:
        """Nothing to do."""

    def power_off(self) -> None:
        self._application: bytes | None = None
        self._file: tuple[bytes, int] | None = None
        self._challenge: bytes | None = None
        self._session: securemessaging.Session | None = None
        self._is_verified = False

    def warm_reset(self) -> None:
        self.power_off()

    def answer(self, apdu: bytes) -> bytes | None:
        """Return the R-APDU to one C-APDU."""
        command = chip.parse_command(apdu)
        if command is None:
            return chip.WRONG_LENGTH
        handlers = {
            (0x00, 0xA4): self._select,
            (0x00, 0x84): self._give_challenge,
            (0x00, 0x82): self._authenticate,
            (0x08, 0x20): self._verify,
            (0x00, 0xB0): self._read_plain,
            (0x08, 0xB0): self._read_secured,
        }
        handler = handlers.get((command.cla, command.ins))
        return handler(command) if handler else chip.UNKNOWN_INSTRUCTION

    def _select(self, command: chip.Command) -> bytes:
        known = {application for application, _ in self.files}
        if command.data not in known or command.p1 != (0x00 if command.data == card.MASTER_FILE_BY_ID else 0x04):
            return chip.NOT_FOUND
        self._application, self._file = command.data, None
        return chip.OK

    def _give_challenge(self, command: chip.Command) -> bytes:
        self._challenge = secrets.token_bytes(command.wanted or securemessaging.NONCE_BYTES)
        return self._challenge + chip.OK

    def _authenticate(self, command: chip.Command) -> bytes:
        """Prove the number in return, once the token opens with it."""
        self.numbers_received += 1
        challenge, self._challenge, self._is_verified = self._challenge, None, False
        if challenge is None or len(command.data) != securemessaging.TOKEN_BYTES:
            return chip.WRONG_LENGTH
        key = securemessaging.Handshake(self._suite, self._number, challenge, b"", b"").key
        sealed, mac = command.data[: -securemessaging.NONCE_BYTES], command.data[-securemessaging.NONCE_BYTES :]
        told = self._suite.decrypt(key, sealed)
        nonce, returned, secret = told[:8], told[8:16], told[16:]
        if self._suite.mac(key, sealed)[: securemessaging.NONCE_BYTES] != mac or returned != challenge:
            return NOT_THE_NUMBER
        # Seen from the card the roles are changed: what the terminal made up is the challenge.
        reply = securemessaging.Handshake(
            self._suite, self._number, nonce, challenge, secrets.token_bytes(securemessaging.KEY_BYTES)
        )
        self._session = reply.session_with(secret)
        return reply.token + chip.OK

    def _verify(self, command: chip.Command) -> bytes:
        if self._session is None or command.p2 != 0x86:
            return WRONG_CRYPTOGRAM
        self._is_verified = self._session.opened(command.data) == self._number
        return chip.OK if self._is_verified else NOT_THE_NUMBER

    def _read_plain(self, command: chip.Command) -> bytes:
        part = self._part(command, command.wanted or 0, is_secured=False)
        return part if len(part) == 2 else part + chip.OK

    def _read_secured(self, command: chip.Command) -> bytes:
        if self._session is None or command.data[:2] != b"\x96\x02":
            return WRONG_CRYPTOGRAM
        wanted = int.from_bytes(command.data[2:], "big") or 65536
        part = self._part(command, wanted, is_secured=True)
        return part if len(part) == 2 else self._session.cryptogram(part) + chip.OK

    def _part(self, command: chip.Command, wanted: int, *, is_secured: bool) -> bytes:
        """Return what is there, or a status word (which no file here is as short as)."""
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            self._file, offset = (self._application or b"", command.p1 & 0x1F), command.p2
        if self._file not in self.files:
            return chip.NOT_FOUND
        content, wants_secured = self.files[self._file]
        if wants_secured is not is_secured or (self._file[0] != card.MASTER_FILE_BY_ID and not self._is_verified):
            return chip.NOT_VERIFIED
        if offset >= len(content):
            return chip.BEYOND_THE_END
        if min(wanted, len(content) - offset) > self._most:
            return chip.WRONG_LENGTH
        self.read.append(self._file)
        return content[offset : offset + wanted]


class SpecifiedResidenceChip(chip.FileChip):
    """A person's My Number card that is their residence card as well; of that side it has the name only."""

    def __init__(self, person: VirtualPerson) -> None:
        super().__init__(applications(person) | {SPECIFIED: {}})


def first_files(person: VirtualPerson, code: str, expires: str, forged: Forged) -> Files:
    """Return the files of a card of the first generation."""
    lines = [person.name, person.birth_date, person.address, f"{CARD_NUMBER} {expires}"]
    front = drawn(lines, (1000, 630)).ljust(_FRONT_BYTES, b"\x00")
    photo = b"\xff\x4f".ljust(_PHOTO_BYTES, b"\x00")
    signature, certificate = _rsa_signed(front + photo, forged)
    address = person.address.encode("utf-8")
    later = entry(0xD2, b"20250401") + entry(0xD3, b"012345") + entry(0xD4, address)
    return _common(code) | {
        (residence.FACE, 0x05): (entry(0xD0, front), True),
        (residence.FACE, 0x06): (entry(0xD1, photo), True),
        (residence.LATER, 0x01): (later, False),
        (residence.LATER, 0x02): (entry(0xD5, "許可なし".encode()), False),
        (residence.SIGNED, 0x02): (entry(0xDA, signature) + entry(0xDB, certificate), False),
    }


def second_files(person: VirtualPerson, code: str, expires: str, forged: Forged) -> Files:
    """Return the files of a card of the second generation."""
    values = [(0xC5, expires), (0xC6, person.birth_date.replace("-", "")), (0xC7, person.sex), (0xC8, "PHL")]
    values += [(0xC9, "R".ljust(10)), (0xCE, "0500")]
    if code == "05":
        values += [(0xCA, "01"), (0xCB, "20250401"), (0xCC, "1"), (0xCD, "20300401")]
    printed = [(tag, value.encode("ascii")) for tag, value in values]
    name = drawn([person.name], (800, 60)).ljust(_PICTURE_BYTES, b"\x00")
    address = drawn([person.address], (800, 60)).ljust(_PICTURE_BYTES, b"\x00")
    photo = b"\xff\x4f".ljust(_PHOTO_BYTES, b"\x00")
    over = b"".join(value for _, value in printed).ljust(53, b"\x00") + photo + name
    signature, certificate = _ec_signed(over, forged)
    return _common(code) | {
        (residence.FACE, 0x01): (entry(0xC2, CARD_NUMBER.encode()), True),
        (residence.FACE, 0x03): (b"".join(entry(*each) for each in printed), True),
        (residence.FACE, 0x04): (entry(0xD0, name) + entry(0xD1, photo), True),
        (residence.FACE, 0x06): (entry(0xDFD1, address), True),
        (residence.LATER, 0x01): (entry(0xD5, b"0"), False),
        (residence.SIGNED, 0x02): ((entry(0xDC, signature) + entry(0xDD, certificate)).ljust(704, b"\x00"), False),
    }


def entry(tag: int, value: bytes) -> bytes:
    """One TLV, its length in as few bytes as it takes."""
    return tag.to_bytes(1 if tag < 0x100 else 2, "big") + ber.written_length(len(value)) + value


def drawn(lines: list[str], size: tuple[int, int]) -> bytes:
    """Return these lines as the cards have them: black and white, MMR in a TIFF."""
    image = Image.new("1", size, 1)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(28)
    for row, line in enumerate(lines):
        draw.text((16, 12 + 60 * row), line, fill=0, font=font)
    written = io.BytesIO()
    image.save(written, "TIFF", compression="group4")
    return written.getvalue()


def _common(code: str) -> Files:
    version = "0001" if len(code) == 2 else "001"
    return {
        (card.MASTER_FILE_BY_ID, 0x0B): (entry(0xC0, version.encode()), False),
        (card.MASTER_FILE_BY_ID, 0x0A): (entry(0xC1, code.encode()), False),
    }


def _rsa_signed(over: bytes, forged: Forged) -> tuple[bytes, bytes]:
    key = _rsa_key(0)
    signature = key.sign(over + b"!" * forged.contents, padding.PKCS1v15(), hashes.SHA256())
    return signature, _certificate(_rsa_key(1) if forged.certificate else key)


def _ec_signed(over: bytes, forged: Forged) -> tuple[bytes, bytes]:
    key = _ec_key(0)
    halves = utils.decode_dss_signature(key.sign(over + b"!" * forged.contents, ec.ECDSA(hashes.SHA256())))
    signature = b"".join(half.to_bytes(48, "big") for half in halves)
    return signature, _certificate(_ec_key(1) if forged.certificate else key)


@cache
def _rsa_key(_number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def _ec_key(_number: int) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP384R1())


@cache
def _certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "practice")])
    first = datetime.datetime(2025, 4, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    last = first + datetime.timedelta(days=3650)
    return (
        builder.not_valid_before(first)
        .not_valid_after(last)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
