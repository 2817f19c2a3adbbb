"""The catalogue: every procedure of the town, by id, with the older versions that tickets may still name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms.procedure import Procedure
from forms.reading import PROCEDURE_FILE, read_procedure
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
    every = [*current.values(), *_older(folders.values(), vocabulary)]
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
            yield read_procedure(file.parent, vocabulary)
