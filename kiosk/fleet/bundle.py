"""A bundle (配る設定): the town's config folder and public keys as one signed file with a growing number.

It is `MAGIC`, an Ed25519 signature of 64 bytes, and a body of CBOR without maps, tags or lengths that are not said. Nothing
of the body is looked at before the signature holds. Private keys travel inside only as a box for each desk, sealed by HPKE
to the desk's own key; through the network the whole is sealed so, and a file on a stick shows its settings.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519

from forms.ticket import TicketError, packing, sealing
from kiosk.fleet.reason import FleetError, FleetReason

MAGIC = b"kakanai-bundle-1\n"
SIGNATURE = 64
SIGNED = b"kakanai-madoguchi bundle\x00"
"""Before the body where it is signed, so that the key's signatures count for nothing else."""

BOXED, SENT = b"kakanai-madoguchi desk box\x00", b"kakanai-madoguchi bundle to "

LARGEST = 64 * 1024 * 1024
MOST_FILES = 2_000
MOST_DESKS = 500
HIGHEST = 999_999
DEEPEST = 8
NAME = re.compile(r"(?!\.)[^/\\:*?\"<>|\x00-\x1f\x7f]{1,100}(?<![. ])")
"""One part of a path on any system; hidden files stay where they are."""

KEY_FILE = re.compile(r"key-[0-9a-f]{4}\.toml")
DESK = re.compile(r"[a-z][a-z0-9-]{0,19}")

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What all desks of a town are to have."""

    town: str
    number: int
    made: datetime
    """To the second."""
    is_released: bool
    """Whether desks that are not of the first ring may have it."""
    files: Files
    """By path inside the config folder."""
    ticket_keys: bytes
    """The file of the town's public keys."""
    paper_keys: bytes
    """The same of the back office, empty where there is none."""
    boxes: Mapping[str, bytes]
    """By desk, what only it can open."""

    def box_info(self, desk: str) -> bytes:
        """Return what a desk's box is bound to."""
        return BOXED + f"{self.town} {self.number} {desk}".encode()


def sign_bundle(bundle: Bundle, key: ed25519.Ed25519PrivateKey) -> bytes:
    """Return the file. Raise FleetError(bundle_too_large, not_a_bundle) for what no desk would take."""
    _check(bundle)
    body = packing.write_cbor(
        [
            bundle.town,
            bundle.number,
            int(bundle.made.timestamp()),
            bundle.is_released,
            [[name, content] for name, content in sorted(bundle.files.items())],
            bundle.ticket_keys,
            bundle.paper_keys,
            [[name, box] for name, box in sorted(bundle.boxes.items())],
        ]
    )
    raw = MAGIC + key.sign(SIGNED + body) + body
    if len(raw) > LARGEST:
        raise FleetError(FleetReason.TOO_LARGE, f"{len(raw) // 1_000_000}MB")
    return raw


def open_bundle(raw: bytes, signer: bytes) -> Bundle:
    """Return what is in the file. Raise FleetError(not_a_bundle, signature_wrong); whatever the bytes are, nothing else."""
    start = len(MAGIC) + SIGNATURE
    if not raw.startswith(MAGIC) or not start < len(raw) <= LARGEST:
        raise FleetError(FleetReason.NOT_A_BUNDLE)
    body = raw[start:]
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(signer).verify(raw[len(MAGIC) : start], SIGNED + body)
    except InvalidSignature:
        raise FleetError(FleetReason.SIGNATURE_WRONG) from None
    return read_body(body)


def read_body(body: bytes) -> Bundle:
    """Return what a signed body says. Raise FleetError(not_a_bundle, bundle_too_large)."""
    try:
        read = packing.read_cbor(body)
    except TicketError:
        raise FleetError(FleetReason.NOT_A_BUNDLE) from None
    match read:
        case [
            str(town),
            int(number),
            int(made),
            bool(is_released),
            list(files),
            bytes(ticket_keys),
            bytes(paper_keys),
            list(boxes),
        ] if not isinstance(number, bool) and 0 <= made < 2**33:
            moment = datetime.fromtimestamp(made, UTC)
            found = Bundle(
                town, number, moment, is_released, _pairs(files), ticket_keys, paper_keys, _pairs(boxes)
            )
        case _:
            raise FleetError(FleetReason.NOT_A_BUNDLE)
    _check(found)
    return found


def _pairs(listed: list[object]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for pair in listed:
        match pair:
            case [str(name), bytes(content)] if name not in found:
                found[name] = content
            case _:
                raise FleetError(FleetReason.NOT_A_BUNDLE)
    return found


def _check(bundle: Bundle) -> None:
    if len(bundle.files) > MOST_FILES or len(bundle.boxes) > MOST_DESKS:
        raise FleetError(FleetReason.TOO_LARGE, f"{len(bundle.files)}ファイル")
    folded = {name.casefold() for name in bundle.files}
    is_fine = (
        re.fullmatch("[0-9]{6}", bundle.town, re.ASCII)
        and 1 <= bundle.number <= HIGHEST
        and len(folded) == len(bundle.files)
        and all(map(is_inside, bundle.files))
        and not any(_folders(name) & folded for name in folded)
        and all(DESK.fullmatch(desk) for desk in bundle.boxes)
    )
    if not is_fine:
        raise FleetError(FleetReason.NOT_A_BUNDLE)


def is_inside(path: str) -> bool:
    """Return whether the path stays inside a folder, on Linux and on Windows."""
    parts = path.split("/")
    return len(parts) <= DEEPEST and all(NAME.fullmatch(part) for part in parts)


def _folders(path: str) -> set[str]:
    """What has to be a folder for this path to be a file."""
    parts = path.split("/")
    return {"/".join(parts[:many]) for many in range(1, len(parts))}


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return what of a config folder is given out: its files, without hidden ones and links.

    Raise FleetError(bundle_too_large) or OSError.
    """
    found: dict[str, bytes] = {}
    size = 0
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        if is_inside(name):
            found[name] = file.read_bytes()
            size += len(found[name])
        if size > LARGEST or len(found) > MOST_FILES:
            raise FleetError(FleetReason.TOO_LARGE, f"{size // 1_000_000}MB、{len(found)}ファイル")
    return found


def _files(folder: Path) -> Iterator[Path]:
    for each in sorted(folder.iterdir()):
        if each.name.startswith(".") or each.is_symlink():
            continue
        if each.is_dir():
            yield from _files(each)
        elif each.is_file():
            yield each


def write_folder(files: Files, folder: Path) -> None:
    """Write the files into a new folder that only its owner can enter. Raise OSError."""
    folder.mkdir(mode=0o700)
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(content)


def seal_box(keys: Files, bundle: Bundle, desk: str, to: bytes) -> bytes:
    """Return the files of private keys, sealed so that the desk alone opens them, as part of this bundle alone."""
    return seal_to(pack_files(keys), to, bundle.box_info(desk))


def open_box(bundle: Bundle, desk: str, own: bytes) -> dict[str, bytes]:
    """Return the files of private keys for the desk; none where the bundle has no box for it.

    Raise FleetError(not_a_bundle) for a box that this PC cannot open.
    """
    if desk not in bundle.boxes:
        return {}
    return unpack_files(unseal(bundle.boxes[desk], own, bundle.box_info(desk)))


def seal_for(desk: str, raw: bytes, to: bytes) -> bytes:
    """Return the file of a bundle as it goes to this desk through the network: nobody else reads the settings."""
    return seal_to(raw, to, SENT + desk.encode())


def unseal_for(desk: str, sent: bytes, own: bytes) -> bytes:
    """Return the file of a bundle that was sent to this desk. Raise FleetError(not_a_bundle)."""
    return unseal(sent, own, SENT + desk.encode())


def seal_to(contents: bytes, to: bytes, info: bytes) -> bytes:
    """Seal by HPKE (RFC 9180) to a public key of X25519."""
    return sealing.SUITE.encrypt(contents, x25519.X25519PublicKey.from_public_bytes(to), info=info)


def unseal(box: bytes, own: bytes, info: bytes) -> bytes:
    """Return the contents. Raise FleetError(not_a_bundle) where they are not for this key and purpose."""
    try:
        return sealing.SUITE.decrypt(box, x25519.X25519PrivateKey.from_private_bytes(own), info=info)
    except (InvalidTag, ValueError):
        raise FleetError(FleetReason.NOT_A_BUNDLE) from None


def pack_files(files: Files) -> bytes:
    """Return the files as one text of CBOR."""
    return packing.write_cbor([[name, content] for name, content in sorted(files.items())])


def unpack_files(raw: bytes) -> dict[str, bytes]:
    """Return the files again. Raise FleetError(not_a_bundle)."""
    try:
        read = packing.read_cbor(raw)
    except TicketError:
        read = None
    if not isinstance(read, list):
        raise FleetError(FleetReason.NOT_A_BUNDLE)
    return _pairs(read)


def public_of(own: bytes) -> bytes:
    """Return the public half of a desk's own key."""
    return x25519.X25519PrivateKey.from_private_bytes(own).public_key().public_bytes_raw()
