"""Builds the prefill site for one office."""

from http import HTTPStatus
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import request, session

from forms.ticket.keys import KeysError
from forms.ticket.watchwords import Watchword, watchwords
from forms.told import Told
from kiosk.office import Office, open_office
from kiosk.prefill import accessibility, carry, code, delete, guide, later, page, review, security, start, waiting
from kiosk.prefill.draft import DraftBox, DraftError
from kiosk.prefill.language import read_asked_language, switch_languages
from kiosk.prefill.offer import Offers
from kiosk.prefill.site import Limits, Site, find_draft
from kiosk.settings import read_other_secret, read_secret
from kiosk.tickets import public_keys
from kiosk.web import Front, FrontOptions, equip, front, hold, language, searching
from kiosk.web.security import Proxies, client_name, read_networks

UNCOUNTED = ("kit.static",)
"""Answers that cost nothing: files with an address for ever."""

LARGEST_BODY = 128 * 1024


def create_app(office: Office) -> Front:
    """Return the WSGI application. Raise SettingsError for an unreadable secret."""
    office = office.for_residents
    prefill = office.settings.prefill
    secret, other = read_secret(prefill.cookie_secret_file), read_other_secret(prefill.cookie_secret_file)
    others = () if other is None else (other,)
    app = Front(__name__, static_folder=None)
    equip(app, _options(office, secret, others))
    drafts = [_derive(each, b"draft") for each in (secret, *others)]
    box = DraftBox(*drafts, secure=_is_https(office), home=prefill.path)
    hold(app, Site(office, box, carry.Carrier(box, _derive(secret, b"carry"))))
    hold(app, Offers(office))
    hold(app, searching.Searches(office))
    hold(app, later.Tries(later.BURST, later.PER_SECOND))
    app.add_template_global(lambda: _watchwords(office), "watchwords")
    for part in (start, guide, page, review, code, later, delete, accessibility, security, waiting):
        app.register_blueprint(part.routes)
    app.register_error_handler(Told, _tell)
    _limit(app)
    switch_languages(app)
    return app


def create_app_from_config(config: Path | None = None) -> Front:
    """Return the same from a config folder. Raise SettingsError, or DataMistake for a mistaken catalogue."""
    return create_app(open_office(config))


def _options(office: Office, secret: bytes, others: tuple[bytes, ...]) -> FrontOptions:
    prefill, town = office.settings.prefill, office.settings.town
    return FrontOptions(
        name="prefill",
        home=f"{prefill.path}/",
        path=prefill.path,
        town=town.name,
        home_address=office.municipality.address,
        town_latin=town.latin,
        phone=town.phone,
        secret=_derive(secret, b"session"),
        other_secrets=tuple(_derive(each, b"session") for each in others),
        https=_is_https(office),
        autofill=True,
        largest_body=LARGEST_BODY,
        languages=language.OFFERED,
        language=_language,
        languages_everywhere=True,
        streets=office.streets,
        proxies=Proxies(read_networks(prefill.trusted_proxies), prefill.proxy_hops),
        hosts=(prefill.host_name, prefill.host),
        is_ready=lambda: _has_key(office),
    )


def _is_https(office: Office) -> bool:
    return office.settings.prefill.public_url.startswith("https://")


def _language() -> str:
    """Return what the person chose, else what the browser asks for.

    A draft's own language comes before all of them.
    """
    return read_asked_language() or str(session.get(language.KEPT, "")) or language.choose_accepted()


def _has_key(office: Office) -> bool:
    """Without it, whoever has filled in everything could get no code."""
    try:
        return bool(public_keys(office).current)
    except KeysError:
        return False


def _watchwords(office: Office) -> tuple[Watchword, ...]:
    """Of the key that the next code is sealed to; none while there is no key."""
    try:
        keys = public_keys(office)
    except KeysError:
        return ()
    return watchwords(keys.town, keys.current.raw)


def _derive(secret: bytes, purpose: bytes) -> bytes:
    """Return one key for each purpose from the one secret (HKDF, RFC 5869)."""
    return HKDF(SHA256(), 32, salt=None, info=b"kiosk prefill " + purpose).derive(secret)


def _limit(app: Front) -> None:
    limits = Limits()

    @app.before_request
    def check() -> tuple[str, int] | None:
        if request.endpoint in UNCOUNTED:
            return None
        id = str((request.view_args or {}).get("draft_id", ""))
        if limits.allow(client_name(), id, find_draft(id) if id else None):
            return None
        return front.error_page(front.ERROR_PAGES[429], 429)


def _tell(error: Exception) -> tuple[str, int]:
    assert isinstance(error, Told)
    if isinstance(error, KeysError):
        raise error  # nothing a resident could mend
    return front.told_page(
        error, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if isinstance(error, DraftError) else HTTPStatus.CONFLICT
    )
