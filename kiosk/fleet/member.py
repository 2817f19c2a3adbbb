"""A member: a PC that has joined a town, and how it takes what the first PC has made.

The config folder of a member is a link to `config-000007` beside it. A new bundle is written beside the old one, checked,
and then the link is replaced: before that instant the desk has all of the old settings, after it all of the new ones.
"""

import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from forms import Mistake, read_toml, tomltext
from forms.ticket import keyfiles
from kiosk.fleet.bundle import KEY_FILE, Bundle, Files, open_box, open_bundle, write_folder
from kiosk.fleet.reason import FleetError, FleetReason
from kiosk.formscheck import check_forms
from kiosk.settings import DeskMode, Ring, Settings, SettingsError, load_settings, reading, secret

MEMBER, OWN_KEY = "member.toml", "own-key"
KEPT = 3
"""Settings a desk keeps: today's, the ones before, and those a running program may still read."""

Check = Callable[[Path], Sequence[Mistake]]
"""Returns what is wrong with the settings in a folder."""


def check_settings(folder: Path) -> Sequence[Mistake]:
    """Return what `kiosk forms check` says of the settings in a folder."""
    return check_forms(folder)


@dataclass(frozen=True, slots=True)
class Member:
    """What this PC is in its town."""

    town: str
    desks: tuple[str, ...]
    modes: tuple[str, ...]
    signer: bytes
    """Whose bundles it takes."""
    highest: int = 0
    """The highest number it ever took: what was taken back does not come again by itself."""
    office: str = ""
    """Where it joined through the network; empty for one that joined by stick."""

    def desk_for(self, mode: DeskMode) -> str | None:
        """Return which desk this PC is where it works in this way."""
        return next((desk for desk, its in zip(self.desks, self.modes, strict=True) if its == mode), None)


def read_member(folder: Path) -> Member | None:
    """Return what this PC is, from its fleet folder; None for one that has not joined. Raise DataMistake."""
    file = folder / MEMBER
    if not file.is_file():
        return None
    table = read_toml(file)
    found = Member(
        table.text("town"),
        table.texts("desks"),
        table.texts("modes"),
        bytes.fromhex(table.text("signer")),
        table.integer("highest"),
        table.text("office", ""),
    )
    table.finish()
    return found


def write_member(folder: Path, member: Member) -> None:
    """Write it down. Raise KeysError(not_writable)."""
    keys = {
        "town": member.town,
        "desks": list(member.desks),
        "modes": list(member.modes),
        "signer": member.signer.hex(),
        "highest": member.highest,
        "office": member.office,
    }
    keyfiles.write_whole(folder / MEMBER, tomltext.write_keys(keys), keyfiles.OWNER_ONLY)


def pinned(config: Path) -> Path:
    """Return the folder that the config folder of a member leads to now: what a program that starts goes on reading."""
    number = current_number(config)
    return config if number is None else _numbered(config, number)


def current_number(config: Path) -> int | None:
    """Return the number of the bundle in use; None where the config folder is no link of ours."""
    config = config.absolute()
    if not config.is_symlink():
        return None
    found = re.fullmatch(rf"{re.escape(config.name)}-([0-9]{{6}})", str(config.readlink()))
    return int(found[1]) if found else None


def number_of(folder: Path) -> int | None:
    """Return the number in the name of a folder that `pinned` has returned."""
    found = re.fullmatch(r".+-([0-9]{6})", folder.name)
    return int(found[1]) if found else None


def _numbered(config: Path, number: int) -> Path:
    config = config.absolute()
    return config.with_name(f"{config.name}-{number:06d}")


def _numbers(config: Path) -> list[int]:
    """Return which settings lie beside the link, in order."""
    config = config.absolute()
    found = config.parent.glob(f"{config.name}-[0-9][0-9][0-9][0-9][0-9][0-9]")
    return sorted(int(folder.name[-6:]) for folder in found if folder.is_dir())


def take(raw: bytes, settings: Settings, config: Path, check: Check = check_settings) -> Bundle | None:
    """Take a bundle over; None where this PC has it already.

    Raise FleetError: not_joined, not_a_bundle, signature_wrong, other_town, bundle_older, not_released, desk_not_in_bundle,
    bundle_mistaken, fleet_not_writable; nothing is changed then. Raise KeysError or DataMistake for broken files here.
    """
    member = read_member(settings.fleet.folder)
    if member is None:
        raise FleetError(FleetReason.NOT_JOINED)
    bundle = open_bundle(raw, member.signer)
    known = max(member.highest, current_number(config) or 0)
    if bundle.town != member.town:
        raise FleetError(FleetReason.OTHER_TOWN, bundle.town)
    if bundle.number == known == current_number(config):
        return None
    if bundle.number <= known:
        raise FleetError(FleetReason.BUNDLE_OLDER, str(bundle.number), str(known))
    if not bundle.is_released and ring_of(settings, member.desks) is not Ring.FIRST:
        raise FleetError(FleetReason.NOT_RELEASED, str(bundle.number))
    settle(bundle, member, config, read_own_key(settings.fleet.folder), check)
    return bundle


def ring_of(settings: Settings, desks: Sequence[str]) -> Ring:
    """Return the ring of a PC: the first one if any of its desks is in it."""
    rings = {desk.ring for desk in settings.desks if desk.name in desks}
    return Ring.FIRST if Ring.FIRST in rings else Ring.REST


def settle(
    bundle: Bundle,
    member: Member,
    config: Path,
    own: bytes,
    check: Check,
    before: Callable[[Settings], None] = lambda settings: None,
) -> Settings:
    """Put a bundle into use, whose signature and number are right; `before` is called once it was found sound.

    Raise FleetError (desk_not_in_bundle, bundle_mistaken, other_town, fleet_not_writable) or KeysError.
    """
    staged = _stage(bundle, config)
    try:
        settings = _checked(staged, bundle, member, check)
        keyfiles.make_folder(settings.fleet.folder)
        before(settings)
        for desk in member.desks:
            write_town_keys(settings, open_box(bundle, desk, own))
        _write_public(settings, bundle)
    except BaseException:
        if current_number(config) != bundle.number:
            shutil.rmtree(staged, ignore_errors=True)
        raise
    try:
        _point(config, staged)
    except OSError:
        raise FleetError(FleetReason.NOT_WRITABLE, str(config.parent)) from None
    write_member(settings.fleet.folder, replace(member, highest=max(member.highest, bundle.number)))
    _tidy(config)
    return load_settings(config)


def take_back(settings: Settings, config: Path) -> int:
    """Point to the settings before the ones in use, and return their number. Keys stay as they are.

    Raise FleetError (not_joined, nothing_before, fleet_not_writable) or SettingsError.
    """
    if read_member(settings.fleet.folder) is None:
        raise FleetError(FleetReason.NOT_JOINED)
    current = current_number(config) or 0
    earlier = [number for number in _numbers(config) if number < current]
    if not earlier:
        raise FleetError(FleetReason.NOTHING_BEFORE)
    load_settings(_numbered(config, earlier[-1]))
    try:
        _point(config, _numbered(config, earlier[-1]))
    except OSError:
        raise FleetError(FleetReason.NOT_WRITABLE, str(config.parent)) from None
    return earlier[-1]


def _stage(bundle: Bundle, config: Path) -> Path:
    """Write the settings beside the ones in use. What an earlier try left half done is written anew."""
    staged = _numbered(config, bundle.number)
    if current_number(config) == bundle.number:
        return staged
    beside = staged.with_name(f".{staged.name}.{secrets.token_hex(4)}")
    try:
        try:
            config.absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_folder(bundle.files, beside)
            shutil.rmtree(staged, ignore_errors=True)
            beside.rename(staged)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError:
        raise FleetError(FleetReason.NOT_WRITABLE, str(staged.parent)) from None
    return staged


def _checked(staged: Path, bundle: Bundle, member: Member, check: Check) -> Settings:
    try:
        settings = load_settings(staged)
    except SettingsError as error:
        raise FleetError(FleetReason.BUNDLE_MISTAKEN, error.sentence) from None
    if settings.town.code != bundle.town:
        raise FleetError(FleetReason.OTHER_TOWN, settings.town.code)
    listed = {(desk.name, desk.mode.value) for desk in settings.desks}
    for desk in zip(member.desks, member.modes, strict=True):
        if desk not in listed:
            raise FleetError(FleetReason.DESK_NOT_IN_BUNDLE, desk[0])
    if mistakes := check(staged):
        more = f"（ほかに{len(mistakes) - 1}か所）" if mistakes[1:] else ""
        raise FleetError(FleetReason.BUNDLE_MISTAKEN, f"{mistakes[0]}{more}")
    return settings


def write_town_keys(settings: Settings, keys: Files) -> None:
    """Write the town's private keys as they came; one that was destroyed there is destroyed here. Raise KeysError."""
    folder, town = settings.keys.folder, settings.town.code
    keyfiles.make_folder(folder)
    for name, content in sorted(keys.items()):
        if KEY_FILE.fullmatch(name):
            file = folder / name
            is_gone = keyfiles.key_from_toml(content, file, town).private is None
            keyfiles.write_whole(
                file, content.decode(), keyfiles.OWNER_ONLY, destroy_old=is_gone and file.exists()
            )


def _write_public(settings: Settings, bundle: Bundle) -> None:
    for file, content in (
        (settings.keys.public_file, bundle.ticket_keys),
        (settings.paper.public_file, bundle.paper_keys),
    ):
        if content:
            if keyfiles.public_keys_from_toml(content, file).town != bundle.town:
                raise FleetError(FleetReason.OTHER_TOWN)
            keyfiles.make_folder(file.parent)
            keyfiles.write_whole(file, content.decode(), keyfiles.EVERYBODY_READS)


def _point(config: Path, folder: Path) -> None:
    """Let the config folder lead to this one, from one instant to the next. What was no link yet is put aside once."""
    config = config.absolute()
    beside = config.with_name(f".{config.name}.{secrets.token_hex(4)}")
    beside.symlink_to(folder.name, target_is_directory=True)
    try:
        if config.is_dir() and not config.is_symlink():
            with suppress(OSError):
                config.rmdir()
            if config.exists():
                config.rename(_numbered(config, 0))
        beside.replace(config)
    finally:
        beside.unlink(missing_ok=True)


def _tidy(config: Path) -> None:
    """Delete settings that nobody goes back to any more."""
    current = current_number(config) or 0
    before = [number for number in _numbers(config) if number < current]
    for number in before[: 1 - KEPT]:
        shutil.rmtree(_numbered(config, number), ignore_errors=True)


def is_empty(config: Path) -> bool:
    """Return whether there is no town here that joining would replace."""
    return current_number(config) is not None or not (config / reading.FILE_NAME).exists()


def read_own_key(folder: Path) -> bytes:
    """Return the private half of this PC's own key. Raise FleetError(not_joined) or SettingsError."""
    try:
        return bytes.fromhex(secret.read_private(folder / OWN_KEY).decode())
    except (OSError, ValueError):
        raise FleetError(FleetReason.NOT_JOINED) from None
