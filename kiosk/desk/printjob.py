"""What paper is doing, and a print job as people see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.desk.hub import Fields
from kiosk.desk.reasons import DeskReason
from kiosk.desk.visitorwords import word_for_visitors
from printing.ipp import PrintCode, Wish, advice


class Paper(StrEnum):
    """What the paper of a visit is doing."""

    NONE = "none"
    """There is none and nothing is under way."""
    WAITING = "waiting"
    PRINTING = "printing"
    PAPER_OUT = "paper_out"
    STOPPED = "stopped"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    CANCELED = "canceled"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    """Another desk prints it now."""
    INTERRUPTED = "interrupted"
    """A desk stopped while it printed."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One job as people see it. `repeatable`: nothing was sent, so printing again needs no look at the tray.

    `only` is the procedure whose sheet is printed alone, `left_out` what the printer does not offer. `by_visitor`: it
    is a visitor at the lobby who reads the words.
    """

    visit: str
    code: PrintCode
    running: bool
    pages_done: int = 0
    pages_total: int = 0
    repeatable: bool = False
    only: str = ""
    left_out: frozenset[Wish] = frozenset()
    by_visitor: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Return whether only a look at the tray can tell what has come out."""
        partly = self.pages_done > 0 and self.paper is not Paper.PRINTED
        return not self.running and (self.paper is Paper.UNKNOWN or partly)

    @property
    def without(self) -> str:
        """What was wished and not done, for staff; empty as a rule."""
        missing = "、".join(WISHES[wish] for wish in Wish if wish in self.left_out)
        return f"このプリンターではできないため、{missing}をせずに印刷しました。" if missing else ""

    @property
    def paper(self) -> Paper:
        """What the paper is doing, as far as this job tells."""
        return PAPER_OF_CODE[self.code]

    @property
    def is_held(self) -> bool:
        """Return whether it goes on once people have seen to the printer."""
        return self.running and self.paper in (Paper.PAPER_OUT, Paper.STOPPED)

    def refusal(self, *, again: bool) -> DeskReason | None:
        """Return what speaks against printing the visit once more; `again` says that a person has looked."""
        if self.running:
            return DeskReason.STILL_PRINTING
        return None if again or self.repeatable else DeskReason.MAY_HAVE_PRINTED

    @property
    def sentence(self) -> str:
        return self._words[0]

    @property
    def next_step(self) -> str:
        return self._words[1]

    @property
    def _words(self) -> tuple[str, str]:
        said = advice(self.code, given_up=not self.running)
        words = said.sentence, said.next_step
        return word_for_visitors(self.code, *words) if self.by_visitor else words

    @property
    def topic(self) -> str:
        return topic_of(self.visit)

    @property
    def fields(self) -> Fields:
        """What screens are told; no word of what is printed."""
        return {
            "visit": self.visit,
            "state": self.paper,
            "running": self.running,
            "repeatable": self.repeatable,
            "sentence": self.sentence,
            "next_step": self.next_step,
            "pages_done": self.pages_done,
            "pages_total": self.pages_total,
        }


def topic_of(visit: str) -> str:
    """The name of the job's topic in the hub."""
    return f"paper:{visit}"


WISHES = {
    Wish.SIDES: "両面印刷",
    Wish.COPIES: "部数の指定",
    Wish.PAPER_SOURCE: "給紙口の指定",
    Wish.STAPLE: "ステープル留め",
}

PAPER_OF_CODE: Mapping[PrintCode, Paper] = {
    PrintCode.READY: Paper.WAITING,
    PrintCode.PAPER_LOW: Paper.WAITING,
    PrintCode.SENDING: Paper.WAITING,
    PrintCode.BUSY: Paper.BUSY,
    PrintCode.PAPER_OUT: Paper.PAPER_OUT,
    PrintCode.NO_A4: Paper.PAPER_OUT,
    PrintCode.NO_SIZE: Paper.PAPER_OUT,
    PrintCode.COVER_OPEN: Paper.STOPPED,
    PrintCode.JAM: Paper.STOPPED,
    PrintCode.TONER_OUT: Paper.STOPPED,
    PrintCode.BIN_FULL: Paper.STOPPED,
    PrintCode.STOPPED: Paper.STOPPED,
    PrintCode.NOT_ACCEPTING: Paper.STOPPED,
    PrintCode.UNREACHABLE: Paper.UNREACHABLE,
    PrintCode.NOT_A_PRINTER: Paper.UNREACHABLE,
    PrintCode.WRONG_CERTIFICATE: Paper.UNREACHABLE,
    PrintCode.BAD_ADDRESS: Paper.UNREACHABLE,
    PrintCode.NO_PDF: Paper.REFUSED,
    PrintCode.REFUSED: Paper.REFUSED,
    PrintCode.CANCELED: Paper.CANCELED,
    PrintCode.PRINTING: Paper.PRINTING,
    PrintCode.PRINTED: Paper.PRINTED,
    PrintCode.ABORTED: Paper.UNKNOWN,
    PrintCode.CONNECTION_LOST: Paper.UNKNOWN,
    PrintCode.JOB_LOST: Paper.UNKNOWN,
    PrintCode.TIMED_OUT: Paper.UNKNOWN,
    PrintCode.UNSURE: Paper.UNKNOWN,
}
