"""Messages between the virtual reader (vpcd of the vsmartcard project) and a card, over TCP.

Each message is a two-byte big-endian length and that many bytes. One byte is a control
(0 power off, 1 power on, 2 reset, 4 give the ATR); anything longer is a C-APDU to answer.
"""

import socket

POWER_OFF, POWER_ON, RESET, GIVE_ATR = 0, 1, 2, 4
# Debian's vpcd sends length and body apart; without quick acknowledgement every command waits 40 ms.
_QUICK_ACK = getattr(socket, "TCP_QUICKACK", None)


def send(connected: socket.socket, message: bytes) -> None:
    connected.sendall(len(message).to_bytes(2, "big") + message)


def receive(connected: socket.socket) -> bytes | None:
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
