"""`[directory]`: the town's own sign-in (OpenID Connect), beside the accounts of this program."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from forms import MistakeKind, Table
from kiosk.settings.values import LOOPBACK, read_existing_file, read_matching, read_optional_path, read_words

ISSUER = re.compile(r"https?://[!-~]{1,190}")
ROLES = ("reception", "clerk", "cashier", "head", "admin", "auditor")
"""As `kiosk.staff.StaffRole` names them."""

CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do here; sections only for a clerk, none of them for all."""

    roles: frozenset[str]
    sections: frozenset[str]


@dataclass(frozen=True, slots=True)
class DirectoryGroup:
    """One `[[directory.group]]`: what belonging to a group of the directory's gives here."""

    name: str
    """As the directory writes it in the token: a name, or an id."""
    roles: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Where staff sign in, which of what it tells is the name of an account, and which groups give roles."""

    issuer: str
    client_id: str
    client_secret_file: Path | None
    """None for a client without a secret; the code is bound to the desk by PKCE in any case."""
    account: str
    label: str
    """What stands on the button."""
    ca_file: Path | None
    """Certificates of the town's own authority, where the system does not know it."""
    groups: str = "groups"
    """What of the token names the groups."""
    group: tuple[DirectoryGroup, ...] = ()

    def rights_of(self, names: Collection[str]) -> Rights:
        """Return what belonging to these groups gives, perhaps nothing. A clerk of all sections stays one."""
        held = [each for each in self.group if each.name in names]
        serving = [each.sections for each in held if CLERK in each.roles]
        sections = frozenset(section for each in serving for section in each) if all(serving) else frozenset[str]()
        return Rights(frozenset(role for each in held for role in each.roles), sections)

    def unknown_sections(self, known: Collection[str]) -> list[str]:
        """Return the sections of groups that are not among those of the hall."""
        return sorted({section for each in self.group for section in each.sections} - set(known))


def read_directory(table: Table) -> Directory | None:
    """Read the table; None where the town has none."""
    found = Directory(
        issuer=table.text("issuer", "").rstrip("/"),
        client_id=read_words(table, "client_id", ""),
        client_secret_file=read_optional_path(table, "client_secret_file"),
        account=read_matching(table, "account", "[a-z_]{1,40}", "半角の英小文字と「_」", "preferred_username"),
        label=read_words(table, "label", "庁内のアカウント"),
        ca_file=read_existing_file(table, "ca_file"),
        groups=read_matching(table, "groups", "[A-Za-z_][A-Za-z0-9_.:/-]{0,99}", "半角の項目の名前", "groups"),
        group=table.each("group", _group),
    )
    if (table.has("issuer") or table.has("client_id")) and not (_is_fine(found.issuer) and found.client_id):
        table.wrong_type("issuer", "https:// で始まるアドレス（client_id も必要）")
    table.finish()
    return found if found.issuer else None


def _group(table: Table) -> DirectoryGroup:
    found = DirectoryGroup(read_words(table, "name"), table.texts("roles"), table.texts("sections", ()))
    for at, role in enumerate(found.roles):
        if role not in ROLES:
            table.note(MistakeKind.NOT_ALLOWED, "roles", "、".join(ROLES), at)
    if not found.roles:
        table.wrong_type("roles", f"1つ以上の役割（{'、'.join(ROLES)}）")
    if found.sections and CLERK not in found.roles:
        table.note(MistakeKind.NOT_ALLOWED, "sections", f"roles に {CLERK} があるときだけ")
    table.finish()
    return found


def _is_fine(issuer: str) -> bool:
    """Whether nothing is sent in the clear but within this PC."""
    return bool(ISSUER.fullmatch(issuer)) and is_safe(issuer)


def is_safe(address: str) -> bool:
    """Return whether an address is of HTTPS, or of this very PC."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
