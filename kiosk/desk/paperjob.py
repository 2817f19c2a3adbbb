"""A print job as people see it."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.desk.hub import Fields
from kiosk.desk.visitorwords import visitor_words
from printing.ipp import PrintCode, Wish, advice


class PaperState(StrEnum):
    """What a screen tells about the paper."""

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


@dataclass(frozen=True, slots=True)
class PaperJob:
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
        """Whether only a look at the tray can tell what has come out."""
        partly = self.pages_done > 0 and self.state is not PaperState.PRINTED
        return not self.running and (self.state is PaperState.UNKNOWN or partly)

    @property
    def without(self) -> str:
        """What was wished and not done, for staff; empty as a rule."""
        missing = "、".join(WISHES[wish] for wish in Wish if wish in self.left_out)
        return f"このプリンターではできないため、{missing}をせずに印刷しました。" if missing else ""

    @property
    def state(self) -> PaperState:
        return STATES[self.code]

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
        return visitor_words(self.code, *words) if self.by_visitor else words

    @property
    def topic(self) -> str:
        return topic_of(self.visit)

    @property
    def fields(self) -> Fields:
        """What screens are told; no word of what is printed."""
        return {
            "visit": self.visit,
            "state": self.state,
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

STATES = {
    PrintCode.READY: PaperState.WAITING,
    PrintCode.PAPER_LOW: PaperState.WAITING,
    PrintCode.SENDING: PaperState.WAITING,
    PrintCode.BUSY: PaperState.BUSY,
    PrintCode.PAPER_OUT: PaperState.PAPER_OUT,
    PrintCode.NO_A4: PaperState.PAPER_OUT,
    PrintCode.NO_SIZE: PaperState.PAPER_OUT,
    PrintCode.COVER_OPEN: PaperState.STOPPED,
    PrintCode.JAM: PaperState.STOPPED,
    PrintCode.TONER_OUT: PaperState.STOPPED,
    PrintCode.BIN_FULL: PaperState.STOPPED,
    PrintCode.STOPPED: PaperState.STOPPED,
    PrintCode.NOT_ACCEPTING: PaperState.STOPPED,
    PrintCode.UNREACHABLE: PaperState.UNREACHABLE,
    PrintCode.NOT_A_PRINTER: PaperState.UNREACHABLE,
    PrintCode.WRONG_CERTIFICATE: PaperState.UNREACHABLE,
    PrintCode.BAD_ADDRESS: PaperState.UNREACHABLE,
    PrintCode.NO_PDF: PaperState.REFUSED,
    PrintCode.REFUSED: PaperState.REFUSED,
    PrintCode.CANCELED: PaperState.CANCELED,
    PrintCode.PRINTING: PaperState.PRINTING,
    PrintCode.PRINTED: PaperState.PRINTED,
    PrintCode.ABORTED: PaperState.UNKNOWN,
    PrintCode.CONNECTION_LOST: PaperState.UNKNOWN,
    PrintCode.JOB_LOST: PaperState.UNKNOWN,
    PrintCode.TIMED_OUT: PaperState.UNKNOWN,
    PrintCode.UNSURE: PaperState.UNKNOWN,
}
