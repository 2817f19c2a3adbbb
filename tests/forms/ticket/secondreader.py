"""The sealed part opened without the library's HPKE: RFC 9180 §4 and §5 written out, base mode, one message."""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEM, KDF, AEAD = 0x0020, 0x0001, 0x0003


def opened(payload: bytes, private_raw: bytes) -> bytes:
    """The deflated contents of a payload as docs/ticket-format.md §5 describes it."""
    header, enc, ciphertext = payload[:6], payload[6:38], payload[38:]
    private = X25519PrivateKey.from_private_bytes(private_raw)
    shared = _decapsulated(private, enc)
    suite = b"HPKE" + KEM.to_bytes(2) + KDF.to_bytes(2) + AEAD.to_bytes(2)
    info = b"kakanai-madoguchi ticket\x00" + header
    context = b"\x00" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    key = _expand(suite, secret, b"key", context, 32)
    nonce = _expand(suite, secret, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, b"")


def _decapsulated(private: X25519PrivateKey, enc: bytes) -> bytes:
    kem = b"KEM" + KEM.to_bytes(2)
    shared = private.exchange(X25519PublicKey.from_public_bytes(enc))
    secret = _extract(kem, b"", b"eae_prk", shared)
    return _expand(kem, secret, b"shared_secret", enc + private.public_key().public_bytes_raw(), 32)


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, hashlib.sha256)


def _expand(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """At most 32 bytes, so HKDF-Expand has one round."""
    labeled = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return hmac.digest(secret, labeled + b"\x01", hashlib.sha256)[:length]
