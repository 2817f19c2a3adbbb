"""The ticket (受付コード): answers sealed for one town, carried as digits in one or two QR codes.

The format is specified in docs/ticket-format.md. Nothing here reads a clock or a file but its own dictionary;
key folders are handled by `forms.ticket.keyfiles`.
"""

from forms.ticket.contents import LONGEST_VALIDITY, ProcedureLookup, SchemaField, Ticket, TicketContents
from forms.ticket.frame import Frame, FrameState, Progress, frame_of, qr_version
from forms.ticket.keys import Keyring, KeysError, KeysReason, PublicKey, PublicKeys, TownKey
from forms.ticket.reason import TicketError, TicketReason
from forms.ticket.sealing import fingerprint, open_ticket, seal

__all__ = [
    "LONGEST_VALIDITY",
    "Frame",
    "FrameState",
    "Keyring",
    "KeysError",
    "KeysReason",
    "ProcedureLookup",
    "Progress",
    "PublicKey",
    "PublicKeys",
    "SchemaField",
    "Ticket",
    "TicketContents",
    "TicketError",
    "TicketReason",
    "TownKey",
    "fingerprint",
    "frame_of",
    "open_ticket",
    "qr_version",
    "seal",
]
