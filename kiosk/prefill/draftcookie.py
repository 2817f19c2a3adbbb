"""The draft as the person's own encrypted cookies: this site stores nothing.

CBOR, deflate, AES-256-GCM bound to the draft's id, base64url, over as many cookies as needed. They are sent only to
`/d/<draft>/`, so two drafts in two tabs never meet.
"""

import os
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from werkzeug.wrappers import Response

from kiosk.prefill.draft import Draft
from kiosk.prefill.draftpacking import packed, unpacked

LIFETIME = timedelta(hours=24)
"""After the last change."""

CHUNK = 3_600
"""Characters of one cookie; browsers keep 4,096 bytes with name and attributes."""

MOST_CHUNKS = 2
"""Web servers in front commonly take 8 KB in one header line."""

LARGEST = CHUNK * MOST_CHUNKS
LARGEST_PLAIN = 200_000
NONCE = 12
NAME = "d"


class DraftTooLarge(Exception):
    """More was typed than fits into the person's cookies."""


class DraftBox:
    """Seals drafts into cookies and opens them. `key` has 32 bytes."""

    def __init__(self, key: bytes, *, secure: bool) -> None:
        self._cipher = AESGCM(key)
        self.secure = secure

    def put(self, response: Response, id: str, draft: Draft, now: datetime) -> None:
        """Raises DraftTooLarge; the cookies are then left as they were."""
        text = self.sealed(id, draft, now)
        chunks = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]
        for number in range(MOST_CHUNKS):
            if number < len(chunks):
                age = LIFETIME if draft.stays else None
                response.set_cookie(
                    f"{NAME}{number}",
                    chunks[number],
                    max_age=age,
                    path=path_of(id),
                    secure=self.secure,
                    httponly=True,
                    samesite="Lax",
                )
            else:
                self._remove(response, id, number)

    def get(self, cookies: Mapping[str, str], id: str, now: datetime) -> Draft | None:
        """The draft in the cookies; None when there is none, it is too old, foreign or damaged."""
        chunks = [cookies.get(f"{NAME}{number}", "") for number in range(MOST_CHUNKS)]
        text = "".join(chunks[: chunks.index("")] if "" in chunks else chunks)
        return self.opened(id, text, now) if text else None

    def remove(self, response: Response, id: str) -> None:
        for number in range(MOST_CHUNKS):
            self._remove(response, id, number)

    def sealed(self, id: str, draft: Draft, now: datetime) -> str:
        """Raises DraftTooLarge."""
        plain = zlib.compress(cbor2.dumps([int(now.timestamp()), *packed(draft)]), 9)
        nonce = os.urandom(NONCE)
        text = (
            urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, plain, _bound_to(id)))
            .decode("ascii")
            .rstrip("=")
        )
        if len(text) > LARGEST:
            raise DraftTooLarge
        return text

    def opened(self, id: str, text: str, now: datetime) -> Draft | None:
        if len(text) > LARGEST:
            return None
        try:
            raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            squeezed = self._cipher.decrypt(raw[:NONCE], raw[NONCE:], _bound_to(id))
            saved, *fields = cbor2.loads(_inflated(squeezed))
        except (ValueError, InvalidTag, zlib.error, cbor2.CBORDecodeError, TypeError):
            return None
        if now - datetime.fromtimestamp(saved, UTC) > LIFETIME:
            return None
        return unpacked(fields)

    def _remove(self, response: Response, id: str, number: int) -> None:
        response.delete_cookie(
            f"{NAME}{number}", path=path_of(id), secure=self.secure, httponly=True, samesite="Lax"
        )


def path_of(id: str) -> str:
    return f"/d/{id}/"


def _bound_to(id: str) -> bytes:
    """A draft moved under another id does not open."""
    return b"draft " + id.encode()


def _inflated(squeezed: bytes) -> bytes:
    engine = zlib.decompressobj()
    plain = engine.decompress(squeezed, LARGEST_PLAIN)
    if not engine.eof:
        raise ValueError("longer than any draft")
    return plain
