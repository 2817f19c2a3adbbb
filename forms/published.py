"""Published versions do not change: tickets that name them are read by their order of questions and choices.

`published.toml` beside the procedures holds, for every published version, a fingerprint of its list of questions,
and for every item its choices and fields as they were; both may only grow at their end.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from forms import kinds
from forms.answers import OWN
from forms.item import Item
from forms.mistake import Mistake, MistakeKind
from forms.overruling import OVERRULED
from forms.person import FACT, FAMILY
from forms.procedure import Procedure
from forms.schema import fields_of, sort_row
from forms.ticket.schema import SchemaField
from forms.tomlfile import Table, read_toml
from forms.tomlwriting import write_table
from forms.vocabulary import Vocabulary

PUBLISHED_FILE = "published.toml"
HEAD = "# 公開した版の控え。kiosk forms publish が書きます。手で直さないでください。\n"


def published_mistakes(folder: Path, procedures: Iterable[Procedure], vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Yield what has changed since the folder's `published.toml` was written; nothing if there is none.

    Raise DataMistake if that file is wrong.
    """
    file = folder / PUBLISHED_FILE
    if not file.is_file():
        return
    root = read_toml(file)
    published, items = root.table("version"), root.table("item")
    fingerprints, shapes = _texts(published), _texts(items)
    root.finish()
    versions = {version_key(procedure): procedure for procedure in procedures}
    for key, fingerprint in fingerprints.items():
        if key not in versions:
            yield published.mistake(MistakeKind.CHANGED_AFTER_PUBLISHING, key, f"{key} がなくなっています")
        elif fingerprint_of(versions[key], vocabulary) != fingerprint:
            yield published.mistake(MistakeKind.CHANGED_AFTER_PUBLISHING, key, f"{key} の質問")
    now = {name: shape for item in vocabulary.values() for name, shape in shapes_of(item)}
    now |= {FAMILY: _facts_in_order(vocabulary)}
    for name, shape in shapes.items():
        if not f"{now.get(name, '')} ".startswith(f"{shape} "):
            yield items.mistake(MistakeKind.CHANGED_AFTER_PUBLISHING, name, f"項目 {name} の選択肢か順番")


def _texts(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.keys()}  # noqa: SIM118 - a Table is no mapping


def published_toml(procedures: Iterable[Procedure], vocabulary: Vocabulary) -> str:
    """Return the content of `published.toml` for these procedures."""
    every = sorted(procedures, key=lambda procedure: (procedure.number, procedure.version))
    fields = [field for procedure in every for field in fields_of((procedure,), vocabulary)]
    shapes = {
        name: shape
        for field in fields
        if field.key not in (FAMILY, OVERRULED) and OWN not in field.item.name
        for name, shape in shapes_of(field.item)
    }
    shapes |= {FAMILY: _facts_in_order(vocabulary)}
    versions = {version_key(procedure): fingerprint_of(procedure, vocabulary) for procedure in every}
    parts = [HEAD, write_table("[version]", versions), write_table("[item]", dict(sorted(shapes.items())))]
    return "\n".join(parts)


def version_key(procedure: Procedure) -> str:
    """Return what `published.toml` calls the procedure in this version."""
    return f"{procedure.id}-{procedure.version}"


def fingerprint_of(procedure: Procedure, vocabulary: Vocabulary) -> str:
    """32 hex digits for the list of places in a ticket of one version, in their order."""
    keys = "\n".join(_place(field) for field in fields_of((procedure,), vocabulary))
    return sha256(f"{procedure.number}\n{keys}".encode()).hexdigest()[:32]


def _place(field: SchemaField) -> str:
    return " ".join([field.key, *(each.name for each in field.item.fields)]) if field.key == FAMILY else field.key


def _facts_in_order(vocabulary: Vocabulary) -> str:
    """Return the facts of a person as they follow each other in a row of the household: more only at the end."""
    facts = (name.removeprefix(FACT) for name in vocabulary if name.startswith(FACT))
    return " ".join([kinds.PEOPLE.name, *sort_row(facts)])


def shapes_of(item: Item, path: str = "") -> Iterator[tuple[str, str]]:
    """Return the kind of the item, its choices or fields in their order; the same for each field."""
    name = f"{path}{item.name}"
    yield (
        name,
        " ".join([item.kind.name, *(each.code for each in item.choices), *(each.name for each in item.fields)]),
    )
    for field in item.fields:
        yield from shapes_of(field, f"{name}/")
