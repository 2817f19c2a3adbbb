"""What a ticket holds, and what it becomes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from forms.answers import Answers

LONGEST_VALIDITY = timedelta(days=90)
"""No ticket lives longer, so a replaced key can be destroyed after that time at the latest."""

JAPANESE = "ja"


@dataclass(frozen=True, slots=True)
class TicketContents:
    """The open ticket. Times are aware; the ticket keeps whole minutes in UTC.

    `language` is the BCP 47 tag of the screens the resident used. `procedures` are (id, version) as chosen.
    """

    issued: datetime
    expires: datetime
    procedures: tuple[tuple[str, int], ...]
    answers: Answers
    language: str = JAPANESE


@dataclass(frozen=True, slots=True)
class Ticket:
    """The sealed ticket: one text of digits for each QR code, one or two of them."""

    texts: tuple[str, ...]
