"""Reads `config/guide/<event>.toml` into the guide, refusing every mistake with file, line, key and remedy."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from forms.guide.event import Guide, LifeEvent
from forms.guide.readingstep import read_entry
from forms.guide.references import guide_mistakes
from forms.item import Item, Kind
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedure import Ask
from forms.procedures import Catalogue
from forms.reading import read_offered
from forms.readingcondition import read_condition
from forms.tomlfile import Table, mistakes_of_each, read_toml, refuse_all
from forms.vocabulary import Vocabulary, read_item

PLAIN_KINDS = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.COUNT, Kind.DATE)
"""What a guide may ask: questions that need no typing, numbers and days."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,30}")
_TAKEN = {"action", "csrf_token", "procedure", "stays"}
"""Names of other inputs on the guide's pages."""


def read_guide(folder: Path, catalogue: Catalogue) -> Guide:
    """Every `*.toml` of the folder is an event, named by its file. No folder, no events. Raises DataMistake with the
    mistakes of all files."""
    events: list[LifeEvent] = []
    mistakes: list[Mistake] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            events.append(read_event(file, catalogue))
        except DataMistake as error:
            mistakes += error.mistakes
    refuse_all(mistakes)
    return Guide({event.id: event for event in sorted(events, key=lambda event: (event.order, event.id))})


def read_event(file: Path, catalogue: Catalogue) -> LifeEvent:
    """Raises DataMistake."""
    root = read_toml(file)
    try:
        event = _event(file, root, catalogue)
    except DataMistake as first:
        refuse_all(dict.fromkeys((*first.mistakes, *_mistakes_of_entries(root, catalogue))))
        raise
    refuse_all(guide_mistakes(event, root))
    return event


def _event(file: Path, root: Table, catalogue: Catalogue) -> LifeEvent:
    event = LifeEvent(
        id=file.stem,
        title=root.text("title"),
        lead=root.text("lead", ""),
        order=root.integer("order", 100),
        questions=root.each("question", lambda table: _question(table, catalogue.vocabulary)),
        entries=root.each("step", lambda table: read_entry(table, catalogue)),
        file=file,
    )
    root.finish()
    if not _ID.fullmatch(event.id):
        root.refuse(MistakeKind.NOT_ALLOWED, "title", "ファイルの名前は英小文字と数字と _（例 move_in.toml）")
    return event


def _mistakes_of_entries(root: Table, catalogue: Catalogue) -> Iterator[Mistake]:
    """Every entry is looked at, even if something before it is wrong."""
    readers: dict[str, Callable[[Table], object]] = {
        "question": lambda table: _question(table, catalogue.vocabulary),
        "step": lambda table: read_entry(table, catalogue),
    }
    return mistakes_of_each(root, readers)


def _question(table: Table, vocabulary: Vocabulary) -> Ask:
    required, when = table.boolean("required", True), read_condition(table)
    if not table.has("item"):
        return Ask(_own_item(table, vocabulary), required, when)
    item = _shared_item(table, vocabulary)
    ask = Ask(item, required, when, table.text("ask", ""), table.text("hint", ""), read_offered(table, item))
    table.finish()
    return ask


def _own_item(table: Table, vocabulary: Vocabulary) -> Item:
    """A question of the guide alone."""
    id = table.text("id")
    if not _ID.fullmatch(id) or id in _TAKEN or id in vocabulary:
        table.refuse(
            MistakeKind.NOT_ALLOWED, "id", "英小文字で始まる名前（例 insurance）。語彙の項目は item で書きます"
        )
    item = read_item(id, table, {})
    if item.kind not in PLAIN_KINDS:
        table.refuse(MistakeKind.NOT_ALLOWED, "kind", "、".join(PLAIN_KINDS))
    return item


def _shared_item(table: Table, vocabulary: Vocabulary) -> Item:
    """A question of the vocabulary: its answer is taken over into the procedures."""
    name = table.text("item")
    if name not in vocabulary:
        table.refuse(MistakeKind.UNKNOWN_ITEM, "item", name)
    if vocabulary[name].kind not in PLAIN_KINDS:
        table.refuse(MistakeKind.NOT_ALLOWED, "item", "種類が " + "、".join(PLAIN_KINDS) + " の項目")
    return vocabulary[name]
