"""Putting a virtual card into the virtual reader (vpcd of the vsmartcard project) and taking it out.

Both talk over TCP. Each message is a two-byte big-endian length and that many bytes. One byte is a control
(0 power off, 1 power on, 2 reset, 4 give the ATR); anything longer is a C-APDU to answer.
"""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import ClassVar, Self

from cardreader.errors import CardError, CardReason
from cardreader.virtual import chip, person

DEFAULT_PORT = 35963
CONNECT_SECONDS = 5.0
_RETRY_SECONDS = 0.1
_SWAP_SECONDS = 0.6

POWER_OFF, POWER_ON, RESET, GIVE_ATR = 0, 1, 2, 4
# Debian's vpcd sends length and body apart; without quick acknowledgement every command waits 40 ms.
_QUICK_ACK = getattr(socket, "TCP_QUICKACK", None)


class VirtualCard:
    """A card that can be inserted into and removed from one virtual reader, as often as wanted.

    Counters and blocked PINs stay with the card (`chip`) between insertions. An insertion right after
    a removal waits a moment: the service looks every 0.4 s and would take both for no change at all.
    """

    _emptied: ClassVar[dict[tuple[str, int], float]] = {}

    def __init__(
        self,
        card: person.VirtualPerson | chip.Chip,
        *,
        host: str = "127.0.0.1",
        port: int = DEFAULT_PORT,
        seconds_per_command: float = 0.0,
    ) -> None:
        self.chip: chip.Chip = chip.MyNumberChip(card) if isinstance(card, person.VirtualPerson) else card
        self._address = (host, port)
        self._delay = seconds_per_command
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def insert(self, seconds: float = CONNECT_SECONDS) -> Self:
        """Put the card in; raises CardError(VIRTUAL_READER) when no reader listens in time."""
        if self.inserted:
            return self
        self.remove()
        time.sleep(max(0.0, self._emptied.get(self._address, 0.0) + _SWAP_SECONDS - time.monotonic()))
        self._socket = self._connect(seconds)
        self._thread = threading.Thread(target=self._serve, args=(self._socket,), daemon=True)
        self._thread.start()
        return self

    def remove(self) -> None:
        """Take the card out, even in the middle of a command."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self._socket = None
            self._emptied[self._address] = time.monotonic()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)
            self._thread = None

    @property
    def inserted(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def wait_until_out(self, seconds: float | None = None) -> bool:
        """Wait until the reader lets go (the service ended); False when it has not in time."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.inserted

    def __enter__(self) -> Self:
        return self.insert()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def _connect(self, seconds: float) -> socket.socket:
        give_up = time.monotonic() + seconds
        while True:
            try:
                connected = socket.create_connection(self._address, timeout=2.0)
            except OSError:
                if time.monotonic() > give_up:
                    host, port = self._address
                    raise CardError(CardReason.VIRTUAL_READER, detail=f"{host}:{port}") from None
                time.sleep(_RETRY_SECONDS)
            else:
                connected.settimeout(None)
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connected

    def _serve(self, connected: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while (message := _receive(connected)) is not None:
                reply = self._reply(message)
                if reply is not None:
                    _send(connected, reply)
        self.chip.power_off()

    def _reply(self, message: bytes) -> bytes | None:
        if len(message) > 1:
            time.sleep(self._delay)
            return self.chip.answer(message)
        control = message[0] if message else None
        if control == GIVE_ATR:
            return self.chip.atr
        if control == POWER_ON:
            self.chip.power_on()
        elif control == POWER_OFF:
            self.chip.power_off()
        elif control == RESET:
            self.chip.warm_reset()
        return None


def run_virtual_card(
    whose: person.VirtualPerson | chip.Chip, host: str = "127.0.0.1", port: int = DEFAULT_PORT
) -> None:
    """Keep this card, or this person's, in the reader until interrupted; puts it back when the service restarts.

    Raises CardError(VIRTUAL_READER) when there is no virtual reader to begin with.
    """
    card = VirtualCard(whose, host=host, port=port).insert()
    try:
        while True:
            card.wait_until_out()
            time.sleep(_RETRY_SECONDS)
            with contextlib.suppress(CardError):
                card.insert()
    finally:
        card.remove()


def _send(connected: socket.socket, message: bytes) -> None:
    connected.sendall(len(message).to_bytes(2, "big") + message)


def _receive(connected: socket.socket) -> bytes | None:
    """One message, or None at the end of the connection. Messages may arrive glued together."""
    header = _receive_exactly(connected, 2)
    return None if header is None else _receive_exactly(connected, int.from_bytes(header, "big"))


def _receive_exactly(connected: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        if _QUICK_ACK is not None:
            connected.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
        part = connected.recv(size - len(data))
        if not part:
            return None
        data += part
    return data
