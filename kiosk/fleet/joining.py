"""Joining: a PC becomes a desk of a town, by a code that somebody reads to it; through the network or by stick."""

import http.client
import secrets
import socket
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from forms.ticket.keyfiles import OWNER_ONLY, make_folder, write_whole
from kiosk.fleet import invitation, member
from kiosk.fleet.bundle import LARGEST, Files, open_bundle, public_of, unseal_for
from kiosk.fleet.member import OWN_KEY, Member, current_number, is_empty, settle, write_town_keys
from kiosk.fleet.reason import FleetError, FleetReason
from kiosk.settings import Ring, Settings, load_settings, secret

PORT = 8005
PATIENCE = 120.0
"""Seconds; the first PC checks a guess in a tenth of one, and makes the bundle meanwhile."""

KEY = 32


@dataclass(frozen=True, slots=True)
class Joining:
    """A desk between its request and the answer. The same request may be sent again."""

    own: bytes
    key: bytes
    """The stretched code."""

    @property
    def request(self) -> invitation.Request:
        """What the first PC is asked."""
        return invitation.make_request(public_of(self.own), self.key)

    def finish(
        self, answer: bytes, config: Path, check: member.Check = member.check_settings, office: str = ""
    ) -> Settings:
        """Become what the answer says, and return the settings of the town; `office` is where it came from, if not by stick.

        Raise FleetError (already_a_town, answer_wrong, and what a bundle can be refused for) or KeysError; no settings are
        changed then.
        """
        if not is_empty(config):
            raise FleetError(FleetReason.ALREADY_A_TOWN)
        welcome, raw = invitation.open_answer(answer, self.request, self.key, self.own)
        bundle = open_bundle(raw, welcome.signer)
        if bundle.town != welcome.town:
            raise FleetError(FleetReason.ANSWER_WRONG)
        if current_number(config) is not None and load_settings(config).town.code != bundle.town:
            raise FleetError(FleetReason.ALREADY_A_TOWN)

        def put_secrets(settings: Settings) -> None:
            write_town_keys(settings, welcome.keys)
            for file, content in shared_secrets(settings, welcome.secrets):
                make_folder(file.parent)
                write_whole(file, content.decode(), OWNER_ONLY)
            write_whole(settings.fleet.folder / OWN_KEY, self.own.hex(), OWNER_ONLY)

        member = Member(welcome.town, welcome.desks, welcome.modes, welcome.signer, office=office.strip())
        return settle(bundle, member, config, self.own, check, put_secrets)

    def ask(self, address: str) -> bytes:
        """Return the answer of the first PC. Raise FleetError (join_code_wrong, too_often, office_silent)."""
        host, port = split_address(address)
        status, answer = send(host, port, "POST", "/join", bytes(self.request))
        match status:
            case 200:
                return answer
            case 403:
                raise FleetError(FleetReason.CODE_WRONG)
            case 429:
                raise FleetError(FleetReason.TOO_OFTEN)
        raise FleetError(FleetReason.OFFICE_SILENT, address)


def shared_secrets(settings: Settings, contents: Files) -> Iterator[tuple[Path, bytes]]:
    """Yield where each password that all desks share lies on this PC, with what it is to hold."""
    files = {"database": settings.database.password_file}
    files["directory"] = settings.directory.client_secret_file if settings.directory else None
    for name, file in files.items():
        if file is not None and name in contents:
            yield file, contents[name]


def read_shared_secrets(settings: Settings) -> dict[str, bytes]:
    """Return the passwords that all desks share. Raise SettingsError or OSError."""
    every = shared_secrets(settings, {"database": b"", "directory": b""})
    names = {settings.database.password_file: "database"}
    return {names.get(file, "directory"): secret.read_private(file) for file, _ in every}


def begin_joining(code: str) -> Joining:
    """Return a new request with a key pair of its own, made for this PC."""
    own = secrets.token_bytes(KEY)
    return Joining(own, invitation.stretch(code, public_of(own)))


def save_joining(joining: Joining, file: Path) -> None:
    """Keep it until the stick is back. Raise KeysError(not_writable)."""
    make_folder(file.parent)
    write_whole(file, (joining.own + joining.key).hex(), OWNER_ONLY)


def load_joining(file: Path) -> Joining:
    """Return what was kept. Raise FleetError(answer_wrong) where nothing was, SettingsError for a file others can read."""
    try:
        kept = bytes.fromhex(secret.read_private(file).decode())
    except (OSError, ValueError):
        kept = b""
    if len(kept) != 2 * KEY:
        raise FleetError(FleetReason.ANSWER_WRONG)
    return Joining(kept[:KEY], kept[KEY:])


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of what somebody typed: 192.0.2.10, 192.0.2.10:8005 or a whole address. Raise FleetError."""
    try:
        text = unicodedata.normalize("NFKC", address[:200]).strip()
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        host, port = None, PORT
    if not host:
        raise FleetError(FleetReason.OFFICE_SILENT, address)
    return host, port


def send(host: str, port: int, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    """Ask the first PC, past all proxies, and return its status and answer. Raise FleetError(office_silent).

    In the clear: what it carries is sealed to the desk, and both sides are known by the code or the signature.
    """
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request(method, path, body or None)
        answer = connection.getresponse()
        read = answer.read(LARGEST + 1_000_000)
    except (OSError, http.client.HTTPException):
        raise FleetError(FleetReason.OFFICE_SILENT, f"{host}:{port}") from None
    finally:
        connection.close()
    return answer.status, read


def fetch_bundle(address: str, desk: str, own: bytes, *, known: int, ring: Ring) -> bytes | None:
    """Return the bundle the first PC has for this desk and ring, None if it has none that is newer.

    Raise FleetError (not_joined for a desk that was removed, office_silent, not_a_bundle).
    """
    status, sent = send(*split_address(address), "GET", f"/bundle?desk={desk}&known={known}&ring={ring}")
    match status:
        case 200:
            return unseal_for(desk, sent, own)
        case 204:
            return None
        case 403:
            raise FleetError(FleetReason.NOT_JOINED)
    raise FleetError(FleetReason.OFFICE_SILENT, address)


def own_address() -> str:
    """Return the address under which other PCs of the office most likely find this one. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
            return str(asking.getsockname()[0])
        except OSError:
            return socket.gethostname()
