"""Builds the prefill site for one office."""

from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import request, session

from kiosk.office import Office, open_office
from kiosk.prefill import asking, beginning, carrying, guiding, reviewing, statement, wiping
from kiosk.prefill.draftcookie import DraftBox, DraftTooLarge
from kiosk.prefill.sentences import TOO_LARGE
from kiosk.prefill.site import Site
from kiosk.prefill.switching import asked_language, switch_languages
from kiosk.settings import read_secret
from kiosk.web import Front, FrontOptions, RateLimit, equip
from kiosk.web.errorpages import ERROR_PAGES, error_page
from kiosk.web.language import KEPT, OFFERED, accepted
from kiosk.web.limits import client_name

BURST, PER_SECOND = 300, 10
"""Requests of one address. Many phones share one where a provider or the town hall's WLAN translates addresses."""

LARGEST_BODY = 128 * 1024


def create_app(office: Office) -> Front:
    """The WSGI application. Raises SettingsError for an unreadable secret, DataMistake for a mistaken catalogue."""
    prefill, town = office.settings.prefill, office.settings.town
    secret = read_secret(prefill.cookie_secret_file)
    https = prefill.public_url.startswith("https://")
    app = Front(__name__, static_folder=None)
    options = FrontOptions(
        name="prefill",
        town=town.name,
        phone=town.phone,
        secret=_derived(secret, b"session"),
        https=https,
        autofill=True,
        largest_body=LARGEST_BODY,
        languages=OFFERED,
        language=_language,
        languages_everywhere=True,
        streets=office.streets,
        proxy="127.0.0.1" if https else "",
    )
    equip(app, options)
    app.extensions["prefill"] = Site(office, DraftBox(_derived(secret, b"draft"), secure=https))
    for part in (beginning, guiding, asking, reviewing, carrying, wiping, statement):
        app.register_blueprint(part.routes)
    app.register_error_handler(DraftTooLarge, _too_large)
    _limit(app)
    switch_languages(app)
    return app


def create_app_from_config(config: Path | None = None) -> Front:
    return create_app(open_office(config))


def _language() -> str:
    """What the person chose, else what the browser asks for. A draft's own language comes before all of them."""
    return asked_language() or str(session.get(KEPT, "")) or accepted()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """One key for each purpose from the one secret (HKDF, RFC 5869)."""
    return HKDF(SHA256(), 32, salt=None, info=b"kiosk prefill " + purpose).derive(secret)


def _limit(app: Front) -> None:
    limit = RateLimit(BURST, PER_SECOND)

    @app.before_request
    def check() -> tuple[str, int] | None:
        if request.endpoint == "kit.static" or limit.take(client_name()):
            return None
        return error_page(ERROR_PAGES[429], 429)


def _too_large(error: Exception) -> tuple[str, int]:
    return error_page(TOO_LARGE, 413)
