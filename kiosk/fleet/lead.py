"""The lead (1台目のPC): where a town's settings are changed, bundles are signed, and other PCs are invited.

Who has joined is written in files of this PC alone, not in the database that all desks write to: to these keys the town's
keys are sealed.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from forms import read_toml, tomltext
from forms.ticket.keyfiles import OWNER_ONLY, make_folder, read_keyring, write_whole
from kiosk.fleet import joining, member
from kiosk.fleet.bundle import Bundle, open_bundle, read_folder, seal_box, sign_bundle
from kiosk.fleet.invitation import LIFETIME, Invitation, Welcome, invite, read_request, seal_answer, stretch
from kiosk.fleet.reason import FleetError, FleetReason
from kiosk.settings import DeskMode, Ring, Settings, read_secret, values

SIGNING_KEY, OWN, DESKS, INVITATIONS, BUNDLES = "signing-key", "own.toml", "desks.toml", "invitations", "bundles"
MOST_OPEN = 8
"""Each open invitation costs a tenth of a second for every request."""

KEPT = 10
_answering = Lock()


@dataclass(frozen=True)
class Lead:
    """The first PC of a town. `start()` first: it refuses on a PC that has joined another one."""

    settings: Settings

    @property
    def folder(self) -> Path:
        """Where all of it lies."""
        return self.settings.fleet.folder

    def start(self) -> None:
        """Make the folder and the key that signs. Raise FleetError(not_the_office), KeysError or SettingsError."""
        if member.read_member(self.folder) is not None:
            raise FleetError(FleetReason.NOT_THE_OFFICE)
        for folder in (self.folder, self.folder / INVITATIONS, self.folder / BUNDLES):
            make_folder(folder)
        _ = self.key

    @cached_property
    def key(self) -> Ed25519PrivateKey:
        """What signs the bundles; made once."""
        return Ed25519PrivateKey.from_private_bytes(read_secret(self.folder / SIGNING_KEY))

    @property
    def signer(self) -> bytes:
        """Its public half."""
        return self.key.public_key().public_bytes_raw()

    @property
    def own(self) -> tuple[str, ...]:
        """Return which desks this PC is itself, empty where nobody has said so. Raise DataMistake."""
        file = self.folder / OWN
        return read_toml(file).texts("desks") if file.is_file() else ()

    def claim(self, desks: Sequence[str]) -> None:
        """Write down that this PC is these desks, whichever the town gets later. Raise KeysError."""
        write_whole(self.folder / OWN, tomltext.write_keys({"desks": list(desks)}), OWNER_ONLY)

    def desk_for(self, mode: DeskMode, now: datetime) -> str | None:
        """Return which desk this PC is where it works in this way: its own one, or the only one that is no other PC's.

        None where neither tells. Raise DataMistake.
        """
        others = {*self.joined(), *(desk for invitation in self.invitations(now) for desk in invitation.desks)}
        desks = [desk.name for desk in self.settings.desks if desk.mode is mode and desk.name not in others]
        own = [desk for desk in desks if desk in self.own]
        return own[0] if own else desks[0] if len(desks) == 1 else None

    def joined(self) -> dict[str, bytes]:
        """Return the public key of every desk that has joined, by name. Raise DataMistake."""
        file = self.folder / DESKS
        if not file.is_file():
            return {}
        return {each.text("name"): bytes.fromhex(each.text("public")) for each in read_toml(file).tables("desk")}

    def _write_joined(self, desks: Mapping[str, bytes]) -> None:
        entries = [
            tomltext.write_table("[[desk]]", {"name": name, "public": key.hex()}) for name, key in desks.items()
        ]
        write_whole(self.folder / DESKS, "\n".join(entries), OWNER_ONLY)

    def invite(self, desks: Sequence[str], now: datetime, lifetime: timedelta = LIFETIME) -> Invitation:
        """Make a one-time code for a PC that is to be these desks of town.toml.

        Raise FleetError (desk_taken, too_many_invited), SettingsError(desk_unknown) or KeysError.
        """
        for desk in desks:
            self.settings.desk(name=desk)
            if desk in self.joined() or desk in self.own:
                raise FleetError(FleetReason.DESK_TAKEN, desk)
        if len(self.invitations(now)) >= MOST_OPEN:
            raise FleetError(FleetReason.TOO_MANY_INVITED, str(MOST_OPEN))
        made = invite(desks, now, lifetime)
        keys = {"code": made.code, "desks": list(made.desks), "until": made.until.isoformat()}
        write_whole(self._file_of(made), tomltext.write_keys(keys), OWNER_ONLY)
        return made

    def invitations(self, now: datetime) -> tuple[Invitation, ...]:
        """Return those whose code still counts, and delete the others. Raise DataMistake."""
        found = []
        for file in sorted((self.folder / INVITATIONS).glob("*.toml")):
            table = read_toml(file)
            kept = Invitation(
                table.text("code"), table.texts("desks"), datetime.fromisoformat(table.text("until"))
            )
            if kept.is_open(now):
                found.append(kept)
            else:
                file.unlink(missing_ok=True)
                file.with_suffix(".used").unlink(missing_ok=True)
        return tuple(found)

    def is_needed(self, now: datetime) -> bool:
        """Return whether other PCs have anything to ask: somebody is invited, or they fetch bundles from here."""
        return bool(self.invitations(now) or self.joined()) or self.settings.fleet.office is not None

    def _file_of(self, invitation: Invitation) -> Path:
        return self.folder / INVITATIONS / f"{sha256(invitation.code.encode()).hexdigest()[:12]}.toml"

    def answer(self, raw: bytes, now: datetime) -> tuple[bytes, tuple[str, ...]]:
        """Let a desk join that knows an open code; return what it is sent, and which desks it is.

        A code counts for one request: the same one again, after a broken line, is answered again.
        Raise FleetError (not_a_request, join_code_wrong, no_bundle), KeysError, SettingsError or OSError.
        """
        request = read_request(raw)
        with _answering:
            for invitation in self.invitations(now):
                key = stretch(invitation.code, request.public)
                if request.knows(key) and self._spend(invitation, raw):
                    return self._welcome(invitation, request.public, raw, key), invitation.desks
        raise FleetError(FleetReason.CODE_WRONG)

    def _spend(self, invitation: Invitation, raw: bytes) -> bool:
        """Return whether this request is the one that may use the code: the first, whoever else is asked meanwhile."""
        used, digest = self._file_of(invitation).with_suffix(".used"), sha256(raw).hexdigest()
        with suppress(FileExistsError):
            number = os.open(used, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
            with os.fdopen(number, "w") as opened:
                opened.write(digest)
        return used.read_text() == digest

    def _welcome(self, invitation: Invitation, public: bytes, raw: bytes, key: bytes) -> bytes:
        bundle = self.newest_file()
        if bundle is None:
            raise FleetError(FleetReason.NO_BUNDLE)
        modes = tuple(self.settings.desk(name=desk).mode.value for desk in invitation.desks)
        welcome = Welcome(
            self.settings.town.code,
            invitation.desks,
            modes,
            self.signer,
            self._private_keys(),
            joining.read_shared_secrets(self.settings),
        )
        answer = seal_answer(welcome, bundle.read_bytes(), read_request(raw), key)
        self._write_joined(self.joined() | dict.fromkeys(invitation.desks, public))
        return answer

    def sharing_trouble(self) -> str:
        """Return why other PCs could not use the town's database, empty where nothing is seen against it."""
        parts = urlsplit(self.settings.database.url)
        if parts.scheme == "sqlite":
            return (
                "データベースがこのPCのファイル（SQLite）です。"
                "2台で同じ受付を使うには、PostgreSQLにしてください（upkeep.ja.md）。"
            )
        if parts.hostname in values.LOOPBACK:
            return (
                "town.toml の [database] url のホストが、このPCの中だけを指しています。"
                "ほかのPCから見えるアドレスにしてください。"
            )
        return ""

    def _private_keys(self) -> dict[str, bytes]:
        folder = self.settings.keys.folder
        read_keyring(folder, self.settings.town.code)
        return {file.name: file.read_bytes() for file in sorted(folder.glob("key-*.toml"))}

    def remove(self, desk: str) -> None:
        """Forget a desk: nothing is sealed to it from the next bundle on. Raise FleetError(desk_not_joined)."""
        desks = self.joined()
        if desk not in desks:
            raise FleetError(FleetReason.DESK_UNKNOWN, desk)
        self._write_joined({name: key for name, key in desks.items() if name != desk})

    def make(self, now: datetime, check: member.Check = member.check_settings, *, at_least: int = 1) -> Bundle:
        """Sign today's settings and public keys under the next number; desks of the first ring may have them at once.

        Where no desk is in the first ring, all may. Raise FleetError (bundle_mistaken, bundle_too_large) or OSError.
        """
        if mistakes := check(self.settings.folder):
            more = f"（ほかに{len(mistakes) - 1}か所）" if mistakes[1:] else ""
            raise FleetError(FleetReason.BUNDLE_MISTAKEN, f"{mistakes[0]}{more}")
        last = self.newest()
        made = Bundle(
            self.settings.town.code,
            max(last.number + 1 if last else 1, at_least),
            now.replace(microsecond=0),
            all(desk.ring is not Ring.FIRST for desk in self.settings.desks),
            read_folder(self.settings.folder),
            _read(self.settings.keys.public_file),
            _read(self.settings.paper.public_file),
            {},
        )
        keys = self._private_keys()
        boxes = {desk: seal_box(keys, made, desk, public) for desk, public in self.joined().items()}
        return self._write(replace(made, boxes=boxes))

    def is_current(self) -> bool:
        """Return whether the newest bundle holds what the config folder holds now. Raise FleetError or OSError."""
        last = self.newest()
        public = self.settings.keys.public_file
        return last is not None and (last.files, last.ticket_keys) == (
            read_folder(self.settings.folder),
            _read(public),
        )

    def release(self) -> Bundle:
        """Let all desks have the newest bundle. Raise FleetError(no_bundle)."""
        last = self.newest()
        if last is None:
            raise FleetError(FleetReason.NO_BUNDLE)
        return last if last.is_released else self._write(replace(last, is_released=True))

    def _write(self, bundle: Bundle) -> Bundle:
        file = self.folder / BUNDLES / f"{bundle.number:06d}.bundle"
        beside = file.with_suffix(".part")
        with beside.open("wb") as opened:
            opened.write(sign_bundle(bundle, self.key))
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)
        for old in self._files()[:-KEPT]:
            old.unlink(missing_ok=True)
        return bundle

    def _files(self) -> list[Path]:
        return sorted((self.folder / BUNDLES).glob("[0-9][0-9][0-9][0-9][0-9][0-9].bundle"))

    def newest_file(self) -> Path | None:
        """Return the file of the newest bundle."""
        return next(reversed(self._files()), None)

    def newest(self) -> Bundle | None:
        """Return the newest bundle. Raise FleetError for a file that is damaged."""
        file = self.newest_file()
        return open_bundle(file.read_bytes(), self.signer) if file else None

    def offered(self, ring: Ring, known: int) -> bytes | None:
        """Return the newest bundle that desks of this ring may have, None if it is not above the number they know."""
        for file in reversed(self._files()):
            if int(file.stem) <= known:
                return None
            raw = file.read_bytes()
            if ring is Ring.FIRST or open_bundle(raw, self.signer).is_released:
                return raw
        return None


def _read(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def settings_number(folder: Path, config: Path) -> int:
    """Return which settings hold for a program that starts now: of the bundle that was taken, on the first PC made."""
    number = member.number_of(config) or member.current_number(config)
    if number is None:
        files = (folder / BUNDLES).glob("*.bundle")
        number = max((int(file.stem) for file in files if file.stem.isdigit()), default=0)
    return number
