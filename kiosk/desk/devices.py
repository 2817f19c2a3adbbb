"""What is going on at this desk right now, and its devices, watched all the time.

Topics hold their present state, not a list of events: a screen that was away for a moment misses nothing that
still matters, and memory stays bounded. Nothing here is personal data.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from cardreader import CardWatcher, ReaderState, ReaderStatus
from printing.ipp import PrintCode, PrinterStatus, check_printer

MOST_TOPICS = 64
"""Old print jobs make room for new ones."""

MOST_LISTENERS = 1_000
"""Screens with a stream; further ones poll."""

SHOWN_SECONDS = 20.0
"""A screen says what it shows oftener than that; one that is silent for so long has gone."""

Fields = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Topic:
    """The state of one thing. `version` grows over all topics, so that a screen can ask for what is newer."""

    name: str
    version: int
    fields: Fields


class Place:
    """One screen's stream."""

    __slots__ = ("screen",)

    def __init__(self, screen: str) -> None:
        self.screen = screen


class Hub:
    """Published from any thread, watched from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._topics: OrderedDict[str, Topic] = OrderedDict()
        self._version = 0
        self._places: dict[str, Place] = {}
        self._shown: dict[str, float] = {}
        self._closed = False

    def publish(self, name: str, fields: Fields) -> bool:
        """Sets the state of a topic; the same state again wakes nobody and gives False."""
        with self._changed:
            known = self._topics.get(name)
            if known is not None and known.fields == fields:
                return False
            self._version += 1
            self._topics[name] = Topic(name, self._version, dict(fields))
            self._topics.move_to_end(name)
            while len(self._topics) > MOST_TOPICS:
                self._topics.popitem(last=False)
            self._changed.notify_all()
            return True

    def forget(self, name: str) -> None:
        with self._changed, suppress(KeyError):
            del self._topics[name]

    def note_shown(self, names: Collection[str]) -> None:
        """Note that a screen shows these topics right now."""
        with self._changed:
            self._shown |= dict.fromkeys(names, time.monotonic())

    def is_shown(self, names: Collection[str]) -> bool:
        """Return whether a screen shows any of these topics, so that it is worth finding out about them."""
        since = time.monotonic() - SHOWN_SECONDS
        with self._changed:
            return any(self._shown.get(name, since) > since for name in names)

    @property
    def version(self) -> int:
        return self._version

    def since(self, version: int) -> tuple[Topic, ...]:
        """Every topic that changed after `version`, oldest change first; all of them for a version that this
        program has not reached, as a screen may ask after the program was started anew."""
        with self._changed:
            return self._newer(version)

    def wait(self, version: int, seconds: float, place: "Place | None" = None) -> tuple[Topic, ...]:
        """The same, waiting for a change; nothing when there was none in time, the place is taken or the hub closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version or not self._holds(place), seconds)
            return self._newer(version) if self._holds(place) else ()

    def join(self, screen: str) -> "Place | None":
        """One of the places for streams; None when all are taken. A screen has one place: the stream of the page
        before, whose end the server may not have noticed yet, gives way."""
        with self._changed:
            if self._closed or (screen not in self._places and len(self._places) >= MOST_LISTENERS):
                return None
            place = self._places[screen] = Place(screen)
            self._changed.notify_all()
            return place

    def holds(self, place: "Place") -> bool:
        """Whether the stream in this place should go on."""
        with self._changed:
            return self._holds(place)

    def leave(self, place: "Place") -> None:
        with self._changed:
            if self._places.get(place.screen) is place:
                del self._places[place.screen]

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Ends all waiting, for the end of the program."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _holds(self, place: "Place | None") -> bool:
        return not self._closed and (place is None or self._places.get(place.screen) is place)

    def _newer(self, version: int) -> tuple[Topic, ...]:
        known = version if version <= self._version else 0
        return tuple(topic for topic in self._topics.values() if topic.version > known)


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
    def printer_code(self) -> str:
        """How the printer was at the last look: a `PrintCode`, `none` without a printer, empty before the first look."""
        if self._uri is None:
            return "none"
        return self._printer.code.value if self._printer else ""

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
