"""What stands first at the lobby: the commonest certificates, each with the forms in which it is usually wanted.

All of it is data that a town may change: its `lobby.toml` stands in place of the shipped one, and may be empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forms import Answers, Catalogue, ExchangeError, MistakeKind, Procedure, Table, exchange, read_toml
from kiosk.settings.values import read_words


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A certificate with what it is used for, and answers that many give, as a visit for it alone keeps them."""

    procedure: Procedure
    use: str
    usual: tuple[Answers, ...] = field(default=(), repr=False)


def read_shortcuts(file: Path, catalogue: Catalogue) -> tuple[Shortcut, ...]:
    """Return them in the order of the file. Raise DataMistake."""
    root = read_toml(file)
    found = [_shortcut(table, catalogue) for table in root.tables("certificate")]
    root.finish()
    return tuple(each for each in found if each is not None)


def _shortcut(table: Table, catalogue: Catalogue) -> Shortcut | None:
    id, use = table.text("procedure"), read_words(table, "use")
    procedure = catalogue.current.get(id)
    if procedure is None and id in catalogue.left_out:
        return None
    if procedure is None:
        table.drop(MistakeKind.UNKNOWN_PROCEDURE, "procedure", id)
        return None
    usual = tuple(_usual(each, procedure) for each in table.tables("usual"))
    table.finish()
    return Shortcut(procedure, use, usual)


def _usual(table: Table, procedure: Procedure) -> Answers:
    given: Mapping[str, object] = {name: table.plain(name) for name in table.keys()}  # noqa: SIM118 - no mapping
    table.finish()
    try:
        return exchange.application_of([procedure], given).answers
    except ExchangeError as error:
        table.note(MistakeKind.UNKNOWN_ANSWER, error.detail, error.detail)
        return {}
