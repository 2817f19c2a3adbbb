"""The ticket in the office's terms: an application sealed to the town's key, and back.

What only the counter offers is in no ticket: none is made with it, and one that claims it is refused.
"""

from collections.abc import Sequence
from datetime import timedelta

from forms import Application, schema, sift
from forms.ticket import Keyring, PublicKeys, Ticket, TicketContents, TicketError, TicketReason, keyfiles, sealing
from forms.ticket.keys import KeysError, KeysReason, TownKey, recovery_lines
from kiosk.clock import JAPAN
from kiosk.office import Office, now, today
from printing import Printed, pages


def seal_application(
    application: Application, office: Office, language: str = "ja", *, keys: PublicKeys | None = None
) -> Ticket:
    """What the resident carries: only the answers the journey asks for, valid as long as the town says. `keys` are those of
    another town."""
    issued, keys = now(), keys or public_keys(office)
    contents = TicketContents(
        issued=issued,
        expires=issued + timedelta(days=office.settings.prefill.ticket_valid_days),
        procedures=tuple((procedure.id, procedure.version) for procedure in application.procedures),
        answers=schema.pack_rows(application.journey(today()).relevant, application.procedures),
        language=language,
    )
    return sealing.seal(contents, keys.town, keys.current, office.catalogue.for_residents)


def open_texts(texts: Sequence[str], office: Office, *, even_expired: bool = False) -> TicketContents:
    """The contents of one or two scanned codes; `even_expired` by the decision of a person. Raises TicketError."""
    keyring = keyfiles.read_keyring(office.settings.keys.folder, office.settings.town.code)
    return sealing.open_ticket(texts, keyring, office.catalogue.for_residents, now(), even_expired=even_expired)


def application_in_ticket(contents: TicketContents, office: Office) -> Application:
    """The procedures in the versions the ticket was filled for, and the answers that could have been typed: anybody
    can seal, so the others are as if left out. Raises TicketError(UNKNOWN_PROCEDURE)."""
    return checked_in_ticket(contents, office)[0]


def checked_in_ticket(contents: TicketContents, office: Office) -> tuple[Application, tuple[str, ...]]:
    """The same, and the keys of the answers left out as nobody could have typed them: a person is asked again."""
    catalogue = office.catalogue.for_residents
    found = [catalogue.version(catalogue.number_of(id), version) for id, version in contents.procedures]
    procedures = tuple(procedure for procedure in found if procedure is not None)
    if len(procedures) != len(found):
        raise TicketError(TicketReason.UNKNOWN_PROCEDURE)
    sifted = sift(procedures, schema.unpack_rows(contents.answers), today())
    return Application.of(sifted.journey), sifted.refused


def public_keys(office: Office) -> PublicKeys:
    """What the prefill site seals to. Raises KeysError."""
    file = office.settings.keys.public_file
    keys = keyfiles.read_public_keys(file)
    if keys.town != office.settings.town.code:
        raise KeysError(KeysReason.OTHER_TOWN, str(file))
    return keys


def private_keys(office: Office) -> Keyring:
    """What a desk opens tickets with, the other half of the public key among it. Raises KeysError."""
    settings = office.settings
    keyring, sealed_to = (
        keyfiles.read_keyring(settings.keys.folder, settings.town.code),
        public_keys(office).current,
    )
    key = keyring.find(sealed_to.id)
    if key is None or key.private is None or key.public != sealed_to.raw:
        raise KeysError(KeysReason.PRIVATE_MISSING, str(settings.keys.folder))
    return keyring


def draw_recovery_sheet(office: Office, key: TownKey) -> Printed:
    """Return the page; it is kept nowhere. Raise PrintingError."""
    town = office.settings.town
    made = f"{key.created.astimezone(JAPAN):%Y年%-m月%-d日}"
    return pages.recovery_page(
        pages.RecoverySheet(f"{town.full_name}（{town.code}）", str(key.id), made, recovery_lines(key, town.code))
    )
