"""How long a desk waits for a printer before it asks a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds.

    `before_sending` for a printer that is busy or out of paper, `without_change` for a job that does not
    move, `while_silent` for a printer that stops answering, `after_cancel` for a job to end,
    `between_looks` from one question to the next.
    """

    before_sending: float = 60.0
    without_change: float = 300.0
    while_silent: float = 15.0
    after_cancel: float = 20.0
    between_looks: float = 0.5
