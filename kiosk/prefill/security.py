"""Where somebody who found a weakness finds the town (RFC 9116)."""

from datetime import timedelta

from flask import Blueprint, Response

from kiosk.office import now
from kiosk.prefill.site import site

routes = Blueprint("security", __name__)

EXPIRES = timedelta(days=180)
"""The file is written anew with every request; the standard asks for less than a year."""


@routes.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Say whom to tell, in which language, and until when this holds."""
    settings = site().office.settings
    lines = (
        f"Contact: {settings.prefill.security_contact or make_tel(settings.town.phone)}",
        f"Expires: {now() + EXPIRES:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: ja, en",
        f"Canonical: {settings.prefill.public_url}/.well-known/security.txt",
    )
    return Response("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


def make_tel(phone: str) -> str:
    """Return the address of a Japanese telephone, as it is dialled from anywhere (RFC 3966)."""
    return f"tel:+81-{phone.removeprefix('0')}"
