"""The paper of a visit: what it is doing, and what may be done about it. Nothing else decides either."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk import imprint, printjobs, reasons
from kiosk.store import Visit, WayIn


class Standing(StrEnum):
    """How far the paper has come, as far as what may be done next depends on it."""

    FRESH = "fresh"
    """Nothing has been sent: printing needs no look."""
    RUNNING = "running"
    HELD = "held"
    """Under way, waiting for people at the printer."""
    ELSEWHERE = "elsewhere"
    LOOK = "look"
    """Only a look at the tray tells what is out."""
    STOPPED = "stopped"
    """Stopped by a person, perhaps too late."""
    OUT = "out"
    CHANGED = "changed"
    """Out, but no longer what the visit says."""


class Act(StrEnum):
    """What a person can do about the paper."""

    PRINT = "print"
    OPEN_PDF = "open_pdf"
    CANCEL = "cancel"
    REFRESH = "refresh"
    SAY_SEEN = "say_seen"
    HAND_OVER = "hand_over"
    FINISH = "finish"


UNDER_WAY = {
    Standing.RUNNING: reasons.DeskReason.STILL_PRINTING,
    Standing.HELD: reasons.DeskReason.STILL_PRINTING,
    Standing.ELSEWHERE: reasons.DeskReason.PRINTING_ELSEWHERE,
}
"""Where nothing else may begin, and why."""


@dataclass(frozen=True, slots=True)
class PaperAction:
    """One button. `again` says that paper may be out and more is wanted; `only` are the sheets meant."""

    act: Act
    again: bool = False
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintState:
    """The paper of `visit` as its print mark, this desk's `job` and the desk itself make it.

    `pdfs` is when the visit was opened as a PDF on a screen, which may never have become paper; `elsewhere` is
    what people call the desk that has the print mark; `mismatch` is in what the paper that is out no longer matches.
    """

    visit: Visit
    job: printjobs.PrintJob | None
    now: datetime
    has_printer: bool = True
    by_visitor: bool = False
    pdfs: tuple[datetime, ...] = ()
    elsewhere: str = ""
    mismatch: imprint.Mismatch = imprint.NO_MISMATCH

    @property
    def paper(self) -> printjobs.Paper:
        """What the paper is doing. A job under way here knows best, then the mark of another desk."""
        if self.job is not None and self.job.running:
            return self.job.paper
        if self.visit.is_being_printed(self.now):
            return printjobs.Paper.ELSEWHERE
        if self.visit.is_interrupted(self.now):
            return printjobs.Paper.INTERRUPTED
        if self.job is not None:
            return self.job.paper
        return printjobs.Paper.PRINTED if self.is_recorded else printjobs.Paper.NONE

    @property
    def standing(self) -> Standing:
        """How far the paper has come."""
        if self.job is not None and self.job.running:
            return Standing.HELD if self.job.is_held else Standing.RUNNING
        if self.paper is printjobs.Paper.ELSEWHERE:
            return Standing.ELSEWHERE
        if self.paper is printjobs.Paper.INTERRUPTED or (self.job is not None and self.job.is_doubtful):
            return Standing.LOOK
        if self.is_recorded or self.paper is printjobs.Paper.PRINTED:
            return Standing.CHANGED if self.mismatch and self.is_recorded else Standing.OUT
        return Standing.FRESH if self.job is None or self.job.repeatable else Standing.STOPPED

    @property
    def is_recorded(self) -> bool:
        """Return whether the visit counts as printed."""
        return self.visit.status.has_paper

    @property
    def is_running(self) -> bool:
        """Return whether this desk prints it now."""
        return self.standing in (Standing.RUNNING, Standing.HELD)

    @property
    def is_partly_out(self) -> bool:
        """Return whether some pages are known to be out and others are not."""
        return self.standing is Standing.LOOK and self.job is not None and self.job.pages_done > 0

    @property
    def needs_a_look(self) -> bool:
        """Return whether only people can tell what is out."""
        return self.standing is Standing.LOOK

    @property
    def asks_first(self) -> bool:
        """Return whether more paper is offered only behind a warning."""
        return self.standing in (Standing.OUT, Standing.STOPPED)

    @property
    def may_print(self) -> bool:
        """Return whether printing may begin without another word."""
        return self.refusal(again=False) is None

    @property
    def may_print_alone(self) -> bool:
        """Return whether one sheet alone may be wanted: some of it is, or may be, out already."""
        return self.needs_a_look or self.asks_first or self.is_changed

    @property
    def is_changed(self) -> bool:
        """Return whether the paper that is out no longer matches."""
        return self.standing is Standing.CHANGED

    @property
    def may_finish(self) -> bool:
        """Return whether the paper may be handed over."""
        has_paper = self.is_recorded or self.visit.way_in is WayIn.SHEET
        return has_paper and self.standing not in UNDER_WAY

    def refusal(self, *, again: bool) -> reasons.DeskReason | None:
        """Return why this desk does not print now; `again` says that a person has looked and wants more."""
        return self.pdf_refusal(again=again) if self.has_printer else reasons.DeskReason.NO_PRINTER

    def pdf_refusal(self, *, again: bool) -> reasons.DeskReason | None:
        """Return why the sheets are not shown as a PDF now."""
        if self.standing in UNDER_WAY:
            return UNDER_WAY[self.standing]
        return None if again or self.standing is Standing.FRESH else reasons.DeskReason.MAY_HAVE_PRINTED

    def check_print(self, *, again: bool) -> None:
        """Raise DeskError (no_printer, still_printing, printing_elsewhere, may_have_printed) if `refusal` says so."""
        _raise(self.refusal(again=again))

    def check_pdf(self, *, again: bool) -> None:
        """Raise DeskError (still_printing, printing_elsewhere, may_have_printed) if `pdf_refusal` says so."""
        _raise(self.pdf_refusal(again=again))

    def check_finish(self, *, anyway: bool = False) -> None:
        """Raise DeskError (still_printing, printing_elsewhere) while paper is on its way, and (paper_changed) where it
        no longer matches, unless a person has been asked and wants it `anyway`."""
        _raise(UNDER_WAY.get(self.standing))
        _raise(reasons.DeskReason.PAPER_CHANGED if self.mismatch and not anyway else None)

    @property
    def actions(self) -> tuple[PaperAction, ...]:
        """What the screen offers, the nearest first."""
        return self._for_visitors if self.by_visitor else self._for_staff

    @property
    def _for_staff(self) -> tuple[PaperAction, ...]:
        finish = (PaperAction(Act.FINISH),) if self.may_finish else ()
        match self.standing:
            case Standing.RUNNING | Standing.HELD:
                return (PaperAction(Act.CANCEL),)
            case Standing.ELSEWHERE:
                return (PaperAction(Act.REFRESH),)
            case Standing.LOOK:
                only = self.job.only if self.job is not None else ()
                return (PaperAction(Act.SAY_SEEN), *self._printing(again=True, only=only), *finish)
            case Standing.OUT | Standing.STOPPED:
                return (*self._printing(again=True), *finish)
            case Standing.CHANGED:
                wanted = self.mismatch.to_print
                return (*(self._printing(again=True, only=wanted) if wanted else ()), *finish)
            case Standing.FRESH:
                return (*self._printing(again=False), *finish)

    def _printing(self, *, again: bool, only: tuple[str, ...] = ()) -> tuple[PaperAction, ...]:
        pdf = PaperAction(Act.OPEN_PDF, again, only if self.is_changed else ())
        return (PaperAction(Act.PRINT, again, only), pdf) if self.has_printer else (pdf,)

    @property
    def _for_visitors(self) -> tuple[PaperAction, ...]:
        hand_over = PaperAction(Act.HAND_OVER)
        match self.standing:
            case Standing.RUNNING | Standing.HELD | Standing.ELSEWHERE:
                return ()
            case Standing.OUT:
                return (PaperAction(Act.FINISH),)
            case Standing.LOOK:
                return (PaperAction(Act.SAY_SEEN), PaperAction(Act.PRINT, again=True), hand_over)
            case Standing.STOPPED:
                return (PaperAction(Act.PRINT, again=True), hand_over)
            case Standing.CHANGED:
                return (PaperAction(Act.PRINT, again=True, only=self.mismatch.to_print), hand_over)
            case Standing.FRESH:
                at_counter = self.job is not None and self.job.code in reasons.BEYOND_VISITORS
                once_more = PaperAction(Act.PRINT)
                return (hand_over, once_more) if at_counter else (once_more, hand_over)

    @property
    def printed_times(self) -> int:
        """How often the printer printed it, PDFs on a screen aside."""
        return self.visit.printed_times - len(self.pdfs)

    @property
    def sentence(self) -> str:
        """What happened or happens, in Japanese; empty where there is nothing to say."""
        if self.is_changed and not self.by_visitor:
            return "出した紙は、いまの受付と合いません。"
        match self.paper:
            case printjobs.Paper.ELSEWHERE:
                return f"いま{self.elsewhere}で印刷しています。"
            case printjobs.Paper.INTERRUPTED:
                return "印刷の途中で端末が止まり、紙が出たか分かりません。"
            case _ if self.job is not None:
                return self.job.sentence
            case _:
                return f"印刷しました（{self.printed_times}回）。" if self.printed_times else ""

    @property
    def next_step(self) -> str:
        """What to do about it, in Japanese; empty where there is nothing to do."""
        if self.is_changed and not self.by_visitor:
            return (
                "前の紙は渡さずに、変わった分を印刷してください。"
                if self.mismatch.to_print
                else "不要な紙を抜いてください。"
            )
        match self.paper:
            case printjobs.Paper.ELSEWHERE:
                return "紙が出るまで待つか、その窓口に声をかけてください。"
            case printjobs.Paper.INTERRUPTED:
                return "プリンターに紙が出ているか確かめてください。"
            case _ if self.job is not None:
                return self.job.next_step + (self._goes_on if not self.by_visitor else "")
            case _:
                return ""

    @property
    def _goes_on(self) -> str:
        if self.standing is not Standing.HELD or self.job is None:
            return ""
        return "なおると、続きから印刷します。" if self.job.pages_done else "なおると、印刷が始まります。"


def _raise(reason: reasons.DeskReason | None) -> None:
    if reason is not None:
        raise reasons.DeskError(reason)
