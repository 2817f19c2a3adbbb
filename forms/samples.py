"""The sample answers of a procedure: fictitious people, from the shortest to the longest legal case."""

import tomllib
from pathlib import Path

from forms.exchange import Application, ExchangeError, application_of
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedure import Procedure

FOLDER = "samples"


def sample_names(procedure: Procedure) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in (procedure.folder / FOLDER).glob("*.toml")))


def read_sample(procedure: Procedure, name: str) -> Application:
    """The application of `samples/<name>.toml`, whose keys are item names. Raises DataMistake."""
    file = procedure.folder / FOLDER / f"{Path(name).name}.toml"
    try:
        return application_of((procedure,), tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise DataMistake(Mistake(MistakeKind.UNREADABLE, file, 1, "", error.strerror or "")) from None
    except tomllib.TOMLDecodeError as error:
        raise DataMistake(Mistake(MistakeKind.NOT_TOML, file, 1, "", str(error))) from None
    except ExchangeError as error:
        raise DataMistake(Mistake(MistakeKind.BAD_SAMPLE, file, 1, "", str(error))) from None
