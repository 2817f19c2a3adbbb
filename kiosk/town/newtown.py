"""The config folder of a town that begins: one `town.toml` that names the town and its first desks."""

from dataclasses import dataclass
from pathlib import Path

from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.tomltext import write_table
from kiosk.settings import DeskMode, Settings
from kiosk.settings.reading import FILE_NAME, RECEIPT_LETTERS, load_settings
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
    file = folder / FILE_NAME
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
    tables = [write_table("[town]", _filled(named | reached))]
    if hall.public_url:
        tables.append(write_table("[prefill]", {"public_url": hall.public_url}))
    for mode, letter in zip(modes, RECEIPT_LETTERS, strict=False):
        desk = {"name": f"{mode}-1", "label": LABELS[mode], "mode": mode.value, "receipt_letter": letter}
        printer = {"printer_uri": hall.printer_uri, "printer_fingerprint": hall.printer_fingerprint}
        tables.append(write_table("[[desk]]", _filled(desk | printer)))
    return HEAD + "\n" + "\n".join(tables)


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}
