"""The desk's devices, watched all the time: trouble is said before a person begins, not after."""

import threading
from dataclasses import dataclass

from cardreader import CardWatcher, ReaderState, ReaderStatus
from kiosk.desk.hub import Fields, Hub
from printing.ipp import PrintCode, PrinterStatus, check_printer

LOOK_SECONDS = 10.0
WORKING = {ReaderStatus.EMPTY, ReaderStatus.CARD_PRESENT, ReaderStatus.READING}
READER_SENTENCES = {
    ReaderStatus.STARTING: "カードリーダーを確かめています。",
    ReaderStatus.NO_SERVICE: "カードを読み取る機能が動いていません。",
    ReaderStatus.NO_READER: "カードリーダーがつながっていません。",
    ReaderStatus.STOPPED: "カードリーダーは止まっています。",
}
NEXT_STEP_WITHOUT_READER = "カードを使わない方法で始められます。"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One device that does not work, in words for whoever stands at the desk."""

    device: str
    sentence: str
    next_step: str


class Devices:
    """Printer and card reader of this desk."""

    def __init__(
        self, printer_uri: str | None, cards: CardWatcher, hub: Hub, fingerprint: str | None = None
    ) -> None:
        self.cards = cards
        self.pins_sent = 0
        self._uri = printer_uri
        self._fingerprint = fingerprint
        self._hub = hub
        self._end = threading.Event()
        self._printer: PrinterStatus | None = None
        self._thread = threading.Thread(target=self._look, name="devices", daemon=True)
        self._unsubscribe = cards.subscribe(self._card_changed)

    def start(self) -> None:
        self.cards.start()
        self._card_changed(self.cards.state)
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._unsubscribe()
        self.cards.stop()
        if self._thread.is_alive():
            self._thread.join(LOOK_SECONDS)

    @property
    def reader_works(self) -> bool:
        return self.cards.state.status in WORKING

    @property
    def card_is_in(self) -> bool:
        return self.cards.state.status in (ReaderStatus.CARD_PRESENT, ReaderStatus.READING)

    @property
    def card_mark(self) -> str:
        """Return what the form for a PIN sends back: it goes only to the card it was shown for, and a page that is loaded
        again sends it no second time."""
        return f"{self.cards.state.insertion}-{self.pins_sent}"

    def troubles(self) -> tuple[Trouble, ...]:
        """What does not work now, the printer first. A busy printer is none."""
        found: list[Trouble] = []
        printer = self._printer
        if (
            self._uri is not None
            and printer is not None
            and not (printer.usable or printer.code == PrintCode.BUSY)
        ):
            found.append(Trouble("printer", printer.sentence, printer.next_step))
        if not self.reader_works and self.cards.state.status is not ReaderStatus.STARTING:
            sentence = READER_SENTENCES[self.cards.state.status]
            found.append(Trouble("reader", sentence, NEXT_STEP_WITHOUT_READER))
        return tuple(found)

    def look_at_printer(self) -> None:
        """Asks the printer once and tells the screens."""
        if self._uri is None:
            return
        self._printer = check_printer(self._uri, fingerprint=self._fingerprint)
        works = self._printer.usable or self._printer.code == PrintCode.BUSY
        words = {"sentence": self._printer.sentence, "next_step": self._printer.next_step}
        self._hub.publish("printer", {"code": self._printer.code, "works": works, **words})

    def _look(self) -> None:
        while not self._end.is_set():
            self.look_at_printer()
            self._end.wait(LOOK_SECONDS)

    def _card_changed(self, state: ReaderState) -> None:
        # Reading and resting are the same to a screen: asking the card something must not renew the page.
        present = state.status in (ReaderStatus.CARD_PRESENT, ReaderStatus.READING)
        works = present or state.status is ReaderStatus.EMPTY
        fields: Fields = {
            "works": works,
            "present": present,
            "insertion": state.insertion,
            "sentence": READER_SENTENCES.get(state.status, ""),
        }
        self._hub.publish("card", fields)
