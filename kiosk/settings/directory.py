"""`[directory]`: the town's own sign-in (OpenID Connect), beside the accounts of this program."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from forms.tomlfile import Table
from kiosk.settings.values import LOOPBACK, read_existing_file, read_matching, read_optional_path, read_words

ISSUER = re.compile(r"https?://[!-~]{1,190}")


@dataclass(frozen=True, slots=True)
class Directory:
    """Where staff sign in, and which of what it tells is the name of an account. The roles stay here."""

    issuer: str
    client_id: str
    client_secret_file: Path | None
    """None for a client without a secret; the code is bound to the desk by PKCE in any case."""
    account: str
    label: str
    """What stands on the button."""
    ca_file: Path | None
    """Certificates of the town's own authority, where the system does not know it."""


def read_directory(table: Table) -> Directory | None:
    """Read the table; None where the town has none."""
    found = Directory(
        issuer=table.text("issuer", "").rstrip("/"),
        client_id=read_words(table, "client_id", ""),
        client_secret_file=read_optional_path(table, "client_secret_file"),
        account=read_matching(table, "account", "[a-z_]{1,40}", "半角の英小文字と「_」", "preferred_username"),
        label=read_words(table, "label", "庁内のアカウント"),
        ca_file=read_existing_file(table, "ca_file"),
    )
    if (table.has("issuer") or table.has("client_id")) and not (_is_fine(found.issuer) and found.client_id):
        table.wrong_type("issuer", "https:// で始まるアドレス（client_id も必要）")
    table.finish()
    return found if found.issuer else None


def _is_fine(issuer: str) -> bool:
    """Whether nothing is sent in the clear but within this PC."""
    return bool(ISSUER.fullmatch(issuer)) and is_safe(issuer)


def is_safe(address: str) -> bool:
    """Return whether an address is of HTTPS, or of this very PC."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
