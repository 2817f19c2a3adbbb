"""The `.po` and `.pot` files: read into plain data, written in a stable order without dates or line numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from babel.messages.pofile import normalize, read_po

from kiosk.web.language import DOMAINS, FOLDER, LANGUAGES, Language, po_file
from tools.translation.catalogue import catalogue_texts
from tools.translation.screens import screen_texts
from tools.translation.texts import merged

READ_BY = "read by "
HEADER = 'msgid ""\nmsgstr ""\n{}\n'

TRANSLATED = tuple(language for language in LANGUAGES.values() if language.code != "ja")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text with its translation, empty while there is none. `read_by` is the native reader, if one has seen it;
    what nobody is named for was made by a machine."""

    msgid: str
    places: tuple[str, ...] = ()
    msgstr: str = ""
    fuzzy: bool = False
    read_by: str = ""
    obsolete: bool = False


def extracted() -> dict[str, dict[str, list[str]]]:
    """Every text by domain, with its places. A text of both domains is a text of the screens."""
    screens = merged(screen_texts())
    catalogue = merged(text for text in catalogue_texts() if text.msgid not in screens)
    return dict(zip(DOMAINS, (screens, catalogue), strict=True))


def entries(language: Language, domain: str) -> tuple[Entry, ...]:
    """What a language has for a domain, in the order of the file."""
    file = po_file(language.locale, domain)
    if not file.is_file():
        return ()
    with file.open("rb") as source:
        catalog = read_po(source)
    found = [_entry(message) for message in catalog if message.id]
    return (*found, *(replace(_entry(message), obsolete=True) for message in catalog.obsolete.values()))


def repeated(language: Language, domain: str) -> tuple[str, ...]:
    """The texts that a file has more than once, as after a merge: only the last one would count."""
    file = po_file(language.locale, domain)
    if not file.is_file():
        return ()
    parts = re.findall(r'^msgid ((?:".*"\n)+)', file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    counted = Counter("".join(re.findall(r'"(.*)"', part)) for part in parts)
    return tuple(text for text, count in counted.items() if count > 1)


def updated(known: Iterable[Entry], texts: Mapping[str, list[str]]) -> tuple[Entry, ...]:
    """The entries for today's texts; translations no text asks for any more stay at the end for a while."""
    before = {entry.msgid: entry for entry in known}
    fresh = (
        replace(before.get(msgid, Entry(msgid)), places=tuple(places), obsolete=False)
        for msgid, places in texts.items()
    )
    gone = (
        replace(entry, places=(), obsolete=True)
        for entry in before.values()
        if entry.msgid not in texts and entry.msgstr
    )
    return (*fresh, *gone)


def write(language: Language, domain: str, found: Iterable[Entry]) -> None:
    headers = {"Language": language.locale, "Content-Type": "text/plain; charset=UTF-8"}
    _write(po_file(language.locale, domain), headers, found)


def write_template(domain: str, texts: Mapping[str, list[str]]) -> None:
    """The `.pot` file, for translators who work with gettext tools of their own."""
    found = (Entry(msgid, tuple(places)) for msgid, places in texts.items())
    _write(FOLDER / f"{domain}.pot", {"Content-Type": "text/plain; charset=UTF-8"}, found)


def _write(file: Path, headers: Mapping[str, str], found: Iterable[Entry]) -> None:
    lines = "\n".join(f'"{name}: {value}\\n"' for name, value in headers.items())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([HEADER.format(lines), *map(_written, found)]), encoding="utf-8")


def _written(entry: Entry) -> str:
    lines = [f"# {READ_BY}{entry.read_by}"] if entry.read_by else []
    lines += [f"#. {place}" for place in entry.places]
    lines += ["#, fuzzy"] if entry.fuzzy else []
    mark = "#~ " if entry.obsolete else ""
    said = f"msgid {normalize(entry.msgid, width=0)}\nmsgstr {normalize(entry.msgstr, width=0)}"
    return "\n".join([*lines, *(mark + line for line in said.splitlines())]) + "\n"


def _entry(message: object) -> Entry:
    """From Babel's message, whose parts may be plural."""
    msgid, msgstr = str(getattr(message, "id", "")), getattr(message, "string", "")
    remarks = [str(each) for each in getattr(message, "user_comments", ())]
    return Entry(
        msgid,
        tuple(str(each) for each in getattr(message, "auto_comments", ())),
        msgstr if isinstance(msgstr, str) else "",
        bool(getattr(message, "fuzzy", False)),
        next((each.removeprefix(READ_BY) for each in remarks if each.startswith(READ_BY)), ""),
    )
