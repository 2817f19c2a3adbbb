"""The sample answers of a procedure: fictitious people, from the shortest to the longest legal case."""

from pathlib import Path

from forms.application import Application
from forms.exchange import ExchangeError, application_of
from forms.mistake import MistakeKind
from forms.procedure import Procedure
from forms.tomlfile import Table, read_toml

FOLDER = "samples"


def sample_names(procedure: Procedure) -> tuple[str, ...]:
    """Return the names of the procedure's samples."""
    return tuple(sorted(file.stem for file in (procedure.folder / FOLDER).glob("*.toml")))


def read_sample(procedure: Procedure, name: str) -> Application:
    """Return the application of `samples/<name>.toml`, whose keys are item names. Raise DataMistake."""
    table = sample_table(procedure, name)
    try:
        return application_of((procedure,), {key: table.raw(key) for key in table.keys()})  # noqa: SIM118
    except ExchangeError as error:
        table.refuse(MistakeKind.BAD_SAMPLE, error.detail, error.sentence.rstrip("。"))


def sample_table(procedure: Procedure, name: str) -> Table:
    """Return the sample as it is written. Raise DataMistake if it cannot be read."""
    return read_toml(procedure.folder / FOLDER / f"{Path(name).name}.toml")
