"""Signing in through the town's own directory: OpenID Connect, the code flow with PKCE, nonce and state.

It tells who somebody is; what they may do is said here, by an account of the same name, or by the town for the groups
that it tells. Nothing of it is kept.
"""

import base64
import hashlib
import json
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from forms.told import Told
from kiosk.settings import Directory, directory

PATIENCE = 5.0
LARGEST_ANSWER = 256 * 1024
LEEWAY = 60
"""Seconds by which the clocks of two machines may differ."""

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""None that a public key could be mistaken for a secret of, and no `none`."""


class DirectoryReason(StrEnum):
    """Why nobody was let in."""

    UNREACHABLE = "directory_unreachable"
    ANSWER_REFUSED = "directory_answer_refused"
    NO_ACCOUNT = "directory_no_account"
    NO_ROLE = "directory_no_role"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    DirectoryReason.UNREACHABLE: (
        "庁内のログインにつながりません。",
        "少し待ってもう一度試すか、職員名とパスワードで入ってください。",
    ),
    DirectoryReason.ANSWER_REFUSED: (
        "庁内のログインを確かめられませんでした。",
        "もう一度試してください。続くときは、情報担当に知らせてください。",
    ),
    DirectoryReason.NO_ACCOUNT: (
        "庁内のアカウントの名前で登録された職員が、ここにいません。",
        "管理者に、職員の登録を頼んでください。",
    ),
    DirectoryReason.NO_ROLE: (
        "庁内のグループに、この窓口で使える役割がありません。",
        "情報担当に、グループの登録と town.toml の [[directory.group]] を確かめてもらってください。",
    ),
}


class DirectoryError(Told):
    """Never holds a name or a token."""

    reasons = DirectoryReason
    words = WORDS
    reason: DirectoryReason


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in on its way; each of its secrets is good for it alone."""

    back: str
    """The address to which the directory sends the browser back."""
    state: str = field(default_factory=_random)
    nonce: str = field(default_factory=_random, repr=False)
    verifier: str = field(default_factory=_random, repr=False)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing: what the directory tells is where it says that it is."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the directory names, and the groups it says they belong to."""

    name: str
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Look:
    """How the directory answers: how many keys it has, and the time it says it is, None where it says none."""

    keys: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TownDirectory:
    """The town's directory as the settings name it."""

    settings: Directory

    def address_for(self, attempt: Attempt) -> str:
        """Return where the browser goes to sign in. Raise DirectoryError."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self.settings.client_id,
            "redirect_uri": attempt.back,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._endpoint('authorization_endpoint')}?{urlencode(asked)}"

    def look(self) -> Look:
        """Return how the directory answers now: all that a sign-in needs but for somebody. Raise DirectoryError."""
        for name in ("authorization_endpoint", "token_endpoint"):
            self._endpoint(name)
        self._proof()
        told, date = self._ask(self._endpoint("jwks_uri"))
        try:
            keys = KeySet.import_key_set({"keys": found}).keys if (found := _keys_of(told)) else []
        except (JoseError, ValueError, KeyError, TypeError):
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED) from None
        return Look(len(keys), parsedate_to_datetime(date) if date else None)

    def who_is(self, attempt: Attempt, sent: Mapping[str, str]) -> Known:
        """Return who came back with this. Raise DirectoryError."""
        code = sent.get("code", "")
        if not secrets.compare_digest(sent.get("state", "").encode(), attempt.state.encode()) or not code:
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED)
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.back,
            "client_id": self.settings.client_id,
            "code_verifier": attempt.verifier,
        }
        tokens = self._fetch(self._endpoint("token_endpoint"), given, self._proof())
        claims = self._claims(tokens.get("id_token"), attempt.nonce)
        name = claims.get(self.settings.account)
        if not isinstance(name, str):
            raise DirectoryError(DirectoryReason.NO_ACCOUNT)
        # Some directories call people by an address of the town: the part before it is the name.
        groups = claims.get(self.settings.groups)
        held = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
        return Known(name.partition("@")[0], frozenset(each for each in held if isinstance(each, str)))

    def _claims(self, token: object, nonce: str) -> Mapping[str, object]:
        """Return what a token says that this directory has signed, for us, just now, for this attempt."""
        expected = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        keys = self._fetch(self._endpoint("jwks_uri"))
        try:
            found = jwt.decode(str(token), KeySet.import_key_set({"keys": _keys_of(keys)}), algorithms=ALGORITHMS)
            expected.validate(found.claims)
        except (JoseError, ValueError, KeyError, TypeError):
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED) from None
        if found.claims.get("azp", self.settings.client_id) != self.settings.client_id:
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED)
        return found.claims

    def _endpoint(self, name: str) -> str:
        told = self._fetch(f"{self.settings.issuer}/.well-known/openid-configuration")
        address = told.get(name)
        is_ours = str(told.get("issuer", "")).rstrip("/") == self.settings.issuer
        if not is_ours or not isinstance(address, str) or not directory.is_safe(address):
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED)
        return address

    def _proof(self) -> dict[str, str]:
        """Return the header by which a client with a secret shows it (client_secret_basic)."""
        file = self.settings.client_secret_file
        if file is None:
            return {}
        try:
            secret = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED) from None
        pair = f"{quote(self.settings.client_id, safe='')}:{quote(secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _fetch(
        self, address: str, form: Mapping[str, str] | None = None, proof: Mapping[str, str] | None = None
    ) -> Mapping[str, object]:
        return self._ask(address, form, proof)[0]

    def _ask(
        self, address: str, form: Mapping[str, str] | None = None, proof: Mapping[str, str] | None = None
    ) -> tuple[Mapping[str, object], str]:
        """Return what an address answers, and the time it says it is there."""
        data = urlencode(form).encode() if form is not None else None
        request = Request(address, data, {"Accept": "application/json", **(proof or {})})  # noqa: S310 - the scheme is checked
        try:
            with self._opener().open(request, timeout=PATIENCE) as answer:
                found, date = json.loads(answer.read(LARGEST_ANSWER)), str(answer.headers.get("Date", ""))
        except HTTPError as error:
            error.close()
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED) from None
        except (URLError, OSError, HTTPException):
            raise DirectoryError(DirectoryReason.UNREACHABLE) from None
        except ValueError:
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED) from None
        if not isinstance(found, dict):
            raise DirectoryError(DirectoryReason.ANSWER_REFUSED)
        return found, date

    def _opener(self) -> OpenerDirector:
        authority = self.settings.ca_file
        context = ssl.create_default_context(cafile=str(authority) if authority else None)
        return build_opener(_NoRedirect(), HTTPSHandler(context=context))


def _keys_of(told: Mapping[str, object]) -> list[dict[str, str | list[str]]]:
    keys = told.get("keys")
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
