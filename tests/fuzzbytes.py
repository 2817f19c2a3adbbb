"""Coverage-guided search (atheris) in whatever reads bytes from outside: `python -m tests.fuzzbytes TARGET SECONDS`.

The seeds in `tests/seeds/TARGET` lead in; what breaks a reader is written beside them, and `tests/test_fuzz.py` reads
every one of them in each run of the tests. The reader is imported inside, so that atheris sees its branches.
"""

import json
import sys
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
LONGEST = 4096
OURS = ["cardreader", "forms", "kiosk.passkeys", "kiosk.desk.scan", "kiosk.store.answers", "printing", "webauthn"]
"""Whose branches are counted; all that these import would take minutes."""

Reader = Callable[[bytes], object]


def ipp() -> Reader:
    """What a printer answers."""
    from printing.ipp.codec import MalformedMessageError, decode

    return allowing(decode, MalformedMessageError)


def card() -> Reader:
    """What a card answers, as BER."""
    from cardreader import CardError, ber

    return allowing(ber.elements, CardError)


def ticket() -> Reader:
    """What is inside a ticket, sealed to the town's key as anybody can."""
    from forms.ticket import TicketError, open_ticket
    from forms.ticket.frame import texts_of
    from forms.ticket.packing import squeezed
    from forms.ticket.sealing import sealed
    from tests.forms.ticket.towncatalogue import CATALOGUE, KEY, NOW, RING, TOWN

    def read(contents: bytes) -> None:
        open_ticket(texts_of(sealed(squeezed(contents), TOWN, KEY.public_key)), RING, CATALOGUE, NOW)

    return allowing(read, TicketError)


def inflate() -> Reader:
    """What is inside a ticket before it is inflated."""
    from forms.ticket import TicketError
    from forms.ticket.packing import unsqueezed

    return allowing(unsqueezed, TicketError)


def answers() -> Reader:
    """What the database keeps of a visit, as whoever may write to it could seal it."""
    from forms.ticket.sealing import sealed
    from kiosk.store.answers import PURPOSE, open_answers
    from kiosk.store.database import StoreError
    from kiosk.store.visit import VisitId
    from tests.forms.ticket.towncatalogue import KEY, RING, TOWN

    visit = VisitId("a" * 32)

    def read(contents: bytes) -> None:
        open_answers(sealed(contents, TOWN, KEY.public_key, PURPOSE + visit.encode()), visit, RING)

    return allowing(read, StoreError)


def picture() -> Reader:
    """A picture of a code, from a stick."""
    from kiosk.desk.reasons import DeskError
    from kiosk.desk.scan import find_digits

    return allowing(find_digits, DeskError)


def passkey() -> Reader:
    """The attestation that a browser sends for a new passkey."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    from kiosk.passkeys import MALFORMED

    client = {"type": "webauthn.create", "challenge": text(b"c" * 32), "origin": "http://localhost:8001"}

    def read(attestation: bytes) -> None:
        response = {"clientDataJSON": text(json.dumps(client).encode()), "attestationObject": text(attestation)}
        verify_registration_response(
            credential={"id": "AA", "rawId": "AA", "type": "public-key", "response": response},
            expected_challenge=b"c" * 32,
            expected_rp_id="localhost",
            expected_origin="http://localhost:8001",
        )

    return allowing(read, WebAuthnException, *MALFORMED)


TARGETS: Mapping[str, Callable[[], Reader]] = {
    each.__name__: each for each in (ipp, card, ticket, inflate, answers, picture, passkey)
}


def text(raw: bytes) -> str:
    """Return bytes as browsers write them in JSON."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def allowing(read: Reader, *refusals: type[Exception]) -> Reader:
    """Return the reader, for which these are good answers and any other exception is a finding."""

    def read_or_refuse(data: bytes) -> None:
        try:
            read(data)
        except refusals:
            return

    return read_or_refuse


def main() -> None:
    """Search one target for so many seconds; libFuzzer ends the program, with 77 where it found something."""
    import atheris

    name, seconds = sys.argv[1:]
    with atheris.instrument_imports(include=OURS):
        read = TARGETS[name]()
    seeds = SEEDS / name
    with tempfile.TemporaryDirectory() as found:
        limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=5", "-rss_limit_mb=1024"]
        words = [sys.argv[0], *limits, f"-artifact_prefix={seeds}/", "-verbosity=0", "-print_final_stats=1"]
        atheris.Setup([*words, found, str(seeds)], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
