"""Secure messaging of residence cards: the number printed on the card is the key, and both sides prove to know it.

Public specifications of the Immigration Services Agency: first generation with 3DES and retail MAC (ISO/IEC 9797-1
algorithm 3), second with AES-128 and CMAC. SHA-1 and 3DES are what the cards speak; they keep a passer-by from
reading what the holder has not shown, no more. The official examples of the second generation are tests.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from cardreader import ber, errors

NONCE_BYTES, KEY_BYTES = 8, 16
TOKEN_BYTES = 40
"""Of an authentication, in each direction: 32 encrypted and 8 of their MAC."""
CRYPTOGRAM = 0x86
_MAC_BYTES, _SECRET_BYTES = 8, 32
_ENCRYPTED_WITH_PADDING = b"\x01"


@dataclass(frozen=True, slots=True)
class Suite:
    """The ciphers of one generation of cards, each over whole blocks with an IV of zeros."""

    block: int
    encrypt: Callable[[bytes, bytes], bytes]
    decrypt: Callable[[bytes, bytes], bytes]
    mac: Callable[[bytes, bytes], bytes]

    def padded(self, text: bytes) -> bytes:
        """Return the text with 80 00 …, to whole blocks."""
        return (text + b"\x80").ljust(-(-(len(text) + 1) // self.block) * self.block, b"\x00")


@dataclass(frozen=True, slots=True)
class Session:
    """What both sides know after they have proved the number to each other."""

    suite: Suite
    key: bytes = field(repr=False)

    def cryptogram(self, text: bytes) -> bytes:
        """Return the text as a data object that only the card can read."""
        sealed = _ENCRYPTED_WITH_PADDING + self.suite.encrypt(self.key, self.suite.padded(text))
        return bytes([CRYPTOGRAM]) + ber.written_length(len(sealed)) + sealed

    def opened(self, response: bytes) -> bytes:
        """Return the text in a data object of the card. Raises CardError(CARD_UNREADABLE)."""
        elements = ber.byte_tagged(response)
        if len(elements) != 1 or elements[0].tag != CRYPTOGRAM or elements[0].value[:1] != _ENCRYPTED_WITH_PADDING:
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        sealed = elements[0].value[1:]
        if not sealed or len(sealed) % self.suite.block:
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        text = self.suite.decrypt(self.key, sealed).rstrip(b"\x00")
        if not text.endswith(b"\x80"):
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        return text[:-1]


@dataclass(frozen=True, slots=True)
class Handshake:
    """One side's proof that it knows the number. `nonce` and `secret` are random, `challenge` is the card's."""

    suite: Suite
    number: bytes = field(repr=False)
    challenge: bytes
    nonce: bytes
    secret: bytes = field(repr=False)

    @property
    def token(self) -> bytes:
        """What the card is sent."""
        sealed = self.suite.encrypt(self.key, self.nonce + self.challenge + self.secret)
        return sealed + self._mac(sealed)

    def session(self, answer: bytes) -> Session:
        """Return the session from the card's own token. Raises CardError(CARD_UNREADABLE) if it proves nothing."""
        sealed, mac = answer[:_SECRET_BYTES], answer[_SECRET_BYTES:]
        if len(answer) != TOKEN_BYTES or not hmac.compare_digest(mac, self._mac(sealed)):
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        told = self.suite.decrypt(self.key, sealed)
        if not hmac.compare_digest(told[: 2 * NONCE_BYTES], self.challenge + self.nonce):
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        return self.session_with(told[2 * NONCE_BYTES :])

    def session_with(self, other: bytes) -> Session:
        """Return the session from both secrets."""
        both = bytes(ours ^ theirs for ours, theirs in zip(self.secret, other, strict=True))
        return Session(self.suite, _sha1(both + bytes.fromhex("00000001")))

    @property
    def key(self) -> bytes:
        """What the number is as a key, to encrypt and to authenticate."""
        return _sha1(self.number)

    def _mac(self, sealed: bytes) -> bytes:
        return self.suite.mac(self.key, sealed)[:_MAC_BYTES]


def _sha1(text: bytes) -> bytes:
    return hashlib.sha1(text, usedforsecurity=False).digest()[:KEY_BYTES]


def _aes(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(bytes(16)))


def _two_key_des(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(TripleDES(key + key[:8]), modes.CBC(bytes(8)))


def _encrypting(cipher: Callable[[bytes], Cipher[modes.CBC]]) -> Callable[[bytes, bytes], bytes]:
    def encrypt(key: bytes, text: bytes) -> bytes:
        encryptor = cipher(key).encryptor()
        return encryptor.update(text) + encryptor.finalize()

    return encrypt


def _decrypting(cipher: Callable[[bytes], Cipher[modes.CBC]]) -> Callable[[bytes, bytes], bytes]:
    def decrypt(key: bytes, text: bytes) -> bytes:
        decryptor = cipher(key).decryptor()
        return decryptor.update(text) + decryptor.finalize()

    return decrypt


def _cmac(key: bytes, text: bytes) -> bytes:
    mac = CMAC(algorithms.AES(key))
    mac.update(text)
    return mac.finalize()


def _retail_mac(key: bytes, text: bytes) -> bytes:
    """ISO/IEC 9797-1 algorithm 3 with padding 2: DES over all blocks, and twice more over the last."""
    single = _encrypting(lambda half: Cipher(TripleDES(half * 3), modes.CBC(bytes(8))))
    chained = single(key[:8], DES_SUITE.padded(text))[-8:]
    last = _decrypting(lambda half: Cipher(TripleDES(half * 3), modes.CBC(bytes(8))))(key[8:], chained)
    return single(key[:8], last)


DES_SUITE = Suite(8, _encrypting(_two_key_des), _decrypting(_two_key_des), _retail_mac)
AES_SUITE = Suite(16, _encrypting(_aes), _decrypting(_aes), _cmac)
