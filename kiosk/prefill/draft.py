"""A draft: an application while it is typed, kept in the person's own encrypted cookies.

CBOR, deflate, AES-256-GCM bound to the draft's id, base64url, over as many cookies as needed. They are sent only
to `/d/<draft>/`, so two drafts in two tabs never meet. The first page cannot know of a draft then: one more cookie
says which draft there is, and nothing about its content.
"""

import os
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from werkzeug.wrappers import Response

from forms import Inputs, JourneyPage, Told, person
from forms.answers import Answers, Value, plain_of, value_of
from kiosk.web import PageRead


@dataclass(frozen=True, slots=True)
class Draft:
    """`answers` are legal ones, also those a condition hides at the moment.

    `typed` holds the inputs of pages that are not finished, `tried` those of them whose mistakes or doubts are
    shown, `done` the pages sent without mistake.
    """

    procedures: tuple[str, ...]
    answers: Answers = field(default_factory=dict)
    typed: Mapping[str, Inputs] = field(default_factory=dict)
    tried: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    """The marks of doubts of which the person has said that it is right so."""
    reviewed: bool = False
    """The review page was reached: from now on a corrected page leads back to it."""
    language: str = "ja"
    stays: bool = False
    """The person asked that the draft outlives the browser window."""
    codes: tuple[str, ...] = ()
    """The sealed texts, until an answer changes."""
    expires: datetime | None = None

    def choose(self, procedures: Sequence[str], *, stays: bool) -> "Draft":
        """Return the draft with these procedures."""
        changed = self if tuple(procedures) == self.procedures else self.drop_codes()
        return replace(changed, procedures=tuple(procedures), stays=stays)

    def confirm(self, marks: Iterable[str]) -> "Draft":
        """Return the draft with doubts that are not asked again before their answers change."""
        return replace(self, confirmed=self.confirmed.union(marks))

    def swap(self, procedure: str, other: str) -> "Draft":
        """Return the draft with another procedure in the place of one; the answers stay."""
        ids = dict.fromkeys(other if id == procedure else id for id in self.procedures)
        return self.choose(tuple(ids), stays=self.stays)

    def keep(self, page: JourneyPage, inputs: Inputs, *, tried: bool = False) -> "Draft":
        """Return the draft with what was typed on a page that is not finished."""
        marks = self.tried | {page.id} if tried else self.tried - {page.id}
        filled = {name: values for name, values in inputs.items() if any(values)}
        return replace(self, typed={**self.typed, page.id: filled}, tried=marks)

    def finish(self, page: JourneyPage, read: PageRead) -> "Draft":
        """Return the draft with the answers of a page that is finished.

        Other pages' answers stay, so that two tabs do not wipe each other.
        """
        done = replace(
            self.answer(person.number_rows(read.merged(self.answers))),
            typed={id: inputs for id, inputs in self.typed.items() if id != page.id},
            tried=self.tried - {page.id},
        )
        return replace(done, done=self.done | {page.id})

    def answer(self, answers: Answers) -> "Draft":
        """Return the draft with these answers; codes made for others are dropped."""
        return self if answers == self.answers else replace(self.drop_codes(), answers=answers)

    def add_codes(self, codes: tuple[str, ...], expires: datetime) -> "Draft":
        """Return the draft with its codes, readable at the town hall until they expire."""
        return replace(self, codes=codes, expires=expires)

    def drop_codes(self) -> "Draft":
        """Return the draft without codes: they say something else than its answers."""
        return replace(self, codes=(), expires=None)

    def has_codes(self, now: datetime) -> bool:
        """Return whether there are codes that have not expired."""
        return bool(self.codes) and self.expires is not None and self.expires > now


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

POINTER = "draft"
"""Name of the cookie that says which draft there is."""

SHAPE = 2
"""Goes up whenever the shape changes; drafts live for a day, so older ones are simply gone."""

_ID = re.compile(r"[A-Za-z0-9_-]{12}", re.ASCII)


class DraftReason(StrEnum):
    """Why a draft cannot be kept."""

    TOO_LARGE = "too_large"


class DraftError(Told):
    """Why a draft cannot be kept."""

    reasons = DraftReason
    words: ClassVar = {
        DraftReason.TOO_LARGE: (
            "入力内容が多いため、これ以上保存できません。",
            "前の画面に戻り、文字や人数を減らすか、手続をいくつかに分けてください。前の画面までの入力は残っています。",
        ),
    }


class DraftBox:
    """Puts drafts into cookies and takes them out, those of the `others` too. A key has 32 bytes.

    `home` is the path below which the site lives, empty where it has its name for itself.
    """

    def __init__(self, key: bytes, *others: bytes, secure: bool, home: str = "") -> None:
        self._cipher = AESGCM(key)
        self._ciphers = (self._cipher, *map(AESGCM, others))
        self.secure, self.home = secure, home

    def put(self, response: Response, id: str, draft: Draft, now: datetime) -> None:
        """Set the cookies of this draft. Raise DraftError if it is too large; they are then left as they were."""
        text = self.encrypt(id, draft, now)
        chunks = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]
        for number in range(MOST_CHUNKS):
            if number < len(chunks):
                age = LIFETIME if draft.stays else None
                self._set(response, f"{NAME}{number}", chunks[number], self.path_of(id), age)
            else:
                self._delete(response, f"{NAME}{number}", self.path_of(id))

    def get(self, cookies: Mapping[str, str], id: str, now: datetime) -> Draft | None:
        """Return the draft in the cookies; None when there is none, it is too old, foreign or damaged."""
        chunks = [cookies.get(f"{NAME}{number}", "") for number in range(MOST_CHUNKS)]
        text = "".join(chunks[: chunks.index("")] if "" in chunks else chunks)
        return self.decrypt(id, text, now) if text else None

    def remove(self, cookies: Mapping[str, str], response: Response, id: str) -> None:
        """Delete the cookies of this draft and the pointer to it."""
        for number in range(MOST_CHUNKS):
            self._delete(response, f"{NAME}{number}", self.path_of(id))
        self._forget(cookies, response, id)

    def point(self, response: Response, id: str, draft: Draft) -> None:
        """Remember which draft there is, as long as its own cookies last."""
        self._set(response, POINTER, id, f"{self.home}/", LIFETIME if draft.stays else None)

    def encrypt(self, id: str, draft: Draft, now: datetime) -> str:
        """Return the draft as text for cookies. Raise DraftError if it is too large."""
        plain = zlib.compress(cbor2.dumps([int(now.timestamp()), *pack_draft(draft)]), 9)
        nonce = os.urandom(NONCE)
        raw = nonce + self._cipher.encrypt(nonce, plain, _bound_to(id))
        text = urlsafe_b64encode(raw).decode("ascii").rstrip("=")
        if len(text) > LARGEST:
            raise DraftError(DraftReason.TOO_LARGE)
        return text

    def decrypt(self, id: str, text: str, now: datetime) -> Draft | None:
        """Return the draft; None when it is too old, foreign or damaged."""
        if len(text) > LARGEST:
            return None
        try:
            raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            deflated = self._opened(raw, _bound_to(id))
            saved, *fields = cbor2.loads(_inflate(deflated))
        except (ValueError, InvalidTag, zlib.error, cbor2.CBORDecodeError, TypeError):
            return None
        if now - datetime.fromtimestamp(saved, UTC) > LIFETIME:
            return None
        return unpack_draft(fields)

    def _opened(self, raw: bytes, bound: bytes) -> bytes:
        """By the key it was sealed with. Raise InvalidTag, or ValueError for what is far too short."""
        for cipher in self._ciphers:
            with suppress(InvalidTag):
                return cipher.decrypt(raw[:NONCE], raw[NONCE:], bound)
        raise InvalidTag

    def path_of(self, id: str) -> str:
        """Return the path of all pages of a draft."""
        return f"{self.home}/d/{id}/"

    def _forget(self, cookies: Mapping[str, str], response: Response, id: str) -> None:
        """Leaves the pointer to another draft alone."""
        if find_waiting(cookies) == id:
            self._delete(response, POINTER, f"{self.home}/")

    def _set(self, response: Response, name: str, text: str, path: str, age: timedelta | None) -> None:
        response.set_cookie(name, text, max_age=age, path=path, secure=self.secure, httponly=True, samesite="Lax")

    def _delete(self, response: Response, name: str, path: str) -> None:
        response.delete_cookie(name, path=path, secure=self.secure, httponly=True, samesite="Lax")


def find_waiting(cookies: Mapping[str, str]) -> str:
    """Return the id of the draft to go on with, empty when there is none."""
    found = cookies.get(POINTER, "")
    return found if _ID.fullmatch(found) else ""


def pack_draft(draft: Draft) -> list[object]:
    """Return the draft as plain data for CBOR: lists, maps, texts and numbers only."""
    return [
        SHAPE,
        list(draft.procedures),
        {key: plain_of(value) for key, value in draft.answers.items()},
        {page: {name: list(texts) for name, texts in inputs.items()} for page, inputs in draft.typed.items()},
        sorted(draft.tried),
        sorted(draft.done),
        sorted(draft.confirmed),
        draft.reviewed,
        draft.language,
        draft.stays,
        [_pack_code(code) for code in draft.codes],
        int(draft.expires.timestamp()) if draft.expires else 0,
    ]


def unpack_draft(fields: Sequence[object]) -> Draft | None:
    """Return the draft; None for what an older program packed in another shape."""
    match fields:
        case [
            2,
            list(procedures),
            dict(answers),
            dict(typed),
            list(tried),
            list(done),
            list(confirmed),
            bool(reviewed),
            str(language),
            bool(stays),
            list(codes),
            int(expires),
        ]:
            return Draft(
                procedures=tuple(map(str, procedures)),
                answers=_unpack_answers(answers),
                typed={str(page): _unpack_inputs(inputs) for page, inputs in typed.items()},
                tried=frozenset(map(str, tried)),
                done=frozenset(map(str, done)),
                confirmed=frozenset(map(str, confirmed)),
                reviewed=reviewed,
                language=language,
                stays=stays,
                codes=tuple(_unpack_code(code) for code in codes),
                expires=datetime.fromtimestamp(expires, UTC) if expires else None,
            )
    return None


def _unpack_answers(plain: Mapping[object, object]) -> dict[str, Value]:
    values = ((str(key), value_of(entry)) for key, entry in plain.items())
    return {key: value for key, value in values if value is not None}


def _unpack_inputs(plain: object) -> Inputs:
    if not isinstance(plain, Mapping):
        return {}
    return {str(name): tuple(map(str, texts)) for name, texts in plain.items() if isinstance(texts, list)}


def _pack_code(code: str) -> bytes:
    """Digits cost 3.32 bits each as one whole number; the 1 in front keeps leading zeros."""
    number = int(f"1{code}")
    return number.to_bytes((number.bit_length() + 7) // 8)


def _unpack_code(code: object) -> str:
    return str(int.from_bytes(code))[1:] if isinstance(code, bytes) else ""


def _bound_to(id: str) -> bytes:
    """Return what binds a draft to its id: moved under another one it does not open."""
    return b"draft " + id.encode()


def _inflate(deflated: bytes) -> bytes:
    engine = zlib.decompressobj()
    plain = engine.decompress(deflated, LARGEST_PLAIN)
    if not engine.eof:
        raise ValueError("longer than any draft")
    return plain
