"""Published versions do not change: tickets that name them are read by their order of questions and choices.

`published.toml` beside the procedures holds, for every published version, a fingerprint of its list of questions,
and for every item its choices and fields as they were; both may only grow at their end.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from forms.item import Item
from forms.journey import key_of
from forms.mistake import Mistake, MistakeKind
from forms.procedure import Procedure
from forms.tomlfile import Table, read_toml
from forms.tomlwriting import write_table
from forms.vocabulary import Vocabulary

PUBLISHED_FILE = "published.toml"
HEAD = "# 公開した版の控え。kiosk forms publish が書きます。手で直さないでください。\n"


def published_mistakes(folder: Path, procedures: Iterable[Procedure], vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Yield what has changed since the folder's `published.toml` was written; nothing if there is none. Raise
    DataMistake if that file is wrong."""
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
        elif fingerprint_of(versions[key]) != fingerprint:
            yield published.mistake(MistakeKind.CHANGED_AFTER_PUBLISHING, key, f"{key} の質問")
    now = {name: shape for item in vocabulary.values() for name, shape in shapes_of(item)}
    for name, shape in shapes.items():
        if not f"{now.get(name, '')} ".startswith(f"{shape} "):
            yield items.mistake(MistakeKind.CHANGED_AFTER_PUBLISHING, name, f"項目 {name} の選択肢か順番")


def _texts(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.keys()}  # noqa: SIM118 - a Table is no mapping


def published_toml(procedures: Iterable[Procedure]) -> str:
    """The content of `published.toml` for these procedures."""
    every = sorted(procedures, key=lambda procedure: (procedure.number, procedure.version))
    shapes = {
        name: shape for procedure in every for ask in procedure.asks() for name, shape in shapes_of(ask.item)
    }
    versions = {version_key(procedure): fingerprint_of(procedure) for procedure in every}
    parts = [HEAD, write_table("[version]", versions), write_table("[item]", dict(sorted(shapes.items())))]
    return "\n".join(parts)


def version_key(procedure: Procedure) -> str:
    return f"{procedure.id}-{procedure.version}"


def fingerprint_of(procedure: Procedure) -> str:
    """32 hex digits for the list of questions of one version, in their order."""
    keys = "\n".join(key_of(ask, procedure) for ask in procedure.asks())
    return sha256(f"{procedure.number}\n{keys}".encode()).hexdigest()[:32]


def shapes_of(item: Item, path: str = "") -> Iterator[tuple[str, str]]:
    """The kind of the item, its choices or fields in their order; the same for each field."""
    name = f"{path}{item.name}"
    yield (
        name,
        " ".join([item.kind.name, *(each.code for each in item.choices), *(each.name for each in item.fields)]),
    )
    for field in item.fields:
        yield from shapes_of(field, f"{name}/")
