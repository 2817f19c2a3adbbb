"""The catalogue: every procedure of the town, by id, with the older versions that tickets may still name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms.journey import key_of
from forms.procedure import Procedure
from forms.reading import PROCEDURE_FILE, read_procedure
from forms.ticket.schema import SchemaField
from forms.vocabulary import SHIPPED as SHIPPED_ITEMS
from forms.vocabulary import Vocabulary, read_vocabulary

SHIPPED = Path(__file__).parent / "catalogue"
OLD = "old"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Current procedures in the order they are offered, and all versions ever published."""

    vocabulary: Vocabulary
    current: Mapping[str, Procedure]
    versions: Mapping[tuple[int, int], Procedure]

    def get(self, id: str) -> Procedure | None:
        return self.current.get(id)

    def version(self, number: int, version: int) -> Procedure | None:
        return self.versions.get((number, version))

    def number_of(self, procedure: str) -> int:
        """The short number that stands for the id in tickets. Raises KeyError."""
        return self.current[procedure].number

    def id_of(self, number: int) -> str:
        """Raises KeyError."""
        for procedure in self.versions.values():
            if procedure.number == number:
                return procedure.id
        raise KeyError(number)

    def schema_for(self, procedures: Sequence[tuple[str, int]]) -> tuple[SchemaField, ...]:
        """The places of a ticket for these procedures in exactly these versions (see `forms.ticket`): procedure by
        procedure, question by question, each key once. Raises KeyError."""
        fields: dict[str, SchemaField] = {}
        for id, version in procedures:
            procedure = self.versions[self.number_of(id), version]
            for ask in procedure.asks():
                key = key_of(ask, procedure)
                fields.setdefault(key, SchemaField(key, ask.item))
        return tuple(fields.values())

    def chosen(self, ids: Iterable[str]) -> tuple[Procedure, ...]:
        """The current procedures of these ids in that order; unknown ids are left out."""
        return tuple(found for id in dict.fromkeys(ids) if (found := self.current.get(id)))


def read_catalogue(town_folder: Path | None = None) -> Catalogue:
    """The shipped procedures, overridden and extended by the town's folder of the same shape (design: procedures
    are data). Items the town adds lie in its `items/`. Raises DataMistake at the first mistake."""
    vocabulary = dict(read_vocabulary(SHIPPED_ITEMS))
    folders = dict(_folders(SHIPPED))
    if town_folder is not None and town_folder.is_dir():
        vocabulary |= read_vocabulary(town_folder / "items", vocabulary)
        folders |= _folders(town_folder)
    current = {id: read_procedure(folder, vocabulary) for id, folder in folders.items()}
    every = [*_older(folders.values(), vocabulary), *current.values()]
    ordered = dict(sorted(current.items(), key=lambda entry: entry[1].number))
    return Catalogue(vocabulary, ordered, {(one.number, one.version): one for one in every})


@cache
def shipped_catalogue() -> Catalogue:
    return read_catalogue()


def _folders(root: Path) -> dict[str, Path]:
    return {file.parent.name: file.parent for file in sorted(root.glob(f"*/{PROCEDURE_FILE}"))}


def _older(folders: Iterable[Path], vocabulary: Vocabulary) -> Iterable[Procedure]:
    for folder in folders:
        for file in sorted(folder.glob(f"{OLD}/*/{PROCEDURE_FILE}")):
            yield read_procedure(file.parent, vocabulary, folder.name)
