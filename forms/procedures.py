"""The catalogue: every procedure of the town, by id, with its published versions, which do not change.

`published.toml` beside the procedures holds, for every published version, a fingerprint of its list of questions,
and for every item its choices and fields as they were; both may only grow at their end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from forms import answers, kinds, mistake, overruling, person, procedurefile, schema, tomlfile, tomltext
from forms.item import Item
from forms.procedure import Procedure
from forms.ticket.contents import SchemaField
from forms.vocabulary import SHIPPED as SHIPPED_ITEMS, Vocabulary, read_vocabulary, with_roles

SHIPPED = Path(__file__).parent / "catalogue"
OLD = "old"
TOWN_FILE = "catalogue.toml"
"""In the town's folder, what it says of the whole catalogue."""
MOST_SCHEMAS = 256
"""Places of a ticket that are remembered: working them out for one procedure takes a tenth of opening it and drawing the
sheet."""


@dataclass(frozen=True)
class Catalogue:
    """Current procedures in the order they are offered, and all versions ever published."""

    vocabulary: Vocabulary
    current: Mapping[str, Procedure]
    versions: Mapping[tuple[int, int], Procedure]
    left_out: frozenset[str] = frozenset()
    """Shipped procedures that the town has not: offered nowhere, but tickets made before are still read."""
    _schemas: dict[tuple[tuple[str, int], ...], tuple[SchemaField, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def discreet(self) -> frozenset[str]:
        """What no list, figure or slip names."""
        return frozenset(each.id for each in self.versions.values() if each.is_discreet)

    @cached_property
    def for_residents(self) -> "Catalogue":
        """What phones and the lobby know: of a procedure that only the counter offers, not even that there is one."""
        return replace(
            self,
            current={id: each for id, each in self.current.items() if id not in self.discreet},
            versions={key: each for key, each in self.versions.items() if each.id not in self.discreet},
        )

    def get(self, id: str) -> Procedure | None:
        return self.current.get(id)

    def version(self, number: int, version: int) -> Procedure | None:
        return self.versions.get((number, version))

    def newest(self, id: str) -> Procedure | None:
        """Return the procedure in its last version, whether or not the town offers it."""
        known = (each for each in self.versions.values() if each.id == id)
        return self.current.get(id) or max(known, key=lambda each: each.version, default=None)

    def begun(self, id: str, version: int) -> Procedure | None:
        """Return the procedure in the version somebody began with, or the last one where that version is gone."""
        known = (each for each in self.versions.values() if each.id == id and each.version == version)
        return next(known, None) or self.newest(id)

    def number_of(self, procedure: str) -> int:
        """Return the short number that stands for the id in tickets, of any version. Raise KeyError."""
        if procedure in self.current:
            return self.current[procedure].number
        for known in self.versions.values():
            if known.id == procedure:
                return known.number
        raise KeyError(procedure)

    def id_of(self, number: int) -> str:
        """Return the id that the number stands for. Raise KeyError."""
        for procedure in self.versions.values():
            if procedure.number == number:
                return procedure.id
        raise KeyError(number)

    def schema_for(self, procedures: Sequence[tuple[str, int]]) -> tuple[SchemaField, ...]:
        """Return the places of a ticket for these procedures in exactly these versions (see `forms.ticket`).

        Procedure by procedure, question by question, each key once. Raise KeyError.
        """
        chosen = tuple((id, version) for id, version in procedures)
        known = self._schemas.get(chosen)
        if known is None:
            versions = [self.versions[self.number_of(id), version] for id, version in chosen]
            if len(self._schemas) >= MOST_SCHEMAS:
                self._schemas.clear()
            known = self._schemas[chosen] = schema.fields_of(versions, self.vocabulary)
        return known

    def chosen(self, ids: Iterable[str]) -> tuple[Procedure, ...]:
        """Return the current procedures of these ids in that order; unknown ids are left out."""
        return tuple(found for id in dict.fromkeys(ids) if (found := self.current.get(id)))


def read_catalogue(town_folder: Path | None = None) -> Catalogue:
    """Return the shipped procedures, overridden and extended by the town's folder of the same shape.

    Items the town adds lie in its `items/`. Raise DataMistake.
    """
    return catalogue_of(read_items(town_folder), town_folder)


@cache
def shipped_catalogue() -> Catalogue:
    """Return the shipped procedures alone."""
    return read_catalogue()


def catalogue_in(town_folder: Path) -> Catalogue:
    """Return the catalogue of a town: the shipped one as it was read before where the town has no folder of its own.

    Raise DataMistake.
    """
    return read_catalogue(town_folder) if town_folder.is_dir() else shipped_catalogue()


def read_items(town_folder: Path | None = None) -> Vocabulary:
    """Return the shared vocabulary with the town's additions. Raise DataMistake."""
    shipped = read_vocabulary(SHIPPED_ITEMS)
    own = {} if town_folder is None else read_vocabulary(town_folder / "items", shipped)
    return with_roles({**shipped, **own})


def procedure_folders(town_folder: Path | None = None) -> dict[str, Path]:
    """Return where each current procedure lies, the town's folder before the shipped one."""
    own = {} if town_folder is None else _folders(town_folder)
    return {**_folders(SHIPPED), **own}


def catalogue_of(vocabulary: Vocabulary, town_folder: Path | None = None) -> Catalogue:
    """Return the catalogue for items already read. Raise DataMistake."""
    folders = procedure_folders(town_folder)
    newest = {id: procedurefile.read_procedure(folder, vocabulary) for id, folder in folders.items()}
    every = [*_older(folders, vocabulary), *newest.values()]
    mistake.raise_all(_number_mistakes(every))
    left_out = read_left_out(town_folder)
    ordered = sorted((each for each in newest.values() if each.id not in left_out), key=lambda each: each.number)
    versions = {(one.number, one.version): one for one in every}
    return Catalogue(vocabulary, {each.id: each for each in ordered}, versions, left_out)


def read_left_out(town_folder: Path | None) -> frozenset[str]:
    """Return which procedures the town has not: `without` of its `catalogue.toml`. Raise DataMistake."""
    file = town_folder / TOWN_FILE if town_folder else None
    if file is None or not file.is_file():
        return frozenset()
    root, known = tomlfile.read_toml(file), procedure_folders(town_folder)
    ids = root.texts("without", ())
    for id in ids:
        if id not in known:
            root.note(mistake.MistakeKind.UNKNOWN_PROCEDURE, "without", id)
    root.finish()
    return frozenset(ids)


def _folders(root: Path) -> dict[str, Path]:
    return {file.parent.name: file.parent for file in sorted(root.glob(f"*/{procedurefile.PROCEDURE_FILE}"))}


def _number_mistakes(procedures: Iterable[Procedure]) -> Iterator[mistake.Mistake]:
    """Yield the numbers that tickets would mistake.

    A number in a ticket stands for one procedure, and the same one in all its versions: tickets name the number,
    and their answers are read by its list of questions.
    """
    taken: dict[int, str] = {}
    numbers: dict[str, int] = {}
    for procedure in procedures:
        if taken.setdefault(procedure.number, procedure.id) != procedure.id:
            both = f"{taken[procedure.number]} と {procedure.number}"
            yield procedure.origin.mistake(mistake.MistakeKind.DUPLICATE, "number", both)
        if (number := numbers.setdefault(procedure.id, procedure.number)) != procedure.number:
            yield procedure.origin.mistake(mistake.MistakeKind.NOT_ALLOWED, "number", str(number))


def _older(folders: Mapping[str, Path], vocabulary: Vocabulary) -> Iterator[Procedure]:
    """Versions in `old/`, and the shipped one that the town has replaced: its tickets may still come."""
    for id, folder in folders.items():
        for root in dict.fromkeys((SHIPPED / id, folder)):
            for file in sorted(root.glob(f"{OLD}/*/{procedurefile.PROCEDURE_FILE}")):
                yield procedurefile.read_procedure(file.parent, vocabulary, id)
        if folder != SHIPPED / id and (SHIPPED / id / procedurefile.PROCEDURE_FILE).is_file():
            yield procedurefile.read_procedure(SHIPPED / id, vocabulary, id)


PUBLISHED_FILE = "published.toml"
HEAD = "# 公開した版の控え。kiosk forms publish が書きます。手で直さないでください。\n"


def published_mistakes(
    folder: Path, procedures: Iterable[Procedure], vocabulary: Vocabulary
) -> Iterator[mistake.Mistake]:
    """Yield what has changed since the folder's `published.toml` was written; nothing if there is none.

    Raise DataMistake if that file is wrong.
    """
    file = folder / PUBLISHED_FILE
    if not file.is_file():
        return
    root = tomlfile.read_toml(file)
    published, items = root.table("version"), root.table("item")
    fingerprints, shapes = _texts(published), _texts(items)
    root.finish()
    versions = {version_key(procedure): procedure for procedure in procedures}
    for key, fingerprint in fingerprints.items():
        if key not in versions:
            yield published.mistake(mistake.MistakeKind.CHANGED_AFTER_PUBLISHING, key, f"{key} がなくなっています")
        elif fingerprint_of(versions[key], vocabulary) != fingerprint:
            yield published.mistake(mistake.MistakeKind.CHANGED_AFTER_PUBLISHING, key, f"{key} の質問")
    now = {name: shape for item in vocabulary.values() for name, shape in shapes_of(item)}
    now |= {person.FAMILY: _facts_in_order(vocabulary)}
    for name, shape in shapes.items():
        if not f"{now.get(name, '')} ".startswith(f"{shape} "):
            yield items.mistake(mistake.MistakeKind.CHANGED_AFTER_PUBLISHING, name, f"項目 {name} の選択肢か順番")


def _texts(table: tomlfile.Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.keys()}  # noqa: SIM118 - a Table is no mapping


def published_toml(procedures: Iterable[Procedure], vocabulary: Vocabulary) -> str:
    """Return the content of `published.toml` for these procedures."""
    every = sorted(procedures, key=lambda procedure: (procedure.number, procedure.version))
    fields = [field for procedure in every for field in schema.fields_of((procedure,), vocabulary)]
    shapes = {
        name: shape
        for field in fields
        if field.key not in (person.FAMILY, overruling.OVERRULED) and answers.OWN not in field.item.name
        for name, shape in shapes_of(field.item)
    }
    shapes |= {person.FAMILY: _facts_in_order(vocabulary)}
    versions = {version_key(procedure): fingerprint_of(procedure, vocabulary) for procedure in every}
    parts = [
        HEAD,
        tomltext.write_table("[version]", versions),
        tomltext.write_table("[item]", dict(sorted(shapes.items()))),
    ]
    return "\n".join(parts)


def version_key(procedure: Procedure) -> str:
    """Return what `published.toml` calls the procedure in this version."""
    return f"{procedure.id}-{procedure.version}"


def fingerprint_of(procedure: Procedure, vocabulary: Vocabulary) -> str:
    """32 hex digits for the list of places in a ticket of one version, in their order."""
    keys = "\n".join(_place(field) for field in schema.fields_of((procedure,), vocabulary))
    return sha256(f"{procedure.number}\n{keys}".encode()).hexdigest()[:32]


def _place(field: SchemaField) -> str:
    return (
        " ".join([field.key, *(each.name for each in field.item.fields)])
        if field.key == person.FAMILY
        else field.key
    )


def _facts_in_order(vocabulary: Vocabulary) -> str:
    """Return the facts of a person as they follow each other in a row of the household: more only at the end."""
    facts = (name.removeprefix(person.FACT) for name in vocabulary if name.startswith(person.FACT))
    return " ".join([kinds.PEOPLE.name, *schema.sort_row(facts)])


def shapes_of(item: Item, path: str = "") -> Iterator[tuple[str, str]]:
    """Return the kind of the item, its choices or fields in their order; the same for each field."""
    name = f"{path}{item.name}"
    yield (
        name,
        " ".join([item.kind.name, *(each.code for each in item.choices), *(each.name for each in item.fields)]),
    )
    for each in item.fields:
        yield from shapes_of(each, f"{name}/")
