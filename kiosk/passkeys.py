"""Passkeys of staff (WebAuthn): made and asked for by the browser, checked here; nothing of it needs a network."""

import json
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy import exc, func, select

from kiosk import secondfactor
from kiosk.staff import Staff
from kiosk.store.database import Store
from kiosk.store.tables import StaffPasskeyRow

MALFORMED = (ValueError, TypeError, LookupError, RecursionError)
"""What the package lets through for JSON that no browser wrote, beside exceptions of its own."""

MOST_PASSKEYS = 5
LARGEST_ANSWER = 16 * 1024
"""Of what a browser sends; a real one has under two thousand signs."""

WAIT_MILLISECONDS = 120_000


@dataclass(frozen=True, slots=True)
class PasskeyPlace:
    """Where passkeys are made and asked for: a passkey is worth something under the name it was made at, only."""

    host: str
    origin: str

    @classmethod
    def of(cls, address: str) -> "PasskeyPlace | None":
        """Return the place of a page. None where browsers have no passkeys: under an IP address, and without https
        anywhere but on the PC itself."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        is_trusted = parts.scheme == "https" or host == "localhost"
        return cls(host, f"{parts.scheme}://{parts.netloc}") if is_trusted and not _is_address(host) else None


def creation_options(store: Store, staff: Staff, place: PasskeyPlace, town: str, challenge: bytes) -> str:
    """Return as JSON what the browser needs to make a passkey. Raise FactorError(too_many)."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    known = _read_rows(store, staff)
    if len(known) >= MOST_PASSKEYS:
        raise secondfactor.FactorError(secondfactor.FactorReason.TOO_MANY)
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=town,
        user_name=staff.name,
        user_id=staff.id.to_bytes(8),
        challenge=challenge,
        timeout=WAIT_MILLISECONDS,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=row.credential) for row in known],
    )
    return options_to_json(options)


def add_passkey(
    store: Store, staff: Staff, place: PasskeyPlace, challenge: bytes, answer: str
) -> tuple[secondfactor.SpareCode, ...]:
    """Register the passkey that the browser made; every session of theirs ends.

    Return the spare codes that came with a first factor. Raise FactorError (passkey_refused, too_many).
    """
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=_bounded(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except (WebAuthnException, *MALFORMED):
        raise secondfactor.FactorError(secondfactor.FactorReason.PASSKEY_REFUSED) from None
    spare = () if staff.has_second else secondfactor.draw_spare_codes()
    row = StaffPasskeyRow(
        id=_name(made.credential_id),
        staff_id=staff.id,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        added_at=store.clock(),
    )
    mine = select(func.count()).select_from(StaffPasskeyRow).where(StaffPasskeyRow.staff_id == staff.id)
    try:
        with store.writing() as session:
            if (session.scalar(mine) or 0) >= MOST_PASSKEYS:
                raise secondfactor.FactorError(secondfactor.FactorReason.TOO_MANY)
            session.add(row)
            session.flush()
            secondfactor.note_added(store, session, staff, secondfactor.FactorKind.PASSKEY, spare)
    except exc.IntegrityError:
        raise secondfactor.FactorError(secondfactor.FactorReason.PASSKEY_REFUSED) from None
    return spare


def request_options(store: Store, staff: Staff, place: PasskeyPlace, challenge: bytes) -> str:
    """Return as JSON what the browser needs to ask for one of theirs, empty if they have none."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    known = _read_rows(store, staff)
    if not known:
        return ""
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        timeout=WAIT_MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=row.credential) for row in known],
    )
    return options_to_json(options)


def answer_passkey(
    store: Store, staff: Staff, place: PasskeyPlace, challenge: bytes, answer: str, *, desk: str | None = None
) -> Staff:
    """Finish a sign-in whose password was right, with a passkey of theirs.

    Raise FactorError(passkey_refused), or StaffError if the account changed meanwhile.
    """
    known = {row.id: row for row in _read_rows(store, staff)}
    count = _verified_count(known, place, challenge, answer)
    with store.writing() as session:
        row = session.get(StaffPasskeyRow, count[0], with_for_update=True) if count else None
        if row is not None and count is not None:
            row.sign_count = max(row.sign_count, count[1])
        found = secondfactor.note_answer(
            store, session, staff, secondfactor.FactorKind.PASSKEY, is_right=row is not None, desk=desk
        )
    if row is None:
        raise secondfactor.FactorError(secondfactor.FactorReason.PASSKEY_REFUSED)
    return secondfactor.admitted(found)


def _verified_count(
    known: dict[str, StaffPasskeyRow], place: PasskeyPlace, challenge: bytes, answer: str
) -> tuple[str, int] | None:
    """Which passkey signed the challenge, and how often it has signed by now; None if none of these did.

    A count that does not grow is a copy of the key: refused by the package.
    """
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        text = _bounded(answer)
        row = known[_name(base64url_to_bytes(str(json.loads(text)["rawId"])))]
        seen = verify_authentication_response(
            credential=text,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
        )
    except (WebAuthnException, *MALFORMED):
        return None
    return row.id, seen.new_sign_count


def _read_rows(store: Store, staff: Staff) -> list[StaffPasskeyRow]:
    with store.reading() as session:
        return list(session.scalars(select(StaffPasskeyRow).where(StaffPasskeyRow.staff_id == staff.id)))


def _bounded(answer: str) -> str:
    if len(answer) > LARGEST_ANSWER:
        raise ValueError("too long for what a browser answers")
    return answer


def _name(credential: bytes) -> str:
    return sha256(credential).hexdigest()


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
