"""Habits of cards and readers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Temper:
    """Habits that differ between real cards and readers."""

    forgets_on_warm_reset: bool = False
    """A real card keeps a verified PIN over a warm reset; only power-off clears it."""
    loses_first_command: bool = False
    """Answers 6F00 to the first command after power-up."""
    tells_verified: bool = False
    """Answers 9000 instead of the counter when the PIN asked about is verified."""
    most_bytes_at_once: int = 65536
    """Refuses to give more bytes in one answer (6700), as some readers do."""
    exact_lengths: bool = False
    """Answers 6Cxx when more is asked than there is, instead of what there is."""
