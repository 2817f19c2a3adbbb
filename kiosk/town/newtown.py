"""The config folder of a town that begins: one `town.toml` that names the town and its first desks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from forms import DataMistake, Mistake, MistakeKind, tomltext
from kiosk.settings import DeskMode, Settings, load_settings, reading
from kiosk.town.municipalities import Municipality

HEAD = "# 町の設定。ここに書いていない項目は、ふつうの値になります（docs/settings.md）。\n"
LABELS = {DeskMode.COUNTER: "1番窓口", DeskMode.LOBBY: "ロビー端末"}


@dataclass(frozen=True, slots=True)
class Hall:
    """What the table of municipalities does not know, and has to be told."""

    postal_code: str
    phone: str
    public_url: str = ""
    printer_uri: str = ""
    printer_fingerprint: str = ""
    """Of its certificate, where it shows one."""


def write_new_town(folder: Path, town: Municipality, hall: Hall, modes: tuple[DeskMode, ...]) -> Settings:
    """Write the folder and return its settings. Raises DataMistake if there is a town, SettingsError, OSError.

    What the settings refuse leaves no file behind.
    """
    file = folder / reading.FILE_NAME
    if file.exists():
        raise DataMistake(Mistake(MistakeKind.ALREADY_THERE, file, 1, "", str(file)))
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(town_toml(town, hall, modes), "utf-8")
    try:
        return load_settings(folder)
    except Exception:
        file.unlink()
        raise


def town_toml(town: Municipality, hall: Hall, modes: tuple[DeskMode, ...]) -> str:
    """Return the text of a `town.toml`: only what has no usual value."""
    named = {"name": town.name, "kana": town.kana, "prefecture": town.prefecture, "district": town.district}
    reached = {
        "code": town.code,
        "addressee": town.addressee,
        "postal_code": hall.postal_code,
        "phone": hall.phone,
    }
    tables = [tomltext.write_table("[town]", _filled(named | reached))]
    if hall.public_url:
        tables.append(tomltext.write_table("[prefill]", {"public_url": hall.public_url}))
    for mode, letter in zip(modes, reading.RECEIPT_LETTERS, strict=False):
        desk = {"name": f"{mode}-1", "label": LABELS[mode], "mode": mode.value, "receipt_letter": letter}
        printer = {"printer_uri": hall.printer_uri, "printer_fingerprint": hall.printer_fingerprint}
        tables.append(tomltext.write_table("[[desk]]", _filled(desk | printer)))
    return HEAD + "\n" + "\n".join(tables)


@dataclass(frozen=True, slots=True)
class NewDesk:
    """A desk that a town gets beside those it has."""

    name: str
    mode: DeskMode
    label: str
    printer_uri: str = ""
    printer_fingerprint: str = ""


def add_desk(settings: Settings, desk: NewDesk) -> Settings:
    """Write a desk to the end of `town.toml`, with a letter of its own if one is free, and return the settings.

    Raise SettingsError or OSError, and then the file is as it was.
    """
    used = {each.receipt_letter for each in settings.desks}
    letter = next(
        (letter for letter in reading.RECEIPT_LETTERS if letter not in used), reading.RECEIPT_LETTERS[-1]
    )
    keys = {"name": desk.name, "label": desk.label, "mode": desk.mode.value, "receipt_letter": letter}
    printer = {"printer_uri": desk.printer_uri, "printer_fingerprint": desk.printer_fingerprint}
    return _rewritten(
        settings, lambda text: f"{text.rstrip()}\n\n{tomltext.write_table('[[desk]]', _filled(keys | printer))}"
    )


def free_desk_name(settings: Settings, mode: DeskMode) -> str:
    """Return `counter-2` where there is a `counter-1`."""
    taken = {desk.name for desk in settings.desks}
    return next(name for number in count(1) if (name := f"{mode}-{number}") not in taken)


def drop_desk(settings: Settings, name: str) -> Settings:
    """Take the `[[desk]]` of this name out of `town.toml`. Raise SettingsError or OSError; the file stays then."""
    wanted = re.compile(rf"""^name\s*=\s*["']{re.escape(name)}["']""", re.MULTILINE)

    def without(text: str) -> str:
        parts = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
        return "".join(part for part in parts if not (part.startswith("[[desk]]") and wanted.search(part)))

    return _rewritten(settings, without)


def _rewritten(settings: Settings, change: Callable[[str], str]) -> Settings:
    file = settings.folder / reading.FILE_NAME
    before = file.read_text("utf-8")
    try:
        replace_text(file, change(before))
        return load_settings(settings.folder)
    except Exception:
        replace_text(file, before)
        raise


def replace_text(file: Path, text: str) -> None:
    """Replace a file as a whole, so that a power cut leaves the old or the new one. Raise OSError."""
    beside = file.with_name(f".{file.name}.part")
    beside.write_text(text, "utf-8")
    beside.chmod(file.stat().st_mode)
    beside.replace(file)


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}
